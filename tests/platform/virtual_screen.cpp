#include "tests/platform/virtual_screen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace tiny {

VirtualScreen::VirtualScreen(int width, int height) {
    int ends[2];
    if (pipe(ends) != 0) return;
    const std::string screen = std::to_string(width) + "x" + std::to_string(height) + "x24";
    server_ = fork();
    if (server_ == 0) {
        // The server picks a free display and writes its number into the pipe.
        close(ends[0]);
        const int none = open("/dev/null", O_WRONLY);
        dup2(none, 1);
        dup2(none, 2);
        const std::string fd = std::to_string(ends[1]);
        execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", screen.c_str(), "-nolisten", "tcp", static_cast<char*>(nullptr));
        _exit(127);
    }
    close(ends[1]);
    std::string number;
    pollfd waited{ends[0], POLLIN, 0};
    char c = 0;
    while (poll(&waited, 1, 20'000) == 1 && read(ends[0], &c, 1) == 1 && c != '\n') number += c;
    close(ends[0]);
    if (c == '\n') display_ = ":" + number;
}

VirtualScreen::~VirtualScreen() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
}

std::string VirtualScreen::xdotool(const std::string& words) const {
    std::string out;
    FILE* pipe = popen(("DISPLAY=" + display_ + " xdotool " + words + " 2>&1").c_str(), "r");
    if (!pipe) return out;
    std::array<char, 256> part{};
    while (fgets(part.data(), part.size(), pipe)) out += part.data();
    pclose(pipe);
    return out;
}

}  // namespace tiny
