#include "game/headless/serve_many.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/headless/bot_name.h"
#include "game/headless/crash.h"
#include "game/headless/json_line.h"
#include "game/headless/online_play.h"
#include "game/headless/served_match.h"
#include "game/headless/signals.h"
#include "net/beacon.h"
#include "net/enet_link.h"
#include "net/password.h"
#include "net/shared_link.h"

namespace game {

namespace {

using net::Time;

// Shorter naps would find fewer packets each, at the same price.
constexpr Time nap_us = 1'000, idle_nap_us = 4'000;
constexpr Time describe_us = 100'000;  // what is said to those who look for games may be so old
constexpr Time beacon_us = 10'000;
constexpr Time goodbye_us = 200'000;
constexpr std::size_t peers_beside_pilots = 2;  // of a match: spectators, or pilots who come back before their old connection is given up
constexpr std::size_t more_peers = 40;          // in all, so that those who may not stay can be told why

std::unique_ptr<net::SharedLink> open_link(const ServeOptions& options) {
    net::EnetLink::Setup setup;
    setup.port = options.port;
    setup.most_peers =
        static_cast<std::size_t>(options.matches) * (static_cast<std::size_t>(options.players) + peers_beside_pilots) + more_peers;
    setup.most_of_loopback = setup.most_peers;
    setup.gathers = true;
    return std::make_unique<net::SharedLink>(net::EnetLink::open(setup));
}

std::optional<net::PasswordKey> key_of(const std::string& password) {
    if (password.empty()) return std::nullopt;
    if (!net::is_password(password))
        throw engine::Error(engine::ExitCode::Usage, fmt::format("A password has at most {} bytes.", net::most_password_bytes));
    auto key = net::derive_key(password, net::make_salt());
    if (!key) throw engine::Error(engine::ExitCode::Failure, "There is not enough memory to work out the key of the password.");
    return key;
}

class Server {
  public:
    Server(const ServeOptions& options, const Content& content, ServeGauge* gauge)
        : options_(options),
          gauge_(gauge),
          link_(open_link(options)),
          beacon_(options.reach, options.search_port, options.matches > 1),
          hall_{.options = options,
                .content = content,
                .bot = options.bot.empty() ? nullptr : bot_by_name(options.bot),
                .link = *link_,
                .out = out_,
                .replays = replays_,
                .password_key = key_of(read_password(options.password)),
                .began_at = now_us(),
                .lateness = {}} {
        for (int m = 1; m <= options.matches; ++m) matches_.push_back(std::make_unique<ServedMatch>(hall_, static_cast<std::uint32_t>(m)));
        rounds_.assign(matches_.size(), 0);
        infos_.resize(matches_.size());
    }

    int run() {
        out_.line(JsonLine()
                      .integer("port", link_->port())
                      .text("name", options_.name)
                      .text("mode", hall_.content.mode.name)
                      .integer("players", options_.players)
                      .natural("seed", options_.seed)
                      .integer("matches", options_.matches)
                      .natural("rounds", options_.rounds)
                      .str());
        if (options_.reach != net::Reach::Nobody && !beacon_.problem().empty() && !options_.quiet)
            engine::log_info(fmt::format("Nobody finds these games by searching: {}", beacon_.problem()));
        for (std::size_t m = 0; m < matches_.size(); ++m) open(m);
        while (signal_seen() == 0 && is_open()) {
            link_->poll(now_us());
            while (const auto arrival = link_->next_arrival()) receive(*arrival);
            const Time next = play();
            link_->flush(now_us());
            answer_searches();
            const Time now = now_us();
            if (next > now) std::this_thread::sleep_for(std::chrono::microseconds(next - now));
        }
        return end();
    }

  private:
    void open(std::size_t m) {
        matches_[m]->open(next_seed_++, now_us());
        ++rounds_[m];
    }
    bool is_open() const {
        return std::any_of(matches_.begin(), matches_.end(), [](const auto& match) { return match->is_open(); });
    }

    // Returns when something is due next.
    Time play() {
        if (gauge_ != nullptr && gauge_->begin_again.exchange(false)) hall_.lateness = {};
        bool any_plays = false;
        Time next = now_us() + idle_nap_us;
        for (std::size_t m = 0; m < matches_.size(); ++m) {
            ServedMatch& match = *matches_[m];
            if (!match.is_open()) continue;
            const Time now = now_us();
            if (now >= match.due_at() || link_->has_events(static_cast<std::uint32_t>(m) + 1)) match.poll(now);
            if (!match.is_open() && (options_.rounds == 0 || rounds_[m] < options_.rounds)) open(m);
            any_plays |= match.plays();
            if (match.is_open()) next = std::min(next, match.due_at());
        }
        return any_plays ? std::min(next, now_us() + nap_us) : next;
    }

    void receive(const net::SharedLink::Arrival& arrival) {
        const Time now = now_us();
        if (arrival.match != 0 && arrival.protocol == protocol_version) {
            if (arrival.match > matches_.size())
                return refuse(arrival.peer,
                              fmt::format("There is no match {} here: this host has the matches 1 to {}.", arrival.match, matches_.size()),
                              now);
            if (!matches_[arrival.match - 1]->is_open())
                return refuse(arrival.peer, fmt::format("Match {} of this host has ended.", arrival.match), now);
            return admit(arrival.peer, arrival.match - 1, now);
        }
        // Those who wait get company first; then games that are on; where all is full the first match says so.
        std::size_t best = matches_.size(), first = matches_.size();
        int fewest = 0;
        for (std::size_t m = 0; m < matches_.size(); ++m) {
            if (!matches_[m]->is_open()) continue;
            first = std::min(first, m);
            const int free = matches_[m]->free_seats(now);
            if (free == 0) continue;
            const int rank = free + (matches_[m]->plays() ? engine::max_seats : 0);
            if (best < matches_.size() && rank >= fewest) continue;
            best = m;
            fewest = rank;
        }
        if (best == matches_.size()) best = first;
        if (best < matches_.size()) admit(arrival.peer, best, now);
    }
    void refuse(net::PeerId peer, std::string sentence, Time now) {
        link_->refuse(peer, {std::move(sentence), net::Refusal::NoSuchMatch}, now);
    }
    void admit(net::PeerId peer, std::size_t m, Time now) {
        link_->admit(peer, static_cast<std::uint32_t>(m) + 1, now);
        matches_[m]->expect_guest(now);
    }

    void answer_searches() {
        const Time now = now_us();
        if (now < beacon_at_) return;
        beacon_at_ = now + beacon_us;
        if (now >= describe_at_) {
            describe_at_ = now + describe_us;
            for (std::size_t m = 0; m < matches_.size(); ++m) {
                if (matches_[m]->is_open()) {
                    infos_[m] = matches_[m]->info();
                } else {
                    infos_[m].door = net::GameInfo::Door::Full;
                    infos_[m].watchable = false;
                }
            }
        }
        beacon_.poll(infos_, now);
    }

    int end() {
        for (const auto& match : matches_) match->stop(now_us());
        for (const Time until = now_us() + goodbye_us; now_us() < until;) {
            link_->poll(now_us());
            std::this_thread::sleep_for(std::chrono::microseconds(nap_us));
        }
        const double seconds = static_cast<double>(now_us() - hall_.began_at) / 1e6;
        out_.line(JsonLine()
                      .text("event", "stopped")
                      .natural("games", hall_.games)
                      .decimal("seconds", seconds, 1)
                      .natural("lateness_us_p50", hall_.lateness.percentile(50))
                      .natural("lateness_us_p99", hall_.lateness.percentile(99))
                      .decimal("wire_bytes_per_second", static_cast<double>(link_->wire_bytes_sent()) / seconds, 0)
                      .natural("dropped", link_->dropped())
                      .str());
        const bool are_whole = replays_.finish() == 0;
        if (signal_seen() != 0) return code_of_signal();
        if (!are_whole) return static_cast<int>(engine::ExitCode::Failure);
        return static_cast<int>(hall_.differed ? engine::ExitCode::Mismatch : engine::ExitCode::Ok);
    }

    const ServeOptions& options_;
    ServeGauge* gauge_;
    LineOutput out_;
    ReplayWriter replays_;
    std::unique_ptr<net::SharedLink> link_;
    net::Beacon beacon_;
    ServerHall hall_;
    std::vector<std::unique_ptr<ServedMatch>> matches_;  // number 1 first; after the link
    std::vector<std::uint32_t> rounds_;                  // by match, games that it was opened for
    std::vector<net::GameInfo> infos_;
    std::uint64_t next_seed_ = options_.seed;
    Time describe_at_ = 0, beacon_at_ = 0;
};

}  // namespace

int serve_many(const ServeOptions& options, const Content& content, ServeGauge* gauge) {
    save_games_that_fail();
    return Server(options, content, gauge).run();
}

}  // namespace game
