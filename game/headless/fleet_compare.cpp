#include "game/headless/fleet_compare.h"

#include <fmt/format.h>

#include <algorithm>

namespace game {

std::string fleet_difference(const Replay& one, const Replay& other) {
    const std::uint32_t first = std::max(one.first_tick, other.first_tick), last = std::min(one.last_tick(), other.last_tick());
    for (std::uint32_t tick = first; tick <= last; ++tick)
        if (one.at(tick) != other.at(tick)) return fmt::format("the inputs of tick {} differ", tick);
    auto theirs = other.hashes.begin();
    for (const ReplayHash& ours : one.hashes) {
        while (theirs != other.hashes.end() && theirs->tick < ours.tick) ++theirs;
        if (theirs == other.hashes.end()) break;
        if (theirs->tick == ours.tick && theirs->hash != ours.hash) return fmt::format("the worlds after tick {} differ", ours.tick);
    }
    return {};
}

bool fleet_agrees(const FleetMachine& one, const FleetMachine& other) {
    if (!one.plays() || !other.plays()) return false;
    const Replay &a = one.match().recording(), &b = other.match().recording();
    const std::uint32_t first = std::max(a.first_tick, b.first_tick), last = std::min(a.last_tick(), b.last_tick());
    if (last < first) return true;
    for (std::uint32_t tick = first; tick <= last; ++tick)
        if (a.at(tick) != b.at(tick)) return false;
    return true;
}

FleetMachine* fleet_host(const FleetMachines& machines) {
    FleetMachine* best = nullptr;
    std::ptrdiff_t most = -1;
    for (const auto& host : machines) {
        if (!host->is_host()) continue;
        const auto followers = std::count_if(machines.begin(), machines.end(), [&](const auto& other) {
            return other != host && other->plays() && !other->is_host() && fleet_agrees(*host, *other);
        });
        if (followers > most) {
            most = followers;
            best = host.get();
        }
    }
    return best;
}

}  // namespace game
