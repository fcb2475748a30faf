#include "game/headless/fleet_talk.h"

#include <fmt/format.h>

#include <unordered_map>

namespace game {

void FleetTalk::pass(Online& online, int program, net::Time now) {
    const std::string line = fmt::format("{}.{}.{}", machine_, program, next_);
    if (online.say(line)) {
        ++next_;
        said_.emplace_back(line, now);
    }
    while (auto heard = online.next_chat()) {
        heard_.push_back(std::move(heard->text));
        if (mishears_ && heard_.size() == 100) heard_.back() = heard_[98];
    }
}

FleetTalkCounts FleetTalk::compare(const std::vector<const FleetTalk*>& stayed, net::Time until) {
    FleetTalkCounts counts;
    for (const FleetTalk* speaker : stayed)
        for (const auto& [line, at] : speaker->said_) counts.lines += at <= until ? 1 : 0;
    for (const FleetTalk* listener : stayed) {
        std::unordered_map<std::string, int> times;
        for (const std::string& line : listener->heard_)
            if (++times[line] > 1) ++counts.doubled;
        for (const FleetTalk* speaker : stayed)
            for (const auto& [line, at] : speaker->said_)
                if (at <= until && times.find(line) == times.end()) ++counts.lost;
    }
    return counts;
}

}  // namespace game
