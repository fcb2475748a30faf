#include "game/headless/pipe_bot.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include "engine/core/error.h"
#include "game/headless/inputs_file.h"
#include "game/headless/json_line.h"
#include "game/headless/one_game.h"

namespace game {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t longest_answer = 200;  // bytes; every button and axis together take fewer

// The status of a child that ends within `patience`; nothing where it goes on.
bool ended_within(pid_t pid, milliseconds patience, int& status) {
    const auto until = steady_clock::now() + patience;
    for (;;) {
        const pid_t got = ::waitpid(pid, &status, WNOHANG);
        if (got != 0) return true;
        if (steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(milliseconds(1));
    }
}

// Its own group, so that what the shell starts ends with it and the keys of the terminal stay ours.
int start(const std::string& command, int fd, pid_t& pid) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, fd, STDOUT_FILENO);
    sigset_t usual;
    ::sigemptyset(&usual);
    for (const int number : {SIGINT, SIGTERM, SIGPIPE, SIGXFSZ}) ::sigaddset(&usual, number);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
    std::string shell = "/bin/sh";
    std::string option = "-c";
    std::string line = command;
    std::array<char*, 4> words{shell.data(), option.data(), line.data(), nullptr};
    const int error = ::posix_spawn(&pid, shell.c_str(), &files, &attributes, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
    return error;
}

}  // namespace

PipeBot::PipeBot(std::string command, int seat, milliseconds timeout, const Content& content, int players, std::uint64_t seed)
    : command_(std::move(command)), seat_(seat), timeout_(timeout) {
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail(std::strerror(errno));
    fd_ = ends[0];
    const int error = start(command_, ends[1], pid_);
    ::close(ends[1]);
    if (error != 0) {
        pid_ = -1;
        ::close(fd_);
        fail(fmt::format("cannot be started: {}", std::strerror(error)));
    }
    ::fcntl(fd_, F_SETFL, O_NONBLOCK);
    const Mode& mode = content.mode;
    const std::string greeting =
        JsonLine()
            .integer("protocol", pipe_protocol)
            .text("mode", mode.name)
            .natural("seed", seed)
            .integer("seat", seat)
            .integer("players", players)
            .natural("rate", mode.rate)
            .raw("field", fmt::format("[{},{}]", field_width, field_height))
            .raw("speed", fmt::format("[{},{}]", engine::to_pixels(mode.hero.speed_x), engine::to_pixels(mode.hero.speed_y)))
            .str();
    try {
        send_line(greeting);
    } catch (...) {
        stop();
        throw;
    }
}

PipeBot::~PipeBot() { stop(); }

void PipeBot::stop() {
    if (fd_ >= 0) ::close(fd_);
    if (pid_ <= 0) return;
    int status = 0;
    if (ended_within(pid_, milliseconds(1000), status)) return;
    ::kill(-pid_, SIGTERM);
    if (ended_within(pid_, milliseconds(500), status)) return;
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, &status, 0);
}

void PipeBot::fail(const std::string& what) {
    throw engine::Error(engine::ExitCode::Failure, fmt::format("seat {}: the program \"{}\" {}", seat_, command_, what));
}

void PipeBot::fail_ended() {
    int status = 0;
    std::string how = "has closed its input or output";
    if (ended_within(pid_, milliseconds(200), status)) {
        pid_ = -1;
        how = WIFSIGNALED(status) ? fmt::format("was ended by signal {}", WTERMSIG(status))
                                  : fmt::format("has ended with exit code {}", WEXITSTATUS(status));
    }
    fail(fmt::format("{} in tick {}", how, tick_));
}

// False where the time is up.
bool PipeBot::wait_for(short what) {
    for (;;) {
        const auto left = std::chrono::duration_cast<milliseconds>(until_ - steady_clock::now()).count();
        if (left < 0) return false;
        pollfd entry{fd_, what, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(left) + 1);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) fail(std::strerror(errno));
    }
}

// What it has said meanwhile; a program that talks without end is stopped here.
void PipeBot::take_in() {
    std::array<char, 4096> part{};
    for (;;) {
        const ssize_t got = ::recv(fd_, part.data(), part.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (got == 0 && said_.find('\n') != std::string::npos) return;  // its last answer; the next question finds it gone
        if (got <= 0) fail_ended();
        said_.append(part.data(), static_cast<std::size_t>(got));
        if (said_.size() > longest_answer)
            fail(fmt::format("says too much in tick {}: a line of buttons has at most {} bytes, and there is one a tick", tick_,
                             longest_answer));
    }
}

void PipeBot::send_line(const std::string& line) {
    const std::string whole = line + '\n';
    until_ = steady_clock::now() + timeout_;
    for (std::size_t done = 0; done < whole.size();) {
        const ssize_t sent = ::send(fd_, whole.data() + done, whole.size() - done, MSG_NOSIGNAL);
        if (sent > 0) {
            done += static_cast<std::size_t>(sent);
            continue;
        }
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) fail_ended();
        if (!wait_for(POLLOUT)) fail(fmt::format("has read nothing for {} ms in tick {}", timeout_.count(), tick_));
    }
}

std::string PipeBot::answer() {
    until_ = steady_clock::now() + timeout_;
    for (;;) {
        const std::size_t end = said_.find('\n');
        if (end != std::string::npos) {
            std::string line = said_.substr(0, end);
            said_.erase(0, end + 1);
            if (!line.empty() && line.back() == '\r') line.pop_back();
            return line;
        }
        if (!wait_for(POLLIN)) fail(fmt::format("has given no answer for {} ms in tick {}", timeout_.count(), tick_));
        take_in();
    }
}

std::uint16_t PipeBot::ask(const World& world, std::string_view look) {
    tick_ = world.header.tick + 1;
    take_in();
    if (!said_.empty()) fail(fmt::format("speaks before it is asked for tick {}: \"{}\"", tick_, said_.substr(0, said_.find('\n'))));
    std::string line(look.substr(0, look.size() - 1));
    const Hero* hero = hero_of_seat(world, seat_);
    const Hero none;
    const Hero& h = hero != nullptr ? *hero : none;
    line += fmt::format(R"(,"level":{},"you":)", world.header.level);
    line += JsonLine()
                .natural("id", h.id)
                .text("state", state_name(hero))
                .integer("score", h.score)
                .natural("lives", h.lives)
                .natural("bombs", h.bombs)
                .natural("invulnerable", h.invulnerable_ticks)
                .natural("super", h.super_ticks)
                .str();
    send_line(line + '}');
    const std::string words = answer();
    std::uint16_t bits = 0;
    const std::string mistake = parse_buttons(words, bits);
    if (!mistake.empty()) fail(fmt::format("answers \"{}\" in tick {}: {}", words, tick_, mistake));
    return bits;
}

void PipeBot::tell_end(const World& world, std::string_view outcome) {
    try {
        send_line(JsonLine().natural("end", world.header.tick).text("outcome", outcome).integer("score", team_score(world)).str());
    } catch (const engine::Error&) {
        // It has heard enough.
    }
}

}  // namespace game
