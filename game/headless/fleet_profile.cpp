#include "game/headless/fleet_profile.h"

#include <array>
#include <utility>

namespace game {
namespace {

struct Row {
    const char* name;
    net::Time delay_us, jitter_us;  // one way
    double loss, burst;
};
constexpr std::array<Row, 5> rows = {{
    {"lan", 1'000, 0, 0, 1},
    {"R1", 50'000, 10'000, 0.05, 1},
    {"R2", 100'000, 20'000, 0.10, 1},
    {"R3", 50'000, 10'000, 0.10, 4},
    {"R4", 150'000, 30'000, 0.20, 1},
}};

double part(engine::Rng& rng) { return static_cast<double>(rng.below(1000)) / 1000; }

}  // namespace

std::optional<FleetProfile> find_fleet_profile(std::string_view name) {
    if (name == "storm") return FleetProfile{.name = "storm", .line = {}, .storm = true};
    for (const Row& row : rows) {
        if (name != row.name) continue;
        FleetProfile profile;
        profile.name = row.name;
        profile.line.delay_us = row.delay_us;
        profile.line.jitter_us = row.jitter_us;
        profile.line.loss = row.loss;
        profile.line.burst = row.burst;
        return profile;
    }
    return std::nullopt;
}

std::string fleet_profile_names() {
    std::string names;
    for (const Row& row : rows) names += std::string(row.name) + ", ";
    return names + "storm";
}

StormLine draw_storm_line(engine::Rng& rng) {
    StormLine line;
    const bool one_sided = rng.below(2) == 0;
    line.there.delay_us = one_sided ? 10'000 : 5'000 + rng.below(95'000);
    line.back.delay_us = one_sided ? 200'000 : 5'000 + rng.below(95'000);
    if (rng.below(2) == 0) std::swap(line.there.delay_us, line.back.delay_us);
    for (net::TroubleSetup* way : {&line.there, &line.back}) {
        way->jitter_us = rng.below(20'000);
        way->loss = part(rng) * 0.1;
        way->burst = 1 + rng.below(4);
        way->duplicate = part(rng) * 0.05;
        way->reorder = part(rng) * 0.05;
    }
    return line;
}

}  // namespace game
