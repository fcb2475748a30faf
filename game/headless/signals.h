// SIGINT and SIGTERM as a wish to end after the current line. Used by every long command.
#pragma once

namespace game {

// From now on the first such signal is only noted; the second ends the program at once.
void watch_signals();
// The signal's number, 0 as long as none came. Any thread.
int signal_seen();
// The exit code that goes with it: 128 and its number; 0 as long as none came.
inline int code_of_signal() { return signal_seen() == 0 ? 0 : 128 + signal_seen(); }

}  // namespace game
