// A sprite group like Group, kept as an array per field: for shots by the thousand, whose rules are loops over one or two fields that
// compilers make vector code of. Used by the World.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <span>
#include <type_traits>

namespace engine {

namespace detail {

template <auto Member>
struct MemberOf;
template <typename Struct, typename Type, Type Struct::*Member>
struct MemberOf<Member> {
    using type = Type;
};

// The columns one after the other in memory, in the order of the members.
template <std::uint32_t Capacity, auto Member, auto... Rest>
struct ColumnStore {
    using Type = typename MemberOf<Member>::type;
    std::array<Type, Capacity> column{};
    ColumnStore<Capacity, Rest...> rest{};
};
template <std::uint32_t Capacity, auto Member>
struct ColumnStore<Capacity, Member> {
    using Type = typename MemberOf<Member>::type;
    std::array<Type, Capacity> column{};
};

template <auto A, auto B>
constexpr bool same_member = false;
template <auto A>
constexpr bool same_member<A, A> = true;

}  // namespace detail

// Item: what a row is outside the group. Members: the fields that are kept, wide ones first so that no padding comes between them.
template <typename Item, std::uint32_t Capacity, auto... Members>
struct Columns {
    static constexpr std::uint32_t capacity = Capacity;
    // Rules go through columns in steps of so many places, also beyond count: then no loop has a rest without vector code.
    static constexpr std::uint32_t at_once = 16;
    static_assert(Capacity % at_once == 0);
    static constexpr std::size_t bytes_each = (sizeof(typename detail::MemberOf<Members>::type) + ...);

    std::uint32_t count = 0;
    std::uint32_t reserved = 0;  // keeps the columns on an 8-byte border; always 0
    detail::ColumnStore<Capacity, Members...> store;

    bool empty() const { return count == 0; }
    bool full() const { return count == Capacity; }

    // A field of all items: column<&Shot::x>()[i].
    template <auto Member>
    auto* column() {
        return column_in<Member>(store).data();
    }
    template <auto Member>
    const auto* column() const {
        return column_in<Member>(store).data();
    }

    // The places that rules go through: those beyond count fill up the last step.
    std::uint32_t whole_steps() const { return (count + at_once - 1) / at_once * at_once; }

    // gone[i] = f(i) for every place of whole_steps(), so many have to fit. f may write column<Written>()[i]: beyond count that is zeroed
    // again.
    template <auto... Written, typename F>
    void mark_each(std::uint8_t* gone, F f) {
        const std::uint32_t end = whole_steps();
        for (std::uint32_t i = 0; i < end; ++i) gone[i] = f(i);
        if (count < end) (std::memset(column<Written>() + count, 0, (end - count) * sizeof(*column<Written>())), ...);
    }

    // Whether marks[i] != 0 for any item i.
    bool any_marked(const std::uint8_t* marks) const { return next_marked(marks, 0) < count; }

    // An item as a value; changes to it change nothing here.
    Item operator[](std::uint32_t i) const {
        Item item;
        ((item.*Members = column<Members>()[i]), ...);
        return item;
    }
    void set(std::uint32_t i, const Item& item) { ((column<Members>()[i] = item.*Members), ...); }

    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Item;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Item;
        Iterator(const Columns& group, std::uint32_t at) : group_(&group), at_(at) {}
        Item operator*() const { return (*group_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
        friend bool operator!=(const Iterator& a, const Iterator& b) { return a.at_ != b.at_; }

      private:
        const Columns* group_;
        std::uint32_t at_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, count}; }

    // False when the group is full: then the spawn does not happen (a rule, and tested).
    bool spawn(const Item& item) {
        if (full()) return false;
        set(count++, item);
        return true;
    }

    // Removes every item i with gone[i] != 0; the others keep their order. gone has `count` places.
    void remove_marked(const std::uint8_t* gone) {
        std::uint32_t kept = next_marked(gone, 0);
        if (kept == count) return;
        // What stays between two that go is moved as one piece.
        for (std::uint32_t from = kept + 1; from < count;) {
            if (gone[from] != 0) {
                ++from;
                continue;
            }
            const std::uint32_t to = next_marked(gone, from);
            each_column([&](auto* column) { std::memmove(column + kept, column + from, (to - from) * sizeof(*column)); });
            kept += to - from;
            from = to + 1;
        }
        shrink(kept);
    }

    void clear() { shrink(0); }

    // Copies the live part of another group and zeroes what was live here beyond it.
    void copy_from(const Columns& other) {
        if (other.count > 0) {
            (std::memcpy(column<Members>(), other.template column<Members>(), other.count * sizeof(*column<Members>())), ...);
        }
        if (count > other.count) shrink(other.count);
        count = other.count;
    }

    // Calls f(pointer to the first) for every column.
    template <typename F>
    void each_column(F f) {
        (f(column<Members>()), ...);
    }
    template <typename F>
    void each_column(F f) const {
        (f(column<Members>()), ...);
    }

  private:
    template <auto Member, std::uint32_t C, auto First, auto... Rest>
    static auto& column_in(detail::ColumnStore<C, First, Rest...>& in) {
        if constexpr (detail::same_member<Member, First>) {
            return in.column;
        } else {
            return column_in<Member>(in.rest);
        }
    }
    template <auto Member, std::uint32_t C, auto First, auto... Rest>
    static const auto& column_in(const detail::ColumnStore<C, First, Rest...>& in) {
        if constexpr (detail::same_member<Member, First>) {
            return in.column;
        } else {
            return column_in<Member>(in.rest);
        }
    }

    // From place `from` on; count where there is none.
    std::uint32_t next_marked(const std::uint8_t* gone, std::uint32_t from) const {
        for (; from + 8 <= count; from += 8) {
            std::uint64_t eight = 0;
            std::memcpy(&eight, gone + from, 8);
            if (eight != 0) break;
        }
        while (from < count && gone[from] == 0) ++from;
        return from;
    }

    void shrink(std::uint32_t to) {
        if (to < count) each_column([&](auto* column) { std::memset(column + to, 0, (count - to) * sizeof(*column)); });
        count = to;
    }
};

}  // namespace engine
