// A party that plays already, over simulated lines. For the tests of who comes back, takes over, watches.
#pragma once

#include <functional>
#include <string>

#include "tests/match/online_party.h"

namespace party {

inline const net::TroubleSetup lan = line(1, 0, 0), r1 = line(50, 10, 0.05), r2 = line(100, 20, 0.1);

// So many machines with one pilot each (Ann, Bo, Cy, Di), after three seconds of play.
struct Playing : Party {
    explicit Playing(int machines, const net::TroubleSetup& lines = r1, std::uint64_t seed = 1, int seats = 0, bool serves = false)
        : Party(host_setup(serves ? std::vector<std::string>{} : std::vector<std::string>{"Ann"}, seats == 0 ? machines : seats), lines,
                seed) {
        for (int i = 1; i < machines; ++i) {
            join({std::string(i == 1 ? "Bo" : i == 2 ? "Cy" : "Di")});
            run(1000 * ms);
        }
        host().online().start(now());
        run(3000 * ms);
    }
    // Runs until a condition holds; how long that took, at most 60 s.
    net::Time run_until(const std::function<bool()>& holds) {
        const net::Time began = now();
        while (!holds() && now() < began + 60'000 * ms) run(4 * ms);
        return now() - began;
    }
};

inline bool told(const Machine& machine, const std::string& part) {
    for (const std::string& notice : machine.notices())
        if (notice.find(part) != std::string::npos) return true;
    return false;
}

}  // namespace party
