// Groups keep spawn order, refuse when they are full, and leave nothing in freed places.
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "engine/core/group.h"

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

}  // namespace
}  // namespace engine
