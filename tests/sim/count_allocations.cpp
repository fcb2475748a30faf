// Apart from the tests: a compiler that sees both these and their callers takes malloc and free for a mismatch.
#include "tests/sim/count_allocations.h"

#include <cstdlib>
#include <new>

namespace {
bool counting = false;
long allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
    if (counting) ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
// Of its own under sanitizers, which otherwise keep theirs for this form alone.
void* operator new(std::size_t size, const std::nothrow_t& /*no throw*/) noexcept {
    if (counting) ++allocations;
    return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*no throw*/) noexcept { std::free(memory); }

namespace game::testing {

void count_allocations(bool on) { counting = on; }

long take_allocations() {
    const long taken = allocations;
    allocations = 0;
    return taken;
}

}  // namespace game::testing
