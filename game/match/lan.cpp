#include "game/match/lan.h"

#include <algorithm>
#include <bit>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/content/load_content.h"

namespace game {

std::string_view hindrance_word(Hindrance hindrance) {
    switch (hindrance) {
        case Hindrance::None: return "";
        case Hindrance::OtherVersion: return "version";
        case Hindrance::NoSuchMode: return "mode";
        case Hindrance::OtherFiles: return "files";
        case Hindrance::Locked: return "locked";
        case Hindrance::Full: return "full";
        case Hindrance::Started: return "started";
    }
    return "";
}

Hindrance LanModes::hindrance(const net::GameInfo& game) {
    if (game.protocol != protocol_version || game.version != WINGMATE_VERSION) return Hindrance::OtherVersion;
    // the name comes from outside: only one of our own is looked up
    const auto modes = mode_names(content_);
    if (std::find(modes.begin(), modes.end(), game.mode) == modes.end()) return Hindrance::NoSuchMode;
    const auto [known, is_new] = hashes_.try_emplace(game.mode);
    if (is_new) {
        try {
            known->second = load_content(content_, game.mode).hash;
        } catch (const engine::Error& error) {
            engine::log_warning(error.what());
        }
    }
    if (!known->second) return Hindrance::NoSuchMode;
    if (static_cast<std::uint32_t>(*known->second) != game.content) return Hindrance::OtherFiles;
    switch (game.door) {
        case net::GameInfo::Door::Open: return Hindrance::None;
        case net::GameInfo::Door::Full: return Hindrance::Full;
        case net::GameInfo::Door::Started: return Hindrance::Started;
        case net::GameInfo::Door::Locked: return Hindrance::Locked;
    }
    return Hindrance::None;
}

std::optional<net::Reach> reach_by_name(std::string_view name) {
    if (name == "nobody") return net::Reach::Nobody;
    if (name == "machine") return net::Reach::Machine;
    if (name == "lan") return net::Reach::Lan;
    if (name == "anyone") return net::Reach::Anyone;
    return std::nullopt;
}

int taken_seats(const net::GameInfo& game) { return std::popcount(game.taken); }

}  // namespace game
