// Counts operator new for the row `allocations`. Apart from its callers: a compiler that sees both takes malloc and free for a mismatch.
#include <cstdint>
#include <cstdlib>
#include <new>

#include "game/headless/bench.h"

namespace {
thread_local std::uint64_t allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*no throw*/) noexcept {
    ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*no throw*/) noexcept { std::free(memory); }

namespace game {

std::uint64_t allocations_of_this_thread() { return allocations; }

}  // namespace game
