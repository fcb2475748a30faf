#include "game/headless/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/core/error.h"

namespace game {
namespace {

using engine::Error;
using engine::ExitCode;

[[noreturn]] void fail(const std::string& name) {
    throw Error(ExitCode::Failure, fmt::format("cannot write {}: {}", name, std::strerror(errno)));
}

// How many bytes were written; fewer than there are means errno says why.
std::size_t write_all(int fd, std::string_view text) {
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t written = ::write(fd, text.data() + done, text.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) break;
        done += static_cast<std::size_t>(written);
    }
    return done;
}

bool is_regular(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

// The size up to and with the last line end.
off_t whole_lines(int fd) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) return 0;
    char part[4096];
    for (off_t end = status.st_size; end > 0;) {
        const off_t from = end > static_cast<off_t>(sizeof part) ? end - static_cast<off_t>(sizeof part) : 0;
        const ssize_t got = ::pread(fd, part, static_cast<std::size_t>(end - from), from);
        if (got <= 0) return 0;
        for (ssize_t i = got; i > 0; --i) {
            if (part[i - 1] == '\n') return from + i;
        }
        end = from;
    }
    return 0;
}

}  // namespace

LineOutput::LineOutput(const std::filesystem::path& file, bool resume) : is_ours_(true), name_(file.string()) {
    fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd_ < 0) fd_ = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);  // a pipe or a device that only takes
    if (fd_ < 0) fail(name_);
    if (!is_regular(fd_)) return;
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd_);
        throw Error(ExitCode::Failure, fmt::format("cannot write {}: another program is writing it", name_));
    }
    if (::ftruncate(fd_, resume ? whole_lines(fd_) : 0) != 0) {
        ::close(fd_);
        fail(name_);
    }
}

LineOutput::~LineOutput() {
    if (is_ours_) ::close(fd_);
}

void LineOutput::line(std::string_view text) {
    const std::string whole = std::string(text) + '\n';
    const std::size_t done = write_all(fd_, whole);
    if (done == whole.size()) return;
    const int reason = errno;
    struct stat status {};
    if (done > 0 && is_ours_ && is_regular(fd_) && ::fstat(fd_, &status) == 0) {
        (void)!::ftruncate(fd_, status.st_size - static_cast<off_t>(done));
    }
    errno = reason;
    fail(name_);
}

void LineOutput::finish() {
    if (is_ours_ && is_regular(fd_) && ::fsync(fd_) != 0) fail(name_);
}

TextFile::TextFile(const std::filesystem::path& file) : file_(file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (std::filesystem::is_directory(status))
        throw Error(ExitCode::Failure, fmt::format("cannot write {}: it is a folder", file.string()));
    const bool direct = std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
    if (!direct) aside_ = file.parent_path() / fmt::format(".{}.{}.part", file.filename().string(), ::getpid());
    fd_ = direct ? ::open(file.c_str(), O_WRONLY | O_CLOEXEC) : ::open(aside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd_ < 0) fail(file.string());
}

TextFile::~TextFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    if (!aside_.empty()) ::unlink(aside_.c_str());
}

void TextFile::add(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= (std::size_t{1} << 16)) flush();
}

void TextFile::flush() {
    if (write_all(fd_, buffer_) != buffer_.size()) fail(file_.string());
    buffer_.clear();
}

void TextFile::finish() {
    flush();
    if (!aside_.empty() && (::fsync(fd_) != 0 || ::rename(aside_.c_str(), file_.c_str()) != 0)) fail(file_.string());
    ::close(fd_);
    fd_ = -1;
}

}  // namespace game
