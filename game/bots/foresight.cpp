#include "game/bots/foresight.h"

#include <algorithm>

namespace game {

using engine::Rect;
using engine::to_fixed;
using engine::to_pixels;

namespace {

constexpr int margin = 2;  // px kept between a hero and what it passes

int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }
int ceil_div(int a, int b) { return -floor_div(-a, b); }

// What a picture covers; all of its rectangle where it collides by that.
std::array<Rect, 2> parts_of(const Mask& mask, int w, int h) {
    if (mask.empty()) return {Rect{0, 0, w, h}, Rect{}};
    return mask.cover;
}

// Where a hero's left top corner would be when a part of it meets a part of an enemy, from the enemy's left top corner; with the margin.
struct Meeting {
    int left, right, top, bottom;  // px, all still clear
};
struct Meetings {
    std::array<Meeting, 4> each;
    int count = 0;

    Meetings() {}  // NOLINT(modernize-use-equals-default): that would set all of it to 0
    Meetings(const HeroKind& hero, const EnemyKind& enemy) {
        for (const Rect& own : parts_of(hero.mask, hero.w, hero.h)) {
            for (const Rect& part : parts_of(enemy.mask, enemy.w, enemy.h)) {
                if (own.w == 0 || part.w == 0) continue;
                const int left = part.x - own.right();
                const int top = part.y - own.bottom();
                each[static_cast<std::size_t>(count++)] = {left - margin, left + own.w + part.w + margin, top - margin,
                                                           top + own.h + part.h + margin};
            }
        }
    }
};

}  // namespace

Foresight::Foresight(const World& world, const Content& content, const Hero& hero, const Volley& volley)
    : hero_(hero), barrage_(world, content, hero), rect_(rect_of(hero, content)) {
    step_x_ = std::max(1, to_pixels(content.mode.hero.speed_x));
    step_y_ = to_pixels(content.mode.hero.speed_y);
    rest_y_ = step_y_ > 0 ? content.mode.hero.floor - rect_.h : rect_.y;
    right_most_ = field_width - rect_.w;
    gather(world, content, volley);
}

void Foresight::gather(const World& world, const Content& content, const Volley& volley) {
    constexpr int ticks = begin_of(steps);
    const int highest = step_y_ > 0 ? std::max(0, rect_.y - ticks * step_y_) : rect_.y;
    std::array<Meetings, 16> known;  // of the first kinds: a mode seldom has more
    const std::size_t kinds = std::min(known.size(), content.enemies.size());
    for (std::size_t kind = 0; kind < kinds; ++kind) known[kind] = Meetings(content.mode.hero, content.enemies[kind]);
    Meetings other;
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
        const Enemy& enemy = world.enemies[i];
        if (enemy.state != EnemyState::Flying) continue;
        const Rect rect = rect_of(enemy, content);
        const Fixed speed = volley.speed[i];
        if (rect.bottom() + to_pixels(speed * ticks) + margin < highest || rect.y - margin > rest_y_ + rect_.h) continue;
        if (enemy.kind >= kinds) other = Meetings(content.mode.hero, content.enemies[enemy.kind]);
        const Meetings& meetings = enemy.kind < kinds ? known[enemy.kind] : other;
        for (int m = 0; m < meetings.count; ++m) {
            if (count_ == threats_most) return;
            const Meeting& meeting = meetings.each[static_cast<std::size_t>(m)];
            threats_[static_cast<std::size_t>(count_++)] = {
                rect.x + meeting.left, rect.x + meeting.right, to_fixed(rect.y + meeting.top), to_fixed(rect.y + meeting.bottom), speed,
                volley.dead_in[i]};
        }
    }
}

int Foresight::x_after(const Way& way, int t) const {
    return std::clamp(rect_.x + way.x * step_x_ * std::min(t, way.ticks), 0, right_most_);
}

int Foresight::y_after(const Way& way, int t) const { return std::clamp(rect_.y + way.y * step_y_ * std::min(t, way.ticks), 0, rest_y_); }

int Foresight::clear_ticks(const Way& way, int enough) const {
    int clear = horizon;
    const int from = std::max(1, static_cast<int>(hero_.invulnerable_ticks));
    // Shots first: those that are met are met soon, and then no enemy needs to be followed for longer.
    for (int t = from; barrage_.count > 0 && t <= Barrage::horizon; ++t) {
        if (!barrage_.meets(x_after(way, t) - rect_.x, y_after(way, t) - rect_.y, t)) continue;
        clear = t;
        break;
    }
    const int end = x_after(way, way.ticks);
    const int end_y = y_after(way, way.ticks);
    const Fixed highest = to_fixed(std::min(rect_.y, end_y));
    const Fixed lowest = to_fixed(std::max(rect_.y, end_y));
    for (int i = 0; i < count_ && clear >= enough; ++i) {
        const Threat& threat = threats_[static_cast<std::size_t>(i)];
        if (std::max(rect_.x, end) <= threat.left || std::min(rect_.x, end) >= threat.right) continue;
        if (threat.bottom + threat.speed * clear <= highest || threat.top >= lowest) continue;
        for (int t = from; t < std::min(clear, threat.until); t += t < 8 ? 1 : 2) {
            const int x = x_after(way, t);
            if (x <= threat.left || x >= threat.right) continue;
            const Fixed y = to_fixed(y_after(way, t)) - threat.speed * t;
            if (y > threat.top && y < threat.bottom) clear = t;
        }
    }
    return clear;
}

std::uint64_t Foresight::columns_between(int left, int right) const {
    const int first = std::max(0, floor_div(left, column_width_) + 1);
    const int last = std::min(63, ceil_div(right, column_width_) - 1);
    if (first > last) return 0;
    return (~std::uint64_t{0} << first) & (~std::uint64_t{0} >> (63 - last));
}

bool Foresight::look_everywhere() {
    mark_blocked();
    for (const int until : {steps, 11, 7, 4}) {
        find_alive(until);
        for (int y = -1; y <= 1; ++y) {
            for (int x = -1; x <= 1; ++x) {
                if (leaves_a_way_out(x, y)) return true;
            }
        }
    }
    return false;
}

void Foresight::mark_blocked() {
    column_width_ = std::max(step_x_, (right_most_ + 62) / 63);
    all_columns_ = columns_between(-1, right_most_ + column_width_);
    row_height_ = std::max(1, step_ticks * step_y_);
    rows_ = step_y_ > 0 ? std::min(rows_most, rest_y_ / row_height_ + 1) : 1;

    std::fill_n(blocked_.begin(), rows_, decltype(blocked_)::value_type{});
    const int rounding = step_y_ > 0 ? row_height_ / 2 : 0;  // a hero may be between two rows
    // What cannot be reached by then from where the hero is makes no difference to its way out: a tick, rounded to columns and rows, and
    // then what find_alive goes in a step.
    const int own_row = (rest_y_ - rect_.y + row_height_ / 2) / row_height_;
    const int reach = step_x_ + 2 * column_width_;
    const int reach_each_step = step_ticks * step_x_ / column_width_ * column_width_;
    const int first_vulnerable = hero_.invulnerable_ticks / step_ticks;  // the first step that does not begin before
    for (int i = 0; i < count_; ++i) {
        const Threat& threat = threats_[static_cast<std::size_t>(i)];
        const int away = std::max({0, threat.left - rect_.x - reach, rect_.x - threat.right - reach});
        const int reached = away == 0 ? 0 : reach_each_step == 0 ? steps : (away + reach_each_step - 1) / reach_each_step;
        const int from = std::max(reached, first_vulnerable);
        const int end = std::min(steps, threat.until < 1 ? 0 : (threat.until - 1) / step_ticks + 1);
        if (from >= end) continue;
        const std::uint64_t columns = columns_between(threat.left, threat.right);
        if (columns == 0) continue;

        // It goes down, so it is in a row for some steps that follow each other: those in which `fixed` + a step's way times s has reached
        // one line and not yet another. The first such step, by a product instead of a quotient: exact for what is below 2^20.
        const Fixed each_step = threat.speed * step_ticks;
        const std::uint64_t part_of_step = each_step > 0 ? (std::uint64_t{1} << 40) / static_cast<std::uint64_t>(each_step) + 1 : 0;
        const auto step_at = [&](Fixed fixed, Fixed line) {
            if (fixed >= line) return 0;
            if (each_step <= 0) return steps;
            return static_cast<int>(
                std::min<std::uint64_t>(static_cast<std::uint64_t>(line - fixed + each_step - 1) * part_of_step >> 40, steps));
        };
        const Fixed first_top = threat.top + threat.speed * begin_of(0);
        const Fixed first_bottom = threat.bottom + threat.speed * (begin_of(0) + step_ticks - 1);
        // Row r is at rest - r * height, and blocked while that lies between top and bottom; no row above its top is so later.
        const int highest = (rest_y_ - to_pixels(first_top + each_step * from) + rounding) / row_height_;
        for (int r = std::min({rows_ - 1, own_row + end + 1, highest}); r >= 0; --r) {
            const int y = rest_y_ - r * row_height_;
            const int in = std::max({from, r - own_row - 2, step_at(first_bottom, to_fixed(y - rounding + 1))});
            if (in >= end) break;  // lower rows come later
            const int out = std::min(end, step_at(first_top, to_fixed(y + rounding)));
            if (in >= out) continue;
            std::uint64_t* const row = blocked_[static_cast<std::size_t>(r)].data();
            for (int step = in; step < out; ++step) row[step] |= columns;
        }
    }
}

void Foresight::find_alive(int until_step) {
    // Backwards in time: a place is alive when it is free and a neighbour of it will be alive a step later.
    std::array<std::uint64_t, rows_most + 2> later{};  // with an empty row on both sides
    std::array<std::uint64_t, rows_most + 2> wide{};
    const auto rows = static_cast<std::size_t>(rows_);
    for (std::size_t r = 0; r < rows; ++r) later[r + 1] = all_columns_ & ~blocked_[r][static_cast<std::size_t>(until_step - 1)];
    const int spread = step_ticks * step_x_ / column_width_;
    for (int s = until_step - 2; s >= 0; --s) {
        for (int i = 0; i < spread; ++i) {
            for (std::size_t r = 1; r <= rows; ++r) later[r] |= later[r] << 1 | later[r] >> 1;
        }
        for (std::size_t r = 1; r <= rows; ++r) wide[r] = later[r];
        for (std::size_t r = 1; r <= rows; ++r)
            later[r] = (wide[r - 1] | wide[r] | wide[r + 1]) & all_columns_ & ~blocked_[r - 1][static_cast<std::size_t>(s)];
    }
    for (std::size_t r = 0; r < rows; ++r) alive_[r] = later[r + 1];
}

bool Foresight::leaves_a_way_out(int x, int y) const {
    const Way way{x, y, 1};
    const int column = std::min(63, (x_after(way, 1) + column_width_ / 2) / column_width_);
    const int row = std::clamp((rest_y_ - y_after(way, 1) + row_height_ / 2) / row_height_, 0, rows_ - 1);
    return ((alive_[static_cast<std::size_t>(row)] >> column) & 1) != 0;
}

}  // namespace game
