#include "tests/support/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace program {

Process::Process(const std::vector<std::string>& arguments, const std::filesystem::path& stdout_to) {
    int out[2] = {-1, -1};
    int err[2] = {-1, -1};
    if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0) std::abort();
    std::vector<std::string> words{WINGMATE_BINARY_DIR "/wingmate-headless"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    argv.reserve(words.size() + 1);
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
        const int to = stdout_to.empty() ? out[1] : ::open(stdout_to.c_str(), O_WRONLY | O_CREAT, 0644);
        ::dup2(to, STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    ::close(out[1]);
    ::close(err[1]);
    out_ = out[0];
    err_ = err[0];
}

Process::~Process() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    for (const int fd : {out_, err_}) {
        if (fd >= 0) ::close(fd);
    }
}

// False once both pipes are closed.
bool Process::read_some(int milliseconds) {
    pollfd fds[2] = {{out_, POLLIN, 0}, {err_, POLLIN, 0}};
    if (out_ < 0 && err_ < 0) return false;
    if (::poll(fds, 2, milliseconds) <= 0) return true;
    char part[65536];
    for (int i = 0; i < 2; ++i) {
        int& fd = i == 0 ? out_ : err_;
        if (fd < 0 || (fds[i].revents & (POLLIN | POLLHUP)) == 0) continue;
        const ssize_t got = ::read(fd, part, sizeof part);
        if (got > 0) {
            (i == 0 ? result_.out : result_.err).append(part, static_cast<std::size_t>(got));
        } else {
            ::close(fd);
            fd = -1;
        }
    }
    return out_ >= 0 || err_ >= 0;
}

std::string Process::first_line() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (result_.out.find('\n') == std::string::npos && std::chrono::steady_clock::now() < end && read_some(100)) {
    }
    const std::size_t at = result_.out.find('\n');
    return at == std::string::npos ? "" : result_.out.substr(0, at);
}

bool Process::says(const std::string& text, int seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (result_.err.find(text) == std::string::npos && std::chrono::steady_clock::now() < end && read_some(10)) {
    }
    return result_.err.find(text) != std::string::npos;
}

void Process::send_signal(int number) const { ::kill(pid_, number); }

Result Process::wait(int seconds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (read_some(100)) {
        if (std::chrono::steady_clock::now() > end) {
            ADD_FAILURE() << "still running after " << seconds << " s";
            ::kill(pid_, SIGKILL);
            break;
        }
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    if (WIFEXITED(status)) result_.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) result_.signal = WTERMSIG(status);
    return result_;
}

Result run(const std::vector<std::string>& arguments) { return Process(arguments).wait(); }

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) result.push_back(line);
    return result;
}

std::string without_times(const std::string& line) {
    const std::size_t at = line.find(",\"seconds\":");
    EXPECT_NE(at, std::string::npos) << line;
    return line.substr(0, at);
}

std::string field(const std::string& line, const std::string& name) {
    const std::size_t at = line.find("\"" + name + "\":");
    EXPECT_NE(at, std::string::npos) << name << " in " << line;
    if (at == std::string::npos) return {};
    std::string rest = line.substr(at + name.size() + 3);
    const bool quoted = !rest.empty() && rest.front() == '"';
    if (quoted) rest.erase(0, 1);
    return rest.substr(0, rest.find_first_of(quoted ? "\"" : ",}"));
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

void write_text(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace program
