// What happened in a tick, for picture, sound and statistics only: nothing in the rules reads it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace game {

enum class EventKind : std::uint8_t {
    ShotFired,       // seat, subject = the shot
    EnemyHit,        // seat, subject = the enemy; ordinal = hits left, at least 1; detail = its kind
    EnemyKilled,     // seat, subject = the enemy; value = points; detail = its kind
    EnemyRammed,     // seat, subject = the enemy; it dies with or without the hero; ordinal = seat; value = points; detail = its kind
    EnemyAnnounced,  // subject = the enemy: its engine is heard
    EnemyFired,      // subject = the enemy, ordinal tells its volleys apart; detail = the pattern
    HeroLost,        // seat, subject = the hero; ordinal = lives left
    HeroBack,        // seat: flies again; ordinal = lives left
    BombUsed,        // seat, subject = the hero; ordinal = how many it has used; value = bombs left
    SupplyArrived,   // subject = the pickup; detail = its kind
    PickupTaken,     // seat, subject = the pickup; detail = its kind
    SuperShotEnded,  // seat, subject = the hero; ordinal = how many of its super shots have ended
    LevelReached,    // ordinal = the level
    GameOver,
    SeatChanged,  // seat, subject = the hero; ordinal = how often it has changed; detail = its new SeatState
};

// (kind, subject, ordinal), without the tick, is the key by which each event is shown and sounds once, also when a rollback moves it.
struct Event {
    EventKind kind = EventKind::ShotFired;
    std::uint8_t seat = 0;
    std::uint16_t detail = 0;   // kind of enemy or pickup
    std::uint32_t subject = 0;  // id
    std::uint32_t ordinal = 0;
    std::int32_t value = 0;     // points
    std::int16_t x = 0, y = 0;  // px, the centre of where it happened
    std::uint32_t tick = 0;
};

// Of one or more ticks, in order. When full, further events are dropped: looks may lose a spark, rules never notice.
class Events {
  public:
    static constexpr std::size_t capacity = 1024;
    void add(const Event& event) {
        if (count_ < capacity) events_[count_++] = event;
    }
    void clear() { count_ = 0; }
    std::span<const Event> all() const { return {events_.data(), count_}; }

  private:
    std::array<Event, capacity> events_{};
    std::size_t count_ = 0;
};

}  // namespace game
