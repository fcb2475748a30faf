#include "game/match/lan.h"

#include <fmt/core.h>

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
    auto known = hashes_.find(game.mode);
    if (known == hashes_.end()) {
        const auto modes = mode_names(content_);
        if (std::find(modes.begin(), modes.end(), game.mode) == modes.end()) return Hindrance::NoSuchMode;
        known = hashes_.try_emplace(game.mode).first;
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

std::string join_address(const net::FoundGame& found) {
    const std::string host = fmt::format("{}:{}", net::ip_text(found.address.ip), found.address.port);
    return found.game.match == 0 ? host : fmt::format("{}/{}", host, found.game.match);
}

}  // namespace game
