#include "net/tagged_link.h"

#include <sodium.h>

#include <algorithm>
#include <array>

namespace net {

namespace {

using Tag = std::array<std::byte, tag_bytes>;

// `bytes` ends with the channel.
Tag tag_of(std::span<const std::byte> bytes, const TagKey& key) {
    std::array<unsigned char, crypto_shorthash_BYTES> hash{};
    crypto_shorthash(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                     reinterpret_cast<const unsigned char*>(key.data()));
    Tag tag{};
    std::copy_n(reinterpret_cast<const std::byte*>(hash.data()), tag.size(), tag.begin());
    return tag;
}

}  // namespace

void TaggedLink::protect(PeerId peer, const TagKeys& keys) { guarded_[peer] = {.keys = keys, .strict = false}; }

void TaggedLink::send(PeerId to, Channel channel, std::span<const std::byte> data, Time now) {
    const auto guard = guarded_.find(to);
    if (guard == guarded_.end()) {
        link_.send(to, channel, data, now);
        return;
    }
    buffer_.assign(data.begin(), data.end());
    buffer_.push_back(static_cast<std::byte>(channel));
    const Tag tag = tag_of(buffer_, guard->second.keys.send);
    buffer_.pop_back();
    buffer_.insert(buffer_.end(), tag.begin(), tag.end());
    link_.send(to, channel, buffer_, now);
}

std::optional<LinkEvent> TaggedLink::next(Time now) {
    while (auto event = link_.next(now)) {
        const auto guard = guarded_.find(event->peer);
        if (guard == guarded_.end()) return event;
        if (event->kind == LinkEvent::Kind::Gone) guarded_.erase(guard);
        if (event->kind != LinkEvent::Kind::Packet) return event;
        auto& data = event->data;
        if (data.size() > tag_bytes) {
            Tag came{};
            std::copy(data.end() - tag_bytes, data.end(), came.begin());
            std::byte& after = data[data.size() - tag_bytes];
            after = static_cast<std::byte>(event->channel);
            const Tag right = tag_of({data.data(), data.size() - tag_bytes + 1}, guard->second.keys.receive);
            if (sodium_memcmp(came.data(), right.data(), right.size()) == 0) {
                data.resize(data.size() - tag_bytes);
                event->tagged = true;
                guard->second.strict = true;
                return event;
            }
            after = came[0];
        }
        if (!guard->second.strict) return event;
        ++dropped_;
    }
    return std::nullopt;
}

void TaggedLink::close(PeerId peer, Time now) {
    link_.close(peer, now);
    guarded_.erase(peer);
}

}  // namespace net
