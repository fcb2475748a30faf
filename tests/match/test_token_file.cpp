#include <gtest/gtest.h>

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
    EXPECT_EQ(game::load_token(file, "here"), net::Token{}) << "no file";
    EXPECT_EQ(game::save_token(file, "here", one), "");
    EXPECT_EQ(game::save_token(file, "there:17430", two), "");
    EXPECT_EQ(game::load_token(file, "here"), one);
    EXPECT_EQ(game::load_token(file, "there:17430"), two);
    EXPECT_EQ(game::load_token(file, "elsewhere"), net::Token{});
    EXPECT_EQ(game::save_token(file, "here", two), "");
    EXPECT_EQ(game::load_token(file, "here"), two) << "the newest counts";
}

TEST(TokenFile, ForgetsTheOldest) {
    const auto file = folder() / "many";
    for (int i = 0; i < 17; ++i) EXPECT_EQ(game::save_token(file, "host" + std::to_string(i), net::make_token()), "");
    EXPECT_EQ(game::load_token(file, "host0"), net::Token{});
    EXPECT_NE(game::load_token(file, "host1"), net::Token{});
    EXPECT_NE(game::load_token(file, "host16"), net::Token{});
}

TEST(TokenFile, DamagedIsNoToken) {
    const auto file = folder() / "damaged";
    program::write_text(file, "here 0123\nhere zz112233445566778899aabbccddeeff\n\xff\xfe");
    EXPECT_EQ(game::load_token(file, "here"), net::Token{});
    program::write_text(file, "here 00112233445566778899aabbccddeeff");
    EXPECT_EQ(game::load_token(file, "here")[15], 0xFF);
    EXPECT_NE(game::save_token("/proc/none/file", "here", net::make_token()), "") << "said, not thrown";
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
