#include <arpa/inet.h>
#include <enet/enet.h>
#include <fmt/core.h>

#include <charconv>

#include "engine/core/error.h"
#include "net/enet_link.h"

namespace net {

namespace {

[[noreturn]] void fail(const std::string& sentence) { throw engine::Error(engine::ExitCode::Network, sentence); }

struct Place {
    std::string host;
    std::uint16_t port;
};

Place parse(const std::string& text, std::uint16_t default_port) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) {
        if (text.empty()) fail("An address is needed to join a game: a name or an IPv4 address, with or without :port.");
        return {text, default_port};
    }
    if (text.find(':', colon + 1) != std::string::npos) fail(fmt::format("{} is no IPv4 address or name with a port.", text));
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    std::uint16_t port = 0;
    const auto [stopped_at, error] = std::from_chars(begin, end, port);
    if (colon == 0 || error != std::errc() || stopped_at != end || port == 0)
        fail(fmt::format("{} is no address: after a name or an IPv4 address comes a colon and a port from 1 to 65535.", text));
    return {text.substr(0, colon), port};
}

}  // namespace

Address resolve(const std::string& text, std::uint16_t default_port) {
    const Place place = parse(text, default_port);
    ENetAddress found{};
    if (enet_address_set_host(&found, place.host.c_str()) != 0)
        fail(fmt::format("{} is not known: no machine of that name is found.", place.host));
    return {ntohl(found.host), place.port};
}

}  // namespace net
