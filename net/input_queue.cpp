#include "net/input_queue.h"

#include <algorithm>

#include "engine/core/check.h"

namespace net {

using engine::SeatInput;
using engine::SeatState;

void InputQueue::reset(Tick first, SeatInput before) {
    CHECK(first >= 1);
    values_ = {};
    known_ = own_ = first - 1;
    values_[known_ % kept] = before;
}

void InputQueue::confirm(SeatInput value) {
    ++known_;
    values_[known_ % kept] = value;
    own_ = std::max(own_, known_);
}

void InputQueue::push_own(std::uint16_t bits) {
    CHECK(own_ < known_ + kept - 1);
    ++own_;
    values_[own_ % kept] = {bits, SeatState::Flown};
}

SeatInput InputQueue::at(Tick tick) const {
    if (tick <= known_) {
        CHECK(tick + kept > own_);
        return values_[tick % kept];
    }
    const SeatInput last = values_[known_ % kept];
    if (tick > own_) return last;
    return last.state == SeatState::Flown ? values_[tick % kept] : SeatInput{0, last.state};
}

}  // namespace net
