#include "game/bots/ace.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>

#include "engine/core/inputs.h"
#include "game/bots/foresight.h"
#include "game/bots/volley.h"
#include "game/sim/rects.h"

namespace game {

using engine::Button;
using engine::Rect;
using engine::to_pixels;

namespace {

struct Goal {
    int x = 0, y = 0;  // px, of the hero's left top corner
    std::int64_t value = 0;
};

constexpr auto parts_of_32_bits = [] {
    std::array<std::uint64_t, 64> parts{};
    for (std::uint64_t n = 1; n < parts.size(); ++n) parts[n] = (std::uint64_t{1} << 32) / n + 1;
    return parts;
}();

// a / b, rounded down, for 0 <= a < 2^16 and b at least 1: by a product where b is small, since an ace divides for every enemy.
int part(int a, int b) {
    const auto n = static_cast<std::size_t>(b);
    return n < parts_of_32_bits.size() ? static_cast<int>(static_cast<std::uint64_t>(a) * parts_of_32_bits[n] >> 32) : a / b;
}

class Pilot {
  public:
    Pilot(const World& world, const Content& content, const Hero& hero)
        : world_(world),
          content_(content),
          mode_(content.mode),
          hero_(hero),
          rect_(rect_of(hero, content)),
          volley_(world, content),
          foresight_(world, content, hero, volley_) {
        for (const Hero& other : world.heroes) {
            if (other.state == HeroState::Absent || other.state == HeroState::Gone) continue;
            if (other.seat < hero.seat) ++place_;
            ++flying_;
        }
    }

    std::uint16_t decide() {
        const Goal goal = choose_goal();
        const Way straight = towards(goal);
        if (foresight_.clear_ticks(straight, Foresight::horizon) == Foresight::horizon) return bits_of(straight);
        // Among shots few ways stay clear for as long as it looks everywhere, and those that go straight are soon tried.
        if (!foresight_.in_fire() && foresight_.look_everywhere()) return bits_of(way_out(goal));
        return longest_clear(goal, straight);
    }

  private:
    // The tick towards the goal, or away from it, that keeps a way out.
    Way way_out(const Goal& goal) const {
        Way best;
        int best_distance = std::numeric_limits<int>::max();
        const int y_most = foresight_.step_y() > 0 ? 1 : 0;
        for (int y = -y_most; y <= y_most; ++y) {
            for (int x = -1; x <= 1; ++x) {
                if (!foresight_.leaves_a_way_out(x, y)) continue;
                const Way way{x, y, 1};
                const int distance = distance_to(goal, foresight_.x_after(way, 1), foresight_.y_after(way, 1));
                if (distance >= best_distance) continue;
                best = way;
                best_distance = distance;
            }
        }
        return best;
    }

    // The first of some ways that stays clear, else the one that does so for longest; and a bomb where that is too short to find another.
    std::uint16_t longest_clear(const Goal& goal, const Way& straight) const {
        Way best;
        int best_clear = -1;
        int best_distance = 0;
        const auto consider = [&](const Way& way) {
            const int clear = foresight_.clear_ticks(way, best_clear);
            if (clear < best_clear) return;
            const int distance =
                distance_to(goal, foresight_.x_after(way, Foresight::horizon), foresight_.y_after(way, Foresight::horizon));
            if (clear == best_clear && distance >= best_distance) return;
            best = way;
            best_clear = clear;
            best_distance = distance;
        };
        consider({});
        const int side = straight.x < 0 ? -1 : 1;
        constexpr std::array<Way, 8> directions = {{{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}}};
        for (const int ticks : {2, 5, 10, 32}) {
            for (const Way& to : directions) {
                if (best_clear == Foresight::horizon) return bits_of(best);
                if (to.y == 0 || foresight_.step_y() > 0) consider({side * to.x, to.y, ticks});
            }
        }
        return bits_of(best) | (best_clear <= 6 ? bomb_bits() : 0);
    }

    static int distance_to(const Goal& goal, int x, int y) { return 5 * std::abs(x - goal.x) + 2 * std::abs(y - goal.y); }

    // Sideways only, to where the goal's column is; then down to its row.
    Way towards(const Goal& goal) const {
        const int dx = goal.x - rect_.x;
        const int dy = goal.y - rect_.y;
        const int ticks = (std::abs(dx) + foresight_.step_x() / 2) / foresight_.step_x();
        const int down = foresight_.step_y() > 0 ? (std::abs(dy) + foresight_.step_y() / 2) / foresight_.step_y() : 0;
        Way way{ticks == 0 ? 0 : dx > 0 ? 1 : -1, down == 0 ? 0 : dy > 0 ? 1 : -1, 0};
        way.ticks = way.x != 0 && way.y != 0 ? std::min(ticks, down) : std::max(ticks, down);
        return way;
    }

    // Points for each pixel of difference from a pilot's own part of the field: with a partner each keeps to one.
    int away_from_own_part(int centre) const {
        if (flying_ < 2) return 0;
        const int left = field_width * place_ / flying_;
        const int right = field_width * (place_ + 1) / flying_;
        return centre < left ? left - centre : centre > right ? centre - right : 0;
    }

    // The hero's left edge from which its shots hit what has its centre at `centre`: with super shots a wing has to be below it.
    int line_up(int centre, int width) const {
        const int nose = centre - rect_.w / 2;
        if (hero_.super_ticks == 0 || width > 100) return nose;
        const int left_wing = centre - mode_.super_inset;
        const int right_wing = centre - rect_.w + mode_.super_inset;
        return std::abs(left_wing - rect_.x) < std::abs(right_wing - rect_.x) ? left_wing : right_wing;
    }

    Goal choose_goal() const {
        const int rest_y = foresight_.rest_y();
        // With nothing to do it weaves about the middle of its own part.
        const bool to_the_right = (world_.header.tick / mode_.rate + hero_.seat) % 2 == 1;
        const int middle = field_width * (2 * place_ + 1) / (2 * std::max(1, flying_)) - rect_.w / 2;
        const int home = middle + (to_the_right ? 45 : -45);
        Goal best{std::clamp(home, 0, field_width - rect_.w), rest_y, 0};
        const auto offer = [&](int x, int y, std::int64_t value) {
            if (value > best.value) best = {std::clamp(x, 0, field_width - rect_.w), y, value};
        };
        const int shot_speed = std::max(1, to_pixels(mode_.shot.speed));
        const int ticks_a_hit = mode_.rules == Rules::Classic ? mode_.fire_ticks : 2;
        for (std::uint32_t i = 0; i < world_.enemies.count; ++i) {
            const Enemy& enemy = world_.enemies[i];
            if (enemy.state != EnemyState::Flying) continue;
            const int hits = enemy.hits_left - volley_.hits[i];
            if (hits <= 0) continue;
            const Rect at = rect_of(enemy, content_);
            if (at.bottom() < -60 || at.bottom() >= rect_.y) continue;
            const int x = std::clamp(line_up(at.x + at.w / 2, at.w), 0, field_width - rect_.w);
            const int to_go = part(std::max(0, std::abs(x - rect_.x) - at.w / 3), foresight_.step_x());
            const int speed = std::max(1, to_pixels(volley_.speed[i]));
            const int gap = rect_.y - at.bottom();
            const int needed = to_go + hits * ticks_a_hit / (hero_.super_ticks > 0 && at.w > 100 ? 2 : 1) + part(gap, shot_speed + speed);
            const int left = part(gap, speed);
            if (needed > left) continue;
            // Worth: points for each tick that it takes; more for what will soon be out of reach.
            const int points = std::max(1, kind_of(enemy, content_).score / std::max(1, enemy.hits_left)) * hits;
            const int cost = 6 + to_go + hits * ticks_a_hit + away_from_own_part(at.x + at.w / 2) / 4;
            const int urgent = std::max(0, 200 - (left - needed));
            const std::int64_t worth = std::int64_t{points} * 1000 * (300 + urgent);
            const std::int64_t per = 300 * cost;
            if (worth >= best.value * per) offer(x, rest_y, worth / per + 1);  // only then its quotient is larger
        }
        for (const Pickup& pickup : world_.pickups) offer_pickup(pickup, rest_y, offer);
        return best;
    }

    template <typename Offer>
    void offer_pickup(const Pickup& pickup, int rest_y, const Offer& offer) const {
        if (pickup.kind == PickupKindId::Bomb && hero_.bombs >= mode_.hero.bombs_max) return;
        const Rect at = rect_of(pickup, content_);
        const int centre = at.x + at.w / 2;
        const auto distance = [&](const Hero& hero) { return std::abs(to_pixels(hero.x) + rect_.w / 2 - centre); };
        for (const Hero& other : world_.heroes) {
            if (other.seat == hero_.seat || other.state != HeroState::Flying) continue;
            if (distance(other) < distance(hero_) || (distance(other) == distance(hero_) && other.seat < hero_.seat)) return;
        }
        const int to_go = std::max(0, distance(hero_) - at.w / 2) / foresight_.step_x();
        const int until = (rest_y - at.bottom()) / std::max(1, to_pixels(mode_.supply_speed));
        if (until > to_go + 30) return;
        offer(centre - rect_.w / 2, rest_y, 100'000'000);
    }

    static std::uint16_t bits_of(const Way& way) {
        std::uint16_t bits = 0;
        if (way.ticks == 0) return bits;
        const auto press = [&](bool held, Button button) {
            if (held) bits = static_cast<std::uint16_t>(bits | static_cast<std::uint16_t>(button));
        };
        press(way.x < 0, Button::Left);
        press(way.x > 0, Button::Right);
        press(way.y < 0, Button::Up);
        press(way.y > 0, Button::Down);
        return bits;
    }

    // A press, not a hold; and none for a plane that cannot be lost.
    std::uint16_t bomb_bits() const {
        const auto bomb = static_cast<std::uint16_t>(Button::Bomb);
        return !mode_.hero.undying && hero_.bombs > 0 && hero_.invulnerable_ticks == 0 && (hero_.buttons & bomb) == 0 ? bomb
                                                                                                                      : std::uint16_t{0};
    }

    const World& world_;
    const Content& content_;
    const Mode& mode_;
    const Hero& hero_;
    Rect rect_;
    Volley volley_;
    Foresight foresight_;
    int place_ = 0, flying_ = 0;  // among the heroes in play, and how many those are
};

}  // namespace

std::uint16_t ace(const World& world, const Content& content, int seat) {
    const Hero* hero = hero_of_seat(world, seat);
    if (hero == nullptr || hero->state != HeroState::Flying || world.header.phase == Phase::Over) return 0;
    return Pilot(world, content, *hero).decide();
}

}  // namespace game
