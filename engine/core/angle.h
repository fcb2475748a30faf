// Angles and directions in whole numbers, from a table: equal on every machine, where a library's sine is not. Used by rules that turn and
// aim.
#pragma once

#include <array>
#include <cstdint>

namespace engine {

// 65536 to a full turn, wrapping by itself: 0 is to the right, a quarter is down (y points down), so that angles grow clockwise.
using Angle = std::uint16_t;

constexpr Angle quarter_turn = 16384;

// To the nearest; any sign.
constexpr Angle degrees(int n) { return static_cast<Angle>(((n % 360 + 360) % 360 * 65536 + 180) / 360); }

// A length of `unit` in some direction.
struct Direction {
    static constexpr int shift = 14;
    static constexpr std::int32_t unit = 1 << shift;
    std::int32_t x = 0, y = unit;
};

namespace detail {
// round(sin(i / 256 of a quarter turn) * 16384)
constexpr std::array<std::int16_t, 257> sine_table = {
    0,     101,   201,   302,   402,   503,   603,   704,   804,   904,   1005,  1105,  1205,  1306,  1406,  1506,  1606,  1706,  1806,
    1906,  2006,  2105,  2205,  2305,  2404,  2503,  2603,  2702,  2801,  2900,  2999,  3098,  3196,  3295,  3393,  3492,  3590,  3688,
    3786,  3883,  3981,  4078,  4176,  4273,  4370,  4467,  4563,  4660,  4756,  4852,  4948,  5044,  5139,  5235,  5330,  5425,  5520,
    5614,  5708,  5803,  5897,  5990,  6084,  6177,  6270,  6363,  6455,  6547,  6639,  6731,  6823,  6914,  7005,  7096,  7186,  7276,
    7366,  7456,  7545,  7635,  7723,  7812,  7900,  7988,  8076,  8163,  8250,  8337,  8423,  8509,  8595,  8680,  8765,  8850,  8935,
    9019,  9102,  9186,  9269,  9352,  9434,  9516,  9598,  9679,  9760,  9841,  9921,  10001, 10080, 10159, 10238, 10316, 10394, 10471,
    10549, 10625, 10702, 10778, 10853, 10928, 11003, 11077, 11151, 11224, 11297, 11370, 11442, 11514, 11585, 11656, 11727, 11797, 11866,
    11935, 12004, 12072, 12140, 12207, 12274, 12340, 12406, 12472, 12537, 12601, 12665, 12729, 12792, 12854, 12916, 12978, 13039, 13100,
    13160, 13219, 13279, 13337, 13395, 13453, 13510, 13567, 13623, 13678, 13733, 13788, 13842, 13896, 13949, 14001, 14053, 14104, 14155,
    14206, 14256, 14305, 14354, 14402, 14449, 14497, 14543, 14589, 14635, 14680, 14724, 14768, 14811, 14854, 14896, 14937, 14978, 15019,
    15059, 15098, 15137, 15175, 15213, 15250, 15286, 15322, 15357, 15392, 15426, 15460, 15493, 15525, 15557, 15588, 15619, 15649, 15679,
    15707, 15736, 15763, 15791, 15817, 15843, 15868, 15893, 15917, 15941, 15964, 15986, 16008, 16029, 16049, 16069, 16088, 16107, 16125,
    16143, 16160, 16176, 16192, 16207, 16221, 16235, 16248, 16261, 16273, 16284, 16295, 16305, 16315, 16324, 16332, 16340, 16347, 16353,
    16359, 16364, 16369, 16373, 16376, 16379, 16381, 16383, 16384, 16384,
};
}  // namespace detail

// -16384 to 16384, at most 1 beside the true value; between the table's places by a straight line.
constexpr std::int32_t sine(Angle angle) {
    const bool falling = (angle & quarter_turn) != 0;
    const std::uint32_t part = angle & (quarter_turn - 1);
    const std::uint32_t along = falling ? quarter_turn - part : part;
    const std::uint32_t place = along >> 6;
    const auto low = static_cast<std::int32_t>(detail::sine_table[place]);
    const auto high = static_cast<std::int32_t>(detail::sine_table[place < 256 ? place + 1 : 256]);
    const std::int32_t value = low + (((high - low) * static_cast<std::int32_t>(along & 63) + 32) >> 6);
    return (angle & 0x8000) != 0 ? -value : value;
}

constexpr Direction direction_of(Angle angle) { return {sine(static_cast<Angle>(angle + quarter_turn)), sine(angle)}; }

// Turned clockwise (as the eye sees it, y down).
constexpr Direction turned(Direction d, Angle by) {
    const Direction t = direction_of(by);
    return {(d.x * t.x - d.y * t.y) >> Direction::shift, (d.x * t.y + d.y * t.x) >> Direction::shift};
}

// Rounded down.
constexpr std::uint32_t square_root(std::uint64_t n) {
    std::uint64_t root = 0;
    for (std::uint64_t bit = std::uint64_t{1} << 31; bit != 0; bit >>= 1) {
        if ((root | bit) * (root | bit) <= n) root |= bit;
    }
    return static_cast<std::uint32_t>(root);
}

// The direction of a vector, each number within +-2^30; straight down where it has no length.
constexpr Direction direction_to(std::int64_t x, std::int64_t y) {
    const auto length = static_cast<std::int64_t>(square_root(static_cast<std::uint64_t>(x * x + y * y)));
    if (length == 0) return {};
    return {static_cast<std::int32_t>(x * Direction::unit / length), static_cast<std::int32_t>(y * Direction::unit / length)};
}

}  // namespace engine
