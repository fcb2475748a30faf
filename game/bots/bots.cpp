#include "game/bots/bots.h"

#include <array>

#include "game/bots/ace.h"
#include "game/bots/random.h"
#include "game/bots/rookie.h"

namespace game {

namespace {

std::uint16_t idle(const World& /*world*/, const Content& /*content*/, int /*seat*/) { return 0; }

struct Named {
    std::string_view name;
    Bot bot;
};
constexpr std::array<Named, 4> bots = {{{"idle", idle}, {"random", random_keys}, {"rookie", rookie}, {"ace", ace}}};

}  // namespace

Bot find_bot(std::string_view name) {
    for (const Named& named : bots) {
        if (named.name == name) return named.bot;
    }
    return nullptr;
}

std::vector<std::string> bot_names() {
    std::vector<std::string> names;
    names.reserve(bots.size());
    for (const Named& named : bots) names.emplace_back(named.name);
    return names;
}

}  // namespace game
