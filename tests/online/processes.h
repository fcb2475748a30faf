// What tests of network games between real processes have in common.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "game/match/replay.h"
#include "tests/support/program.h"

namespace processes {

// The last line of a program's output, which a network game ends with.
inline std::string last(const program::Result& result) {
    const auto all = program::lines(result.out);
    return all.empty() ? "" : all.back();
}

inline std::string address_of(program::Process& host) {
    const std::string first = host.first_line();
    EXPECT_NE(first, "");
    return "127.0.0.1:" + program::field(first, "port");
}

inline std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

// `serve` at a free port, with the bot ace as its own pilot.
struct Host : program::Process {
    explicit Host(const std::vector<std::string>& words = {})
        : Process(with({"serve", "--port", "0", "--bot", "ace"}, words)), address(address_of(*this)) {}
    std::string address;
};

// `join` as the bot ace, under that name; it has its seat once it is made.
struct Guest : program::Process {
    Guest(Host& host, const std::string& pilot, const std::vector<std::string>& words = {})
        : Process(with({"join", host.address, "--bot", "ace", "--pilot", pilot}, words)) {
        EXPECT_TRUE(host.says(pilot + " joined"));
    }
};

inline int changes(const game::Replay& replay, std::size_t seat) {
    int count = 0;
    for (std::size_t i = 1; i < replay.inputs.size(); ++i)
        count += replay.inputs[i].seats[seat].bits != replay.inputs[i - 1].seats[seat].bits;
    return count;
}

inline int kills(const std::string& line, int seat) {
    const std::size_t at = line.find("{\"seat\":" + std::to_string(seat));
    EXPECT_NE(at, std::string::npos) << line;
    return std::stoi(program::field(line.substr(at), "kills"));
}

inline void expect_end_line(const std::string& line) {
    std::size_t at = 0;
    for (const char* name : {"outcome", "ticks", "hash", "rollbacks", "rollback_p99", "stalls_percent", "desyncs", "repairs",
                             "wire_bytes_per_second", "rtt_ms", "loss_percent"}) {
        const std::size_t found = line.find("\"" + std::string(name) + "\":", at);
        ASSERT_NE(found, std::string::npos) << name << " in " << line;
        at = found;
    }
}

// Both ends of a game were played to its last tick, and saw the same.
inline void expect_same_end(const program::Result& one, const program::Result& other, const std::string& ticks) {
    for (const auto* result : {&one, &other}) {
        ASSERT_EQ(result->code, 0) << result->err;
        EXPECT_EQ(program::field(last(*result), "ticks"), ticks) << result->err;
        EXPECT_EQ(program::field(last(*result), "desyncs"), "0") << result->err;
    }
    EXPECT_EQ(program::field(last(one), "hash"), program::field(last(other), "hash"));
}

}  // namespace processes
