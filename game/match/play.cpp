#include "game/match/play.h"

#include <fmt/format.h>

#include <memory>

#include "engine/core/check.h"
#include "engine/core/hash.h"
#include "game/sim/snapshot.h"

namespace game {

using engine::max_seats;
using engine::SeatState;

void Pilots::set_replay(const Replay* replay, std::uint32_t last_tick) {
    CHECK(replay == nullptr || last_tick <= replay->last_tick());
    replay_ = replay;
    replay_last_ = replay == nullptr ? 0 : last_tick;
}

void Pilots::fly_replay(net::Session& session, std::uint32_t tick) {
    const engine::Inputs& inputs = replay_->at(tick);
    for (int seat = 0; seat < max_seats; ++seat) {
        const auto s = static_cast<std::size_t>(seat);
        session.set_bits(seat, inputs.seats[s].bits);
        if (!states_known_ || states_[s] != inputs.seats[s].state) session.order_seat(seat, inputs.seats[s].state);
        states_[s] = inputs.seats[s].state;
    }
    states_known_ = true;
    while (session.next_event()) {  // seats that change; nobody else takes them, and a made-up file may change them in every tick
    }
}

void Pilots::fly(net::Session& session, const World& world, std::uint8_t local_seats) {
    const std::uint32_t tick = world.header.tick + 1;
    if (tick <= replay_last_) {
        fly_replay(session, tick);
        return;
    }
    for (int seat = 0; seat < max_seats; ++seat) {
        if ((local_seats >> seat & 1) == 0) continue;
        const Bot bot = bots_[static_cast<std::size_t>(seat)];
        if (bot != nullptr) {
            session.set_bits(seat, bot(world, content_, seat));
        } else if (replay_ != nullptr && tick == replay_last_ + 1) {
            session.set_bits(seat, 0);  // what the replay held is let go
        }
    }
    if (script_ == nullptr) return;
    for (; script_at_ < script_->size() && (*script_)[script_at_].tick <= tick; ++script_at_) {
        const ScriptLine& line = (*script_)[script_at_];
        if ((local_seats >> line.seat & 1) != 0 && bots_[static_cast<std::size_t>(line.seat)] == nullptr) {
            session.set_bits(line.seat, line.bits);
        }
    }
}

net::SessionSetup alone_setup(const Content& content, int players, std::uint32_t first_tick) {
    net::SessionSetup setup;
    setup.first_tick = first_tick;
    setup.role = net::Role::Alone;
    setup.rate = content.mode.rate;
    for (int seat = 0; seat < players; ++seat) setup.states[static_cast<std::size_t>(seat)] = SeatState::Flown;
    return setup;
}

MatchSetup replay_setup(const Replay& replay) {
    MatchSetup setup;
    setup.seed = replay.seed;
    setup.players = replay.players;
    setup.start = replay.start;
    setup.record = false;
    return setup;
}

std::string_view outcome_name(const Match& match) { return match.over() ? "over" : "ticks"; }

std::optional<ReplayError> replay_fits(const Replay& replay, const Content& content) {
    if (replay.content_hash != content.hash) {
        return ReplayError{true, fmt::format("the replay was played with content {}, this program has {} (mode {})",
                                             engine::hash_text(replay.content_hash), engine::hash_text(content.hash), replay.mode)};
    }
    if (replay.players > content.mode.players_max) {
        return ReplayError{false, fmt::format("the replay is damaged: {} pilots, the mode {} is for at most {}", replay.players,
                                              replay.mode, content.mode.players_max)};
    }
    if (replay.start.empty()) return std::nullopt;
    const auto world = std::make_unique<World>();
    if (const auto problem = unpack_world(replay.start, content, *world)) {
        return ReplayError{false, fmt::format("the replay is damaged: {}", *problem)};
    }
    if (world->header.tick + 1 != replay.first_tick) {
        return ReplayError{false, fmt::format("the replay is damaged: it begins with tick {}, its world with tick {}", replay.first_tick,
                                              world->header.tick + 1)};
    }
    return std::nullopt;
}

ReplayResult play_replay(const Replay& replay, const Content& content, bool heavy, std::uint32_t spoil_tick) {
    CHECK(!replay_fits(replay, content));
    MatchSetup setup = replay_setup(replay);
    setup.looks = false;
    setup.heavy = heavy;
    setup.spoil_tick = spoil_tick;
    Match match(content, setup);
    net::Session session(alone_setup(content, replay.players, replay.first_tick));
    Pilots pilots(content);
    pilots.set_replay(&replay, replay.last_tick());

    ReplayResult result;
    std::uint32_t equal = replay.first_tick - 1;
    std::size_t next = 0;
    for (std::uint32_t tick = replay.first_tick; tick <= replay.last_tick(); ++tick) {
        pilots.fly(session, match.world());
        CHECK(match.advance(session, 0));
        ++result.ticks;
        result.heavy_difference = match.heavy_difference();
        if (result.heavy_difference) return result;
        if (next == replay.hashes.size() || replay.hashes[next].tick != tick) continue;
        const ReplayHash& stored = replay.hashes[next++];
        const std::uint64_t played = hash_world(match.world());
        if (played != stored.hash) {
            result.difference = ReplayDifference{tick, equal, stored.hash, played};
            return result;
        }
        equal = tick;
    }
    return result;
}

}  // namespace game
