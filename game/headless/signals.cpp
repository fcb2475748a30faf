#include "game/headless/signals.h"

#include <signal.h>

namespace game {
namespace {
volatile sig_atomic_t g_signal = 0;
void note(int number) { g_signal = number; }
}  // namespace

void watch_signals() {
    struct sigaction action {};
    action.sa_handler = note;
    // Reset after the first: whoever does not want to wait for the line sends another. Restart: only our loops look at it.
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    // A limit on the size of files is a write that fails, with a sentence.
    ::signal(SIGXFSZ, SIG_IGN);
}

int signal_seen() { return g_signal; }

}  // namespace game
