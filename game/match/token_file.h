// The tokens of seats that this machine had in network games, by the address that was joined, in a small text file: a program that was
// killed gets its seats back after it is started again. Used by app and headless.
#pragma once

#include <filesystem>
#include <string>

#include "net/messages.h"

namespace game {

// Empty where there is none for that address, or the file is missing or damaged.
net::Token load_token(const std::filesystem::path& file, const std::string& address);
// Keeps those of the last 16 addresses. Returns a sentence where the file cannot be written, else empty.
std::string save_token(const std::filesystem::path& file, const std::string& address, const net::Token& token);

}  // namespace game
