// Groups keep spawn order, refuse when they are full, and leave nothing in freed places.
#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/core/columns.h"
#include "engine/core/group.h"
#include "engine/core/rng.h"

namespace engine {
namespace {

struct Thing {
    std::uint64_t value = 0;
};
using Four = Group<Thing, 4>;

std::vector<std::uint64_t> values(const Four& group) {
    std::vector<std::uint64_t> found;
    for (const Thing& thing : group) found.push_back(thing.value);
    return found;
}

TEST(Groups, RefuseWhatComesWhenTheyAreFull) {
    Four group;
    for (std::uint64_t i = 1; i <= 4; ++i) EXPECT_NE(group.spawn({i}), nullptr);
    EXPECT_TRUE(group.full());
    EXPECT_EQ(group.spawn({5}), nullptr);
    EXPECT_EQ(values(group), (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST(Groups, KeepTheOrderOfSpawningWhenSomeLeave) {
    Four group;
    for (std::uint64_t i = 1; i <= 4; ++i) group.spawn({i});
    group.remove_if([](const Thing& thing) { return thing.value == 1 || thing.value == 3; });
    EXPECT_EQ(values(group), (std::vector<std::uint64_t>{2, 4}));
    group.spawn({9});
    EXPECT_EQ(values(group), (std::vector<std::uint64_t>{2, 4, 9}));
}

TEST(Groups, ZeroFreedPlacesSoThatEqualGroupsHaveEqualBytes) {
    Four lived;
    for (std::uint64_t i = 1; i <= 4; ++i) lived.spawn({i});
    lived.remove_if([](const Thing& thing) { return thing.value != 2; });
    Four fresh;
    fresh.spawn({2});
    EXPECT_EQ(std::memcmp(&lived, &fresh, sizeof lived), 0);
    lived.clear();
    const Four empty;
    EXPECT_EQ(std::memcmp(&lived, &empty, sizeof lived), 0);
}

TEST(Groups, CopiedOverAFullerOneLeaveNothingOfIt) {
    Four full;
    for (std::uint64_t i = 1; i <= 4; ++i) full.spawn({i});
    Four fresh;
    fresh.spawn({7});
    full.copy_from(fresh);
    EXPECT_EQ(std::memcmp(&full, &fresh, sizeof full), 0);
}

struct Row {
    std::uint32_t id = 0;
    std::uint8_t mark = 0;
    friend bool operator==(const Row& a, const Row& b) { return a.id == b.id && a.mark == b.mark; }
};
using Rows = Columns<Row, 64, &Row::id, &Row::mark>;
static_assert(std::is_trivially_copyable_v<Rows> && std::has_unique_object_representations_v<Rows>);

std::vector<std::uint32_t> ids(const Rows& rows) {
    std::vector<std::uint32_t> found;
    for (const Row& row : rows) found.push_back(row.id);
    return found;
}

TEST(ColumnGroups, GiveBackTheItemsThatWerePutIn) {
    Rows rows;
    EXPECT_TRUE(rows.empty());
    EXPECT_TRUE(rows.spawn({7, 1}));
    EXPECT_TRUE(rows.spawn({8, 2}));
    EXPECT_EQ(rows[0], (Row{7, 1}));
    EXPECT_EQ(rows[1], (Row{8, 2}));
    EXPECT_EQ(rows.column<&Row::mark>()[1], 2);
    rows.set(0, {9, 3});
    EXPECT_EQ(rows[0], (Row{9, 3}));
    EXPECT_EQ(ids(rows), (std::vector<std::uint32_t>{9, 8}));
}

TEST(ColumnGroups, RefuseWhatComesWhenTheyAreFull) {
    Rows rows;
    for (std::uint32_t i = 0; i < 64; ++i) EXPECT_TRUE(rows.spawn({i, 0}));
    EXPECT_TRUE(rows.full());
    EXPECT_FALSE(rows.spawn({99, 0}));
    EXPECT_EQ(rows.count, 64u);
}

// Every pattern of leaving: order is kept, and what is freed is zero in every column.
TEST(ColumnGroups, KeepTheirOrderAndZeroFreedPlacesWhoeverLeaves) {
    Rng rng{11};
    for (int round = 0; round < 2000; ++round) {
        Rows rows;
        Rows expected;
        const std::uint32_t count = rng.below(65);
        const std::uint32_t often = 1 + rng.below(20);
        std::array<std::uint8_t, 64> gone{};
        for (std::uint32_t i = 0; i < count; ++i) {
            const Row row{i + 1, static_cast<std::uint8_t>(1 + rng.below(200))};
            rows.spawn(row);
            gone[i] = rng.below(often) == 0 ? 1 : 0;
            if (gone[i] == 0) expected.spawn(row);
        }
        rows.remove_marked(gone.data());
        ASSERT_EQ(std::memcmp(&rows, &expected, sizeof(rows)), 0) << "round " << round;
    }
}

TEST(ColumnGroups, CopiedOverFullerOnesLeaveNothingOfThemBehind) {
    Rows fuller;
    Rows rows;
    for (std::uint32_t i = 0; i < 50; ++i) fuller.spawn({i + 1, 1});
    for (std::uint32_t i = 0; i < 20; ++i) rows.spawn({i + 100, 2});
    fuller.copy_from(rows);
    EXPECT_EQ(std::memcmp(&rows, &fuller, sizeof(rows)), 0);
    rows.clear();
    EXPECT_EQ(std::memcmp(&rows, std::make_unique<Rows>().get(), sizeof(rows)), 0);
}

}  // namespace
}  // namespace engine
