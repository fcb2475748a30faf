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

}  // namespace

Foresight::Foresight(const World& world, const Content& content, const Hero& hero, const Volley& volley)
    : hero_(hero), rect_(rect_of(hero, content)) {
    step_x_ = std::max(1, to_pixels(content.mode.hero.speed_x));
    step_y_ = to_pixels(content.mode.hero.speed_y);
    rest_y_ = step_y_ > 0 ? content.mode.hero.floor - rect_.h : rect_.y;
    right_most_ = field_width - rect_.w;
    gather(world, content, volley);
}

void Foresight::gather(const World& world, const Content& content, const Volley& volley) {
    constexpr int ticks = std::max(horizon, begin_of(steps));
    const int highest = step_y_ > 0 ? std::max(0, rect_.y - ticks * step_y_) : rect_.y;
    const std::array<Rect, 2> own_parts = parts_of(content.mode.hero.mask, rect_.w, rect_.h);
    for (std::uint32_t i = 0; i < world.enemies.count; ++i) {
        const Enemy& enemy = world.enemies[i];
        if (enemy.state != EnemyState::Flying || count_ == threats_most) continue;
        const Rect rect = rect_of(enemy, content);
        const Fixed speed = speed_of(enemy, world, content);
        if (rect.bottom() + to_pixels(speed * ticks) + margin < highest || rect.y - margin > rest_y_ + rect_.h) continue;
        const std::array<Rect, 2> parts = parts_of(kind_of(enemy, content).mask, rect.w, rect.h);
        for (const Rect& own : own_parts) {
            for (const Rect& part : parts) {
                if (own.w == 0 || part.w == 0 || count_ == threats_most) continue;
                // Where the hero's left top corner would be when the two parts touch.
                const int left = rect.x + part.x - own.right();
                const int top = rect.y + part.y - own.bottom();
                threats_[static_cast<std::size_t>(count_++)] = {left - margin,
                                                                left + own.w + part.w + margin,
                                                                to_fixed(top - margin),
                                                                to_fixed(top + own.h + part.h + margin),
                                                                speed,
                                                                volley.dead_in[i]};
            }
        }
    }
}

int Foresight::x_after(const Way& way, int t) const {
    return std::clamp(rect_.x + way.x * step_x_ * std::min(t, way.ticks), 0, right_most_);
}

int Foresight::y_after(const Way& way, int t) const { return std::clamp(rect_.y + way.y * step_y_ * std::min(t, way.ticks), 0, rest_y_); }

int Foresight::clear_ticks(const Way& way) const {
    int clear = horizon;
    const int from = std::max(1, static_cast<int>(hero_.invulnerable_ticks));
    const int end = x_after(way, way.ticks);
    const int end_y = y_after(way, way.ticks);
    const Fixed highest = to_fixed(std::min(rect_.y, end_y));
    const Fixed lowest = to_fixed(std::max(rect_.y, end_y));
    for (int i = 0; i < count_; ++i) {
        const Threat& threat = threats_[static_cast<std::size_t>(i)];
        if (std::max(rect_.x, end) <= threat.left || std::min(rect_.x, end) >= threat.right) continue;
        if (threat.bottom + threat.speed * horizon <= highest || threat.top >= lowest) continue;
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
    for (const int until : {steps, 24, 16, 11, 7, 4}) {
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

    for (auto& rows : blocked_) std::fill_n(rows.begin(), rows_, 0);
    const int rounding = step_y_ > 0 ? row_height_ / 2 : 0;  // a hero may be between two rows
    // px to rows by a product instead of a quotient, rounded down: exact for 0 ... 2^16 px and rows of at most 2^15.
    const std::int64_t part_of_row = (std::int64_t{1} << 32) / row_height_ + 1;
    const auto rows_in = [&](int px) { return static_cast<int>(px * part_of_row >> 32); };
    for (int i = 0; i < count_; ++i) {
        const Threat& threat = threats_[static_cast<std::size_t>(i)];
        const std::uint64_t columns = columns_between(threat.left, threat.right);
        for (int s = 0; s < steps; ++s) {
            const int t = begin_of(s);
            if (t < hero_.invulnerable_ticks || t > threat.until) continue;
            // Rows whose y lies between top and bottom; row r is at rest - r * height.
            const int top = to_pixels(threat.top + threat.speed * t) - rounding;
            const int bottom = to_pixels(threat.bottom + threat.speed * (t + step_ticks - 1)) + rounding;
            if (top >= rest_y_ || rest_y_ - bottom >= (rows_ - 1) * row_height_) continue;
            const int first = bottom > rest_y_ ? 0 : rows_in(rest_y_ - bottom) + 1;
            const int last = std::min(rows_ - 1, rows_in(rest_y_ - top - 1));
            for (int r = first; r <= last; ++r) blocked_[static_cast<std::size_t>(s)][static_cast<std::size_t>(r)] |= columns;
        }
    }
}

void Foresight::find_alive(int until_step) {
    // Backwards in time: a place is alive when it is free and a neighbour of it will be alive a step later.
    std::array<std::uint64_t, rows_most + 2> later{};  // with an empty row on both sides
    std::array<std::uint64_t, rows_most + 2> wide{};
    const auto rows = static_cast<std::size_t>(rows_);
    for (std::size_t r = 0; r < rows; ++r) later[r + 1] = all_columns_ & ~blocked_[static_cast<std::size_t>(until_step - 1)][r];
    const int spread = step_ticks * step_x_ / column_width_;
    for (int s = until_step - 2; s >= 0; --s) {
        for (int i = 0; i < spread; ++i) {
            for (std::size_t r = 1; r <= rows; ++r) later[r] |= later[r] << 1 | later[r] >> 1;
        }
        for (std::size_t r = 1; r <= rows; ++r) wide[r] = later[r];
        const auto& blocked = blocked_[static_cast<std::size_t>(s)];
        for (std::size_t r = 1; r <= rows; ++r) later[r] = (wide[r - 1] | wide[r] | wide[r + 1]) & all_columns_ & ~blocked[r - 1];
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
