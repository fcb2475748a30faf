#include "engine/platform/pads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/core/log.h"

namespace engine {
namespace {

constexpr float dead_zone = 0.25F, full_zone = 0.95F;          // of the stick's way
constexpr float push_at = 0.65F, let_go_at = 0.45F;            // of -1..1: where a stick counts as pushed, for menus
constexpr std::array<SDL_GameControllerButton, 12> sdl_buttons{// by PadButton
                                                               SDL_CONTROLLER_BUTTON_A,
                                                               SDL_CONTROLLER_BUTTON_B,
                                                               SDL_CONTROLLER_BUTTON_X,
                                                               SDL_CONTROLLER_BUTTON_Y,
                                                               SDL_CONTROLLER_BUTTON_BACK,
                                                               SDL_CONTROLLER_BUTTON_START,
                                                               SDL_CONTROLLER_BUTTON_LEFTSHOULDER,
                                                               SDL_CONTROLLER_BUTTON_RIGHTSHOULDER,
                                                               SDL_CONTROLLER_BUTTON_DPAD_UP,
                                                               SDL_CONTROLLER_BUTTON_DPAD_DOWN,
                                                               SDL_CONTROLLER_BUTTON_DPAD_LEFT,
                                                               SDL_CONTROLLER_BUTTON_DPAD_RIGHT};

DeviceEvent event_of(DeviceEvent::Kind kind, int pad, PadButton button = PadButton::A) {
    DeviceEvent event;
    event.kind = kind;
    event.pad = pad;
    event.button = button;
    return event;
}

}  // namespace

void round_stick(int raw_x, int raw_y, float& x, float& y) {
    const float rx = std::clamp(static_cast<float>(raw_x) / 32767, -1.0F, 1.0F),
                ry = std::clamp(static_cast<float>(raw_y) / 32767, -1.0F, 1.0F);
    const float length = std::hypot(rx, ry);
    x = y = 0;
    if (length <= dead_zone) return;
    const float wanted = std::min((length - dead_zone) / (full_zone - dead_zone), 1.0F);
    x = rx / length * wanted;
    y = ry / length * wanted;
}

Pads::Pads(const std::vector<std::filesystem::path>& tables) {
    // Mappings first: pads that are plugged in already are announced when the part starts, and only those with a mapping.
    for (const std::filesystem::path& table : tables) {
        std::error_code none;
        if (!std::filesystem::is_regular_file(table, none)) continue;
        const int added = SDL_GameControllerAddMappingsFromFile(table.string().c_str());
        if (added < 0) {
            log_warning(fmt::format("{}: no pad mappings: {}", table.string(), SDL_GetError()));
        } else {
            log(LogLevel::Debug, fmt::format("{}: {} pad mappings", table.string(), added));
        }
    }
    part_ = std::make_unique<sdl::Part>(Uint32{SDL_INIT_GAMECONTROLLER});
    if (!part_->works()) log_warning(fmt::format("No game pads: {}", SDL_GetError()));
}

bool Pads::take(const SDL_Event& event, std::vector<DeviceEvent>& out) {
    switch (event.type) {
        case SDL_CONTROLLERDEVICEADDED: add(event.cdevice.which, out); return true;
        case SDL_CONTROLLERDEVICEREMOVED: remove(event.cdevice.which, out); return true;
        case SDL_CONTROLLERBUTTONDOWN: button(event.cbutton.which, event.cbutton.button, true, out); return true;
        case SDL_CONTROLLERBUTTONUP: button(event.cbutton.which, event.cbutton.button, false, out); return true;
        case SDL_CONTROLLERAXISMOTION: move(event.caxis.which, out); return true;
        default: return false;
    }
}

void Pads::take_taps() {
    for (PadState& state : states_) state.tapped.fill(false);
}

int Pads::place_of(int id) const {
    const auto found = std::find_if(states_.begin(), states_.end(), [id](const PadState& s) { return s.id == id; });
    return found == states_.end() ? -1 : static_cast<int>(found - states_.begin());
}

void Pads::add(int device, std::vector<DeviceEvent>& out) {
    PadPtr pad{SDL_GameControllerOpen(device)};
    if (!pad) {
        log_warning(fmt::format("A pad could not be used: {}", SDL_GetError()));
        return;
    }
    PadState state;
    state.id = SDL_JoystickInstanceID(SDL_GameControllerGetJoystick(pad.get()));
    if (place_of(state.id) >= 0) return;  // SDL may announce one twice
    const char* name = SDL_GameControllerName(pad.get());
    state.name = name ? name : "Pad";
    out.push_back(event_of(DeviceEvent::Kind::PadAdded, state.id));
    states_.push_back(std::move(state));
    open_.push_back(std::move(pad));
    pushed_.emplace_back();
}

void Pads::remove(int id, std::vector<DeviceEvent>& out) {
    const int place = place_of(id);
    if (place < 0) return;
    states_.erase(states_.begin() + place);
    open_.erase(open_.begin() + place);
    pushed_.erase(pushed_.begin() + place);
    out.push_back(event_of(DeviceEvent::Kind::PadRemoved, id));
}

void Pads::button(int id, int sdl_button, bool down, std::vector<DeviceEvent>& out) {
    const int place = place_of(id);
    const auto which = std::find(sdl_buttons.begin(), sdl_buttons.end(), static_cast<SDL_GameControllerButton>(sdl_button));
    if (place < 0 || which == sdl_buttons.end()) return;
    const auto index = static_cast<std::size_t>(which - sdl_buttons.begin());
    PadState& state = states_[static_cast<std::size_t>(place)];
    state.down[index] = down;
    if (!down) return;
    state.tapped[index] = true;
    out.push_back(event_of(DeviceEvent::Kind::PadDown, id, static_cast<PadButton>(index)));
}

void Pads::move(int id, std::vector<DeviceEvent>& out) {
    const int place = place_of(id);
    if (place < 0) return;
    PadState& state = states_[static_cast<std::size_t>(place)];
    SDL_GameController* pad = open_[static_cast<std::size_t>(place)].get();
    round_stick(SDL_GameControllerGetAxis(pad, SDL_CONTROLLER_AXIS_LEFTX), SDL_GameControllerGetAxis(pad, SDL_CONTROLLER_AXIS_LEFTY),
                state.x, state.y);
    Pushed& pushed = pushed_[static_cast<std::size_t>(place)];
    const auto turn = [&](bool& was, float how_far, PadButton as) {
        const bool is = how_far > (was ? let_go_at : push_at);
        if (is && !was) out.push_back(event_of(DeviceEvent::Kind::PadDown, id, as));
        was = is;
    };
    turn(pushed.up, -state.y, PadButton::Up);
    turn(pushed.down, state.y, PadButton::Down);
    turn(pushed.left, -state.x, PadButton::Left);
    turn(pushed.right, state.x, PadButton::Right);
}

}  // namespace engine
