// A lobby of several machines that counts down. For the tests of the lobby and of what its host may do.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/match/online_playing.h"

namespace party {

inline game::OnlineSetup counting_host(int seats) {
    auto setup = host_setup({"Ann"}, seats);
    setup.countdown_us = 3'000'000;
    return setup;
}

// A lobby of Ann, Bo and Cy that counts down from three.
struct Lobby : Party {
    explicit Lobby(int guests = 2, int seats = 4) : Party(counting_host(seats), r1, 7) {
        for (int i = 0; i < guests; ++i) {
            join({std::string(i == 0 ? "Bo" : "Cy")});
            run(1000 * ms);
        }
    }
    void ready(std::size_t i, bool ready = true) { machine(i).online().set_ready(ready, now()); }
    Stage stage(std::size_t i) { return machine(i).online().stage(); }
    // The stage of machine `i` when that time has passed.
    Stage stage_after(net::Time time, std::size_t i) {
        run(time);
        return stage(i);
    }
    const game::LobbySeat& seat_at(std::size_t machine, std::size_t seat) { return this->machine(machine).online().seats()[seat]; }
};

}  // namespace party
