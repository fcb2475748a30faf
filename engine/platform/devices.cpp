#include "engine/platform/devices.h"

#include <bitset>

#include "engine/platform/pads.h"
#include "engine/platform/sdl.h"
#include "engine/platform/window.h"

namespace engine {

Key key_from_name(std::string_view name) { return SDL_GetScancodeFromName(std::string(name).c_str()); }

std::string key_name(Key key) { return key > 0 && key < SDL_NUM_SCANCODES ? SDL_GetScancodeName(static_cast<SDL_Scancode>(key)) : ""; }

struct Devices::Impl {
    Window& window;
    Pads pads;
    std::vector<DeviceEvent> events;
    std::bitset<SDL_NUM_SCANCODES> down, tapped;
    bool is_composing = false;

    Impl(Window& on, const std::vector<std::filesystem::path>& tables) : window(on), pads(tables) {}

    DeviceEvent& add(DeviceEvent::Kind kind) {
        events.emplace_back();
        events.back().kind = kind;
        return events.back();
    }

    void add_key(const SDL_KeyboardEvent& event) {
        const auto code = static_cast<std::size_t>(event.keysym.scancode);
        if (code == 0 || code >= SDL_NUM_SCANCODES) return;
        const bool is_down = event.type == SDL_KEYDOWN;
        if (is_down && is_composing) return;
        down[code] = is_down;
        if (is_down && event.repeat == 0) tapped[code] = true;
        DeviceEvent& added = add(is_down ? DeviceEvent::Kind::KeyDown : DeviceEvent::Kind::KeyUp);
        added.key = static_cast<Key>(code);
        added.is_repeat = event.repeat != 0;
    }

    // Mouse positions come in the window's units, which are not px on every display.
    void add_mouse(DeviceEvent::Kind kind, int x, int y) {
        int w = 0, h = 0;
        SDL_GetWindowSize(window.handle(), &w, &h);
        DeviceEvent& added = add(kind);
        added.x = w > 0 ? x * window.width() / w : x;
        added.y = h > 0 ? y * window.height() / h : y;
    }

    void let_go() {
        for (std::size_t code = 0; code < down.size(); ++code)
            if (down[code]) add(DeviceEvent::Kind::KeyUp).key = static_cast<Key>(code);
        down.reset();
        is_composing = false;
    }

    void add_composition(const char* text) {
        is_composing = text && *text != '\0';
        add(DeviceEvent::Kind::Composition).text = text ? text : "";
    }

    void add_window(const SDL_WindowEvent& event) {
        switch (event.event) {
            case SDL_WINDOWEVENT_SIZE_CHANGED: add(DeviceEvent::Kind::Resized); break;
            case SDL_WINDOWEVENT_FOCUS_LOST:
                let_go();
                add(DeviceEvent::Kind::FocusLost);
                break;
            case SDL_WINDOWEVENT_FOCUS_GAINED: add(DeviceEvent::Kind::FocusGained); break;
            default: break;
        }
    }

    void take(SDL_Event& event) {
        if (pads.take(event, events)) return;
        switch (event.type) {
            case SDL_QUIT: add(DeviceEvent::Kind::Quit); break;
            case SDL_KEYDOWN:
            case SDL_KEYUP: add_key(event.key); break;
            case SDL_TEXTINPUT:
                is_composing = false;
                add(DeviceEvent::Kind::Text).text = event.text.text;
                break;
            case SDL_TEXTEDITING: add_composition(event.edit.text); break;
            case SDL_TEXTEDITING_EXT:
                add_composition(event.editExt.text);
                SDL_free(event.editExt.text);
                break;
            case SDL_MOUSEMOTION: add_mouse(DeviceEvent::Kind::MouseMoved, event.motion.x, event.motion.y); break;
            case SDL_MOUSEBUTTONDOWN:
                if (event.button.button == SDL_BUTTON_LEFT) add_mouse(DeviceEvent::Kind::MouseDown, event.button.x, event.button.y);
                break;
            case SDL_WINDOWEVENT: add_window(event.window); break;
            case SDL_DROPFILE:
            case SDL_DROPTEXT: SDL_free(event.drop.file); break;
            default: break;
        }
    }
};

Devices::Devices(Window& window, const std::vector<std::filesystem::path>& pad_tables) : impl_(std::make_unique<Impl>(window, pad_tables)) {
    text_input(false);
}
Devices::~Devices() = default;

const std::vector<DeviceEvent>& Devices::poll() {
    impl_->events.clear();
    SDL_Event event;
    while (SDL_PollEvent(&event)) impl_->take(event);
    return impl_->events;
}

bool Devices::is_down(Key key) const { return key > 0 && key < SDL_NUM_SCANCODES && impl_->down[static_cast<std::size_t>(key)]; }

bool Devices::was_tapped(Key key) const {
    return key > 0 && key < SDL_NUM_SCANCODES &&
           (impl_->down[static_cast<std::size_t>(key)] || impl_->tapped[static_cast<std::size_t>(key)]);
}

void Devices::take_taps() {
    impl_->tapped.reset();
    impl_->pads.take_taps();
}

const std::vector<PadState>& Devices::pads() const { return impl_->pads.states(); }

void Devices::text_input(bool on, int x, int y, int w, int h) {
    impl_->is_composing = false;
    if (!on) return SDL_StopTextInput();
    int window_w = 0, window_h = 0;
    SDL_GetWindowSize(impl_->window.handle(), &window_w, &window_h);
    const int px_w = impl_->window.width(), px_h = impl_->window.height();
    const SDL_Rect area = px_w > 0 && px_h > 0
                              ? SDL_Rect{x * window_w / px_w, y * window_h / px_h, w * window_w / px_w, h * window_h / px_h}
                              : SDL_Rect{x, y, w, h};
    SDL_SetTextInputRect(&area);
    SDL_StartTextInput();
}

}  // namespace engine
