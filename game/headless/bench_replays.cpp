#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "engine/core/error.h"
#include "engine/core/rng.h"
#include "game/bots/bots.h"
#include "game/headless/bench.h"
#include "game/match/match.h"
#include "game/match/play.h"
#include "game/match/replay_index.h"
#include "game/sim/step.h"
#include "net/session.h"

namespace game {

namespace {

constexpr std::uint32_t half_an_hour = 30 * 60 * 60;  // ticks at 60 a second
constexpr std::uint32_t ten_minutes = 10 * 60 * 60;
constexpr double slow_peer = 39'000;  // frames/s, the upper end of what Taisei's check of replays was measured at

// Keeps a game from ending: planes that are not lost.
Content endless(const Bench& bench, const char* mode) {
    Content content = bench.load(mode);
    content.mode.hero.undying = true;
    return content;
}

// As `run --record` makes it: two pilots for so many ticks.
template <typename Fly>
Replay recorded(const Content& content, std::uint32_t ticks, Fly fly) {
    MatchSetup setup;
    setup.players = 2;
    setup.looks = false;
    setup.last_tick = ticks;
    Match match(content, setup);
    net::Session session(alone_setup(content, 2));
    while (!match.finished()) {
        fly(session, match.world());
        match.advance(session, 0);
    }
    return match.recording();
}

Replay by_aces(const Content& content, std::uint32_t ticks) {
    Pilots pilots(content);
    for (int seat = 0; seat < 2; ++seat) pilots.set_bot(seat, find_bot("ace"));
    return recorded(content, ticks, [&](net::Session& session, const World& world) { pilots.fly(session, world); });
}

void print_size(Bench& bench) {
    // Two pilots who each press or let go something eight times a second, at times that nobody could guess.
    const Content content = endless(bench, "classic");
    engine::Rng rng{11};
    std::array<std::uint16_t, 2> bits{};
    const Replay replay = recorded(content, ten_minutes, [&](net::Session& session, const World&) {
        for (int seat = 0; seat < 2; ++seat) {
            std::uint16_t& held = bits[static_cast<std::size_t>(seat)];
            if (rng.below(60) < 8) held = static_cast<std::uint16_t>(held ^ (1U << rng.below(5)));
            session.set_bits(seat, held);
        }
    });
    bench.print({"replay_size", static_cast<double>(encode_replay(replay).size()), "bytes", true, std::nullopt,
                 "none: 10 minutes of two pilots, 8 changes a second each", 20'000, std::nullopt, false});
}

}  // namespace

void bench_replays(Bench& bench) {
    print_size(bench);
    for (const char* mode : {"classic", "bench"}) {
        const Content content = endless(bench, mode);
        const Replay replay = by_aces(content, half_an_hour);
        std::vector<double> rates;
        rates.reserve(5);
        for (int round = 0; round < 5; ++round) {
            rates.push_back(half_an_hour / cpu_seconds_of([&] {
                                if (play_replay(replay, content).difference)
                                    throw engine::Error(engine::ExitCode::Mismatch, "a replay does not play to its hashes");
                            }));
        }
        bench.print({fmt::format("verify_{}", mode), median(rates), "frames/s", false, slow_peer,
                     "Taisei's check of replays elsewhere, not run here", 10, std::nullopt, true});

        std::unique_ptr<ReplayIndex> index;
        const double opening = seconds_of([&] { index = std::make_unique<ReplayIndex>(replay, content); });
        const auto world = std::make_unique<World>();
        engine::Rng rng{3};
        double worst = 0;
        for (int i = 0; i < 200; ++i) {
            const std::uint32_t tick = rng.below(half_an_hour);
            worst = std::max(worst, seconds_of([&] { index->world_after(tick, *world); }) * 1e3);
        }
        bench.print({fmt::format("seek_{}", mode), worst, "ms", true, std::nullopt, "none: the worst of 200 places in half an hour", 50,
                     std::nullopt, false});
        bench.print(
            {fmt::format("index_{}", mode), opening, "s", true, std::nullopt, "none: opening half an hour", 1, std::nullopt, false});
        bench.print({fmt::format("index_memory_{}", mode), static_cast<double>(index->bytes()) / (1 << 20), "MiB", true, std::nullopt,
                     "none", 32, std::nullopt, false});
    }
}

}  // namespace game
