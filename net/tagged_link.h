// A link around another one that proves who packets come from: 4 bytes behind each, keyed by what both ends agreed on in their greeting.
// Used by game/match/online, by hosts and guests.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "net/keys.h"
#include "net/link.h"

namespace net {

// Which messages carry a tag, in both directions: all but Hello, Offer and Refused.
//
//   guest                                             host
//   Hello (public key) as often as needed  ------->   the first one: protect(), then send_plain(Offer, public key)
//                                          <-------   later ones, byte for byte the same: send_plain(Offer) again
//   the first Offer: protect(); from here on tags
//   Join, everything else                  ------->   from the first right tag on, nothing without one gets through
//   from the first right tag on the same   <-------   tags on everything else, but not before a right tag has come from the guest:
//                                                     until then the guest may not have the keys
//
// So after protect() packets without a right tag are passed up (LinkEvent::tagged is false) until the first right one has come from that
// peer, for the greeting may be late, doubled or have to be repeated; the owner takes nothing but greetings from them. From then on they
// are counted and dropped.
//
// The tag is the low half of SipHash-2-4 over the bytes and the channel, under one key for each direction. It stops whoever can send to the
// port but does not hear the line, and packets recorded from another connection. Who hears the line can repeat packets of this very
// connection (the session knows them as old by their numbers), and who changes the greeting on its way can agree on keys of its own with
// either end.
class TaggedLink final : public Link {
  public:
    // link outlives this one.
    explicit TaggedLink(Link& link) : link_(link) {}

    // What is sent to this peer carries a tag from now on, and what comes from it has to, as above.
    void protect(PeerId peer, const TagKeys& keys);
    bool is_protected(PeerId peer) const { return guarded_.contains(peer); }
    // Without a tag, also after protect(): Offer, repeated.
    void send_plain(PeerId to, Channel channel, std::span<const std::byte> data, Time now) { link_.send(to, channel, data, now); }
    // Packets with a wrong tag, or without one where one was due.
    std::uint64_t dropped() const { return dropped_; }

    PeerId connect(const Address& to, Time now) override { return link_.connect(to, now); }
    void send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) override;
    std::optional<LinkEvent> next(Time now) override;
    void close(PeerId peer, Time now) override;
    Address address(PeerId peer) const override { return link_.address(peer); }
    std::uint16_t port() const override { return link_.port(); }
    std::uint64_t wire_bytes_sent() const override { return link_.wire_bytes_sent(); }

  private:
    struct Guard {
        TagKeys keys;
        bool strict = false;  // a right tag has come
    };
    Link& link_;
    std::map<PeerId, Guard> guarded_;
    std::vector<std::byte> buffer_;
    std::uint64_t dropped_ = 0;
};

}  // namespace net
