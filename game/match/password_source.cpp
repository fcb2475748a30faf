#include "game/match/password_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "net/password.h"

namespace game {

namespace {

constexpr std::size_t most_file_bytes = 4096;

std::string first_line(const std::filesystem::path& file) {
    const auto bytes = engine::read_file(file, most_file_bytes);
    if (!bytes) throw engine::Error(engine::ExitCode::Usage, fmt::format("the password's file {} cannot be read", file.string()));
    std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    text.resize(std::min(text.size(), text.find_first_of("\r\n")));
    if (text.empty()) throw engine::Error(engine::ExitCode::Usage, fmt::format("the password's file {} has no first line", file.string()));
    return text;
}

}  // namespace

std::string read_password(const PasswordSource& source) {
    std::string password = source.text;
    if (password.empty() && !source.file.empty()) password = first_line(source.file);
    const char* environment = std::getenv("WINGMATE_PASSWORD");
    if (password.empty() && environment != nullptr) password = environment;
    if (!password.empty() && !net::is_password(password))
        throw engine::Error(engine::ExitCode::Usage,
                            fmt::format("a password has at most {} bytes, not {}", net::most_password_bytes, password.size()));
    return password;
}

}  // namespace game
