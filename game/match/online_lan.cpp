// What a host says of its game to those who look for one.
#include <algorithm>

#include "game/match/online_game.h"

namespace game {

net::GameInfo OnlineGame::info() const {
    net::GameInfo info;
    info.name = game_name_;
    info.mode = mode_;
    info.version = WINGMATE_VERSION;
    info.port = link_->port();
    info.protocol = static_cast<std::uint16_t>(protocol_version);
    info.content = static_cast<std::uint32_t>(content_hash_);
    info.seats = static_cast<std::uint8_t>(seats_.size());
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if (seats_[s].taken || is_kept(s)) info.taken = static_cast<std::uint8_t>(info.taken | 1u << s);
    info.spectators = static_cast<std::uint8_t>(std::clamp(spectators_, 0, 255));
    info.password = has_password_;
    const bool locked = std::any_of(seats_.begin(), seats_.end(), [](const LobbySeat& seat) { return seat.locked; });
    info.door = door_closed_       ? net::GameInfo::Door::Locked
                : free_seats() > 0 ? net::GameInfo::Door::Open
                : locked           ? net::GameInfo::Door::Locked
                                   : net::GameInfo::Door::Full;
    info.playing = stage_ == Stage::Playing;
    info.watchable = spectators_ < net::most_spectators && !door_closed_;
    info.match = static_cast<std::uint16_t>(match_);
    return info;
}

void OnlineGame::answer_searches(net::Time now) {
    if (reach_ == net::Reach::Nobody) return;
    if (!beacon_) {
        beacon_ = std::make_unique<net::Beacon>(reach_, search_port_);
        if (!beacon_->problem().empty()) notice({Notice::Kind::CannotBeFound, {}, beacon_->problem()});
    }
    beacon_->poll(info(), now);
}

}  // namespace game
