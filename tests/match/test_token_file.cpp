#include <gtest/gtest.h>

#include <filesystem>

#include "game/match/token_file.h"
#include "net/token.h"
#include "tests/support/program.h"

namespace {

const program::TemporaryDir& folder() {
    static const program::TemporaryDir dir;
    return dir;
}

}  // namespace

TEST(TokenFile, KeepsATokenForEachAddress) {
    const auto file = folder() / "two";
    const net::Token one = net::make_token(), two = net::make_token();
    EXPECT_NE(one, two);
    EXPECT_EQ(game::load_pass(file, "here").token, net::Token{}) << "no file";
    EXPECT_EQ(game::save_pass(file, "here", {one, {}}), "");
    EXPECT_EQ(game::save_pass(file, "there:17430", {two, {}}), "");
    EXPECT_EQ(game::load_pass(file, "here").token, one);
    EXPECT_EQ(game::load_pass(file, "there:17430").token, two);
    EXPECT_EQ(game::load_pass(file, "elsewhere").token, net::Token{});
    EXPECT_EQ(game::save_pass(file, "here", {two, {}}), "");
    EXPECT_EQ(game::load_pass(file, "here").token, two) << "the newest counts";
}

TEST(TokenFile, KeepsTheKeyOfAGamesPasswordAndIsNobodyElsesToRead) {
    const auto file = folder() / "locked";
    program::write_text(file, "elsewhere 00112233445566778899aabbccddeeff\n");
    const game::SeatPass pass{net::make_token(), net::PasswordKey{net::make_salt(), {std::byte{0xA7}}}};
    EXPECT_EQ(game::save_pass(file, "here", pass), "");
    EXPECT_EQ(game::load_pass(file, "here"), pass);
    EXPECT_EQ(game::load_pass(file, "elsewhere").password_key, std::nullopt);
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    program::write_text(file, "here 00112233445566778899aabbccddeeff 0011\n");
    EXPECT_EQ(game::load_pass(file, "here"), game::SeatPass{}) << "damaged";
}

TEST(TokenFile, ForgetsTheOldest) {
    const auto file = folder() / "many";
    for (int i = 0; i < 17; ++i) EXPECT_EQ(game::save_pass(file, "host" + std::to_string(i), {net::make_token(), {}}), "");
    EXPECT_EQ(game::load_pass(file, "host0").token, net::Token{});
    EXPECT_NE(game::load_pass(file, "host1").token, net::Token{});
    EXPECT_NE(game::load_pass(file, "host16").token, net::Token{});
}

TEST(TokenFile, DamagedIsNoToken) {
    const auto file = folder() / "damaged";
    program::write_text(file, "here 0123\nhere zz112233445566778899aabbccddeeff\n\xff\xfe");
    EXPECT_EQ(game::load_pass(file, "here").token, net::Token{});
    program::write_text(file, "here 00112233445566778899aabbccddeeff");
    EXPECT_EQ(game::load_pass(file, "here").token[15], 0xFF);
    EXPECT_NE(game::save_pass("/proc/none/file", "here", {net::make_token(), {}}), "") << "said, not thrown";
}

TEST(Tokens, AreRecognisedByTheirVerifierAlone) {
    const net::Token token = net::make_token();
    const net::Token verifier = net::verifier_of(token);
    EXPECT_NE(verifier, token);
    EXPECT_TRUE(net::fits(token, verifier));
    net::Token other = token;
    other[15] ^= 1;
    EXPECT_FALSE(net::fits(other, verifier));
    EXPECT_FALSE(net::fits(net::Token{}, net::verifier_of(net::Token{}))) << "no token opens nothing";
    EXPECT_FALSE(net::fits(verifier, verifier));
}
