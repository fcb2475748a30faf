// Sound as it comes out: SDL writes it to a file instead of a loudspeaker.
#include "engine/platform/audio.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "engine/platform/window.h"
#include "tests/platform/tiny_art.h"

namespace {

using engine::Audio;

// A WAV of `ms` at a steady level (0 to 1): mono, 48 kHz, 16 bit.
void write_wav(const std::filesystem::path& file, int ms, double level) {
    const std::uint32_t frames = static_cast<std::uint32_t>(48 * ms), bytes = frames * 2;
    std::ofstream out(file, std::ios::binary);
    const auto number = [&](std::uint32_t value, int size) {
        for (int i = 0; i < size; ++i) out.put(static_cast<char>(value >> (8 * i)));
    };
    out << "RIFF";
    number(36 + bytes, 4);
    out << "WAVEfmt ";
    number(16, 4), number(1, 2), number(1, 2), number(48000, 4), number(96000, 4), number(2, 2), number(16, 2);
    out << "data";
    number(bytes, 4);
    for (std::uint32_t i = 0; i < frames; ++i)
        number(static_cast<std::uint16_t>(std::lround(32767 * level * ((i / 24) % 2 == 0 ? 1 : -1))), 2);
}

struct Loudness {
    double left = 0, right = 0, peak = 0;  // 0 to 1
};

class Sound : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder.path / "sound");
        std::filesystem::create_directories(folder.path / "music");
        raw = folder.path / "out.raw";
        setenv("SDL_AUDIODRIVER", "disk", 1);
        setenv("SDL_DISKAUDIOFILE", raw.c_str(), 1);
        write_wav(folder.path / "sound" / "tone.wav", 150, 0.25);
        write_wav(folder.path / "sound" / "long.wav", 2000, 0.25);
        write_wav(folder.path / "sound" / "shot.wav", 400, 0.1);
        write_wav(folder.path / "sound" / "menu_move.wav", 400, 0.1);
    }
    // All that came out.
    Loudness heard() const {
        std::ifstream in(raw, std::ios::binary);
        Loudness loud;
        double sum[2] = {0, 0};
        std::int16_t frame[2];
        std::size_t count = 0;
        while (in.read(reinterpret_cast<char*>(frame), sizeof frame)) {
            for (int side = 0; side < 2; ++side) {
                const double v = frame[side] / 32768.0;
                sum[side] += v * v;
                loud.peak = std::max(loud.peak, std::abs(v));
            }
            ++count;
        }
        if (count == 0) return loud;
        loud.left = std::sqrt(sum[0] / static_cast<double>(count));
        loud.right = std::sqrt(sum[1] / static_cast<double>(count));
        return loud;
    }
    static void wait(int ms) { engine::sleep_us(static_cast<std::uint64_t>(ms) * 1000); }

    tiny::Folder folder;
    std::filesystem::path raw;
};

TEST_F(Sound, IsHeardFromItsSide) {
    {
        Audio audio(folder.path, false);
        ASSERT_FALSE(audio.silent());
        audio.set_volumes(60, 100);
        audio.play("tone", -1);
        wait(250);
    }
    const Loudness loud = heard();
    EXPECT_GT(loud.peak, 0.2);
    EXPECT_GT(loud.left, 2 * loud.right);
    EXPECT_GT(loud.right, 0);  // nothing vanishes from an ear
}

TEST_F(Sound, FollowsItsVolume) {
    {
        Audio audio(folder.path, false);
        audio.set_volumes(100, 0);
        audio.play("tone");
        wait(200);
    }
    EXPECT_EQ(heard().peak, 0);
    {
        Audio audio(folder.path, false);
        audio.set_volumes(0, 50);
        audio.play("tone");
        wait(200);
    }
    EXPECT_NEAR(heard().peak, 0.125, 0.02);
}

TEST_F(Sound, NoMoreThanAHandfulOfTheSameAtATime) {
    {
        Audio audio(folder.path, false);
        audio.set_volumes(100, 100);
        for (int i = 0; i < 20; ++i) audio.play("shot");
        wait(200);
    }
    EXPECT_LT(heard().peak, 0.32);
    EXPECT_GT(heard().peak, 0.09);
}

TEST_F(Sound, StopsWhilePausedAndGoesOn) {
    {
        Audio audio(folder.path, false);
        audio.set_volumes(100, 100);
        audio.play("long");
        wait(30);
        audio.pause(true);
        wait(600);
    }
    EXPECT_LT(heard().left, 0.17);  // 0.25 without a pause
    {
        Audio audio(folder.path, false);
        audio.set_volumes(100, 100);
        audio.play("long");
        wait(30);
        audio.pause(true);
        audio.play("menu_move");  // a menu is heard over a paused game
        wait(100);
        audio.pause(false);
        wait(600);
    }
    EXPECT_GT(heard().left, 0.17);
}

TEST_F(Sound, WithoutADeviceEverythingIsAcceptedAndNothingHeard) {
    setenv("SDL_AUDIODRIVER", "no such driver", 1);
    Audio audio(folder.path, false);
    EXPECT_TRUE(audio.silent());
    audio.set_volumes(50, 50);
    audio.play("tone", 0.5F);
    audio.music("menu");
    audio.music("");
    audio.pause(true);
    audio.pause(false);
}

TEST_F(Sound, MutedOpensNoDevice) {
    Audio audio(folder.path, true);
    EXPECT_TRUE(audio.silent());
    EXPECT_FALSE(std::filesystem::exists(raw));
}

TEST_F(Sound, MissingAndBrokenFilesAreSilent) {
    std::ofstream(folder.path / "sound" / "broken.wav") << "no sound";
    std::ofstream(folder.path / "music" / "broken.ogg") << "no music";
    Audio audio(folder.path, false);
    EXPECT_FALSE(audio.silent());
    audio.play("broken");
    audio.play("no such sound", NAN);
    audio.music("broken");
    audio.music("no such music", true);
    audio.play("tone");
    wait(100);
    EXPECT_GT(heard().peak, 0);  // the others go on
}

TEST_F(Sound, MusicOfTheGamePlaysChangesAndFadesOut) {
    const std::filesystem::path built = std::filesystem::path(WINGMATE_BINARY_DIR) / "assets";
    {
        Audio audio(built, false);
        audio.set_volumes(100, 100);
        audio.music("coast");
        wait(400);
        audio.music("coast");  // goes on
        audio.music("win", true);
        wait(200);
        audio.music("");
        wait(100);
        audio.music("menu");  // at once, not after the fade
        wait(200);
    }
    const Loudness loud = heard();
    EXPECT_GT(loud.left, 0.01);
    EXPECT_GT(loud.right, 0.01);
    EXPECT_LT(loud.peak, 1);
}

}  // namespace
