// One link for many matches: each has a Link of its own that sees its own guests alone, all on one port. A server with many matches
// (wingmate-headless serve --matches) has one.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "net/link.h"
#include "net/messages.h"

namespace net {

// Whoever connects belongs to nobody at first. Its Hello says which match it wants; the owner decides where it goes:
//
//   poll()          what came in goes to the ends of those who are in a match; a stranger's Hello makes an Arrival
//   next_arrival()  the owner looks at it ...
//   admit()         ... and from now on everything of that peer belongs to that end: it hears Connected, then the Hello
//   refuse()        ... or the peer gets a sentence and is closed
//
// Who does not say Hello within 5 s, or says other things, is closed. One guest cannot take the others' time: what it sends beyond
// most_packets_a_second is dropped here.
class SharedLink {
  public:
    struct Arrival {
        PeerId peer = 0;
        std::uint16_t protocol = 0;
        std::uint32_t match = 0;  // that it asks for; 0: any
    };

    explicit SharedLink(std::unique_ptr<Link> link) : link_(std::move(link)) {}
    // After all ends.
    ~SharedLink();
    SharedLink(const SharedLink&) = delete;
    SharedLink& operator=(const SharedLink&) = delete;

    // The end of match `number` (1 and up, one at a time each). Its destruction closes the connections that it still has. What it sends is
    // counted as the match's: wire_bytes_sent() is of this end alone, without what the link says by itself (acknowledgements, pings).
    std::unique_ptr<Link> open(std::uint32_t number);

    // Takes in what has arrived. The ends' own next() does not do that.
    void poll(Time now);
    // Where the link gathers: what the ends have sent goes out.
    void flush(Time now) { link_->flush(now); }
    std::optional<Arrival> next_arrival();
    // Nothing happens where the peer is gone meanwhile.
    void admit(PeerId peer, std::uint32_t number, Time now);
    void refuse(PeerId peer, const Refused& why, Time now);
    // Something has arrived for that match.
    bool has_events(std::uint32_t number) const;

    std::uint16_t port() const { return link_->port(); }
    std::uint64_t wire_bytes_sent() const { return link_->wire_bytes_sent(); }
    std::uint64_t dropped() const { return dropped_; }  // packets over the limits
    std::size_t strangers() const { return strangers_.size(); }

    static constexpr Time patience_us = 5'000'000;  // for a Hello
    static constexpr int most_strikes = 3;
    static constexpr std::uint32_t most_packets_a_second = 1000;  // of one peer; an honest one sends less than 150
    static constexpr std::size_t most_waiting = 4096;             // packets for one match
    static constexpr int most_events = 16384;                     // taken in one poll

  private:
    class End;
    // Connected, and in no match yet.
    struct Stranger {
        PeerId peer = 0;
        Time since = 0;
        int strikes = 0;
        std::optional<LinkEvent> hello;
    };
    // In a match.
    struct Guest {
        std::uint32_t match = 0;
        Time second = 0;  // when it began
        std::uint32_t packets = 0;
    };
    struct Match {
        End* end = nullptr;
        std::deque<LinkEvent> events;
    };

    void take(LinkEvent event, Time now);
    void take_from_stranger(Stranger& stranger, LinkEvent event, Time now);
    void close_stranger(PeerId peer, const Refused& why, Time now);
    Stranger* find_stranger(PeerId peer);

    std::unique_ptr<Link> link_;
    std::vector<Stranger> strangers_;
    std::deque<Arrival> arrivals_;
    std::map<PeerId, Guest> guests_;
    std::map<std::uint32_t, Match> matches_;  // by number
    Time now_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace net
