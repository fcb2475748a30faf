// Chat: a guest says a line to the host, who passes it on to everybody. It travels over the sure channel; what a host that is lost has not
// passed on is said again to the next one, and a line that comes twice is shown once.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

#include "game/match/online_game.h"

namespace game {

using net::Time;

namespace {

constexpr std::int64_t pilot_every_us = 1'000'000, watcher_every_us = 5'000'000;
constexpr std::int64_t pilot_at_once = 3, watcher_at_once = 2;
// A host is patient: lines that were said with gaps may come in all at once, and again after another host was lost.
constexpr std::int64_t host_patience = 2, host_at_once = 2 * OnlineTalk::most_own;
// What is older is not said again to another host: those who were there have heard it.
constexpr Time say_again_us = 15'000'000;

// At most so many bytes of whole code points.
std::string clean_line(std::string_view text) {
    std::string line = net::clean_text(text, net::most_chat_points);
    while (line.size() > net::most_chat_bytes) {
        while ((static_cast<unsigned char>(line.back()) & 0xC0) == 0x80) line.pop_back();
        line.pop_back();
    }
    return line.find_first_not_of(' ') == std::string::npos ? std::string() : line;
}

}  // namespace

std::string english(const ChatLine& line) {
    static constexpr std::array<std::string_view, net::quick_messages> quick = {"help!", "bomb!", "take it", "thanks"};
    return fmt::format("{}: {}", line.pilot.empty() ? "Somebody watching" : line.pilot,
                       line.quick ? quick[static_cast<std::size_t>(*line.quick)] : line.text);
}

bool OnlineTalk::is_new(const net::Say& line) {
    const auto before =
        std::find_if(heard.begin(), heard.end(), [&](const Heard& each) { return each.run == line.run && each.seat == line.seat; });
    if (before == heard.end()) {
        heard.push_back({line.run, line.number, 0, line.seat});
        if (heard.size() > most_heard) heard.pop_front();
        return true;
    }
    Heard known = *before;
    heard.erase(before);
    const auto later = static_cast<std::int32_t>(line.number - known.number);
    bool is_it = later > 0;
    if (later > 0) {
        known.before = (later < 64 ? known.before << later : 0) | (later <= 64 ? std::uint64_t{1} << (later - 1) : 0);
        known.number = line.number;
    } else if (later < 0 && later >= -64) {
        const std::uint64_t bit = std::uint64_t{1} << (-later - 1);
        is_it = (known.before & bit) == 0;
        known.before |= bit;
    }
    heard.push_back(known);
    return is_it;
}

bool OnlineGame::say(std::string_view text) { return say(net::Say{.seat = own_seat(), .text = clean_line(text)}); }

bool OnlineGame::say(Quick quick, int seat) {
    const bool is_ours = seat >= 0 && seat < engine::max_seats && (local_seats_ >> seat & 1) != 0;
    return say(net::Say{.seat = is_ours ? static_cast<std::uint8_t>(seat) : own_seat(),
                        .quick = static_cast<std::uint8_t>(static_cast<unsigned>(quick) + 1),
                        .text = {}});
}

bool OnlineGame::say(net::Say line) {
    const Time now = last_poll_;
    const bool watches = local_seats_ == 0;
    if ((stage_ != Stage::Lobby && stage_ != Stage::Playing) || (watches && is_host_)) return false;
    if ((line.text.empty() && line.quick == 0) || talk_.number - talk_.echoed >= OnlineTalk::most_own) return false;
    if (!talk_.rate.take(now, watches ? watcher_every_us : pilot_every_us, watches ? watcher_at_once : pilot_at_once)) return false;
    line.run = talk_.run;
    line.number = ++talk_.number;
    talk_.own.push_back({line, now});
    if (talk_.own.size() > OnlineTalk::most_own) talk_.own.pop_front();
    if (is_host_) pass_on(line, nullptr, now);
    if (!is_host_ && host_.id != 0 && !is_searching_) send(host_.id, line, now);
    return true;
}

std::optional<ChatLine> OnlineGame::next_chat() {
    if (talk_.lines.empty()) return std::nullopt;
    ChatLine first = std::move(talk_.lines.front());
    talk_.lines.pop_front();
    return first;
}

void OnlineGame::take_say(OnlineGuest& guest, net::Say line, Time now) {
    const bool watches = guest.seats == 0;
    if (!guest.talk.take(now, (watches ? watcher_every_us : pilot_every_us) / host_patience, host_at_once)) return;
    if (line.seat >= engine::max_seats || (guest.seats >> line.seat & 1) == 0) {
        line.seat = net::no_seat;
        for (std::uint8_t s = engine::max_seats; s-- > 0;)
            if ((guest.seats >> s & 1) != 0) line.seat = s;
    }
    line.text = clean_line(line.text);
    if (line.text.empty() && line.quick == 0) return;
    pass_on(line, &guest, now);
}

// Also what is known here already: others may not have heard it from the host before.
void OnlineGame::pass_on(const net::Say& line, const OnlineGuest* speaker, Time now) {
    if (speaker == nullptr) talk_.echoed = line.number;
    if (talk_.is_new(line)) show_line(line, speaker == nullptr);
    for (const OnlineGuest& guest : guests_)
        if (!guest.is_gone && guest.id != 0 && guest.step == OnlineGuest::Step::Seated)
            send(guest.id, net::Said{.line = line, .yours = &guest == speaker}, now);
}

// False: it makes no sense here.
bool OnlineGame::take_said(const net::Said& said) {
    net::Say line = said.line;
    line.text = clean_line(line.text);
    if (line.seat != net::no_seat && line.seat >= seats_.size()) return false;
    if (line.text.empty() && line.quick == 0) return false;
    const bool own = said.yours && line.run == talk_.run;
    if (own && static_cast<std::int32_t>(line.number - talk_.echoed) > 0 && static_cast<std::int32_t>(talk_.number - line.number) >= 0)
        talk_.echoed = line.number;
    if (talk_.is_new(line)) show_line(line, own);
    return true;
}

void OnlineGame::show_line(const net::Say& line, bool own) {
    talk_.recent.push_back({line, last_poll_});
    if (talk_.recent.size() > OnlineTalk::most_recent) talk_.recent.pop_front();
    ChatLine shown;
    shown.own = own;
    shown.text = line.text;
    if (line.quick != 0) shown.quick = static_cast<Quick>(line.quick - 1);
    if (line.seat < seats_.size()) {
        shown.seat = line.seat;
        shown.pilot = seats_[line.seat].pilot;
    }
    talk_.lines.push_back(std::move(shown));
    if (talk_.lines.size() > OnlineTalk::most_lines) talk_.lines.pop_front();
}

void OnlineGame::repeat_talk(const OnlineGuest& survivor, Time now) {
    for (const auto& [line, at] : talk_.recent) {
        if (now > at + say_again_us) continue;
        const bool yours = line.seat < engine::max_seats && (survivor.seats >> line.seat & 1) != 0;
        send(survivor.id, net::Said{.line = line, .yours = yours}, now);
    }
}

void OnlineGame::say_again(Time now) {
    for (const auto& [line, at] : talk_.own) {
        if (now > at + say_again_us && static_cast<std::int32_t>(line.number - talk_.echoed) <= 0) continue;
        if (is_host_) {
            pass_on(line, nullptr, now);
        } else {
            send(host_.id, line, now);
        }
    }
}

}  // namespace game
