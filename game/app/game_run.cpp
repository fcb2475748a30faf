#include "game/app/game_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/error.h"
#include "game/view/hud.h"

namespace game {

std::string shown_pilot(const std::string& name) {
    if (name.rfind("bot:", 0) != 0 || name.size() <= 4) return name;
    std::string bot = name.substr(4);
    if (bot[0] >= 'a' && bot[0] <= 'z') bot[0] = static_cast<char>(bot[0] - 'a' + 'A');
    return bot;
}

GameRun::GameRun(Source source, Content content) : source_(source), content_(std::move(content)), ticker_(content_.mode.rate) {}
GameRun::~GameRun() = default;

std::unique_ptr<GameRun> GameRun::local(const std::filesystem::path& content_folder, const Local& setup) {
    auto run = std::unique_ptr<GameRun>(new GameRun(Source::Local, load_content(content_folder, setup.mode)));
    const int players = static_cast<int>(setup.seats.size());
    if (players < 1 || players > run->content_.mode.players_max) {
        throw engine::Error(engine::ExitCode::Usage, fmt::format("The mode {} is for 1 to {} pilots, not {}.", run->content_.mode.name,
                                                                 run->content_.mode.players_max, players));
    }
    run->setup_ = setup;
    run->controls_ = seat_controls(setup.seats);
    run->local_seats_ = static_cast<std::uint8_t>((1U << players) - 1);
    MatchSetup match;
    match.seed = setup.seed;
    match.players = players;
    match.mode = setup.mode;
    for (std::size_t seat = 0; seat < setup.seats.size(); ++seat) {
        const auto& control = run->controls_[seat];
        const std::string name = control.kind == SeatControl::Kind::Computer ? setup.seats[seat]
                                 : seat < setup.names.size()                 ? setup.names[seat]
                                                                             : std::string();
        match.pilots.push_back(name);
        run->names_[seat] = shown_pilot(name);
    }
    run->session_ = std::make_unique<net::Session>(alone_setup(run->content_, players));
    run->match_ = std::make_unique<Match>(run->content_, match);
    return run;
}

std::unique_ptr<GameRun> GameRun::online(const std::filesystem::path& content_folder, std::unique_ptr<Online> online,
                                         const std::vector<std::string>& seats, std::string address) {
    auto run = std::unique_ptr<GameRun>(new GameRun(Source::Online, load_content(content_folder, online->mode())));
    run->controls_ = seat_controls(seats);
    run->online_seats_ = seats;
    run->address_ = std::move(address);
    run->local_seats_ = online->local_seats();
    MatchSetup match;
    match.seed = online->seed();
    match.mode = online->mode();
    match.players = static_cast<int>(online->seats().size());
    match.joins = online->came_late();
    for (std::size_t seat = 0; seat < online->seats().size() && seat < max_seats; ++seat) {
        const auto& taken = online->seats()[seat];
        match.pilots.push_back(taken.taken ? taken.pilot : std::string());
    }
    match.players = std::clamp(match.players, 1, run->content_.mode.players_max);
    run->online_ = std::move(online);
    run->name_pilots();
    run->match_ = std::make_unique<Match>(run->content_, match);
    return run;
}

// Pilots may come while the game is on.
void GameRun::name_pilots() {
    for (std::size_t seat = 0; seat < online_->seats().size() && seat < max_seats; ++seat)
        names_[seat] = shown_pilot(online_->seats()[seat].pilot);
}

std::unique_ptr<GameRun> GameRun::replay(const std::filesystem::path& content_folder, Replay replay) {
    auto run = std::unique_ptr<GameRun>(new GameRun(Source::Replay, load_content(content_folder, replay.mode, replay.overrides)));
    if (const auto wrong = replay_fits(replay, run->content_)) {
        throw engine::Error(wrong->is_mismatch ? engine::ExitCode::Mismatch : engine::ExitCode::BadData, wrong->sentence);
    }
    run->replay_ = std::move(replay);
    for (std::size_t seat = 0; seat < run->replay_.pilots.size() && seat < max_seats; ++seat)
        run->names_[seat] = shown_pilot(run->replay_.pilots[seat]);
    run->replay_index_ = std::make_unique<ReplayIndex>(run->replay_, run->content_);
    run->begin_replay();
    return run;
}

void GameRun::begin_replay(const ReplayIndex::Snapshot* from) {
    MatchSetup match = replay_setup(replay_);
    if (from != nullptr) match.start = from->bytes;
    const std::uint32_t first_tick = from != nullptr ? from->tick + 1 : replay_.first_tick;
    session_ = std::make_unique<net::Session>(alone_setup(content_, replay_.players, first_tick));
    match_ = std::make_unique<Match>(content_, match);
    pilots_ = std::make_unique<Pilots>(content_);
    pilots_->set_replay(&replay_, replay_.last_tick());
}

bool GameRun::is_bot_seat(int seat) const {
    if (source_ == Source::Replay)
        return static_cast<std::size_t>(seat) < replay_.pilots.size() &&
               replay_.pilots[static_cast<std::size_t>(seat)].rfind("bot:", 0) == 0;
    if (source_ == Source::Online) {
        const auto& seats = online_->seats();
        return static_cast<std::size_t>(seat) < seats.size() && seats[static_cast<std::size_t>(seat)].pilot.rfind("bot:", 0) == 0;
    }
    return static_cast<std::size_t>(seat) < controls_.size() &&
           controls_[static_cast<std::size_t>(seat)].kind == SeatControl::Kind::Computer;
}

void GameRun::set_local_bits(net::Session& session, const engine::Devices& devices, const Settings& settings) {
    std::size_t place = 0;
    SeatControl bot;
    bot.kind = SeatControl::Kind::Computer;
    for (int seat = 0; seat < max_seats; ++seat) {
        if ((local_seats_ >> seat & 1) == 0) continue;
        // A host may put bots into seats at any time.
        const std::string pilot = online_ ? online_->seats()[static_cast<std::size_t>(seat)].pilot : std::string();
        bot.bot = pilot.rfind("bot:", 0) == 0 ? find_bot(pilot.substr(4)) : nullptr;
        while (online_ && bot.bot == nullptr && place < controls_.size() && controls_[place].kind == SeatControl::Kind::Computer) ++place;
        if (bot.bot == nullptr && place >= controls_.size()) continue;
        const auto& control = bot.bot != nullptr ? bot : controls_[place++];
        const bool is_off = is_hands_off_ && control.kind != SeatControl::Kind::Computer;
        session.set_bits(seat, is_off ? std::uint16_t{0} : control_bits(control, devices, settings, match_->world(), content_, seat));
    }
}

bool GameRun::tick(std::uint64_t now_us, const engine::Devices* devices, const Settings* settings, const Show& show) {
    net::Session* session = online_ ? online_->session() : session_.get();
    if (session == nullptr || replay_ended()) return false;
    if (source_ == Source::Replay) {
        pilots_->fly(*session, match_->world());
    } else if (devices != nullptr && settings != nullptr && match_->ready()) {
        set_local_bits(*session, *devices, *settings);
    }
    const bool is_guessed = online_ != nullptr && match_->ready();
    if (is_guessed) smoothing_.before_tick(match_->world());
    const bool has_moved = match_->advance(*session, now_us);
    if (is_guessed && has_moved) smoothing_.after_tick(match_->previous(), local_seats_);
    if (show) show(match_->take_events(), match_->world());
    return has_moved;
}

int GameRun::run(std::uint64_t now_us, const engine::Devices& devices, const Settings& settings, const Show& show,
                 std::uint32_t speed_permille) {
    const net::Session* session = online_ ? online_->session() : session_.get();
    if (session == nullptr) return 0;
    if (online_) {
        name_pilots();
        local_seats_ = online_->local_seats();
    }
    if (online_ && online_->pause_status().paused) {
        // No tick comes of it, but worlds still travel to those who join.
        tick(now_us, &devices, &settings, show);
        restart_clock();
        return 0;
    }
    owed_ = std::min(owed_ + ticker_.due(now_us, source_ == Source::Online ? session->speed_permille() : speed_permille), 8);
    int made = 0;
    while (owed_ > 0) {
        if (!tick(now_us, &devices, &settings, show)) break;
        --owed_;
        ++made;
    }
    return made;
}

int GameRun::seat_of(SeatControl::Kind kind) const {
    std::size_t place = 0;
    for (int seat = 0; seat < max_seats; ++seat) {
        if ((local_seats_ >> seat & 1) == 0 || place >= controls_.size()) continue;
        if (controls_[place++].kind == kind) return seat;
    }
    return -1;
}

void GameRun::restart_clock() {
    ticker_.restart();
    owed_ = 0;
}

float GameRun::fraction() const { return owed_ > 0 ? 1 : ticker_.fraction(); }

void GameRun::seek(std::uint32_t to) {
    if (source_ != Source::Replay) return;
    to = std::clamp(to, replay_.first_tick - 1, replay_ticks());
    const std::uint32_t now = match_->world().header.tick;
    const ReplayIndex::Snapshot& near = replay_index_->before(to);
    if (to < now || near.tick > now) begin_replay(&near);
    while (match_->world().header.tick < to && tick(0, nullptr, nullptr, {})) {
    }
    match_->take_events();
    restart_clock();
}

GameResult result_of(const GameRun& run) {
    const auto& world = run.match().world();
    const auto& mode = run.content().mode;
    GameResult result;
    result.mode = mode.name;
    result.title = mode.title;
    result.team = team_score(world);
    result.seconds = play_seconds(world, run.content());
    result.ticks = world.header.over_tick != 0 ? world.header.over_tick : world.header.tick;
    result.level = mode.level_scores[0] > 0 ? world.header.level : 0;
    for (const auto& hero : world.heroes) {
        result.pilots.push_back({hero.seat, run.names()[hero.seat % max_seats], hero.score, hero.kills, hero.rams});
    }
    return result;
}

}  // namespace game
