// The list of what lies on the field.
#include <algorithm>

#include "game/bots/volley.h"
#include "game/env/observation.h"
#include "game/sim/rects.h"

namespace game {

using engine::Rect;

namespace {

constexpr int speed_shift = engine::fixed_shift - 4;  // 1/256 px to 1/16 px

bool on_field(const Rect& rect) { return rect.right() > 0 && rect.x < field_width && rect.bottom() > 0 && rect.y < field_height; }

// What a row says besides where it is.
struct Row {
    int type = 0, kind = 0;
    Fixed vx = 0, vy = 0;
    int left = 0;
    int flags = 0;
};

class Rows {
  public:
    Rows(std::int16_t* out, std::uint32_t most) : out_(out), most_(most) {}

    void add(const Rect& rect, const Row& row) {
        if (!on_field(rect)) return;
        if (count_ < most_) {
            std::int16_t* const to = out_ + std::size_t{count_} * WINGMATE_ENTITY_FIELDS;
            const int values[WINGMATE_ENTITY_FIELDS] = {row.type, row.kind, rect.x + rect.w / 2,   rect.y + rect.h / 2,
                                                        rect.w,   rect.h,   row.vx >> speed_shift, row.vy >> speed_shift,
                                                        row.left, row.flags};
            for (int i = 0; i < WINGMATE_ENTITY_FIELDS; ++i) to[i] = static_cast<std::int16_t>(std::clamp(values[i], -32768, 32767));
        }
        ++count_;
    }

    std::uint32_t finish() {
        const std::uint32_t used = std::min(count_, most_);
        std::fill_n(out_ + std::size_t{used} * WINGMATE_ENTITY_FIELDS, std::size_t{most_ - used} * WINGMATE_ENTITY_FIELDS, std::int16_t{0});
        return count_;
    }

  private:
    std::int16_t* out_;
    std::uint32_t most_;
    std::uint32_t count_ = 0;
};

void add_pilot(Rows& rows, const Hero& hero, const Content& content, int type) {
    if (hero.state != HeroState::Flying && hero.state != HeroState::Destroyed) return;
    const int flags =
        (hero.invulnerable_ticks > 0 ? WINGMATE_INVULNERABLE : 0) | (hero.state == HeroState::Destroyed ? WINGMATE_BEING_DESTROYED : 0);
    rows.add(rect_of(hero, content), {type, hero.seat, hero.dx, hero.dy, hero.lives, flags});
}

}  // namespace

std::uint32_t write_entities(const World& world, const Content& content, int seat, std::int16_t* out, std::uint32_t rows_most) {
    Rows rows(out, rows_most);
    for (const Hero& hero : world.heroes) {
        if (hero.seat == seat) add_pilot(rows, hero, content, WINGMATE_SELF);
    }
    for (const Hero& hero : world.heroes) {
        if (hero.seat != seat) add_pilot(rows, hero, content, WINGMATE_PARTNER);
    }
    for (const Enemy& enemy : world.enemies) {
        const bool flying = enemy.state == EnemyState::Flying;
        rows.add(rect_of(enemy, content), {WINGMATE_ENEMY, enemy.kind, 0, flying ? speed_of(enemy, world, content) : 0, enemy.hits_left,
                                           flying ? 0 : WINGMATE_BEING_DESTROYED});
    }
    for (const EnemyShot& shot : world.enemy_shots) {
        rows.add(rect_of(shot, content), {WINGMATE_ENEMY_SHOT, shot.pattern, shot.vx, shot.vy, 0, 0});
    }
    for (const Pickup& pickup : world.pickups) {
        rows.add(rect_of(pickup, content), {WINGMATE_PICKUP, static_cast<int>(pickup.kind), 0, content.mode.supply_speed, 0, 0});
    }
    for (const Shot& shot : world.hero_shots) {
        rows.add(rect_of(shot, content),
                 {shot.seat == seat ? WINGMATE_OWN_SHOT : WINGMATE_PARTNER_SHOT, shot.is_super, 0, -kind_of(shot, content).speed, 0, 0});
    }
    return rows.finish();
}

}  // namespace game
