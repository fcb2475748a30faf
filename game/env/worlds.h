// Many worlds of one mode, stepped together: episodes, rewards, auto-reset, observations into arrays of the caller. Its arguments are
// checked already (by wingmate_env.cpp, the only user).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "game/bots/bots.h"
#include "game/content/content.h"
#include "game/env/crew.h"
#include "game/env/observation.h"
#include "game/env/wingmate_env.h"
#include "game/sim/events.h"
#include "game/sim/world.h"

namespace game {

struct WorldsSetup {
    std::uint32_t worlds = 1;
    std::uint32_t players = 1;  // 1 to Mode::players_max
    ObservationKind observation;
    std::uint32_t action_repeat = 1;
    std::uint32_t episode_ticks = 0;  // 0: no limit
    std::uint32_t threads = 1;
    bool auto_reset = true;
    std::array<float, WINGMATE_PARTS> weights{};
};

// wingmate_arrays after checking; null: not wanted.
struct Arrays {
    const std::uint16_t* actions = nullptr;
    std::byte* observation = nullptr;
    std::uint32_t* counts = nullptr;
    std::byte* final_observation = nullptr;
    float* rewards = nullptr;
    std::int32_t* parts = nullptr;
    std::int32_t* totals = nullptr;
    std::uint8_t* terminated = nullptr;
    std::uint8_t* truncated = nullptr;
    std::uint8_t* ended = nullptr;
    std::uint32_t* lengths = nullptr;
};

using Parts = std::array<std::int32_t, WINGMATE_PARTS>;

// What belongs to a world besides its World: a game from its seed on.
struct Episode {
    std::uint64_t seed = 0;
    engine::Rng seeds;        // of the episodes after this one
    std::uint32_t ticks = 0;  // played
    std::uint32_t reserved = 0;
    std::array<Parts, max_seats> totals{};
};

class Worlds {
  public:
    // Throws std::bad_alloc or std::system_error.
    Worlds(Content content, const WorldsSetup& setup);
    ~Worlds();
    Worlds(const Worlds&) = delete;
    Worlds& operator=(const Worlds&) = delete;

    const Content& content() const { return content_; }
    const WorldsSetup& setup() const { return setup_; }
    const World& world(std::size_t place) const { return worlds_[place]; }
    std::uint64_t seed(std::size_t place) const { return episodes_[place].seed; }

    // seeds: one a world, or null for the next of each world's sequence. which: a byte a world, or null for all.
    void reset(const std::uint64_t* seeds, const std::uint8_t* which);
    // arrays.actions is there.
    void step(const Arrays& arrays);
    void observe(const Arrays& arrays);
    // uint16 [worlds][agents]; 0 where a pilot does not fly.
    void bot_actions(Bot bot, std::uint16_t* actions);

    void clone(std::size_t to, std::size_t from);
    // With version, content and checksum.
    std::vector<std::byte> save(std::size_t place) const;
    // Nothing: loaded. Else a sentence that says why not, and the world stays as it was.
    std::optional<std::string> load(std::size_t place, std::span<const std::byte> bytes);

  private:
    struct Free {
        void operator()(World* worlds) const { std::free(worlds); }
    };

    std::size_t agents() const { return setup_.players; }
    bool is_over(std::size_t place) const { return worlds_[place].header.phase == Phase::Over; }
    bool is_truncated(std::size_t place) const { return setup_.episode_ticks > 0 && episodes_[place].ticks >= setup_.episode_ticks; }
    // seed: of the new episode; seeds: of those after it.
    void begin(std::size_t place, std::uint64_t seed, engine::Rng seeds);
    void begin_next(std::size_t place);
    void step_world(std::size_t place, const Arrays& arrays, Events& events);
    // Plays up to action_repeat ticks; returns what they gave each agent.
    std::array<Parts, max_seats> play(std::size_t place, const std::uint16_t* actions, Events& events);
    void write_state(std::size_t place, const Arrays& arrays) const;
    void write_observation(std::size_t place, std::byte* observation, std::uint32_t* counts) const;
    // Calls work(place, events) for every world.
    template <typename Work>
    void for_each_world(Work work);

    const Content content_;
    const WorldsSetup setup_;
    std::unique_ptr<World[], Free> worlds_;
    std::vector<Episode> episodes_;
    std::vector<Events> events_;    // one a worker
    std::unique_ptr<World> spare_;  // made by the first load
    Crew crew_;
};

}  // namespace game
