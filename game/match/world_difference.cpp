#include "game/match/world_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "game/sim/fields.h"

namespace game {
namespace {

// Signed as far as the member is; the generator's state and what is wider than 63 bits as a natural number.
template <typename Member>
std::string text_of(std::int64_t value) {
    if constexpr (sizeof(Member) == 8) return std::to_string(static_cast<std::uint64_t>(value));
    return std::to_string(value);
}

template <typename Struct>
void compare(const Struct& a, const Struct& b, WorldDifference& where) {
    std::apply(
        [&](const auto&... fields) {
            const auto look = [&](const auto& field) {
                const auto& ours = a.*(field.member);
                const auto& theirs = b.*(field.member);
                if (!where.field.empty() || std::memcmp(&ours, &theirs, sizeof(ours)) == 0) return;
                using Member = std::remove_cv_t<std::remove_reference_t<decltype(ours)>>;
                where.field = field.name;
                where.a = text_of<Member>(value_of(ours));
                where.b = text_of<Member>(value_of(theirs));
            };
            (look(fields), ...);
        },
        field_lists::of(static_cast<const Struct*>(nullptr)));
}

template <typename Group>
void compare_groups(const Group& a, const Group& b, WorldDifference& where) {
    const std::uint32_t both = std::min(a.count, b.count);
    for (std::uint32_t i = 0; i < both && where.field.empty(); ++i) {
        where.index = i;
        where.id = a[i].id;
        compare(a[i], b[i], where);
    }
    if (!where.field.empty() || a.count == b.count) return;
    where.index = both;
    where.id = a.count > both ? a[both].id : b[both].id;
    where.field = "count";
    where.a = std::to_string(a.count);
    where.b = std::to_string(b.count);
}

}  // namespace

std::optional<WorldDifference> find_difference(const World& a, const World& b) {
    WorldDifference where;
    where.group = "header";
    compare(a.header, b.header, where);
    std::size_t name = 0;
    for_each_group(
        [&](const auto& ours, const auto& theirs) {
            const char* const group = group_names[name++];
            if (!where.field.empty()) return;
            where.group = group;
            compare_groups(ours, theirs, where);
        },
        a, b);
    if (where.field.empty()) return std::nullopt;
    return where;
}

}  // namespace game
