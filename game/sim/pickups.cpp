#include "game/sim/pickups.h"

#include "engine/core/timer.h"

namespace game {

using engine::to_fixed;

namespace {

void take_pickup(Tick& tick, Hero& hero, const Pickup& pickup) {
    switch (pickup.kind) {
        case PickupKindId::Bomb:
            hero.bombs = static_cast<std::uint8_t>(std::max<int>(hero.bombs, std::min(hero.bombs + 1, tick.mode().hero.bombs_max)));
            break;
        case PickupKindId::SuperShot: hero.super_ticks = static_cast<std::uint16_t>(tick.mode().super_ticks); break;
    }
    tick.tell({.kind = EventKind::PickupTaken, .seat = hero.seat, .detail = static_cast<std::uint16_t>(pickup.kind), .subject = pickup.id},
              rect_of(pickup, tick.content));
}

// Whether a hero took it.
bool offer_pickup(Tick& tick, const Pickup& pickup) {
    for (Hero& hero : tick.world.heroes) {
        if (hero.state != HeroState::Flying) continue;
        if (!engine::overlap(rect_of(hero, tick.content), rect_of(pickup, tick.content))) continue;
        take_pickup(tick, hero, pickup);
        return true;
    }
    return false;
}

}  // namespace

void bring_supplies(Tick& tick) {
    WorldHeader& header = tick.world.header;
    ++header.supply_timer;
    for (int due = engine::events_in_tick(header.supply_timer, tick.mode().supply_period_ms, tick.mode().rate); due > 0; --due) {
        Pickup pickup;
        pickup.kind = static_cast<PickupKindId>(header.rng.below(2));
        const PickupKind& kind = kind_of(pickup, tick.content);
        pickup.x = to_fixed(header.rng.between(0, field_width - kind.w));
        pickup.y = to_fixed(-kind.h);
        pickup.id = make_id(Counter::Pickup, header.next_pickup);
        if (tick.world.pickups.spawn(pickup) == nullptr) continue;
        ++header.next_pickup;
        tick.tell({.kind = EventKind::SupplyArrived, .detail = static_cast<std::uint16_t>(pickup.kind), .subject = pickup.id},
                  rect_of(pickup, tick.content));
    }
}

void move_pickups(Tick& tick) {
    for (Pickup& pickup : tick.world.pickups) pickup.y += tick.mode().supply_speed;
    tick.world.pickups.remove_if([&](const Pickup& pickup) { return pickup.y >= to_fixed(field_height) || offer_pickup(tick, pickup); });
}

}  // namespace game
