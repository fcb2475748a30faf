// Where a program gets the password of a game from: its command line, a file, or its environment. Used by app and headless.
#pragma once

#include <filesystem>
#include <string>

namespace game {

struct PasswordSource {
    std::string text;            // --password
    std::filesystem::path file;  // --password-file: its first line
};

// From the first of text, file and WINGMATE_PASSWORD that is there; empty: from none. Throws engine::Error (Usage) where the file cannot be
// read, or what is there is no password.
std::string read_password(const PasswordSource& source);

}  // namespace game
