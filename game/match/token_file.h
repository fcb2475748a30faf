// What gets this machine its seats in network games back, by the address that was joined, in a small text file that only its user may
// read: a program that was killed gets them back after it is started again. Used by app and headless.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "net/messages.h"

namespace game {

struct SeatPass {
    net::Token token{};
    std::optional<net::PasswordKey> password_key;  // of a game that has a password
    friend bool operator==(const SeatPass&, const SeatPass&) = default;
};

// Empty where there is none for that address, or the file is missing or damaged.
SeatPass load_pass(const std::filesystem::path& file, const std::string& address);
// Keeps those of the last 16 addresses. Returns a sentence where the file cannot be written, else empty.
std::string save_pass(const std::filesystem::path& file, const std::string& address, const SeatPass& pass);

// A number by which hosts know this installation again, beside that file; made up where there is none yet. 0 where it cannot be kept.
std::uint64_t load_machine(const std::filesystem::path& token_file);

}  // namespace game
