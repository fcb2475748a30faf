// The real game of two aces at two machines, playing already over a fair line. For the tests of fleets.
#pragma once

#include <functional>
#include <memory>

#include "game/bots/bots.h"
#include "game/content/load_content.h"
#include "game/headless/fleet_compare.h"
#include "game/headless/fleet_machine.h"

namespace fleet {

constexpr net::Time second_us = 1'000'000;

struct Pair {
    Pair() {
        game::FleetMachineSetup setup;
        setup.bot = game::find_bot("ace");
        setup.last_tick = 60 * 600;
        for (const std::uint32_t number : {1u, 2u}) {
            setup.number = number;
            machines.push_back(std::make_unique<game::FleetMachine>(content, setup, net));
        }
        mend();
        host().host(5, 2, now);
        guest().join(host().address(), now);
        run(3 * second_us);
        host().online().start(now);
        run(5 * second_us);
    }
    game::FleetMachine& host() { return *machines[0]; }
    game::FleetMachine& guest() { return *machines[1]; }
    void mend() {
        net::TroubleSetup line;
        line.delay_us = 50'000;
        net.set_line(1, 2, line, line);
    }
    void run(net::Time time, const std::function<bool()>& until = {}) {
        for (const net::Time end = now + time; now < end && !(until && until()); now += 1'000)
            for (const auto& machine : machines)
                if (machine->runs() && machine->next_turn() <= now) machine->turn(now);
    }
    std::uint32_t kills() {
        std::uint32_t sum = 0;
        for (const game::Hero& hero : guest().match().world().heroes) sum += hero.kills;
        return sum;
    }

    game::Content content = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", "classic");
    net::SimNet net{1};
    game::FleetMachines machines;
    net::Time now = second_us;
};

}  // namespace fleet
