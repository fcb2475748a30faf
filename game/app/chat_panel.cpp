#include "game/app/chat_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/log.h"
#include "game/app/game_run.h"
#include "game/app/menu.h"
#include "net/messages.h"

namespace game {

using engine::Align;
using engine::RectF;
using Kind = UiEvent::Kind;

namespace {

constexpr std::size_t most_lines = 60;
constexpr float bubble_seconds = 2.5F;
constexpr float line_seconds = 8, fade_seconds = 1.2F;
constexpr float refused_seconds = 1.5F;
constexpr float sheet_step = 38;  // from one ruled line of the lobby's sheet to the next

bool is_muted_now = false;

}  // namespace

const std::string& quick_text(const App& app, Quick quick) {
    switch (quick) {
        case Quick::Help: return app.text("quick_help");
        case Quick::Bomb: return app.text("quick_bomb");
        case Quick::TakeIt: return app.text("quick_take_it");
        case Quick::Thanks: break;
    }
    return app.text("quick_thanks");
}

bool ChatPanel::is_muted() { return is_muted_now; }
void ChatPanel::set_muted(bool muted) { is_muted_now = muted; }

void ChatPanel::take(const ChatLine& line) {
    engine::log_info(english(line));
    if (is_muted_now && !line.own) return;
    Shown shown;
    shown.seat = line.seat;
    shown.name = line.pilot.empty() ? app_.text("chat_watcher") : shown_pilot(line.pilot);
    shown.text = line.quick ? quick_text(app_, *line.quick) : line.text;
    if (line.quick && line.seat >= 0 && line.seat < engine::max_seats)
        bubbles_[static_cast<std::size_t>(line.seat)] = {shown.text, bubble_seconds};
    lines_.push_back(std::move(shown));
    if (lines_.size() > most_lines) lines_.pop_front();
    app_.audio().play(line.quick ? "menu_move" : "text_key");
}

void ChatPanel::note(const std::string& text) {
    Shown shown;
    shown.is_note = true;
    shown.text = text;
    lines_.push_back(std::move(shown));
    if (lines_.size() > most_lines) lines_.pop_front();
}

void ChatPanel::update(Online* online, float seconds) {
    clock_ += seconds;
    refused_seconds_ = std::max(0.0F, refused_seconds_ - seconds);
    for (auto& line : lines_) line.age += seconds;
    for (auto& bubble : bubbles_) bubble.seconds = std::max(0.0F, bubble.seconds - seconds);
    if (online == nullptr) return;
    while (const auto line = online->next_chat()) take(*line);
}

void ChatPanel::open() {
    is_open_ = true;
    clock_ = 0;
}

void ChatPanel::close() {
    is_open_ = false;
    line_.composition.clear();
}

// What was refused stays in the field.
void ChatPanel::send(Online& online) {
    if (line_.text.find_first_not_of(' ') != std::string::npos && !online.say(line_.text)) {
        refused_seconds_ = refused_seconds;
        return;
    }
    line_.text.clear();
    close();
}

void ChatPanel::quick(Online& online, Quick what, int seat) {
    if (!online.say(what, seat)) app_.audio().play("menu_back");
}

bool ChatPanel::handle(const UiEvent& event, Online& online) {
    static const engine::Key mute = engine::key_from_name("M");
    static const std::array<engine::Key, net::quick_messages> quick_keys = {engine::key_from_name("F5"), engine::key_from_name("F6"),
                                                                            engine::key_from_name("F7"), engine::key_from_name("F8")};
    if (event.kind == Kind::Key && !event.is_repeat) {
        const auto found = std::find(quick_keys.begin(), quick_keys.end(), event.key);
        if (found != quick_keys.end()) {
            quick(online, static_cast<Quick>(found - quick_keys.begin()));
            return true;
        }
    }
    if (!is_open_) {
        if (event.kind != Kind::Key || event.key != mute || event.is_repeat) return false;
        set_muted(!is_muted());
        app_.audio().play("menu_accept");
        return true;
    }
    if (event.is_pad || event.kind == Kind::PointerMoved || event.kind == Kind::PointerPressed) return false;
    if (event.kind == Kind::Text) app_.audio().play("text_key");
    switch (line_.handle(event)) {
        case TypedLine::Asks::Send: send(online); break;
        case TypedLine::Asks::Close: close(); break;
        case TypedLine::Asks::Nothing: break;
    }
    return true;
}

// Into lines at spaces, or anywhere between Chinese characters and in words that are too long.
std::vector<std::string> ChatPanel::broken(const std::string& text, float size, float width) {
    std::vector<std::string> lines;
    std::string line;
    std::string rest = text;
    while (!rest.empty()) {
        const std::string point = first_code_points(rest, 1);
        rest = rest.substr(point.size());
        if (!line.empty() && ui_.width(line + point, size) > width) {
            const std::size_t space = line.rfind(' ');
            const bool at_space = point != " " && point.size() == 1 && space != std::string::npos && space > line.size() / 2;
            lines.push_back(at_space ? line.substr(0, space) : line);
            line = at_space ? line.substr(space + 1) : std::string();
            if (line.empty() && point == " ") continue;
        }
        line += point;
    }
    lines.push_back(line);
    return lines;
}

void ChatPanel::draw_field(const RectF& where) {
    auto& canvas = app_.canvas();
    constexpr float size = 19;
    canvas.fill(where, ink::black);
    canvas.fill({where.x + 2.2F, where.y + 2.2F, where.w - 4.4F, where.h - 4.4F}, {255, 253, 246, 255});
    const float y = Ui::base_line(where.y, where.h, size);
    if (refused_seconds_ > 0) ui_.text(app_.text("chat_wait"), where.x + where.w - 12, y, 16, ink::crimson, true, Align::Right, 130);
    const float room = where.w - 34 - (refused_seconds_ > 0 ? 130.0F : 0.0F);
    if (line_.text.empty() && line_.composition.empty()) {
        const bool is_muted = ChatPanel::is_muted();
        ui_.text(app_.text(is_muted ? "chat_is_muted" : "chat_say"), where.x + 16, y, size - 1, ink::faint, false, Align::Left, room);
    }
    // What does not fit is cut at the left: one types at the right.
    std::string shown = line_.text + line_.composition;
    while (!shown.empty() && ui_.width(shown, size) > room) shown = shown.substr(first_code_points(shown, 1).size());
    ui_.text(shown, where.x + 12, y, size);
    if (!is_open_) return;
    const float caret = where.x + 12 + ui_.width(shown, size) + 2;
    if (std::fmod(clock_, 1.0F) < 0.6F) canvas.fill({caret, where.y + 8, 3, where.h - 16}, ink::black);
    if (line_.composition.empty()) return;
    const float wide = std::min(ui_.width(line_.composition, size), caret - where.x - 14);
    canvas.fill({caret - 2 - wide, y + 4, wide, 1.5F}, ink::pencil);
    canvas.fill({caret - 2 - wide, y + 7, wide, 1.5F}, ink::pencil);
}

void ChatPanel::draw_sheet(const RectF& where) {
    ui_.text(app_.text("chat_title"), where.x, where.y + 19, 22, ink::black, true);
    const std::string mute = "M " + app_.text(is_muted() ? "chat_unmute" : "chat_mute");
    ui_.text(mute, where.x + where.w, where.y + 19, 17, ink::pencil, false, Align::Right, where.w - 120);
    const RectF field{where.x - 4, where.y + where.h - 46, where.w + 8, 44};
    draw_field(field);
    const float top = where.y + 28;
    // From the newest upwards.
    float y = top + sheet_step * std::floor((field.y - top) / sheet_step) - 9;
    for (std::size_t i = lines_.size(); i-- > 0 && y > top;) {
        const Shown& line = lines_[i];
        const bool has_name =
            !line.is_note && (i == 0 || lines_[i - 1].is_note || lines_[i - 1].name != line.name || lines_[i - 1].seat != line.seat);
        const auto parts = broken(line.text, line.is_note ? 17.0F : 19.0F, where.w - (line.is_note ? 4.0F : 42.0F));
        for (std::size_t part = parts.size(); part-- > 0 && y > top; y -= sheet_step) {
            if (line.is_note) {
                ui_.text(parts[part], where.x, y, 17, ink::pencil);
            } else {
                ui_.text(parts[part], where.x + 40, y, 19);
            }
        }
        if (!has_name || y <= top) continue;
        if (line.seat >= 0) ui_.sprite(fmt::format("tile-{}-s", line.seat + 1), where.x, y - 20);
        ui_.text(line.name, where.x + 40, y, 18, ink::black, true, Align::Left, where.w - 44);
        y -= sheet_step;
    }
}

void ChatPanel::draw_lines(const RectF& where, bool is_backed) {
    auto& canvas = app_.canvas();
    constexpr float size = 17, step = 25;
    float y = where.y + where.h - 8;
    for (std::size_t i = lines_.size(); i-- > 0 && y - step >= where.y - 1;) {
        const Shown& line = lines_[i];
        if (line.is_note || (line.age > line_seconds && !is_open_)) continue;
        const float alpha = is_open_ ? 1 : std::clamp((line_seconds - line.age) / fade_seconds, 0.0F, 1.0F);
        const std::string name = line.name + ": ";
        const float indent = ui_.width(name, size, true) + 12;
        const auto parts = broken(line.text, size, std::max(60.0F, where.w - indent - 8));
        for (std::size_t part = parts.size(); part-- > 0 && y - step >= where.y - 1; y -= step) {
            const float wide = indent + ui_.width(parts[part], size) + 8;
            if (is_backed) canvas.fill({where.x, y - 18, wide, step}, with_alpha(ink::card, 0.86F * alpha));
            if (line.seat >= 0)
                canvas.fill({where.x, y - 18, 4, step}, with_alpha(ink::pilots[static_cast<std::size_t>(line.seat)], alpha));
            if (part == 0) ui_.text(name, where.x + 10, y, size, with_alpha(ink::black, alpha), true);
            ui_.text(parts[part], where.x + indent, y, size, with_alpha(ink::black, alpha));
        }
    }
}

std::array<std::string, engine::max_seats> ChatPanel::bubbles() const {
    std::array<std::string, engine::max_seats> texts;
    for (std::size_t seat = 0; seat < texts.size(); ++seat)
        if (bubbles_[seat].seconds > 0) texts[seat] = bubbles_[seat].text;
    return texts;
}

}  // namespace game
