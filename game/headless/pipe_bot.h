// A pilot in another program, in any language: it reads a line of JSON a tick from its standard input and writes a line of buttons to its
// standard output. Started for each game and seat by one_game; docs/simulation.md has the protocol.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "game/content/content.h"
#include "game/sim/world.h"

namespace game {

constexpr int pipe_protocol = 1;

class PipeBot {
  public:
    // Starts `command` by the shell and tells it what is played. Throws engine::Error (Failure), as all that follows: where the program
    // cannot be started, has ended, is silent for longer than `timeout`, or answers with what is no line of buttons.
    PipeBot(std::string command, int seat, std::chrono::milliseconds timeout, const Content& content, int players, std::uint64_t seed);
    // Closes its input, which is the sign to end, and makes sure within two seconds that it has. Never throws.
    ~PipeBot();
    PipeBot(const PipeBot&) = delete;
    PipeBot& operator=(const PipeBot&) = delete;

    // Shows it the world and returns its buttons for the coming tick. look: the world's trace line.
    std::uint16_t ask(const World& world, std::string_view look);
    // Tells it how the game ended; it need not listen any more.
    void tell_end(const World& world, std::string_view outcome);

  private:
    void stop();
    [[noreturn]] void fail(const std::string& what);
    [[noreturn]] void fail_ended();
    void send_line(const std::string& line);
    std::string answer();
    bool wait_for(short what);
    void take_in();

    std::string command_;
    int seat_;
    std::chrono::milliseconds timeout_;
    std::chrono::steady_clock::time_point until_{};
    std::uint32_t tick_ = 1;  // that is asked for
    pid_t pid_ = -1;
    int fd_ = -1;
    std::string said_;  // not yet taken
};

}  // namespace game
