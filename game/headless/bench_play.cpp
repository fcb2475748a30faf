#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <thread>

#include "engine/core/collide.h"
#include "engine/core/error.h"
#include "game/bots/bots.h"
#include "game/headless/bench.h"
#include "game/sim/enemy_shots.h"
#include "game/sim/step.h"

namespace game {

namespace {

using engine::Inputs;
using engine::SeatState;
using engine::to_fixed;

// A world that is stepped, and nothing else.
struct Play {
    const Content& content;
    std::unique_ptr<World> world = std::make_unique<World>();
    std::unique_ptr<Events> events = std::make_unique<Events>();

    Play(const Content& c, int players, std::uint64_t seed = 1) : content(c) { start_world(*world, content, seed, players); }
    void tick(const Inputs& inputs) {
        events->clear();
        step(*world, inputs, content, *events);
    }
};

// The keys and spawns of pygame_stand_in.py, and a hero that stays.
struct StandIn {
    Content content;
    std::vector<Inputs> keys = std::vector<Inputs>(4096);

    StandIn(const Bench& bench, std::uint32_t ticks) : content(bench.load("first_flight")) {
        content.mode.hero.undying = true;
        content.mode.lists_spawns = true;
        std::uint64_t state = 2654435761u + 88u;
        const auto below = [&](std::uint32_t n) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            return static_cast<std::uint32_t>(state >> 33) % n;
        };
        for (std::uint32_t at = 15; at <= ticks; at += 15) {
            Spawn spawn;
            spawn.at_tick = at;
            spawn.x = static_cast<std::int16_t>(below(424));
            spawn.speed = to_fixed(1 + static_cast<int>(below(3)));
            content.mode.spawns.push_back(spawn);
        }
        std::uint32_t random = 5;
        for (Inputs& inputs : keys) {
            random = random * 1664525u + 1013904223u;
            const std::uint32_t r = (random >> 16) % 10;
            const auto key = r < 3 ? engine::Button::Right : engine::Button::Left;
            inputs.seats[0] = {r < 6 ? static_cast<std::uint16_t>(key) : std::uint16_t{0}, SeatState::Flown};
        }
    }
    void play(Play& play, std::uint32_t ticks) const {
        for (std::uint32_t i = 0; i < ticks; ++i) play.tick(keys[i & 4095]);
    }
};

// A stage as two aces fly it, from a few seeds: their inputs, and what it held on average.
struct Stage {
    static constexpr std::uint64_t seeds = 4;
    Content content;
    int ticks;
    std::array<std::vector<Inputs>, seeds> inputs;
    double shots = 0, enemies = 0;

    Stage(const Bench& bench, int flight_ticks) : content(bench.load("bench")), ticks(flight_ticks) {
        fly([&](std::uint64_t seed, const World& world) {
            inputs[seed - 1].push_back(ace_inputs(world, content));
            shots += world.hero_shots.count + world.enemy_shots.count;
            enemies += static_cast<double>(std::count_if(world.enemies.begin(), world.enemies.end(),
                                                         [](const Enemy& enemy) { return enemy.state == EnemyState::Flying; }));
            return inputs[seed - 1].back();
        });
        shots /= all_ticks();
        enemies /= all_ticks();
    }
    static Inputs ace_inputs(const World& world, const Content& content) {
        static const Bot ace = find_bot("ace");
        Inputs made;
        for (int seat = 0; seat < 2; ++seat) made.seats[static_cast<std::size_t>(seat)] = {ace(world, content, seat), SeatState::Flown};
        return made;
    }
    // inputs_of(seed, world): what is pressed in the tick that follows.
    template <typename InputsOf>
    void fly(const InputsOf& inputs_of) const {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            Play flight(content, 2, seed);
            for (int i = 0; i < ticks; ++i) flight.tick(inputs_of(seed, *flight.world));
        }
    }
    double all_ticks() const { return static_cast<double>(ticks) * seeds; }
    double without_bots() const {
        const double seconds =
            cpu_seconds_of([&] { fly([&](std::uint64_t seed, const World& world) { return inputs[seed - 1][world.header.tick]; }); });
        return all_ticks() / seconds;
    }
    double with_bots() const {
        return all_ticks() / cpu_seconds_of([&] { fly([&](std::uint64_t, const World& world) { return ace_inputs(world, content); }); });
    }
    std::string is() const { return fmt::format("none: Taisei is not run here; {:.0f} shots, {:.0f} enemies on average", shots, enemies); }
};

// 10,000 of the enemies' shots under two heroes and 100 planes that do not fire.
struct FullSky {
    Content content;
    std::unique_ptr<Play> play;
    std::uint32_t shots;
    engine::Rng rng{3};
    Inputs inputs;

    FullSky(const Bench& bench, std::uint32_t n, int planes) : content(bench.load("bench")), shots(n) {
        for (Population& population : content.mode.population) population.start = 0;
        content.mode.population[0].start = planes;
        content.mode.population[0].top_min = -600;
        content.enemies[content.mode.population[0].enemy].pattern_count = 0;
        play = std::make_unique<Play>(content, 2);
        inputs.seats[0].state = inputs.seats[1].state = SeatState::Flown;
        for (int i = 0; i < 300; ++i) tick();
    }
    void refill() {
        EnemyShots& group = play->world->enemy_shots;
        while (group.count < shots) {
            EnemyShot shot;
            shot.id = group.count + 1;
            shot.x = to_fixed(rng.between(0, field_width));
            shot.y = to_fixed(rng.between(0, field_height));
            shot.vx = static_cast<std::int16_t>(rng.between(-400, 400));
            shot.vy = static_cast<std::int16_t>(rng.between(-200, 600));
            group.spawn(shot);
        }
    }
    void tick() {
        refill();
        play->tick(inputs);
    }
};

// Back to `saved`, then eight ticks, each copied and hashed: us, the median.
double rollback_us(const Content& content, const World& saved, const Inputs& inputs) {
    constexpr int depth = 8;
    Play play(content, saved.header.players);
    std::vector<std::unique_ptr<World>> ring;
    ring.reserve(depth);
    for (int i = 0; i < depth; ++i) ring.push_back(std::make_unique<World>());
    std::vector<double> times;
    times.reserve(201);
    std::uint64_t hashes = 0;
    for (int round = 0; round < 201; ++round) {
        times.push_back(seconds_of([&] {
                            copy_world(*play.world, saved);
                            for (auto& slot : ring) {
                                play.tick(inputs);
                                copy_world(*slot, *play.world);
                                hashes ^= hash_world(*slot);
                            }
                        }) *
                        1e6);
    }
    keep(hashes);
    return median(times);
}

// Shots by the thousand in the group that the game keeps them in, at a larger capacity: they move and leave, take planes in their order,
// are gone with them, and new ones come.
template <std::uint32_t Capacity>
struct ManyShots {
    using Shots = engine::Columns<EnemyShot, Capacity, &EnemyShot::id, &EnemyShot::x, &EnemyShot::y, &EnemyShot::vx, &EnemyShot::vy,
                                  &EnemyShot::pattern>;
    std::unique_ptr<Shots> shots = std::make_unique<Shots>();
    std::unique_ptr<engine::CornerColumns<Capacity>> corners = std::make_unique<engine::CornerColumns<Capacity>>();
    std::vector<std::uint8_t> gone = std::vector<std::uint8_t>(Capacity);
    std::vector<engine::Rect> planes;
    engine::Rng rng{5};
    std::uint32_t want;
    std::uint64_t kills = 0;

    explicit ManyShots(std::uint32_t n) : want(n) {
        for (int j = 0; j < 100; ++j) {
            const int x = rng.between(0, 420);
            planes.push_back({x, rng.between(-45, 699), 60, 45});
        }
        refill();
    }
    void refill() {
        while (shots->count < want) {
            const auto bits = static_cast<std::uint32_t>(rng.next() >> 32);
            EnemyShot shot;
            shot.x = static_cast<Fixed>(bits % 120'000);
            shot.y = static_cast<Fixed>(bits % 175'003);
            shot.vx = static_cast<std::int16_t>(static_cast<int>(bits >> 8 & 1023) - 512);
            shot.vy = static_cast<std::int16_t>((bits >> 20 & 1) != 0 ? -1280 : 768);
            shots->spawn(shot);
        }
    }
    void tick() {
        move_and_leave(*shots, gone.data());
        const Fixed* const x = shots->template column<&EnemyShot::x>();
        const Fixed* const y = shots->template column<&EnemyShot::y>();
        for (std::uint32_t i = 0; i < shots->count; ++i) {
            corners->left[i] = static_cast<std::int16_t>(engine::to_pixels(x[i]));
            corners->top[i] = static_cast<std::int16_t>(engine::to_pixels(y[i]));
        }
        std::fill_n(gone.begin(), shots->count, std::uint8_t{0});
        bool any = false;
        engine::each_hit(corners->rects(shots->count, 8, 16), engine::FewRects(planes), [&](std::uint32_t i, std::uint32_t j) {
            gone[i] = 1;
            any = true;
            ++kills;
            planes[j].x = static_cast<int>(rng.next() % 420);
            planes[j].y = -45;
            return false;
        });
        if (any) shots->remove_marked(gone.data());
        for (std::size_t j = 0; j < planes.size(); ++j) {
            planes[j].y += 1 + static_cast<int>(j % 3);
            if (planes[j].y >= field_height) planes[j].y = -45;
        }
        refill();
    }
    double tick_us() {
        for (int i = 0; i < 200; ++i) tick();
        std::vector<double> times;
        times.reserve(401);
        for (int i = 0; i < 401; ++i) times.push_back(seconds_of([&] { tick(); }) * 1e6);
        return median(times);
    }
};

}  // namespace

void bench_first_flight(Bench& bench) {
    constexpr std::uint32_t checked = 20'000;
    constexpr std::uint32_t ticks = 400'000;
    const StandIn stand_in(bench, ticks);
    Play once(stand_in.content, 1);
    stand_in.play(once, checked);
    const Hero& hero = once.world->heroes[0];
    if (hero.kills != 644 || hero.rams != 170)
        throw engine::Error(
            engine::ExitCode::Mismatch,
            fmt::format("First Flight counts {} kills and {} rams after {} ticks, must be 644 and 170", hero.kills, hero.rams, checked));
    std::vector<double> ours, theirs;
    std::string missing;
    for (int round = 0; round < 5; ++round) {
        const auto pygame = bench.python("pygame_stand_in.py", "--fps 15 --ticks 10000", "cpu", missing);
        if (pygame) theirs.push_back(10'000 / *pygame);
        Play play(stand_in.content, 1);
        ours.push_back(ticks / cpu_seconds_of([&] { stand_in.play(play, ticks); }));
    }
    const std::optional<double> yardstick = theirs.empty() ? std::nullopt : std::optional(median(theirs));
    bench.print({"first_flight", median(ours), "ticks/s", false, yardstick,
                 yardstick ? "pygame, rules only; both 644 kills and 170 rams" : missing, 150, 340, true});
}

void bench_stage(Bench& bench) {
    const Stage stage(bench, 6'000);
    std::vector<double> without, with;
    for (int round = 0; round < 7; ++round) {
        without.push_back(stage.without_bots());
        with.push_back(stage.with_bots());
    }
    bench.print({"bench_stage", median(without), "ticks/s", false, std::nullopt, stage.is(), 300'000, 700'000, false});
    bench.print({"bench_stage_two_ace", median(with), "ticks/s", false, std::nullopt, stage.is(), 150'000, 300'000, false});
    const double ace = (1 / median(with) - 1 / median(without)) / 2 * 1e6;
    bench.print({"ace", ace, "us a tick", true, std::nullopt, "none", std::nullopt, std::nullopt, false});
}

void bench_tick(Bench& bench) {
    std::string missing;
    auto pygame = bench.python("pygame_tick.py", "5", "tick_ms", missing);
    if (pygame) *pygame *= 1000;
    ManyShots<10'240> many(10'000);
    const double ours = many.tick_us();
    bench.print({"tick_10000_shots", ours, "us", true, pygame, pygame ? "pygame: groupcollide and update" : missing, 80, 40, false});
    FullSky sky(bench, 10'000, 100);
    std::vector<double> times;
    for (int i = 0; i < 401; ++i) {
        sky.refill();
        times.push_back(seconds_of([&] { sky.play->tick(sky.inputs); }) * 1e6);
    }
    bench.print(
        {"step_10000_enemy_shots", median(times), "us", true, pygame, pygame ? "pygame: groupcollide and update" : missing, 80, 40, false});
}

void bench_rollback(Bench& bench) {
    const auto row = [&](const std::string& name, double us, double reach, double aim, const std::string& is) {
        bench.print({name, us, "us", true, std::nullopt, is, reach, aim, false});
    };
    const std::string none = "none: ALE is not run here";
    FullSky full(bench, 10'000, 100);
    full.refill();
    row("rollback_10000_shots", rollback_us(full.content, *full.play->world, full.inputs), 1000, 400, none);
    FullSky thousand(bench, 1'000, 30);
    thousand.refill();
    row("rollback_1000_shots_30_enemies", rollback_us(thousand.content, *thousand.play->world, thousand.inputs), 1000, 100, "none");
    const Content stage = bench.load("bench");
    Play play(stage, 2);
    Inputs inputs;
    for (int i = 0; i < 1500; ++i) {
        inputs = Stage::ace_inputs(*play.world, stage);
        play.tick(inputs);
    }
    row("rollback_bench_stage", rollback_us(stage, *play.world, inputs), 100, 40, none);
    const StandIn stand_in(bench, 2'000);
    Play first_flight(stand_in.content, 1);
    stand_in.play(first_flight, 1'500);
    row("rollback_first_flight", rollback_us(stand_in.content, *first_flight.world, stand_in.keys[0]), 5, 3, none);
}

void bench_growth(Bench& bench) {
    std::string all;
    double first = 0;
    double last = 0;
    for (const std::uint32_t shots : {1'000u, 2'000u, 5'000u, 10'000u, 20'000u, 30'000u}) {
        ManyShots<32'768> many(shots);
        last = many.tick_us();
        if (first == 0) first = last;
        all += fmt::format("{}{}: {:.1f} us", all.empty() ? "" : ", ", shots, last);
    }
    bench.print({"growth_1000_to_30000", last / first / 30, "times linear", true, std::nullopt, all, 1.1, 1.0, false});
}

void bench_allocations(Bench& bench) {
    const Content content = bench.load("bench");
    Play play(content, 2);
    std::uint64_t made = 0;
    for (int i = 0; i < 3'000; ++i) {
        const Inputs inputs = Stage::ace_inputs(*play.world, content);
        const std::uint64_t before = allocations_of_this_thread();
        play.tick(inputs);
        made += allocations_of_this_thread() - before;
    }
    bench.print({"allocations_in_3000_ticks", static_cast<double>(made), "allocations", true, std::nullopt, "none", 0, 0, false});
}

void bench_jobs(Bench& bench) {
    const Stage stage(bench, 6'000);
    const auto work = [&] {
        for (int i = 0; i < 2; ++i) stage.without_bots();
    };
    std::vector<double> ratios;
    for (int round = 0; round < 7; ++round) {
        const double one = seconds_of(work);
        const double two = seconds_of([&] {
            std::thread other(work);
            work();
            other.join();
        });
        ratios.push_back(2 * one / two);
    }
    bench.print({"two_jobs", median(ratios), "times one job", false, std::nullopt, "none", 1.8, 1.95, false});
}

}  // namespace game
