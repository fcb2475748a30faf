#include "game/match/online.h"

#include <fmt/core.h>

#include "engine/core/check.h"
#include "game/match/online_game.h"
#include "game/match/online_names.h"
#include "net/enet_link.h"

namespace game {

namespace {

[[noreturn]] void refuse_use(const std::string& sentence) { throw engine::Error(engine::ExitCode::Usage, sentence); }

void check_host(const OnlineSetup& setup) {
    CHECK(setup.rate >= 1 && setup.rate <= 1000);
    if (setup.seats < 1 || setup.seats > engine::max_seats)
        refuse_use(fmt::format("A game has 1 to {} seats, not {}.", engine::max_seats, setup.seats));
    if (setup.pilots.size() > static_cast<std::size_t>(setup.seats))
        refuse_use(fmt::format("{} pilots of this machine do not fit into {} seats.", setup.pilots.size(), setup.seats));
    if (!is_mode_name(setup.mode))
        refuse_use(fmt::format("Others can only join a mode that comes with Wingmate; {} is no name of one.", setup.mode));
}

void check_guest(const OnlineSetup& setup) {
    if (setup.watches ? !setup.pilots.empty() : setup.pilots.empty() || setup.pilots.size() > static_cast<std::size_t>(engine::max_seats))
        refuse_use(setup.watches ? std::string("Who watches brings no pilots.")
                                 : fmt::format("1 to {} pilots can join, not {}.", engine::max_seats, setup.pilots.size()));
}

}  // namespace

std::unique_ptr<Online> Online::host(const OnlineSetup& setup, net::Time now) {
    check_host(setup);
    return std::make_unique<OnlineGame>(setup, net::EnetLink::open(setup.port), now);
}

std::unique_ptr<Online> Online::host(const OnlineSetup& setup, std::unique_ptr<net::Link> link, net::Time now) {
    check_host(setup);
    return std::make_unique<OnlineGame>(setup, std::move(link), now);
}

std::unique_ptr<Online> Online::join(const OnlineSetup& setup, ContentFor content_for, void* context, net::Time now) {
    check_guest(setup);
    const net::Address host = net::resolve(without_match(setup.address), default_port);
    return std::make_unique<OnlineGame>(setup, net::EnetLink::open(0), host, content_for, context, now);
}

std::unique_ptr<Online> Online::join(const OnlineSetup& setup, std::unique_ptr<net::Link> link, const net::Address& host,
                                     ContentFor content_for, void* context, net::Time now) {
    check_guest(setup);
    return std::make_unique<OnlineGame>(setup, std::move(link), host, content_for, context, now);
}

}  // namespace game
