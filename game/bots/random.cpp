#include "game/bots/random.h"

#include <algorithm>

#include "engine/core/inputs.h"
#include "game/bots/moments.h"

namespace game {

using engine::Button;

std::uint16_t random_keys(const World& world, const Content& content, int seat) {
    const Hero* hero = hero_of_seat(world, seat);
    if (hero == nullptr || hero->state != HeroState::Flying) return 0;
    constexpr std::uint32_t moments_a_second = 4;
    const std::uint32_t length = std::max(1u, content.mode.rate / moments_a_second);
    // Seats do not change hands at the same time.
    const std::uint32_t moment = (world.header.tick + static_cast<std::uint32_t>(seat) * length / engine::max_seats) / length;
    engine::Rng rng = chance_of(moment, seat, 1);
    std::uint16_t bits = 0;
    const auto press = [&](std::uint32_t choice, Button less, Button more) {
        if (choice == 0) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(less));
        if (choice == 1) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(more));
    };
    const std::uint32_t sideways = rng.below(3);
    const std::uint32_t along = rng.below(4);
    const std::uint32_t bomb = rng.below(60);
    press(sideways, Button::Left, Button::Right);
    press(along, Button::Up, Button::Down);
    press(bomb, Button::Bomb, Button::Bomb);
    return bits;
}

}  // namespace game
