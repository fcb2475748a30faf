#include "game/app/seat_actions.h"

#include <algorithm>
#include <string>

#include "engine/platform/window.h"
#include "game/bots/bots.h"

namespace game {

namespace {

// The best first, then the next weaker one.
void next_bot(Online& online, int seat) {
    const auto bots = bot_names();
    const std::string& pilot = online.seats()[static_cast<std::size_t>(seat)].pilot;
    const auto now = pilot.rfind("bot:", 0) == 0 ? std::find(bots.begin(), bots.end(), pilot.substr(4)) : bots.end();
    online.seat_bot(seat, now == bots.begin() || now == bots.end() ? bots.back() : *(now - 1), engine::now_us());
}

}  // namespace

bool is_bot_pilot(const LobbySeat& seat) { return seat.pilot.rfind("bot:", 0) == 0; }

std::vector<SeatAction> seat_actions(Online& online, int seat) {
    if (!online.is_host()) return {};
    const auto& seats = online.seats();
    const LobbySeat& who = seats[static_cast<std::size_t>(seat)];
    const auto own = std::find_if(seats.begin(), seats.end(), [](const LobbySeat& each) { return each.local; });
    const SeatAction bot{"lobby_add_bot", [&online, seat] { next_bot(online, seat); }};
    const SeatAction remove{"lobby_remove", [&online, seat] { online.kick(seat, false, engine::now_us()); }};
    if (who.taken && who.local) {
        if (!is_bot_pilot(who) || &*own == &who) return {};
        return {{"lobby_other_bot", [&online, seat] { next_bot(online, seat); }},
                {"lobby_remove", [&online, seat] { online.seat_bot(seat, "", engine::now_us()); }}};
    }
    if (who.taken) return {remove, {"lobby_ban", [&online, seat] { online.kick(seat, true, engine::now_us()); }}};
    if (who.kept) return {bot, remove};
    if (who.locked) return {{"lobby_unlock", [&online, seat] { online.lock_seat(seat, false); }}};
    return {bot, {"lobby_lock", [&online, seat] { online.lock_seat(seat, true); }}};
}

}  // namespace game
