// A sprite group: packed, of fixed capacity, trivially copyable; the order is spawn order and stays so. Used by the World.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "engine/core/check.h"

namespace engine {

// T: trivially copyable, a whole number of 8-byte words without padding; the all-zero T is a free slot. Free slots are zeroed, so that
// equal groups have equal bytes.
template <typename T, std::uint32_t Capacity>
struct Group {
    static_assert(std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>);
    static_assert(sizeof(T) % 8 == 0, "a group's items are hashed and copied by 8-byte words");

    static constexpr std::uint32_t capacity = Capacity;

    std::uint32_t count = 0;
    std::uint32_t reserved = 0;  // keeps the items on an 8-byte border; always 0
    std::array<T, Capacity> items{};

    T* begin() { return items.data(); }
    T* end() { return items.data() + count; }
    const T* begin() const { return items.data(); }
    const T* end() const { return items.data() + count; }
    T& operator[](std::uint32_t i) { return items[i]; }
    const T& operator[](std::uint32_t i) const { return items[i]; }
    bool empty() const { return count == 0; }
    bool full() const { return count == Capacity; }

    // Appends a copy and returns it, or nullptr when the group is full: then the spawn does not happen (a rule, and tested).
    T* spawn(const T& item) {
        if (full()) return nullptr;
        items[count] = item;
        return &items[count++];
    }

    // Removes every item for which gone(item) is true; the others keep their order.
    template <typename Predicate>
    void remove_if(Predicate gone) {
        std::uint32_t kept = 0;
        while (kept < count && !gone(items[kept])) ++kept;
        if (kept == count) return;
        for (std::uint32_t i = kept + 1; i < count; ++i) {
            if (!gone(items[i])) items[kept++] = items[i];
        }
        zero(kept, count);
        count = kept;
    }

    void clear() {
        zero(0, count);
        count = 0;
    }

    // Copies the live part of another group and zeroes what was live here beyond it.
    void copy_from(const Group& other) {
        if (other.count > 0) std::memcpy(static_cast<void*>(items.data()), other.items.data(), other.count * sizeof(T));
        if (count > other.count) zero(other.count, count);
        count = other.count;
    }

    // Calls f(pointer to the first item): the group's live part is `count` items from there on.
    template <typename F>
    void each_column(F f) {
        f(items.data());
    }
    template <typename F>
    void each_column(F f) const {
        f(items.data());
    }

  private:
    void zero(std::uint32_t from, std::uint32_t to) {
        if (to > from) std::memset(static_cast<void*>(items.data() + from), 0, (to - from) * sizeof(T));
    }
};

}  // namespace engine
