#include <gtest/gtest.h>
#include <zstd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>
#include <variant>

#include "engine/core/bytes.h"
#include "engine/core/error.h"
#include "engine/core/files.h"
#include "engine/core/hash.h"
#include "game/match/replay.h"
#include "game/match/replay_index.h"
#include "game/sim/snapshot.h"
#include "tests/match/games.h"
#include "tests/support/temporary_dir.h"

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
        a.first_tick != b.first_tick || a.start != b.start || a.inputs != b.inputs || a.hashes.size() != b.hashes.size() ||
        a.overrides.size() != b.overrides.size()) {
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

using Sections = std::array<std::vector<std::byte>, 5>;

// A file with a right checksum around any sections: what somebody with bad intentions would send.
std::vector<std::byte> wrapped(const Sections& sections, std::size_t lies_at = 5, std::uint32_t claimed_size = 0) {
    engine::ByteWriter rest;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        std::vector<std::byte> packed(ZSTD_compressBound(sections[i].size()));
        packed.resize(ZSTD_compress(packed.data(), packed.size(), sections[i].data(), sections[i].size(), 1));
        rest.u32(i == lies_at ? claimed_size : static_cast<std::uint32_t>(sections[i].size()));
        rest.u32(static_cast<std::uint32_t>(packed.size()));
        rest.bytes(packed);
    }
    engine::ByteWriter out;
    for (const char c : {'W', 'M', 'R', '\x1A'}) out.u8(static_cast<std::uint8_t>(c));
    out.u32(game::replay_version);
    out.u64(engine::hash_bytes(rest.data()));
    out.bytes(rest.data());
    return out.take();
}

// The unpacked sections of a file.
Sections sections_of(const std::vector<std::byte>& file) {
    engine::ByteReader in(file);
    in.bytes(16);
    Sections sections;
    for (auto& section : sections) {
        section.resize(in.u32());
        const auto packed = in.bytes(in.u32());
        EXPECT_EQ(ZSTD_decompress(section.data(), section.size(), packed.data(), packed.size()), section.size());
    }
    EXPECT_TRUE(in.done());
    return sections;
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

// A game of which the part from tick 101 on is kept, with the world that it begins with.
Replay later_part() {
    const Replay whole = games::recorded("classic", 7, 2, 240);
    const auto& content = games::content("classic");
    Replay part = whole;
    const game::ReplayIndex index(whole, content);
    const auto world = std::make_unique<game::World>();
    index.world_after(100, *world);
    part.first_tick = 101;
    part.start = game::pack_world(*world, content);
    part.inputs.erase(part.inputs.begin(), part.inputs.begin() + 100);
    std::erase_if(part.hashes, [](const game::ReplayHash& hash) { return hash.tick <= 100; });
    return part;
}

TEST(Replays, MayBeginInsideAGame) {
    const Replay part = later_part();
    const auto result = game::decode_replay(game::encode_replay(part));
    ASSERT_EQ(error_of(result), nullptr) << error_of(result)->sentence;
    const auto& again = std::get<Replay>(result);
    EXPECT_TRUE(equal(part, again));
    const auto& content = games::content("classic");
    ASSERT_FALSE(game::replay_fits(again, content));
    const auto played = game::play_replay(again, content);
    EXPECT_FALSE(played.difference);
    EXPECT_EQ(played.ticks, 140u);
    EXPECT_EQ(again.hashes.front().tick, 120u);
    EXPECT_EQ(again.last_tick(), 240u);
}

TEST(Replays, ThatBeginInsideAGameWithAnotherWorldThanTheySayAreRefused) {
    const auto& content = games::content("classic");
    Replay part = later_part();
    part.first_tick = 100;
    auto error = game::replay_fits(part, content);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->sentence, "the replay is damaged: it begins with tick 100, its world with tick 101");
    part = later_part();
    part.start.resize(part.start.size() / 2);
    error = game::replay_fits(part, content);
    ASSERT_TRUE(error);
    EXPECT_FALSE(error->is_mismatch);
}

TEST(Replays, ThatBeginInsideAGameWithOneBitOfTheirWorldChangedDiffer) {
    const auto& content = games::content("classic");
    Replay part = later_part();
    const auto world = std::make_unique<game::World>();
    ASSERT_FALSE(game::unpack_world(part.start, content, *world));
    world->header.rng.state ^= 1;
    part.start = game::pack_world(*world, content);
    ASSERT_FALSE(game::replay_fits(part, content));
    EXPECT_TRUE(game::play_replay(part, content).difference);
}

// Ten minutes of two pilots who change something eight times a second each: one at keys, one with a stick.
TEST(Replays, OfTenMinutesOfTwoRestlessPilotsTakeAtMostTwentyThousandBytes) {
    Replay replay;
    replay.mode = "classic";
    replay.players = 2;
    replay.pilots = {"Bo", "Åsa"};
    engine::Rng rng{5};
    engine::Inputs inputs;
    std::uint32_t changes = 0;
    for (auto& seat : inputs.seats) seat.state = &seat < &inputs.seats[2] ? engine::SeatState::Flown : engine::SeatState::Absent;
    for (std::uint32_t tick = 1; tick <= 36'000; ++tick) {
        const engine::Inputs before = inputs;
        if (rng.below(60) < 8) inputs.seats[0].bits ^= static_cast<std::uint16_t>(1U << rng.below(6));
        if (rng.below(60) < 8) {
            const int dx = rng.between(-7, 7);
            const int dy = rng.between(-7, 7);
            inputs.seats[1].bits = static_cast<std::uint16_t>(engine::axis_bits(dx, dy) | (rng.below(4) == 0 ? 0 : 16));
        }
        for (std::size_t seat = 0; seat < 2; ++seat) changes += inputs.seats[seat] == before.seats[seat] ? 0 : 1;
        replay.inputs.push_back(inputs);
        if (tick % game::replay_hash_period == 0) replay.hashes.push_back({tick, rng.next()});
    }
    EXPECT_GT(changes, 2u * 8 * 600 * 95 / 100);
    const auto bytes = game::encode_replay(replay).size();
    RecordProperty("bytes", static_cast<int>(bytes));
    EXPECT_LE(bytes, 20'000u);
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
    EXPECT_EQ(error_of(result)->sentence, "the replay is of version 9, this program plays version 2");
}

TEST(Replays, ThatAreOtherFilesAreCalledThat) {
    const std::string text = "[hero]\nlives = 3\n";
    const auto result = game::decode_replay(std::as_bytes(std::span(text)));
    ASSERT_NE(error_of(result), nullptr);
    EXPECT_EQ(error_of(result)->sentence, "not a replay of Wingmate");
}

TEST(Replays, ThatLieAboutTheirSizeAreRefusedBeforeAnythingIsSetAside) {
    const auto sections = sections_of(game::encode_replay(small_replay()));
    EXPECT_EQ(error_of(game::decode_replay(wrapped(sections))), nullptr);
    for (std::size_t i = 0; i < sections.size(); ++i) {
        EXPECT_NE(error_of(game::decode_replay(wrapped(sections, i, 0xFFFFFFFFu))), nullptr) << i;
        EXPECT_NE(error_of(game::decode_replay(wrapped(sections, i, static_cast<std::uint32_t>(sections[i].size() - 1)))), nullptr) << i;
    }
}

TEST(Replays, WithSectionsLargerThanTheirTicksNeedAreRefused) {
    for (std::size_t i = 1; i < 5; ++i) {
        auto sections = sections_of(game::encode_replay(small_replay()));
        sections[i].resize(sections[i].size() + 1);
        EXPECT_NE(error_of(game::decode_replay(wrapped(sections))), nullptr) << i;
        sections[i].resize(1 << 20);
        EXPECT_NE(error_of(game::decode_replay(wrapped(sections))), nullptr) << i;
    }
}

TEST(Replays, WithOneRunLongerThanAllTicksAreRefused) {
    Replay replay;
    replay.inputs.resize(10);
    auto sections = sections_of(game::encode_replay(replay));
    ASSERT_EQ(sections[1].front(), std::byte{10});
    EXPECT_EQ(error_of(game::decode_replay(wrapped(sections))), nullptr);
    sections[1].front() = std::byte{11};
    EXPECT_NE(error_of(game::decode_replay(wrapped(sections))), nullptr);
}

// Every byte of the unpacked sections changed in several ways, checksum mended: decoding gives a replay within its bounds or an error, and
// what it gives can be written again.
TEST(Replays, WithMadeUpBodiesNeverLeaveTheirBounds) {
    const auto sections = sections_of(game::encode_replay(small_replay()));
    engine::Rng rng{5};
    int refused = 0;
    int taken = 0;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const auto& section = sections[i];
        for (std::size_t at = 0; at < section.size() * 6; ++at) {
            const std::size_t place = at / 6;
            const std::size_t round = at % 6;
            Sections changed = sections;
            auto& bytes = changed[i];
            bytes[place] = static_cast<std::byte>(rng.next());
            if (round > 3) bytes.resize(place + rng.below(static_cast<std::uint32_t>(section.size() - place) + 1));
            if (round == 5) bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(place / 2), std::byte{0xFF});
            const auto result = game::decode_replay(wrapped(changed));
            if (error_of(result) != nullptr) {
                ++refused;
                continue;
            }
            ++taken;
            const auto& replay = std::get<Replay>(result);
            ASSERT_LE(replay.inputs.size(), game::replay_most_ticks);
            ASSERT_GE(replay.players, 1);
            ASSERT_LE(replay.players, engine::max_seats);
            for (const auto& hash : replay.hashes) ASSERT_LE(hash.tick, replay.last_tick());
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
    tests::TemporaryDir temporary;
    const std::filesystem::path& dir = temporary.path;
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
