#include "game/match/match.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <utility>

#include "engine/core/check.h"
#include "game/match/snapshot.h"
#include "game/sim/step.h"

namespace game {
namespace {

using net::Request;
using net::RequestKind;
using net::Tick;

// Worlds and what belongs to them are kept for this many ticks; more than any prediction window.
constexpr std::uint32_t ring_ticks = 64;
// Looks that nobody fetched are bounded: the oldest stay, sparks are lost.
constexpr std::size_t most_events = 8192;

// Fresh zeroed memory that is only touched where a world lives: a World's capacity is far larger than what flies in it.
struct FreeWorld {
    void operator()(World* world) const { std::free(world); }
};
using WorldPointer = std::unique_ptr<World, FreeWorld>;
WorldPointer make_world() {
    auto* world = static_cast<World*>(std::calloc(1, sizeof(World)));
    if (world == nullptr) throw std::bad_alloc();
    return WorldPointer(world);
}

struct EventKey {
    EventKind kind = EventKind::ShotFired;
    std::uint32_t subject = 0, ordinal = 0;
    friend bool operator==(const EventKey&, const EventKey&) = default;
};

// Deaths, scores and phases: a wrong guess would be noticed, so they wait until the tick is final.
bool waits_for_confirmation(EventKind kind) {
    switch (kind) {
        case EventKind::EnemyKilled:
        case EventKind::EnemyRammed:
        case EventKind::HeroLost:
        case EventKind::HeroBack:
        case EventKind::PickupTaken:
        case EventKind::LevelReached:
        case EventKind::GameOver:
        case EventKind::SeatChanged: return true;
        case EventKind::ShotFired:
        case EventKind::EnemyHit:
        case EventKind::EnemyAnnounced:
        case EventKind::EnemyFired:
        case EventKind::BombUsed:
        case EventKind::SupplyArrived:
        case EventKind::SuperShotEnded: return false;
    }
    return false;
}

// A tick that may still be made again.
struct Slot {
    Tick tick = 0;
    std::uint64_t hash = 0;  // after the tick
    WorldPointer world;      // after the tick, where saved_tick says so
    std::optional<Tick> saved_tick;
    std::vector<EventKey> shown;  // sparks that this tick has shown
    std::vector<Event> waiting;   // events to be shown once the tick is final
};

// A spark that was shown in a tick that has been undone since: when a tick made again brings it, it is not shown a second time.
struct Undone {
    EventKey key;
    Tick tick = 0;
};

// Two copies of the world before a tick: one copied over a world of an earlier tick, one packed and unpacked into fresh memory. The tick
// made from them must end in the same bytes, those of free places included.
class Copies {
  public:
    void take(const World& world, const Content& content) {
        if (!copied_) copied_ = make_world();
        copy_world(*copied_, world);
        unpacked_ = make_world();
        refused_ = unpack_world(pack_world(world, content), content, *unpacked_).has_value();
    }
    // Makes the tick from both; whether they end in `made`.
    bool agree(const engine::Inputs& inputs, const Content& content, const World& made) {
        for (World* copy : {copied_.get(), unpacked_.get()}) {
            events_.clear();
            step(*copy, inputs, content, events_);
            if (refused_ || std::memcmp(copy, &made, sizeof(World)) != 0 || hash_world(*copy) != hash_world(made)) return false;
        }
        return true;
    }

  private:
    WorldPointer copied_, unpacked_;
    bool refused_ = false;
    Events events_;
};

}  // namespace

struct Match::Impl {
    Impl(const Content& the_content, const MatchSetup& the_setup) : content(the_content), setup(the_setup) {
        CHECK(setup.players >= 1 && setup.players <= content.mode.players_max);
        start_world(*world, content, setup.seed, setup.players);
        if (!setup.start.empty()) {
            const auto problem = unpack_world(setup.start, content, *world);
            CHECK(!problem);
        }
        if (setup.looks) {
            before = make_world();
            copy_world(*before, *world);
        }
        replay.mode = setup.mode.empty() ? content.mode.name : setup.mode;
        replay.content_hash = content.hash;
        replay.overrides = setup.overrides;
        replay.seed = setup.seed;
        replay.players = setup.players;
        replay.pilots = setup.pilots;
        begin_recording(setup.start);
    }

    // The recording begins with the world as it is. start: that world packed; empty: the one of seed and players.
    void begin_recording(std::span<const std::byte> start) {
        const Tick tick = world->header.tick;
        replay.first_tick = tick + 1;
        replay.start.assign(start.begin(), start.end());
        replay.inputs.clear();
        replay.hashes.clear();
        has_tail_hash = false;
        confirmed = tick;
        released = std::max(released, tick);
        over = finished = false;
    }

    Slot& slot(Tick tick) { return ring[tick % ring_ticks]; }

    void save() {
        Slot& s = slot(world->header.tick);
        if (!s.world) s.world = make_world();
        copy_world(*s.world, *world);
        s.saved_tick = world->header.tick;
    }

    // From here on ticks may be made again. The first such moment is also the last at which the newest final world can be kept.
    void begin_guessing() {
        ring.resize(ring_ticks);
        save();
        Slot& s = slot(world->header.tick);
        s.tick = world->header.tick;
        s.hash = hash_world(*world);
        released = world->header.tick;
    }

    void load(Tick tick) {
        CHECK(!ring.empty() && tick >= confirmed && slot(tick).saved_tick == tick);
        for (Tick undone_tick = tick + 1; undone_tick <= world->header.tick; ++undone_tick) {
            Slot& s = slot(undone_tick);
            for (const EventKey& key : s.shown) undone.push_back({key, undone_tick});
            s.shown.clear();
            s.waiting.clear();
        }
        copy_world(*world, *slot(tick).world);
    }

    void show(const Event& event) {
        if (events_out.size() < most_events) events_out.push_back(event);
    }

    void make_tick(const Request& request) {
        CHECK(request.tick == world->header.tick + 1);
        events.clear();
        if (setup.heavy) copies.take(*world, content);
        step(*world, request.inputs, content, events);
        if (request.tick == setup.spoil_tick) world->header.rng.next();
        if (setup.heavy && !heavy_difference && !copies.agree(request.inputs, content, *world)) heavy_difference = request.tick;
        if (ring.empty()) {
            if (setup.looks) {
                for (const Event& event : events.all()) show(event);
            }
            return;
        }
        Slot& s = slot(request.tick);
        s.tick = request.tick;
        s.hash = hash_world(*world);
        s.shown.clear();
        s.waiting.clear();
        if (!setup.looks) return;
        for (const Event& event : events.all()) {
            if (waits_for_confirmation(event.kind)) {
                s.waiting.push_back(event);
                continue;
            }
            const EventKey key{event.kind, event.subject, event.ordinal};
            s.shown.push_back(key);
            const auto again = std::find_if(undone.begin(), undone.end(), [&](const Undone& u) { return u.key == key; });
            if (again == undone.end()) {
                show(event);
            } else {
                undone.erase(again);
            }
        }
        std::erase_if(undone, [&](const Undone& u) { return u.tick + ring_ticks < request.tick; });
    }

    std::uint64_t hash_after(Tick tick) {
        if (tick == world->header.tick) return hash_world(*world);
        CHECK(!ring.empty() && slot(tick).tick == tick);
        return slot(tick).hash;
    }

    // Ticks up to this one are final, and the world's history up to it is right.
    void confirm(net::Session& session, Tick up_to) {
        const std::uint32_t wanted = session.hash_period();
        if (has_tail_hash && up_to > confirmed && !finished) {
            replay.hashes.pop_back();
            has_tail_hash = false;
        }
        for (Tick tick = confirmed + 1; tick <= up_to && !finished; ++tick) {
            confirmed = tick;
            over = world->header.over_tick != 0 && world->header.over_tick <= tick;
            finished = over || (setup.last_tick != 0 && tick >= setup.last_tick);
            const bool keep_hash = setup.record && tick % replay_hash_period == 0;
            const bool report = wanted != 0 && tick % wanted == 0;
            const std::uint64_t hash = keep_hash || report || finished ? hash_after(tick) : 0;
            if (finished) last_hash = hash;
            if (report) session.report_hash(tick, hash);
            if (setup.record && replay.inputs.size() < replay_most_ticks) {
                replay.inputs.push_back(session.confirmed_inputs(tick));
                if (keep_hash || finished) replay.hashes.push_back({tick, hash});
            }
        }
        if (ring.empty()) return;
        for (; released < up_to; ++released) {
            Slot& s = slot(released + 1);
            if (s.tick != released + 1) continue;
            for (const Event& event : s.waiting) show(event);
            s.waiting.clear();
        }
    }

    bool advance(net::Session& session, net::Time now) {
        bool moved = false;
        for (const Request& request : session.advance(now)) {
            switch (request.kind) {
                case RequestKind::Load: load(request.tick); break;
                case RequestKind::Adopt:
                case RequestKind::Pack: CHECK(false && "nobody joins or is repaired here"); break;
                case RequestKind::Save:
                    if (ring.empty()) begin_guessing();
                    CHECK(request.tick == world->header.tick);
                    save();
                    break;
                case RequestKind::Advance:
                    if (ring.empty() && !request.confirmed) begin_guessing();
                    if (setup.looks) copy_world(*before, *world);
                    make_tick(request);
                    if (request.confirmed) confirm(session, request.tick);
                    moved = true;
                    break;
            }
        }
        confirm(session, std::min(session.confirmed(), world->header.tick));
        return moved;
    }

    const Content& content;
    const MatchSetup setup;
    WorldPointer world = make_world();
    WorldPointer before;     // only with setup.looks
    std::vector<Slot> ring;  // empty as long as every tick was final when it was made
    Tick confirmed = 0;
    Tick released = 0;  // the waiting events of ticks up to here have been shown
    bool ready = !setup.joins;
    bool over = false, finished = false;
    std::uint64_t last_hash = 0;  // after the last tick of a finished match
    Replay replay;
    bool has_tail_hash = false;  // replay.hashes ends with one that a look at an unfinished recording added
    Copies copies;               // only with setup.heavy
    std::optional<std::uint32_t> heavy_difference;
    Events events;
    std::vector<Undone> undone;
    std::vector<Event> events_out, events_taken;
};

Match::Match(const Content& content, const MatchSetup& setup) : impl_(std::make_unique<Impl>(content, setup)) {}
Match::~Match() = default;
Match::Match(Match&&) noexcept = default;

bool Match::advance(net::Session& session, net::Time now) { return impl_->advance(session, now); }
const World& Match::world() const { return *impl_->world; }
const World& Match::previous() const {
    CHECK(impl_->before != nullptr);
    return *impl_->before;
}
std::uint32_t Match::confirmed_tick() const { return impl_->confirmed; }

std::span<const Event> Match::take_events() {
    impl_->events_taken.clear();
    std::swap(impl_->events_taken, impl_->events_out);
    return impl_->events_taken;
}

std::uint64_t Match::confirmed_hash() const { return impl_->finished ? impl_->last_hash : impl_->hash_after(impl_->confirmed); }

const Replay& Match::recording() const {
    Replay& replay = impl_->replay;
    const Tick last = replay.last_tick();
    const Tick hashed = replay.hashes.empty() ? replay.first_tick - 1 : replay.hashes.back().tick;
    if (last == impl_->confirmed && hashed < last) {
        replay.hashes.push_back({last, confirmed_hash()});
        impl_->has_tail_hash = true;
    }
    return replay;
}

bool Match::ready() const { return impl_->ready; }
std::optional<std::uint32_t> Match::heavy_difference() const { return impl_->heavy_difference; }
bool Match::over() const { return impl_->over; }
bool Match::finished() const { return impl_->finished; }

}  // namespace game
