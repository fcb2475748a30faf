// "Nobody sees me": what on this machine, or around it, keeps others from finding and joining a game that is hosted here. Used by the
// host's lobby and by wingmate-headless seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/discovery.h"
#include "net/udp_socket.h"

namespace game {

struct Finding {
    enum class Kind : std::uint8_t {
        NoNetwork,          // this machine is on no network
        NotAnnounced,       // the game was told to answer no searches, or only this machine's
        GamePortTaken,      // text: why the port of the game cannot be opened
        GamePortSilent,     // nothing answers at the game's port, not even to this machine itself
        SearchPortTaken,    // text: why
        NothingArrives,     // the packet filter drops all that comes by this network
        SendingBlocked,     // the packet filter lets no search out to this network
        BroadcastBlocked,   // it lets none in that was sent to all
        MulticastBlocked,   // it lets none in that was sent to the group
        GameBlocked,        // it lets nothing in to the game's port
        NoBroadcast,        // this network has none, as of a VPN: others have to type the address
        SeveralNetworks,    // addresses of all; address: the one to tell
        FriendUnreachable,  // address: of somebody who does not answer in this network
        OnlyTheRouter,      // nobody but the router answers in this network
    };
    Kind kind = Kind::NoNetwork;
    std::string network;  // an interface's name
    std::string address;
    std::string text;
    friend bool operator==(const Finding&, const Finding&) = default;
};

// The key of its text in assets/text, and that text in English; {network}, {address}, {text} and {port} stand for what they name.
struct FindingText {
    std::string_view key, english;
};
FindingText text_of(Finding::Kind kind);
// One word for programs: "no_network".
std::string_view word_of(Finding::Kind kind);
std::string english(const Finding& finding, std::uint16_t game_port, std::uint16_t search_port);
constexpr int finding_kinds = static_cast<int>(Finding::Kind::OnlyTheRouter) + 1;

// Somebody that this machine has asked the way to, from the system's table.
struct Neighbour {
    std::string network;
    std::uint32_t ip = 0;
    bool has_answered = false;
};
std::vector<Neighbour> read_neighbours(std::string_view arp_table);  // as /proc/net/arp
// The network of the default route, and its router; as /proc/net/route.
struct Router {
    std::string network;
    std::uint32_t ip = 0;
};
std::vector<Router> read_routers(std::string_view route_table);

struct SelfTestSetup {
    std::uint16_t game_port = 0;
    std::uint16_t search_port = net::discovery_port;
    net::Reach reach = net::Reach::Lan;  // of the game
    std::string search_problem;          // why its search's port could not be opened; empty: it could
    std::vector<std::uint32_t> friends;  // of whom it is known where they should be
};

// Takes at most two seconds, while which the game has to be polled: it is the one that answers. Sends a few datagrams as strangers would
// and looks which ones come back, by each network and each way.
class SelfTest {
  public:
    SelfTest(SelfTestSetup setup, net::Time now);
    void poll(net::Time now);
    bool is_done() const { return is_done_; }
    // Once it is done; empty: nothing was found.
    const std::vector<Finding>& findings() const { return findings_; }

  private:
    enum class Way : std::uint8_t { Direct, Broadcast, Multicast };
    struct Probe {
        net::Interface network;
        Way way = Way::Direct;
        bool of_game = false;  // asks the game's port; else the search's
        std::uint64_t nonce = 0;
        bool is_answered = false;
        bool is_refused = false;  // by this machine, before it went out
    };

    void add_probes();
    void send(Probe& probe);
    void take(const net::UdpSocket::Datagram& datagram);
    bool is_own(std::uint32_t ip) const;
    void conclude();
    void conclude_ways();
    void conclude_neighbours();
    void find(Finding::Kind kind, std::string network = {}, std::string address = {}, std::string text = {});

    SelfTestSetup setup_;
    std::vector<net::Interface> networks_;
    net::UdpSocket socket_;
    std::vector<Probe> probes_;
    net::Time begun_at_, again_at_;
    bool is_done_ = false;
    std::vector<Finding> findings_;
};

}  // namespace game
