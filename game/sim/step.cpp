#include "game/sim/step.h"

#include "engine/core/check.h"
#include "game/sim/heroes.h"
#include "game/sim/modes.h"

namespace game {

void start_world(World& world, const Content& content, std::uint64_t seed, int players) {
    CHECK(players >= 1 && players <= content.mode.players_max);
    world.header = {};
    for_each_group([](auto& group) { group.clear(); }, world);
    world.header.rng.state = seed;
    world.header.players = static_cast<std::uint8_t>(players);
    world.backgrounds.spawn({make_id(Counter::Background, 1), 0});
    world.backgrounds.spawn({make_id(Counter::Background, 2), -field_height});
    for (int seat = 0; seat < players; ++seat) world.heroes.spawn(make_hero(content, seat, players));
    if (content.mode.rules == Rules::Classic) start_classic(world, content);
}

void step(World& world, const engine::Inputs& inputs, const Content& content, Events& events) {
    ++world.header.tick;
    Tick tick{world, inputs, content, events};
    switch (content.mode.rules) {
        case Rules::FirstFlight: step_first_flight(tick); break;
        case Rules::Classic: step_classic(tick); break;
    }
}

}  // namespace game
