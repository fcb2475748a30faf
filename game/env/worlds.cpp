#include "game/env/worlds.h"

#include <algorithm>
#include <new>

#include "game/sim/step.h"

namespace game {

namespace {

// This pilot will not fly again.
bool is_out(const Hero& hero) { return hero.state == HeroState::Gone || (hero.state == HeroState::Destroyed && hero.lives == 0); }

// What a pilot had before a step.
struct Standing {
    std::int32_t score;
    std::uint32_t kills, rams;
    std::uint16_t bombs_used;
    std::uint8_t lives;
};
Standing standing(const Hero& hero) { return {hero.score, hero.kills, hero.rams, hero.bombs_used, hero.lives}; }

// Zero pages from the system, touched only where worlds live: an empty World is all zero.
World* empty_worlds(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<World>);
    auto* const worlds = static_cast<World*>(std::calloc(count, sizeof(World)));
    if (worlds == nullptr) throw std::bad_alloc();
    return worlds;
}

}  // namespace

Worlds::Worlds(Content content, const WorldsSetup& setup)
    : content_(std::move(content)),
      setup_(setup),
      worlds_(empty_worlds(setup.worlds)),
      episodes_(setup.worlds),
      events_(setup.threads),
      crew_(setup.threads) {
    for (std::size_t place = 0; place < setup_.worlds; ++place) begin(place, place + 1, {place + 1});
}

Worlds::~Worlds() = default;

void Worlds::begin(std::size_t place, std::uint64_t seed, engine::Rng seeds) {
    start_world(worlds_[place], content_, seed, static_cast<int>(setup_.players));
    episodes_[place] = {seed, seeds, 0, 0, {}};
}

void Worlds::begin_next(std::size_t place) {
    engine::Rng seeds = episodes_[place].seeds;
    const std::uint64_t seed = seeds.next();
    begin(place, seed, seeds);
}

void Worlds::reset(const std::uint64_t* seeds, const std::uint8_t* which) {
    for (std::size_t place = 0; place < setup_.worlds; ++place) {
        if (which != nullptr && which[place] == 0) continue;
        if (seeds == nullptr) {
            begin_next(place);
        } else {
            begin(place, seeds[place], {seeds[place]});
        }
    }
}

template <typename Work>
void Worlds::for_each_world(Work work) {
    struct Call {
        Worlds& self;
        Work& work;
    } call{*this, work};
    crew_.share(
        setup_.worlds,
        [](void* of, std::size_t worker, std::size_t from, std::size_t to) {
            Call& shared = *static_cast<Call*>(of);
            for (std::size_t place = from; place < to; ++place) shared.work(place, shared.self.events_[worker]);
        },
        &call);
}

void Worlds::step(const Arrays& arrays) {
    for_each_world([&](std::size_t place, Events& events) { step_world(place, arrays, events); });
}

void Worlds::observe(const Arrays& arrays) {
    for_each_world([&](std::size_t place, Events&) {
        write_state(place, arrays);
        if (arrays.ended != nullptr) arrays.ended[place] = is_over(place) || is_truncated(place) ? 1 : 0;
        write_observation(place, arrays.observation, arrays.counts);
    });
}

void Worlds::bot_actions(Bot bot, std::uint16_t* actions) {
    for_each_world([&](std::size_t place, Events&) {
        const World& world = worlds_[place];
        for (std::uint32_t seat = 0; seat < agents(); ++seat) {
            const bool flies = world.header.phase == Phase::Playing && world.heroes[seat].state == HeroState::Flying;
            actions[place * agents() + seat] = flies ? bot(world, content_, static_cast<int>(seat)) : std::uint16_t{0};
        }
    });
}

std::array<Parts, max_seats> Worlds::play(std::size_t place, const std::uint16_t* actions, Events& events) {
    World& world = worlds_[place];
    Episode& episode = episodes_[place];
    std::array<Parts, max_seats> parts{};
    // The seats that a game began with have the first places in the group, in order.
    std::array<Standing, max_seats> before;
    engine::Inputs inputs;
    for (std::uint32_t seat = 0; seat < agents(); ++seat) {
        before[seat] = standing(world.heroes[seat]);
        inputs.seats[seat] = {actions[seat], engine::SeatState::Flown};
    }
    for (std::uint32_t i = 0; i < setup_.action_repeat && !is_over(place) && !is_truncated(place); ++i) {
        events.clear();
        game::step(world, inputs, content_, events);
        ++episode.ticks;
        for (std::uint32_t seat = 0; seat < agents(); ++seat) {
            if (world.heroes[seat].state == HeroState::Flying) ++parts[seat][WINGMATE_TICKS];
        }
        for (const Event& event : events.all()) {
            if (event.kind == EventKind::PickupTaken) ++parts[event.seat][WINGMATE_PICKUPS];
        }
    }
    for (std::uint32_t seat = 0; seat < agents(); ++seat) {
        const Hero& hero = world.heroes[seat];
        const Standing& was = before[seat];
        Parts& of = parts[seat];
        of[WINGMATE_SCORE] = hero.score - was.score;
        of[WINGMATE_KILLS] = static_cast<std::int32_t>(hero.kills - was.kills);
        of[WINGMATE_RAMS] = static_cast<std::int32_t>(hero.rams - was.rams);
        of[WINGMATE_LIVES_LOST] = std::max(was.lives - hero.lives, 0);
        of[WINGMATE_BOMBS] = static_cast<std::uint16_t>(hero.bombs_used - was.bombs_used);
        of[WINGMATE_GAME_OVER] = is_over(place) ? 1 : 0;
        for (std::size_t part = 0; part < WINGMATE_PARTS; ++part) episode.totals[seat][part] += of[part];
    }
    return parts;
}

void Worlds::step_world(std::size_t place, const Arrays& arrays, Events& events) {
    const bool stands_still = is_over(place) || is_truncated(place);
    std::array<Parts, max_seats> parts{};
    if (!stands_still) parts = play(place, arrays.actions + place * agents(), events);
    for (std::size_t agent = 0; agent < agents(); ++agent) {
        const std::size_t at = place * agents() + agent;
        if (arrays.rewards != nullptr) {
            float sum = 0;
            for (std::size_t part = 0; part < WINGMATE_PARTS; ++part) {
                // Most are 0 most of the time; additions of floats wait for each other.
                if (parts[agent][part] != 0) sum += setup_.weights[part] * static_cast<float>(parts[agent][part]);
            }
            arrays.rewards[at] = sum;
        }
        if (arrays.parts != nullptr) std::copy(parts[agent].begin(), parts[agent].end(), arrays.parts + at * WINGMATE_PARTS);
    }
    write_state(place, arrays);
    // A world that was loaded when it had ended begins again as well.
    const bool ended = (is_over(place) || is_truncated(place)) && (setup_.auto_reset || !stands_still);
    if (arrays.ended != nullptr) arrays.ended[place] = ended ? 1 : 0;
    if (ended) {
        write_observation(place, arrays.final_observation, nullptr);
        if (setup_.auto_reset) begin_next(place);
    }
    write_observation(place, arrays.observation, arrays.counts);
}

void Worlds::write_state(std::size_t place, const Arrays& arrays) const {
    const World& world = worlds_[place];
    const Episode& episode = episodes_[place];
    const bool over = is_over(place);
    const bool truncated = is_truncated(place);
    for (std::uint32_t agent = 0; agent < agents(); ++agent) {
        const std::size_t at = place * agents() + agent;
        if (arrays.totals != nullptr) {
            std::copy(episode.totals[agent].begin(), episode.totals[agent].end(), arrays.totals + at * WINGMATE_PARTS);
        }
        if (arrays.terminated != nullptr) arrays.terminated[at] = over || is_out(world.heroes[agent]) ? 1 : 0;
        if (arrays.truncated != nullptr) arrays.truncated[at] = truncated ? 1 : 0;
    }
    if (arrays.lengths != nullptr) arrays.lengths[place] = episode.ticks;
}

void Worlds::write_observation(std::size_t place, std::byte* observation, std::uint32_t* counts) const {
    const std::size_t bytes = setup_.observation.bytes();
    for (std::size_t agent = 0; agent < agents(); ++agent) {
        const std::size_t at = place * agents() + agent;
        if (observation != nullptr) {
            setup_.observation.write(worlds_[place], content_, static_cast<int>(agent), observation + at * bytes,
                                     counts != nullptr ? counts + at : nullptr);
        }
    }
}

void Worlds::clone(std::size_t to, std::size_t from) {
    if (to == from) return;
    copy_world(worlds_[to], worlds_[from]);
    episodes_[to] = episodes_[from];
}

}  // namespace game
