#include "game/bots/ace.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "engine/core/inputs.h"
#include "game/sim/rects.h"

namespace game {

using engine::Button;
using engine::Rect;
using engine::to_pixels;

namespace {

constexpr int margin = 5;  // px kept between a hero and what it passes
constexpr int threats_most = 32;

// An enemy that may be met within the horizon. px, px a tick x 256.
struct Threat {
    int left, right;    // where the hero's left edge would touch it: the enemy widened by the hero's width
    Fixed top, bottom;  // likewise, for the hero's upper edge, now
    Fixed speed;
};

// A way to fly: in one direction for some ticks, then to stay.
struct Way {
    int x = 0, y = 0;  // -1, 0, 1
    int ticks = 0;
};

struct Goal {
    int x = 0, y = 0;  // px, of the hero's left top corner
    int value = 0;
};

class Pilot {
  public:
    Pilot(const World& world, const Content& content, const Hero& hero)
        : world_(world), content_(content), mode_(content.mode), hero_(hero), rect_(rect_of(hero, content)) {
        horizon_ = mode_.rules == Rules::Classic ? 48 : 60;
        step_x_ = std::max(1, to_pixels(mode_.hero.speed_x));
        step_y_ = to_pixels(mode_.hero.speed_y);
        for (const Hero& other : world.heroes) {
            if (other.state == HeroState::Absent || other.state == HeroState::Gone) continue;
            if (other.seat < hero.seat) ++place_;
            ++flying_;
        }
        gather_threats();
    }

    std::uint16_t decide() {
        count_hits_under_way();
        const Goal goal = choose_goal();
        int best_score = 0;
        bool first = true;
        Way best;
        int best_clear = 0;
        const auto consider = [&](const Way& way) {
            const int clear = clear_ticks(way);
            const int score = score_of(way, clear, goal);
            if (!first && score <= best_score) return;
            first = false;
            best = way;
            best_score = score;
            best_clear = clear;
        };
        consider(towards(goal));
        consider({});
        for (const int ticks : {3, 9, 20, 40}) {
            for (int y = step_y_ > 0 ? -1 : 0; y <= (step_y_ > 0 ? 1 : 0); ++y) {
                for (int x = -1; x <= 1; ++x) {
                    if (x != 0 || y != 0) consider({x, y, ticks});
                }
            }
        }
        return bits_of(best) | bomb_bits(best_clear);
    }

  private:
    Fixed speed_of(const Enemy& enemy) const {
        Fixed speed = enemy.speed;
        for (const Population& population : mode_.population) {
            if (population.enemy != enemy.kind) continue;
            for (int i = 0; i + 1 < world_.header.level; ++i) speed += population.faster[static_cast<std::size_t>(i)];
        }
        return speed;
    }

    void gather_threats() {
        const int reach_y = step_y_ > 0 ? rect_.h : 0;
        for (const Enemy& enemy : world_.enemies) {
            if (enemy.state != EnemyState::Flying || count_ == threats_most) continue;
            const Rect rect = rect_of(enemy, content_);
            const Fixed speed = speed_of(enemy);
            const int farthest = to_pixels(speed * horizon_);
            if (rect.bottom() + farthest + margin < rect_.y - (reach_y > 0 ? horizon_ * step_y_ : 0)) continue;
            if (rect.y - margin > field_height) continue;
            threats_[static_cast<std::size_t>(count_++)] = {rect.x - rect_.w - margin, rect.right() + margin,
                                                            engine::to_fixed(rect.y - rect_.h - margin),
                                                            engine::to_fixed(rect.bottom() + margin), speed};
        }
    }

    // Where the hero's left top corner is after t ticks of a way.
    int x_after(const Way& way, int t) const {
        return std::clamp(rect_.x + way.x * step_x_ * std::min(t, way.ticks), 0, field_width - rect_.w);
    }
    int y_after(const Way& way, int t) const {
        return std::clamp(rect_.y + way.y * step_y_ * std::min(t, way.ticks), 0, mode_.hero.floor - rect_.h);
    }

    // Ticks until a way meets an enemy; the horizon where it meets none.
    int clear_ticks(const Way& way) const {
        int clear = horizon_;
        const int from = std::max(1, static_cast<int>(hero_.invulnerable_ticks));
        for (int i = 0; i < count_; ++i) {
            const Threat& threat = threats_[static_cast<std::size_t>(i)];
            for (int t = from; t < clear; t += t < 8 ? 1 : 2) {
                const int x = x_after(way, t);
                if (x <= threat.left || x >= threat.right) continue;
                const Fixed y = engine::to_fixed(y_after(way, t)) - threat.speed * t;
                if (y > threat.top && y < threat.bottom) clear = t;
            }
        }
        return clear;
    }

    int score_of(const Way& way, int clear, const Goal& goal) const {
        int score = 0;
        if (clear < horizon_) score -= 1'000'000 - clear * 10'000;
        const int x = x_after(way, horizon_);
        const int y = y_after(way, horizon_);
        score -= 20 * std::abs(x - goal.x) + 8 * std::abs(y - goal.y);
        // A little against trembling: it is better to go on as before.
        if (way.x != 0 && (hero_.dx > 0) == (way.x > 0) && hero_.dx != 0) score += 15;
        return score;
    }

    Way towards(const Goal& goal) const {
        const int dx = goal.x - rect_.x;
        const int ticks = (std::abs(dx) + step_x_ / 2) / step_x_;
        return {ticks == 0 ? 0 : dx > 0 ? 1 : -1, 0, ticks};
    }

    // How many shots are already on their way to each enemy.
    void count_hits_under_way() {
        for (const Shot& shot : world_.hero_shots) {
            const Rect rect = rect_of(shot, content_);
            int nearest = -1;
            int nearest_bottom = -field_height;
            for (std::uint32_t i = 0; i < world_.enemies.count; ++i) {
                const Enemy& enemy = world_.enemies[i];
                if (enemy.state != EnemyState::Flying || hits_coming_[i] >= enemy.hits_left) continue;
                const Rect at = rect_of(enemy, content_);
                if (at.x + 4 >= rect.right() || rect.x + 4 >= at.right() || at.y > rect.y || at.bottom() <= nearest_bottom) continue;
                nearest = static_cast<int>(i);
                nearest_bottom = at.bottom();
            }
            if (nearest >= 0) ++hits_coming_[static_cast<std::size_t>(nearest)];
        }
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
        const int rest_y = mode_.hero.floor - rect_.h;
        const int home = field_width * (2 * place_ + 1) / (2 * std::max(1, flying_)) - rect_.w / 2;
        Goal best{std::clamp(home, 0, field_width - rect_.w), step_y_ > 0 ? rest_y : rect_.y, 0};
        const auto offer = [&](int x, int y, int value) {
            if (value > best.value) best = {std::clamp(x, 0, field_width - rect_.w), y, value};
        };
        const int shot_speed = std::max(1, to_pixels(mode_.shot.speed));
        const int ticks_a_hit = mode_.rules == Rules::Classic ? mode_.fire_ticks : 2;
        for (std::uint32_t i = 0; i < world_.enemies.count; ++i) {
            const Enemy& enemy = world_.enemies[i];
            if (enemy.state != EnemyState::Flying) continue;
            const int hits = enemy.hits_left - hits_coming_[i];
            const Rect at = rect_of(enemy, content_);
            if (hits <= 0 || at.bottom() < -60 || at.bottom() >= rect_.y) continue;
            const int x = std::clamp(line_up(at.x + at.w / 2, at.w), 0, field_width - rect_.w);
            const int to_go = std::max(0, std::abs(x - rect_.x) - at.w / 3) / step_x_;
            const int speed = std::max(1, to_pixels(speed_of(enemy)));
            const int gap = rect_.y - at.bottom();
            const int needed = to_go + hits * ticks_a_hit / (hero_.super_ticks > 0 && at.w > 100 ? 2 : 1) + gap / (shot_speed + speed);
            const int left = gap / speed;
            if (needed > left) continue;
            // Worth: points for each tick that it takes; more for what will soon be out of reach.
            const int points = std::max(1, kind_of(enemy, content_).score / std::max(1, enemy.hits_left)) * hits;
            const int cost = 6 + to_go + hits * ticks_a_hit + away_from_own_part(at.x + at.w / 2) / 4;
            const int urgent = std::max(0, 200 - (left - needed));
            offer(x, best_y(rest_y), static_cast<int>(static_cast<std::int64_t>(points) * 1000 * (300 + urgent) / (300 * cost)) + 1);
        }
        for (const Pickup& pickup : world_.pickups) offer_pickup(pickup, rest_y, offer);
        return best;
    }

    int best_y(int rest_y) const { return step_y_ > 0 ? rest_y : rect_.y; }

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
        const int to_go = std::max(0, distance(hero_) - at.w / 2) / step_x_;
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

    // Cornered: no way stays clear for long enough to find another.
    std::uint16_t bomb_bits(int clear) const {
        if (hero_.bombs == 0 || hero_.state != HeroState::Flying || clear > 6 || hero_.invulnerable_ticks > 0) return 0;
        if ((hero_.buttons & static_cast<std::uint16_t>(Button::Bomb)) != 0) return 0;
        return static_cast<std::uint16_t>(Button::Bomb);
    }

    const World& world_;
    const Content& content_;
    const Mode& mode_;
    const Hero& hero_;
    Rect rect_;
    int horizon_;
    int step_x_, step_y_;  // px a tick
    int place_ = 0, flying_ = 0;
    int count_ = 0;
    std::array<Threat, threats_most> threats_;
    std::array<std::int32_t, decltype(World::enemies)::capacity> hits_coming_{};
};

}  // namespace

std::uint16_t ace(const World& world, const Content& content, int seat) {
    const Hero* hero = hero_of_seat(world, seat);
    if (hero == nullptr || hero->state != HeroState::Flying || world.header.phase == Phase::Over) return 0;
    return Pilot(world, content, *hero).decide();
}

}  // namespace game
