#include "game/match/match.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/log.h"
#include "game/match/heavy_check.h"
#include "game/match/world_memory.h"
#include "game/sim/snapshot.h"
#include "game/sim/step.h"

namespace game {
namespace {

using net::Request;
using net::RequestKind;
using net::Tick;

static_assert(most_snapshot_bytes <= net::most_snapshot_bytes);

// Worlds and what belongs to them are kept for this many ticks; more than any prediction window.
constexpr std::uint32_t ring_ticks = 64;
// Looks that nobody fetched are bounded: the oldest stay, sparks are lost.
constexpr std::size_t most_events = 8192;

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
    std::array<std::uint32_t, world_parts> parts{};
    bool has_parts = false;
    WorldPointer world;  // after the tick, where saved_tick says so
    std::optional<Tick> saved_tick;
    std::vector<EventKey> shown;  // sparks that this tick has shown
    std::vector<Event> waiting;   // events to be shown once the tick is final
};

// A spark that was shown in a tick that has been undone since: when a tick made again brings it, it is not shown a second time.
struct Undone {
    EventKey key;
    Tick tick = 0;
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

    // What ticks from `first` on have shown is remembered, so that it is not shown a second time when they are made again.
    void take_back(Tick first) {
        const Tick newest = world->header.tick;
        const Tick oldest = newest >= ring_ticks ? newest - ring_ticks + 1 : 1;
        for (Tick tick = std::max(first, oldest); tick <= newest && !ring.empty(); ++tick) {
            Slot& s = slot(tick);
            if (s.tick != tick) continue;
            for (const EventKey& key : s.shown) undone.push_back({key, tick});
            s.shown.clear();
            s.waiting.clear();
        }
    }

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
        s.has_parts = false;
        released = world->header.tick;
    }

    void load(Tick tick) {
        CHECK(!ring.empty() && tick >= confirmed && slot(tick).saved_tick == tick);
        take_back(tick + 1);
        copy_world(*world, *slot(tick).world);
    }

    // The world becomes the host's. False: it cannot be accepted.
    bool adopt(const Request& request, net::Session& session) {
        if (!spare) spare = make_world();
        const auto bytes = session.snapshot();
        const auto problem = unpack_world(bytes, content, *spare);
        if (problem || spare->header.tick != request.tick) {
            engine::log_warning(problem ? "the host's world: " + *problem : "the host's world is of another tick than it says");
            session.refuse_snapshot();
            return false;
        }
        const bool repairs = request.again && ready && request.tick + 1 >= replay.first_tick;
        if (repairs) take_back(request.tick + 1);
        std::swap(world, spare);
        for (Slot& s : ring) s.saved_tick.reset();
        if (repairs) {
            rewind_recording(request.tick, session);
        } else {
            for (Slot& s : ring) {
                s.tick = 0;
                s.waiting.clear();
            }
            undone.clear();
            released = 0;
            begin_recording(bytes);
        }
        const Tick shown = released;
        begin_guessing();
        released = std::max(shown, released);
        if (setup.looks) copy_world(*before, *world);
        ready = true;
        repaired = repaired || repairs;
        return true;
    }

    // The inputs up to `tick` stay; what follows is made and recorded again. Hashes that may be of the wrong world go.
    void rewind_recording(Tick tick, const net::Session& session) {
        while (confirmed < tick) {
            ++confirmed;
            record(confirmed, session);
        }
        confirmed = tick;
        if (replay.last_tick() > tick) replay.inputs.resize(tick + 1 - replay.first_tick);
        const Tick right = std::min(tick, session.agreed());
        while (!replay.hashes.empty() && replay.hashes.back().tick > right) replay.hashes.pop_back();
        has_tail_hash = has_tail_hash && !replay.hashes.empty() && replay.hashes.back().tick % replay_hash_period != 0;
        over = finished = false;
    }

    // Whether the recording has this tick.
    bool record(Tick tick, const net::Session& session) {
        if (!setup.record || tick != replay.last_tick() + 1 || replay.inputs.size() >= replay_most_ticks) return false;
        replay.inputs.push_back(session.confirmed_inputs(tick));
        return true;
    }

    // The world after a confirmed tick, packed for another machine: from the newest kept world that is not later, and the inputs since.
    void pack(Tick tick, net::Session& session) {
        const World* from = world->header.tick <= tick ? world.get() : nullptr;
        for (const Slot& s : ring) {
            if (s.saved_tick && *s.saved_tick <= tick && (from == nullptr || *s.saved_tick > from->header.tick)) from = s.world.get();
        }
        CHECK(from != nullptr && tick <= session.confirmed());
        if (from->header.tick == tick) {
            session.give_snapshot(tick, pack_world(*from, content));
            return;
        }
        if (!spare) spare = make_world();
        copy_world(*spare, *from);
        while (spare->header.tick < tick) {
            events.clear();
            step(*spare, session.confirmed_inputs(spare->header.tick + 1), content, events);
        }
        session.give_snapshot(tick, pack_world(*spare, content));
    }

    void show(const Event& event) {
        if (events_out.size() < most_events) events_out.push_back(event);
    }

    void make_tick(const Request& request) {
        CHECK(request.tick == world->header.tick + 1);
        events.clear();
        if (setup.heavy) heavy_check.before(*world, content);
        step(*world, request.inputs, content, events);
        if (request.tick == setup.spoil_tick && !repaired) world->header.rng.next();
        if (setup.heavy && !heavy_difference && !heavy_check.agrees(request.inputs, content, *world)) heavy_difference = request.tick;
        if (ring.empty()) {
            if (setup.looks) {
                for (const Event& event : events.all()) show(event);
            }
            return;
        }
        Slot& s = slot(request.tick);
        s.tick = request.tick;
        s.hash = hash_world(*world);
        s.has_parts = hash_period != 0 && request.tick % hash_period == 0;
        if (s.has_parts) s.parts = hash_world_parts(*world);
        s.saved_tick.reset();
        s.shown.clear();
        s.waiting.clear();
        if (!setup.looks || request.tick <= released) return;
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

    bool knows_hash(Tick tick) { return tick == world->header.tick || (!ring.empty() && slot(tick).tick == tick); }
    std::uint64_t hash_after(Tick tick) {
        if (tick == world->header.tick) return hash_world(*world);
        CHECK(knows_hash(tick));
        return slot(tick).hash;
    }

    void report_hash(net::Session& session, Tick tick, std::uint64_t hash) {
        if (!ring.empty() && slot(tick).tick == tick && slot(tick).has_parts) {
            session.report_hash(tick, hash, slot(tick).parts);
        } else if (tick == world->header.tick) {
            session.report_hash(tick, hash, hash_world_parts(*world));
        } else {
            session.report_hash(tick, hash);
        }
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
            if (report) report_hash(session, tick, hash);
            if (record(tick, session) && (keep_hash || finished)) replay.hashes.push_back({tick, hash});
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
        const std::span<const Request> requests = session.advance(now);
        hash_period = session.hash_period();
        for (const Request& request : requests) {
            switch (request.kind) {
                case RequestKind::Adopt:
                    if (!adopt(request, session)) return moved;
                    break;
                case RequestKind::Pack: pack(request.tick, session); break;
                case RequestKind::Load: load(request.tick); break;
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
        if (session.joined()) confirm(session, std::min(session.confirmed(), world->header.tick));
        return moved;
    }

    const Content& content;
    const MatchSetup setup;
    WorldPointer world = make_world();
    WorldPointer before;     // only with setup.looks
    WorldPointer spare;      // for worlds that come or go as bytes
    std::vector<Slot> ring;  // empty as long as every tick was final when it was made
    Tick confirmed = 0;
    Tick released = 0;              // the waiting events of ticks up to here have been shown
    std::uint32_t hash_period = 0;  // the session's
    bool ready = !setup.joins;
    bool repaired = false;  // the world has been replaced by the host's
    bool over = false, finished = false;
    std::uint64_t last_hash = 0;  // after the last tick of a finished match
    Replay replay;
    bool has_tail_hash = false;  // replay.hashes ends with one that a look at an unfinished recording added
    HeavyCheck heavy_check;      // only with setup.heavy
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
    // Asked for in the middle of a tick, after a failed CHECK, there is no world to hash any more.
    if (last == impl_->confirmed && hashed < last && impl_->knows_hash(last)) {
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
