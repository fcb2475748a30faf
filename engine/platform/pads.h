// Game pads: which are plugged in, what they hold down. Used by the devices.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "engine/platform/devices.h"
#include "engine/platform/sdl.h"

namespace engine {

class Pads {
  public:
    explicit Pads(const std::vector<std::filesystem::path>& tables);

    // Takes an event of SDL's and adds what it means; false where it is not about pads.
    bool take(const SDL_Event& event, std::vector<DeviceEvent>& out);
    const std::vector<PadState>& states() const { return states_; }
    void take_taps();

  private:
    struct Close {
        void operator()(SDL_GameController* pad) const { SDL_GameControllerClose(pad); }
    };
    using PadPtr = std::unique_ptr<SDL_GameController, Close>;

    void add(int device, std::vector<DeviceEvent>& out);
    void remove(int id, std::vector<DeviceEvent>& out);
    void button(int id, int sdl_button, bool down, std::vector<DeviceEvent>& out);
    void move(int id, std::vector<DeviceEvent>& out);
    int place_of(int id) const;  // -1 where there is none

    std::unique_ptr<sdl::Part> part_;
    std::vector<PadState> states_;  // in the order of plugging in
    std::vector<PadPtr> open_;      // beside states_
    struct Pushed {
        bool up = false, down = false, left = false, right = false;
    };
    std::vector<Pushed> pushed_;  // beside states_: where the stick is pushed far
};

// Takes the dead zone off a stick: -32768..32767 a axis to -1..1, round, nothing inside a quarter, everything from 95 % on.
void round_stick(int raw_x, int raw_y, float& x, float& y);

}  // namespace engine
