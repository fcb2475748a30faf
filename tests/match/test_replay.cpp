#include <gtest/gtest.h>
#include <zstd.h>

#include <cstdlib>
#include <string>
#include <variant>

#include "engine/core/bytes.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "game/match/replay.h"
#include "tests/match/games.h"

namespace {

using game::Replay;
using game::ReplayError;

Replay small_replay() {
    Replay replay = games::recorded("classic", 7, 2, 150);
    replay.overrides = {{"mode.hero.lives", "5"}};
    return replay;
}

bool equal(const Replay& a, const Replay& b) {
    if (a.mode != b.mode || a.content_hash != b.content_hash || a.seed != b.seed || a.players != b.players || a.pilots != b.pilots ||
        a.inputs != b.inputs || a.hashes.size() != b.hashes.size() || a.overrides.size() != b.overrides.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.hashes.size(); ++i) {
        if (a.hashes[i].tick != b.hashes[i].tick || a.hashes[i].hash != b.hashes[i].hash) return false;
    }
    for (std::size_t i = 0; i < a.overrides.size(); ++i) {
        if (a.overrides[i].key != b.overrides[i].key || a.overrides[i].value != b.overrides[i].value) return false;
    }
    return true;
}

const ReplayError* error_of(const std::variant<Replay, ReplayError>& result) { return std::get_if<ReplayError>(&result); }

// A file with a right checksum around any body: what somebody with bad intentions would send.
std::vector<std::byte> wrapped(const std::vector<std::byte>& body, std::uint32_t claimed_size) {
    std::vector<std::byte> packed(ZSTD_compressBound(body.size()));
    packed.resize(ZSTD_compress(packed.data(), packed.size(), body.data(), body.size(), 1));
    engine::ByteWriter rest;
    rest.u32(claimed_size);
    rest.bytes(packed);
    engine::ByteWriter out;
    for (const char c : {'W', 'M', 'R', '\x1A'}) out.u8(static_cast<std::uint8_t>(c));
    out.u32(game::replay_version);
    out.u64(engine::hash_bytes(rest.data()));
    out.bytes(rest.data());
    return out.take();
}

// The unpacked body of a file.
std::vector<std::byte> body_of(const std::vector<std::byte>& file) {
    engine::ByteReader in(file);
    in.bytes(16);
    std::vector<std::byte> body(in.u32());
    const auto packed = in.bytes(in.left());
    EXPECT_EQ(ZSTD_decompress(body.data(), body.size(), packed.data(), packed.size()), body.size());
    return body;
}

TEST(Replays, ComeBackAsTheyWereWritten) {
    const Replay replay = small_replay();
    const auto result = game::decode_replay(game::encode_replay(replay));
    ASSERT_EQ(error_of(result), nullptr) << error_of(result)->sentence;
    EXPECT_TRUE(equal(replay, std::get<Replay>(result)));
}

TEST(Replays, OfNoTicksAtAllAreLegal) {
    const auto result = game::decode_replay(game::encode_replay(Replay{}));
    ASSERT_EQ(error_of(result), nullptr);
    EXPECT_TRUE(std::get<Replay>(result).inputs.empty());
}

TEST(Replays, OfAMinuteOfTwoRestlessPilotsTakeFewBytes) {
    const auto bytes = game::encode_replay(games::recorded("classic", 1, 2, 3600));
    EXPECT_LT(bytes.size(), 8000u);
}

TEST(Replays, CutOffAnywhereAreRefusedAsDamaged) {
    const auto bytes = game::encode_replay(small_replay());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto result = game::decode_replay(std::span(bytes).first(size));
        ASSERT_NE(error_of(result), nullptr) << size;
        EXPECT_FALSE(error_of(result)->is_mismatch) << size;
        EXPECT_FALSE(error_of(result)->sentence.empty());
    }
}

TEST(Replays, WithAnyBitTurnedAreRefused) {
    auto bytes = game::encode_replay(small_replay());
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        bytes[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
        EXPECT_NE(error_of(game::decode_replay(bytes)), nullptr) << bit;
        bytes[bit / 8] ^= static_cast<std::byte>(1 << bit % 8);
    }
    EXPECT_EQ(error_of(game::decode_replay(bytes)), nullptr);
}

TEST(Replays, OfAnotherVersionNameBothVersions) {
    auto bytes = game::encode_replay(small_replay());
    bytes[4] = std::byte{9};
    const auto result = game::decode_replay(bytes);
    ASSERT_NE(error_of(result), nullptr);
    EXPECT_TRUE(error_of(result)->is_mismatch);
    EXPECT_EQ(error_of(result)->sentence, "the replay is of version 9, this program plays version 1");
}

TEST(Replays, ThatAreOtherFilesAreCalledThat) {
    const std::string text = "[hero]\nlives = 3\n";
    const auto result = game::decode_replay(std::as_bytes(std::span(text)));
    ASSERT_NE(error_of(result), nullptr);
    EXPECT_EQ(error_of(result)->sentence, "not a replay of Wingmate");
}

TEST(Replays, ThatLieAboutTheirSizeAreRefusedBeforeAnythingIsSetAside) {
    const auto body = body_of(game::encode_replay(small_replay()));
    EXPECT_EQ(error_of(game::decode_replay(wrapped(body, static_cast<std::uint32_t>(body.size())))), nullptr);
    EXPECT_NE(error_of(game::decode_replay(wrapped(body, 0xFFFFFFFFu))), nullptr);
    EXPECT_NE(error_of(game::decode_replay(wrapped(body, static_cast<std::uint32_t>(body.size() - 1)))), nullptr);
}

TEST(Replays, WithOneRunLongerThanAllTicksAreRefused) {
    engine::ByteWriter body;
    body.text("classic");
    body.u64(1);
    body.varint(0);
    body.u64(1);
    body.varint(1);
    body.varint(0);
    body.varint(10);
    for (int seat = 0; seat < 4; ++seat) {
        body.varint(seat == 0 ? 11 : 10);
        body.varint(1);
    }
    body.varint(0);
    EXPECT_NE(error_of(game::decode_replay(wrapped(body.data(), static_cast<std::uint32_t>(body.size())))), nullptr);
}

// Every byte of the unpacked body changed in several ways, checksum mended: decoding gives a replay within its bounds or an error, and
// what it gives can be written again.
TEST(Replays, WithMadeUpBodiesNeverLeaveTheirBounds) {
    const auto body = body_of(game::encode_replay(small_replay()));
    engine::Rng rng{5};
    int refused = 0;
    int taken = 0;
    for (std::size_t at = 0; at < body.size(); ++at) {
        for (int round = 0; round < 6; ++round) {
            auto changed = body;
            changed[at] = static_cast<std::byte>(rng.next());
            if (round > 3) changed.resize(at + rng.below(static_cast<std::uint32_t>(body.size() - at) + 1));
            if (round == 5) changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at / 2), std::byte{0xFF});
            const auto result = game::decode_replay(wrapped(changed, static_cast<std::uint32_t>(changed.size())));
            if (error_of(result) != nullptr) {
                ++refused;
                continue;
            }
            ++taken;
            const auto& replay = std::get<Replay>(result);
            ASSERT_LE(replay.inputs.size(), game::replay_most_ticks);
            ASSERT_GE(replay.players, 1);
            ASSERT_LE(replay.players, engine::max_seats);
            for (const auto& hash : replay.hashes) ASSERT_LE(hash.tick, replay.inputs.size());
            const auto again = game::decode_replay(game::encode_replay(replay));
            ASSERT_EQ(error_of(again), nullptr);
            ASSERT_TRUE(equal(replay, std::get<Replay>(again)));
        }
    }
    EXPECT_GT(refused, 100);
    EXPECT_GT(taken, 100);
}

class ReplayFiles : public testing::Test {
  protected:
    ReplayFiles() {
        std::string pattern = (std::filesystem::temp_directory_path() / "wingmate-replay-XXXXXX").string();
        dir = ::mkdtemp(pattern.data());
    }
    ~ReplayFiles() override {
        std::error_code error;
        std::filesystem::remove_all(dir, error);
    }
    std::filesystem::path dir;
};

TEST_F(ReplayFiles, AreSavedAndLoaded) {
    game::save_replay(dir / "new/a.wmr", small_replay());
    const auto result = game::load_replay(dir / "new/a.wmr");
    ASSERT_EQ(error_of(result), nullptr);
    EXPECT_TRUE(equal(small_replay(), std::get<Replay>(result)));
}

TEST_F(ReplayFiles, ThatCannotBeReadAreNamed) {
    const auto result = game::load_replay(dir / "missing.wmr");
    ASSERT_NE(error_of(result), nullptr);
    EXPECT_EQ(error_of(result)->sentence, (dir / "missing.wmr").string() + ": cannot be read");
    EXPECT_FALSE(error_of(result)->is_mismatch);
}

TEST_F(ReplayFiles, ThatCannotBeWrittenSayWhy) {
    ASSERT_EQ(engine::write_file(dir / "file", std::string_view("x")), "");
    try {
        game::save_replay(dir / "file/a.wmr", small_replay());
        ADD_FAILURE() << "no error";
    } catch (const engine::Error& error) {
        EXPECT_EQ(error.code(), engine::ExitCode::Failure);
        EXPECT_NE(std::string(error.what()).find("cannot"), std::string::npos);
    }
}

}  // namespace
