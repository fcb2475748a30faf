// Counts what operator new is asked for in this test program: a step must ask for nothing.
#pragma once

namespace game::testing {

void count_allocations(bool on);
// Since the last call.
long take_allocations();

}  // namespace game::testing
