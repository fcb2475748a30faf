// How many matches one server holds: it and its guests as two programs of their own on this machine, over real sockets, more matches from
// step to step until ticks come late or no processor time is left.
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/error.h"
#include "game/headless/bench.h"
#include "game/headless/crowd.h"
#include "game/headless/json_line.h"
#include "game/headless/online_play.h"
#include "game/headless/serve_many.h"
#include "game/headless/signals.h"

namespace game {

namespace {

constexpr int first_step = 50, most_matches = 256, most_steps = 6;
constexpr int start_ms = 15'000, calm_ms = 1'000, measured_ms = 5'000;
constexpr double most_late_us = 4000, least_idle_percent = 10;

struct Processors {
    std::vector<double> idle, all;  // of each, in hundredths of a second since the machine started
};

Processors read_processors() {
    Processors found;
    std::ifstream file("/proc/stat");
    for (std::string line; std::getline(file, line);) {
        if (line.rfind("cpu", 0) != 0 || line.size() < 4 || line[3] == ' ') continue;
        std::istringstream words(line.substr(line.find(' ')));
        double all = 0, idle = 0, value = 0;
        for (int i = 0; i < 8 && words >> value; ++i) {
            all += value;
            if (i == 3 || i == 4) idle += value;  // idle, waiting for a disk
        }
        found.idle.push_back(idle);
        found.all.push_back(all);
    }
    return found;
}

std::vector<double> idle_percent(const Processors& before, const Processors& after) {
    std::vector<double> percent;
    for (std::size_t i = 0; i < std::min(before.all.size(), after.all.size()); ++i)
        percent.push_back(100 * (after.idle[i] - before.idle[i]) / std::max(after.all[i] - before.all[i], 1.0));
    return percent;
}

// Processor time of a process so far, in seconds.
double processor_seconds(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    std::istringstream words(text.substr(std::min(text.size(), text.rfind(')') + 1)));
    std::string word;
    for (int i = 3; i < 14 && words >> word; ++i) {
    }
    double user = 0, system = 0;
    words >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double number_of(const std::string& text, const std::string& name) {
    const std::size_t at = text.rfind("\"" + name + "\":");
    return at == std::string::npos ? -1 : std::strtod(text.c_str() + at + name.size() + 3, nullptr);
}

int count_of(const std::string& text, const std::string& what) {
    int count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

// A process of this program; what it writes to standard output is read here.
class Child {
  public:
    template <class Work>
    explicit Child(const Work& work) {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0) throw engine::Error(engine::ExitCode::Failure, "No pipe can be opened.");
        pid_ = fork();
        if (pid_ < 0) throw engine::Error(engine::ExitCode::Failure, "No process can be started.");
        if (pid_ == 0) {
            dup2(ends[1], 1);
            close(ends[0]);
            close(ends[1]);
            watch_signals();
            int code = 1;
            try {
                code = work();
            } catch (const std::exception& error) {
                const std::string text = std::string(error.what()) + "\n";
                if (write(2, text.data(), text.size()) < 0) code = 1;
            }
            _exit(code);
        }
        close(ends[1]);
        out_ = ends[0];
    }
    ~Child() {
        finish();
        close(out_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    pid_t pid() const { return pid_; }
    const std::string& text() const { return text_; }
    // Reads for so long, or until `done` of what was read so far; false where that did not come.
    template <class Done>
    bool read_until(int milliseconds, const Done& done) {
        const net::Time end = now_us() + static_cast<net::Time>(milliseconds) * 1000;
        while (!done(text_) && now_us() < end) {
            pollfd wait{out_, POLLIN, 0};
            if (::poll(&wait, 1, 20) <= 0) continue;
            std::array<char, 4096> piece{};
            const ssize_t size = read(out_, piece.data(), piece.size());
            if (size <= 0) break;
            text_.append(piece.data(), static_cast<std::size_t>(size));
        }
        return done(text_);
    }
    // Ends it, and reads what it says last.
    void finish() {
        if (pid_ <= 0) return;
        kill(pid_, SIGTERM);
        read_until(5000, [](const std::string& text) { return text.find("\"event\":\"stopped\"") != std::string::npos; });
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

  private:
    pid_t pid_ = 0;
    int out_ = -1;
    std::string text_;
};

struct Step {
    int matches = 0;
    bool all_play = false;
    double late_us = 0, server = 0, guests = 0;  // processors that each took
    std::vector<double> idle;                    // percent of each processor
    bool holds() const {
        return all_play && late_us < most_late_us &&
               std::all_of(idle.begin(), idle.end(), [](double percent) { return percent >= least_idle_percent; });
    }
};

Step measure(const Content& content, int matches) {
    Step step;
    step.matches = matches;
    void* const shared = mmap(nullptr, sizeof(ServeGauge), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) throw engine::Error(engine::ExitCode::Failure, "No shared memory can be had.");
    auto* const gauge = new (shared) ServeGauge;
    {
        Child server([&] {
            ServeOptions options;
            options.port = 0;
            options.matches = matches;
            options.rounds = 0;
            options.reach = net::Reach::Nobody;
            options.quiet = true;
            return serve_many(options, content, gauge);
        });
        server.read_until(start_ms, [](const std::string& text) { return text.find('\n') != std::string::npos; });
        const auto port = static_cast<std::uint16_t>(std::max(0.0, number_of(server.text().substr(0, server.text().find(',')), "port")));
        Child guests([&] {
            Crowd crowd({.port = port, .ticks = 0, .guests_of_a_socket = 32, .again = true}, content);
            for (int m = 1; m <= matches; ++m)
                for (int k = 0; k < content.mode.players_max && k < 2; ++k)
                    crowd.add(matches > 1 ? static_cast<std::uint32_t>(m) : 0);  // one alone has no number
            while (signal_seen() == 0) crowd.run(0.1, [] { return false; });
            return 0;
        });
        step.all_play =
            server.read_until(start_ms, [&](const std::string& text) { return count_of(text, "\"event\":\"started\"") >= matches; });
        const auto never = [](const std::string&) { return false; };
        server.read_until(calm_ms, never);
        gauge->begin_again = true;
        const Processors before = read_processors();
        const double server_before = processor_seconds(server.pid()), guests_before = processor_seconds(guests.pid());
        const net::Time began = now_us();
        server.read_until(measured_ms, never);
        const double seconds = static_cast<double>(now_us() - began) / 1e6;
        step.idle = idle_percent(before, read_processors());
        step.server = (processor_seconds(server.pid()) - server_before) / seconds;
        step.guests = (processor_seconds(guests.pid()) - guests_before) / seconds;
        server.finish();
        step.late_us = number_of(server.text(), "lateness_us_p99");
        step.all_play = step.all_play && step.late_us >= 0;
    }
    munmap(shared, sizeof(ServeGauge));
    return step;
}

std::string line_of(const Step& step) {
    JsonLine line;
    line.text("name", "serve_step")
        .integer("matches", step.matches)
        .boolean("all_play", step.all_play)
        .decimal("lateness_us_p99", step.late_us, 0)
        .decimal("server_processors", step.server, 3)
        .decimal("guests_processors", step.guests, 3);
    std::string idle = "[";
    for (const double percent : step.idle) idle += (idle.size() > 1 ? "," : "") + std::to_string(static_cast<int>(percent));
    return line.raw("idle_percent", idle + "]").boolean("holds", step.holds()).str();
}

}  // namespace

void bench_serve(Bench& bench) {
    const Content content = bench.load("classic");
    int held = 0, too_many = most_matches + 1;
    for (int taken = 0, matches = first_step; taken < most_steps && matches > held && matches < too_many; ++taken) {
        const Step step = measure(content, matches);
        bench.line(line_of(step));
        (step.holds() ? held : too_many) = matches;
        matches = too_many > most_matches ? std::min(2 * held, most_matches) : (held + too_many) / 2;
    }
    Figure figure;
    figure.name = "serve_matches";
    figure.value = held;
    figure.unit = "matches";
    figure.yardstick_is =
        "none: two aces a match, 60 ticks, p99 of their lateness below 4 ms, 10 % of each processor idle; guests included";
    figure.reach = 50;
    figure.aim = 100;
    bench.print(figure);
}

}  // namespace game
