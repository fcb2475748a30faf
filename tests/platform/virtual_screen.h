// An X server of its own for tests that need a real window; gone with the value. Needs Xvfb and xdotool.
#pragma once

#include <sys/types.h>

#include <string>

namespace tiny {

class VirtualScreen {
  public:
    VirtualScreen(int width, int height);
    ~VirtualScreen();
    VirtualScreen(const VirtualScreen&) = delete;
    VirtualScreen& operator=(const VirtualScreen&) = delete;

    bool works() const { return !display_.empty(); }
    const std::string& display() const { return display_; }  // ":5"
    // xdotool with these words; its output.
    std::string xdotool(const std::string& words) const;

  private:
    pid_t server_ = -1;
    std::string display_;
};

}  // namespace tiny
