#include "game/headless/served_match.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/core/log.h"
#include "game/headless/crash.h"
#include "game/headless/json_line.h"
#include "game/headless/one_game.h"
#include "game/headless/online_line.h"
#include "game/headless/online_play.h"
#include "game/match/desync_report.h"

namespace game {

using net::Time;

namespace {

constexpr Time settle_us = 1'000'000;   // for the others to have everything, once the game has ended here
constexpr Time lobby_poll_us = 10'000;  // where nothing arrives
constexpr Time settle_poll_us = 5'000;
constexpr Time arrival_us = 3'000'000;  // from a guest's first word to its seat, at most

JsonLine event_line(const char* event, std::uint32_t match) { return JsonLine().text("event", event).natural("match", match); }

}  // namespace

void ServedMatch::open(std::uint64_t seed, Time now) {
    const ServeOptions& options = hall_.options;
    OnlineSetup setup;
    if (hall_.bot != nullptr) setup.pilots = {"bot:" + options.bot};
    setup.content_hash = hall_.content.hash;
    setup.trouble = options.trouble;
    setup.reach = net::Reach::Nobody;  // the server answers for all its matches
    setup.name = options.name;
    setup.mode = options.mode;
    setup.seed = seed;
    setup.seats = options.players;
    setup.rate = hall_.content.mode.rate;
    setup.password_key = hall_.password_key;
    if (options.matches > 1) setup.match = static_cast<std::uint16_t>(number_);
    seed_ = seed;
    online_ = Online::host(setup, hall_.link.open(number_), now);
    seats_.assign(online_->seats().size(), "");
    expected_.clear();
    step_ = Step::Lobby;
    due_at_ = now;
    hall_.out.line(event_line("opened", number_).natural("seed", seed).str());
}

void ServedMatch::poll(Time now) {
    if (step_ == Step::Closed) return;
    online_->poll(now);
    tell_notices();
    tell_seats();
    switch (step_) {
        case Step::Closed: return;
        case Step::Lobby: {
            const auto& seats = online_->seats();
            due_at_ = now + lobby_poll_us;
            if (std::all_of(seats.begin(), seats.end(), [](const LobbySeat& seat) { return seat.taken; })) begin(now);
            return;
        }
        case Step::Playing: return play(now);
        case Step::Settling:
            due_at_ = now + settle_poll_us;
            if (now >= settle_until_ || online_->settled() || !online_->connected()) finish(now);
            return;
    }
}

void ServedMatch::tell_notices() {
    while (const auto notice = online_->next_notice())
        if (!hall_.options.quiet) engine::log_info(fmt::format("match {}: {}", number_, english(*notice)));
    while (const auto line = online_->next_chat())
        if (!hall_.options.quiet) engine::log_info(fmt::format("match {}: {}", number_, english(*line)));
}

void ServedMatch::tell_seats() {
    const auto& seats = online_->seats();
    for (std::size_t s = 0; s < std::min(seats.size(), seats_.size()); ++s) {
        const std::string& now = seats[s].taken && !seats[s].local ? seats[s].pilot : std::string();
        if (now == seats_[s]) continue;
        if (!seats_[s].empty()) hall_.out.line(event_line("left", number_).natural("seat", s).text("pilot", seats_[s]).str());
        if (!now.empty()) {
            hall_.out.line(event_line("joined", number_).natural("seat", s).text("pilot", now).str());
            if (!expected_.empty()) expected_.erase(expected_.begin());
        }
        seats_[s] = now;
    }
}

int ServedMatch::free_seats(Time now) {
    std::erase_if(expected_, [now](Time at) { return now >= at + arrival_us; });
    const net::GameInfo game = info();
    const bool is_open = step_ == Step::Lobby || step_ == Step::Playing;
    return is_open && game.door == net::GameInfo::Door::Open
               ? std::max(0, game.seats - std::popcount(game.taken) - static_cast<int>(expected_.size()))
               : 0;
}

void ServedMatch::begin(Time now) {
    online_->start(now);
    if (online_->stage() != Online::Stage::Playing) return;
    const ServeOptions& options = hall_.options;
    const std::uint32_t rate = hall_.content.mode.rate;
    MatchSetup setup;
    setup.seed = seed_;
    setup.players = static_cast<int>(online_->seats().size());
    for (const LobbySeat& seat : online_->seats()) setup.pilots.push_back(seat.pilot);
    setup.last_tick = options.ticks;
    setup.looks = false;
    match_.emplace(hall_.content, setup);
    pilots_.emplace(hall_.content);
    for (int seat = 0; seat < engine::max_seats; ++seat)
        if ((online_->local_seats() >> seat & 1) != 0) pilots_->set_bot(seat, hall_.bot);
    file_ = replay_file_name(hall_.content.mode.name, setup.players, seed_);
    file_.insert(file_.rfind('.'), "-host");
    lateness_ = {};
    had_company_ = false;
    outcome_ = "stopped";
    started_at_ = now;
    // The matches' ticks are spread over the length of a tick, each at its own place in it.
    const Time tick_us = 1'000'000 / rate;
    const Time place = tick_us * (number_ - 1) / static_cast<Time>(options.matches);
    const Time first = now + (place + tick_us - (now - hall_.began_at) % tick_us) % tick_us;
    ticker_ = engine::Ticker(rate);
    ticker_.due(first);
    due_at_ = first;
    step_ = Step::Playing;
    hall_.out.line(event_line("started", number_).natural("seed", seed_).texts("pilots", setup.pilots).str());
}

void ServedMatch::play(Time now) {
    for (const WrittenReport& written : write_differences(hall_.options.reports, *online_, *match_))
        if (!written.problem.empty()) engine::log_error(written.problem);
    had_company_ |= online_->connected();
    const bool alone = (had_company_ && !online_->connected() && !online_->is_awaiting()) || online_->stage() == Online::Stage::Ended;
    const std::uint8_t local = online_->local_seats();
    const std::uint32_t rate = hall_.content.mode.rate;
    const std::uint32_t permille = online_->session()->speed_permille();
    if (now >= due_at_) {
        const GameInHand in_hand(*match_, hall_.options.record / ("stopped-" + file_));
        const auto tick = [&] {
            net::Session& session = *online_->session();
            pilots_->fly(session, match_->world(), local);
            match_->advance(session, now);
        };
        for (int more = ticker_.due(now, permille) - 1; more >= 0; --more) {
            const double ticks_ago = static_cast<double>(ticker_.fraction()) + more;
            const std::uint64_t late_us = static_cast<std::uint64_t>(ticks_ago * 1e6 / rate) + (now_us() - now);
            lateness_.add(late_us);
            hall_.lateness.add(late_us);
            tick();
        }
        // What the others sent before they left counts, however many ticks ahead of this machine they were.
        for (int more = most_ahead; alone && more > 0 && !match_->finished() && others_fly(*match_, local); --more) tick();
        const double left = (1.0 - static_cast<double>(ticker_.fraction())) * 1e9 / (static_cast<double>(rate) * permille);
        due_at_ = now + static_cast<Time>(left) + 1;
        if (match_->finished()) return settle(outcome_of(*match_), now);
        if (alone) return settle("left", now);
    }
}

void ServedMatch::settle(const char* outcome, Time now) {
    outcome_ = outcome;
    ended_at_ = now;
    settle_until_ = now + settle_us;
    due_at_ = now;
    step_ = Step::Settling;
}

void ServedMatch::stop(Time now) {
    if (step_ == Step::Closed) return;
    if (step_ == Step::Playing) ended_at_ = now;
    finish(now);
}

void ServedMatch::finish(Time now) {
    const bool was_lobby = step_ == Step::Lobby;
    step_ = Step::Closed;
    if (was_lobby) {
        online_->leave(now);
        online_.reset();
        return;
    }
    const net::SessionStats stats = online_->session()->stats();
    const double seconds = static_cast<double>(std::max<Time>(ended_at_ - started_at_, 1)) / 1e6;
    const double bytes = static_cast<double>(online_->wire_bytes_sent());
    online_->leave(now);
    tell_notices();
    JsonLine line = event_line("ended", number_);
    line.natural("seed", seed_);
    add_figures(line, *online_, *match_, stats, outcome_, bytes / seconds, lateness_);
    hall_.out.line(line.str());
    ++hall_.games;
    hall_.differed |= stats.desyncs > stats.repairs;
    if (!hall_.options.record.empty()) hall_.replays.write(hall_.options.record / file_, match_->recording());
    match_.reset();
    pilots_.reset();
    online_.reset();
}

}  // namespace game
