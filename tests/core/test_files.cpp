#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/files.h"
#include "tests/support/temporary_dir.h"

namespace {

namespace fs = std::filesystem;

class Files : public testing::Test {
  protected:
    static std::string text_of(const fs::path& file) {
        const auto bytes = engine::read_file(file);
        return bytes ? std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()) : "(nothing)";
    }
    std::size_t files_in_dir() const {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(dir)) count += entry.exists() ? 1u : 0u;
        return count;
    }
    tests::TemporaryDir temporary;
    const fs::path& dir = temporary.path;
};

// Sets a variable of the environment for one test.
class Variable {
  public:
    Variable(const char* name, const char* value) : name_(name) {
        const char* old = std::getenv(name);
        if (old != nullptr) old_ = old;
        had_ = old != nullptr;
        value != nullptr ? ::setenv(name, value, 1) : ::unsetenv(name);
    }
    ~Variable() { had_ ? ::setenv(name_, old_.c_str(), 1) : ::unsetenv(name_); }

  private:
    const char* name_;
    std::string old_;
    bool had_ = false;
};

TEST_F(Files, AreReadBackAsTheyWereWritten) {
    const std::string text("a\0b\n", 4);
    EXPECT_EQ(engine::write_file(dir / "new/folder/file", text), "");
    EXPECT_EQ(text_of(dir / "new/folder/file"), text);
    EXPECT_EQ(engine::write_file(dir / "new/folder/file", std::string_view("shorter")), "");
    EXPECT_EQ(text_of(dir / "new/folder/file"), "shorter");
}

TEST_F(Files, LeaveNothingBesideThem) {
    ASSERT_EQ(engine::write_file(dir / "file", std::string_view("x")), "");
    EXPECT_EQ(files_in_dir(), 1u);
}

TEST_F(Files, ThatAreNotThereOrAreFoldersGiveNothing) {
    EXPECT_FALSE(engine::read_file(dir / "missing"));
    EXPECT_FALSE(engine::read_file(dir));
}

TEST_F(Files, LargerThanTheLimitGiveNothing) {
    ASSERT_EQ(engine::write_file(dir / "file", std::string_view("12345")), "");
    EXPECT_TRUE(engine::read_file(dir / "file", 5));
    EXPECT_FALSE(engine::read_file(dir / "file", 4));
    EXPECT_FALSE(engine::read_file("/dev/zero", 1000));
}

TEST_F(Files, ThatCannotBeWrittenSayWhyAndKeepWhatWasThere) {
    ASSERT_EQ(engine::write_file(dir / "file", std::string_view("old")), "");
    EXPECT_NE(engine::write_file(dir / "file/below", std::string_view("new")), "");
    EXPECT_EQ(text_of(dir / "file"), "old");
    EXPECT_NE(engine::write_file(dir, std::string_view("new")).find("it is a folder"), std::string::npos);
    if (::geteuid() != 0) {
        fs::permissions(dir, fs::perms::owner_read | fs::perms::owner_exec);
        EXPECT_NE(engine::write_file(dir / "file", std::string_view("new")).find("cannot write"), std::string::npos);
        fs::permissions(dir, fs::perms::owner_all);
        EXPECT_EQ(text_of(dir / "file"), "old");
    }
}

TEST_F(Files, KeepTheirPlaceBehindALink) {
    ASSERT_EQ(engine::write_file(dir / "real", std::string_view("old")), "");
    fs::create_symlink("real", dir / "link");
    EXPECT_EQ(engine::write_file(dir / "link", std::string_view("new")), "");
    EXPECT_TRUE(fs::is_symlink(dir / "link"));
    EXPECT_EQ(text_of(dir / "real"), "new");
}

TEST_F(Files, AreWholeOrOldWhenTheWriterIsKilled) {
    const std::string texts[2] = {std::string(300000, 'a'), std::string(400000, 'b')};
    ASSERT_EQ(engine::write_file(dir / "file", texts[0]), "");
    for (int round = 0; round < 20; ++round) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            for (int i = 0;; ++i) (void)engine::write_file(dir / "file", texts[i % 2]);
        }
        ::usleep(static_cast<useconds_t>(1000 + round * 700));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        const std::string now = text_of(dir / "file");
        ASSERT_TRUE(now == texts[0] || now == texts[1]) << now.size();
    }
    EXPECT_LE(files_in_dir(), 2u) << "killed writers leave at most one file";
}

TEST_F(Files, WrittenByTwoAtOnceAreOneOfTheTwo) {
    const std::string texts[2] = {std::string(50000, 'a'), std::string(70000, 'b')};
    const auto write = [&](int which) {
        for (int i = 0; i < 50; ++i) EXPECT_EQ(engine::write_file(dir / "file", texts[which]), "");
    };
    std::thread one(write, 0);
    std::thread two(write, 1);
    one.join();
    two.join();
    const std::string now = text_of(dir / "file");
    EXPECT_TRUE(now == texts[0] || now == texts[1]);
    EXPECT_EQ(files_in_dir(), 1u);
}

TEST_F(Files, ThatAreDamagedAreKeptUnderTheNextFreeNumber) {
    for (int number = 1; number <= 2; ++number) {
        ASSERT_EQ(engine::write_file(dir / "scores", std::string_view("junk")), "");
        EXPECT_EQ(engine::keep_aside(dir / "scores"), dir / ("scores.damaged-" + std::to_string(number)));
        EXPECT_FALSE(fs::exists(dir / "scores"));
    }
    EXPECT_EQ(engine::keep_aside(dir / "scores"), fs::path());
}

TEST(UserDirs, FollowTheXdgRules) {
    const Variable home("HOME", "/home/bo");
    {
        const Variable config("XDG_CONFIG_HOME", nullptr);
        const Variable data("XDG_DATA_HOME", nullptr);
        EXPECT_EQ(engine::user_dirs().config, "/home/bo/.config/wingmate");
        EXPECT_EQ(engine::user_dirs().data, "/home/bo/.local/share/wingmate");
    }
    const Variable config("XDG_CONFIG_HOME", "/etc/bo");
    const Variable data("XDG_DATA_HOME", "relative/counts/as/unset");
    EXPECT_EQ(engine::user_dirs().config, "/etc/bo/wingmate");
    EXPECT_EQ(engine::user_dirs().data, "/home/bo/.local/share/wingmate");
    EXPECT_EQ(engine::user_dirs("/elsewhere").config, "/elsewhere");
    EXPECT_EQ(engine::user_dirs("/elsewhere").data, "/elsewhere");
}

TEST_F(Files, OfTheGameAreFoundWhereTheyAreSaidToBe) {
    EXPECT_EQ(engine::asset_root(dir), dir);
    const Variable variable("WINGMATE_DATA_DIR", dir.c_str());
    EXPECT_EQ(engine::asset_root(), dir);
}

TEST_F(Files, OfTheGameThatAreNotThereNameThePlace) {
    const std::string missing = (dir / "missing").string();
    for (const bool by_variable : {false, true}) {
        const Variable variable("WINGMATE_DATA_DIR", by_variable ? missing.c_str() : nullptr);
        try {
            (void)engine::asset_root(by_variable ? fs::path() : fs::path(missing));
            ADD_FAILURE() << "no error";
        } catch (const engine::Error& error) {
            EXPECT_EQ(error.code(), engine::ExitCode::BadData);
            EXPECT_NE(std::string(error.what()).find(missing), std::string::npos) << error.what();
        }
    }
}

}  // namespace
