#include "game/app/controls.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "engine/core/error.h"

namespace game {

using engine::Button;
using engine::PadButton;

std::vector<SeatControl> seat_controls(const std::vector<std::string>& seats) {
    std::vector<SeatControl> controls;
    int keys = 0;
    int pads = 0;
    for (const auto& seat : seats) {
        SeatControl control;
        if (seat == "keys" && keys < local_pilots) {
            control.keys = keys++;
        } else if (seat.rfind("pad", 0) == 0 && (seat.size() == 3 || (seat.size() == 4 && seat[3] >= '1' && seat[3] <= '4'))) {
            control.kind = SeatControl::Kind::Pad;
            control.pad = seat.size() == 4 ? seat[3] - '1' : pads;
            control.keys = std::min<int>(static_cast<int>(controls.size()), local_pilots - 1);
            ++pads;
        } else if (seat.rfind("bot:", 0) == 0 && find_bot(seat.substr(4)) != nullptr) {
            control.kind = SeatControl::Kind::Computer;
            control.bot_name = seat.substr(4);
            control.bot = find_bot(control.bot_name);
        } else if (seat == "keys") {
            throw engine::Error(engine::ExitCode::Usage, "There are two sets of keys at one keyboard; a third pilot needs a pad.");
        } else {
            throw engine::Error(engine::ExitCode::Usage,
                                fmt::format("There is no seat \"{}\": known are keys, pad, pad1 to pad4 and bot:NAME with {}.", seat,
                                            fmt::join(bot_names(), ", ")));
        }
        controls.push_back(control);
    }
    if (keys == 1) {
        for (auto& control : controls) control.both_sets = control.kind == SeatControl::Kind::Keys;
    }
    return controls;
}

std::uint16_t direction_bits(int dx, int dy) {
    // Rules that know only whole steps (held or not) take a stick from half its way on.
    constexpr int half = 4;
    std::uint16_t bits = engine::axis_bits(dx, dy);
    if (dx <= -half) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(Button::Left));
    if (dx >= half) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(Button::Right));
    if (dy <= -half) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(Button::Up));
    if (dy >= half) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(Button::Down));
    return bits;
}

bool is_quick(const engine::PadState& pad) { return pad.down[static_cast<std::size_t>(PadButton::LeftShoulder)]; }

std::uint16_t pad_bits(const engine::PadState& pad, const PilotKeys& pilot) {
    const auto held = [&](PadButton button) {
        return pad.down[static_cast<std::size_t>(button)] || pad.tapped[static_cast<std::size_t>(button)];
    };
    int dx = static_cast<int>(std::lround(std::clamp(pad.x, -1.0F, 1.0F) * 7));
    int dy = static_cast<int>(std::lround(std::clamp(pad.y, -1.0F, 1.0F) * 7));
    if (!is_quick(pad)) {
        if (held(PadButton::Left)) dx = -7;
        if (held(PadButton::Right)) dx = 7;
        if (held(PadButton::Up)) dy = -7;
        if (held(PadButton::Down)) dy = 7;
    }
    std::uint16_t bits = direction_bits(dx, dy);
    if (held(pilot.pad_bomb)) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(Button::Bomb));
    return bits;
}

std::uint16_t control_bits(const SeatControl& control, const engine::Devices& devices, const Settings& settings, const World& world,
                           const Content& content, int seat) {
    const auto is_down = [&](engine::Key key) { return devices.was_tapped(key); };
    switch (control.kind) {
        case SeatControl::Kind::Computer: return control.bot(world, content, seat);
        case SeatControl::Kind::Pad: {
            const auto& pads = devices.pads();
            if (static_cast<std::size_t>(control.pad) >= pads.size()) return 0;
            return pad_bits(pads[static_cast<std::size_t>(control.pad)], settings.pilots[static_cast<std::size_t>(control.keys)]);
        }
        case SeatControl::Kind::Keys: {
            if (!control.both_sets) return key_bits(settings.pilots[static_cast<std::size_t>(control.keys)], is_down);
            // One pilot alone: both sets as one, so that opposite keys of the two cancel as they do within a set.
            std::uint16_t bits = 0;
            int dx = 0;
            int dy = 0;
            for (const auto& pilot : settings.pilots) {
                const engine::SeatInput input{key_bits(pilot, is_down), engine::SeatState::Flown};
                bits = static_cast<std::uint16_t>(bits | (input.bits & 0xFF));
                dx += input.dx();
                dy += input.dy();
            }
            return static_cast<std::uint16_t>(bits | engine::axis_bits(std::clamp(dx, -7, 7), std::clamp(dy, -7, 7)));
        }
    }
    return 0;
}

}  // namespace game
