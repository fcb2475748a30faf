#include "game/env/observation.h"

namespace game {

std::uint32_t ObservationKind::rows() const {
    switch (kind) {
        case WINGMATE_FEATURES: return 1;
        case WINGMATE_ENTITIES: return entities_most;
        case WINGMATE_PICTURE: return WINGMATE_PICTURE_HEIGHT;
    }
    return 1;
}

std::uint32_t ObservationKind::columns() const {
    switch (kind) {
        case WINGMATE_FEATURES: return WINGMATE_FEATURE_COUNT;
        case WINGMATE_ENTITIES: return WINGMATE_ENTITY_FIELDS;
        case WINGMATE_PICTURE: return WINGMATE_PICTURE_WIDTH;
    }
    return 1;
}

void ObservationKind::write(const World& world, const Content& content, int seat, void* out, std::uint32_t* count) const {
    std::uint32_t entities = 0;
    switch (kind) {
        case WINGMATE_FEATURES: write_features(world, content, seat, static_cast<float*>(out)); break;
        case WINGMATE_ENTITIES: entities = write_entities(world, content, seat, static_cast<std::int16_t*>(out), entities_most); break;
        case WINGMATE_PICTURE: write_picture(world, content, seat, static_cast<std::uint8_t*>(out)); break;
    }
    if (count != nullptr) *count = entities;
}

}  // namespace game
