// What an agent sees of a world, written into a caller's array: features, entities or a small picture, in the layouts of wingmate_env.h.
// Pure functions of the world; used by Worlds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "game/content/content.h"
#include "game/env/wingmate_env.h"
#include "game/sim/world.h"

namespace game {

// WINGMATE_FEATURE_COUNT numbers.
void write_features(const World& world, const Content& content, int seat, float* out);

// rows_most rows of WINGMATE_ENTITY_FIELDS. Returns how many there are, also where they are more than fit.
std::uint32_t write_entities(const World& world, const Content& content, int seat, std::int16_t* out, std::uint32_t rows_most);

// WINGMATE_PICTURE_HEIGHT rows of WINGMATE_PICTURE_WIDTH.
void write_picture(const World& world, const Content& content, int seat, std::uint8_t* out);

// field_height rows of field_width pixels, red green blue: for people.
void draw_world(const World& world, const Content& content, std::uint8_t* rgb);

// Which of them, and its size for one agent.
struct ObservationKind {
    wingmate_observation kind = WINGMATE_FEATURES;
    std::uint32_t entities_most = 0;

    std::uint32_t dimensions() const { return kind == WINGMATE_FEATURES ? 1 : 2; }
    std::uint32_t rows() const;     // 1 where it has one dimension
    std::uint32_t columns() const;  // the last dimension
    std::uint32_t item_bytes() const { return kind == WINGMATE_FEATURES ? 4 : kind == WINGMATE_ENTITIES ? 2 : 1; }
    std::size_t bytes() const { return std::size_t{rows()} * columns() * item_bytes(); }

    // Into `out`, aligned for its items; count: how many entities there are, else 0; may be null.
    void write(const World& world, const Content& content, int seat, void* out, std::uint32_t* count) const;
};

}  // namespace game
