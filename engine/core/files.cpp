#include "engine/core/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "engine/core/error.h"

#ifndef WINGMATE_ASSET_DIR
#define WINGMATE_ASSET_DIR "/usr/share/games/wingmate"
#endif

namespace engine {
namespace {

namespace fs = std::filesystem;

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    // Closing can be the moment at which a full disk shows.
    bool close_now() {
        const int fd = fd_;
        fd_ = -1;
        return ::close(fd) == 0;
    }

  private:
    int fd_;
};

int open_retrying(const fs::path& file, int flags, mode_t mode = 0) {
    int fd = -1;
    do fd = ::open(file.c_str(), flags | O_CLOEXEC, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

bool write_all(int fd, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

std::string failure(const char* what, const fs::path& file) {
    return fmt::format("cannot {} {}: {}", what, file.string(), std::strerror(errno));
}

// Opens the one file in which `target` is prepared, and locks it against other programs that write the same target. A fixed name, so that
// programs that were killed while writing leave at most one such file behind.
int open_aside(const fs::path& aside, WhoReads who) {
    const mode_t mode = who == WhoReads::Owner ? 0600 : 0644;
    for (;;) {
        const int fd = open_retrying(aside, O_WRONLY | O_CREAT | O_NOFOLLOW, mode);
        if (fd < 0) return -1;
        int locked = -1;
        do locked = ::flock(fd, LOCK_EX);
        while (locked != 0 && errno == EINTR);
        // Whoever held the lock may have renamed the file meanwhile: then it is a target by now, and must not be touched.
        struct stat held {};
        struct stat named {};
        if (locked == 0 && ::fstat(fd, &held) == 0 && ::stat(aside.c_str(), &named) == 0 && held.st_ino == named.st_ino &&
            held.st_dev == named.st_dev && ::ftruncate(fd, 0) == 0 && (who == WhoReads::Everybody || ::fchmod(fd, mode) == 0)) {
            return fd;
        }
        const int reason = errno;
        const bool raced = locked == 0 && (reason == ENOENT || held.st_ino != named.st_ino);
        ::close(fd);
        if (!raced) {
            errno = reason;
            return -1;
        }
    }
}

// An absolute value of the environment, or `otherwise`.
fs::path xdg(const char* name, const fs::path& otherwise) {
    const char* value = std::getenv(name);
    const fs::path path = value != nullptr ? value : "";
    return path.is_absolute() ? path : otherwise;
}

fs::path home() {
    const char* value = std::getenv("HOME");
    if (value != nullptr && fs::path(value).is_absolute()) return value;
    const passwd* entry = ::getpwuid(::getuid());
    if (entry != nullptr && entry->pw_dir != nullptr && fs::path(entry->pw_dir).is_absolute()) return entry->pw_dir;
    return fmt::format("/tmp/wingmate-{}", ::getuid());
}

fs::path program_dir() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

bool is_folder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

}  // namespace

UserDirs user_dirs(const fs::path& override_dir) {
    if (!override_dir.empty()) return {override_dir, override_dir};
    const fs::path at_home = home();
    return {xdg("XDG_CONFIG_HOME", at_home / ".config") / "wingmate", xdg("XDG_DATA_HOME", at_home / ".local/share") / "wingmate"};
}

fs::path asset_root(const fs::path& override_dir) {
    if (!override_dir.empty()) {
        if (is_folder(override_dir)) return override_dir;
        throw Error(ExitCode::BadData, fmt::format("there is no data folder {}", override_dir.string()));
    }
    const char* variable = std::getenv("WINGMATE_DATA_DIR");
    if (variable != nullptr && *variable != '\0') {
        if (is_folder(variable)) return variable;
        throw Error(ExitCode::BadData, fmt::format("there is no data folder {} (from WINGMATE_DATA_DIR)", variable));
    }
    const fs::path beside = program_dir();
    std::string tried;
    for (const fs::path& candidate :
         {beside / "assets", (beside / "../share/games/wingmate").lexically_normal(), fs::path(WINGMATE_ASSET_DIR)}) {
        if (is_folder(candidate / "data")) return candidate;
        tried += (tried.empty() ? "" : ", ") + candidate.string();
    }
    throw Error(ExitCode::BadData,
                fmt::format("the game's data was not found; tried {}. Say where it is with --data DIR or WINGMATE_DATA_DIR", tried));
}

std::optional<std::vector<std::byte>> read_file(const fs::path& file, std::size_t most) {
    const Descriptor in(open_retrying(file, O_RDONLY));
    if (!in) return std::nullopt;
    struct stat status {};
    if (::fstat(in.get(), &status) != 0 || S_ISDIR(status.st_mode)) return std::nullopt;
    std::vector<std::byte> bytes;
    // The size is a hint only: files of the kernel say 0, and a file may grow.
    if (status.st_size > 0 && static_cast<std::uint64_t>(status.st_size) <= most) bytes.reserve(static_cast<std::size_t>(status.st_size));
    std::byte part[65536];
    for (;;) {
        const ssize_t got = ::read(in.get(), part, sizeof part);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) return bytes;
        if (static_cast<std::size_t>(got) > most - bytes.size()) return std::nullopt;
        bytes.insert(bytes.end(), part, part + got);
    }
}

std::string write_file(const fs::path& file, std::span<const std::byte> bytes, WhoReads who) {
    // A link is followed, so that a settings file that somebody keeps elsewhere stays there.
    std::error_code error;
    const fs::path target = fs::is_symlink(file, error) ? fs::weakly_canonical(file, error) : file;
    if (target.filename().empty() || is_folder(target)) return fmt::format("cannot write {}: it is a folder", file.string());
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    fs::create_directories(folder, error);
    if (!is_folder(folder)) return fmt::format("cannot make the folder {}: {}", folder.string(), error.message());

    const fs::path aside = folder / ("." + target.filename().string() + ".part");
    Descriptor out(open_aside(aside, who));
    if (!out) return failure("write", aside);
    if (!write_all(out.get(), bytes) || ::fsync(out.get()) != 0) {
        std::string sentence = failure("write", target);
        ::unlink(aside.c_str());
        return sentence;
    }
    if (::rename(aside.c_str(), target.c_str()) != 0) {
        std::string sentence = failure("write", target);
        ::unlink(aside.c_str());
        return sentence;
    }
    if (!out.close_now()) return failure("write", target);
    // The name is on the disk only with its folder. Some file systems cannot sync a folder; the file is whole all the same.
    const Descriptor names(open_retrying(folder, O_RDONLY | O_DIRECTORY));
    if (names) (void)::fsync(names.get());
    return {};
}

std::string write_file(const fs::path& file, std::string_view text, WhoReads who) {
    return write_file(file, std::as_bytes(std::span(text.data(), text.size())), who);
}

fs::path keep_aside(const fs::path& file) {
    std::error_code error;
    for (int number = 1; number < 10000; ++number) {
        fs::path name = file;
        name += fmt::format(".damaged-{}", number);
        if (fs::exists(fs::symlink_status(name, error))) continue;
        fs::rename(file, name, error);
        return error ? fs::path() : name;
    }
    return {};
}

}  // namespace engine
