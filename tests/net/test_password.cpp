#include <gtest/gtest.h>

#include <set>
#include <string>

#include "net/password.h"

using net::Challenge;
using net::PasswordKey;
using net::Time;
using net::WrongPasswords;

namespace {

constexpr Time second = 1'000'000;

const PasswordKey& swordfish() {
    static const PasswordKey key = net::derive_key("swordfish", net::Salt{std::byte{1}}).value();
    return key;
}

std::vector<std::byte> word(const std::string& text) {
    std::vector<std::byte> bytes;
    for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
    return bytes;
}

Challenge challenge() { return {.guest = {std::byte{1}}, .host = {std::byte{2}}, .guest_to_host = {std::byte{3}}}; }

}  // namespace

TEST(Password, HasOneTo128Bytes) {
    EXPECT_FALSE(net::is_password(""));
    EXPECT_TRUE(net::is_password("a"));
    EXPECT_TRUE(net::is_password("飞机大战 🛩"));
    EXPECT_TRUE(net::is_password(std::string(128, 'x')));
    EXPECT_FALSE(net::is_password(std::string(129, 'x')));
}

TEST(Password, ComesToTheSameKeyWithTheSameSaltAlone) {
    const net::Salt one{std::byte{1}}, two{std::byte{2}};
    EXPECT_EQ(net::derive_key("swordfish", one), swordfish());
    EXPECT_NE(net::derive_key("swordfish", two)->secret, swordfish().secret);
    EXPECT_NE(net::derive_key("Swordfish", one)->secret, swordfish().secret);
    EXPECT_NE(net::make_salt(), net::make_salt());
}

// The numbers of Argon2id are part of the protocol: 2 passes, 64 MiB, 1 lane. The expected value is the reference implementation's
// (libargon2).
TEST(Password, IsArgon2idWithTheProtocolsCost) {
    std::string hex;
    for (const std::byte byte : swordfish().secret) {
        constexpr const char* digits = "0123456789abcdef";
        hex += digits[std::to_integer<int>(byte) >> 4];
        hex += digits[std::to_integer<int>(byte) & 15];
    }
    EXPECT_EQ(hex, "849e87f8a9901781f6b00b99cd731b965fa50e2d2d98d8eb6ec3f872f1ed7817");
}

TEST(Password, IsWorkedOutInAThreadOfItsOwnWhereAPictureWaits) {
    for (const bool in_background : {false, true}) {
        auto work = net::derive_key_later("swordfish", net::Salt{std::byte{1}}, in_background);
        while (!net::is_done(work)) {
        }
        EXPECT_EQ(work.get(), swordfish());
    }
}

TEST(Proof, HoldsForOneWordOverOneConnectionWithOnePasswordAlone) {
    const auto right = net::proof_of(swordfish(), challenge(), word("let me in"));
    EXPECT_TRUE(net::is_equal(right, net::proof_of(swordfish(), challenge(), word("let me in"))));
    PasswordKey other_key = swordfish();
    other_key.secret[31] ^= std::byte{1};
    Challenge other_guest = challenge(), other_host = challenge(), other_secret = challenge();
    other_guest.guest[31] ^= std::byte{1};
    other_host.host[0] ^= std::byte{1};
    other_secret.guest_to_host[15] ^= std::byte{1};
    for (const auto& other :
         {net::proof_of(other_key, challenge(), word("let me in")), net::proof_of(swordfish(), other_guest, word("let me in")),
          net::proof_of(swordfish(), other_host, word("let me in")), net::proof_of(swordfish(), other_secret, word("let me in")),
          net::proof_of(swordfish(), challenge(), word("let us in"))})
        EXPECT_FALSE(net::is_equal(right, other));
}

TEST(PasswordKeys, OfAConnectionAreTheSameAtBothEndsAndOthersWithoutThePassword) {
    const auto guest = net::make_key_pair(), host = net::make_key_pair();
    const auto at_guest = net::keys_of_guest(guest, host.open).value(), at_host = net::keys_of_host(host, guest.open).value();
    const auto mixed_guest = net::with_password(at_guest, swordfish()), mixed_host = net::with_password(at_host, swordfish());
    EXPECT_EQ(mixed_guest.send, mixed_host.receive);
    EXPECT_EQ(mixed_guest.receive, mixed_host.send);
    PasswordKey other = swordfish();
    other.secret[0] ^= std::byte{1};
    EXPECT_EQ((std::set<net::TagKey>{mixed_guest.send, mixed_guest.receive, at_guest.send, at_guest.receive,
                                     net::with_password(at_guest, other).send}
                   .size()),
              5u);
}

TEST(WrongPasswords, AreHeardThreeTimesThenOnceASecondThenEverySlower) {
    WrongPasswords wrong;
    Time now = 100 * second;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(wrong.wait_us(7, now), 0u) << i;
        wrong.count(7, now);
    }
    for (const Time wait : {1, 2, 4, 8, 16, 30, 30, 30}) {
        EXPECT_EQ(wrong.wait_us(7, now), wait * second);
        EXPECT_EQ(wrong.wait_us(8, now), 0u) << "another address waits for nobody";
        now += wait * second;
        EXPECT_EQ(wrong.wait_us(7, now), 0u);
        wrong.count(7, now);
    }
    EXPECT_EQ(wrong.wait_us(7, now + WrongPasswords::longest_wait_us), 0u);
    wrong.count(7, now + WrongPasswords::memory_us + 1);
    EXPECT_EQ(wrong.wait_us(7, now + WrongPasswords::memory_us + 1), 0u) << "long ago";
}

TEST(WrongPasswords, AreForgottenWhenTheRightOneComes) {
    WrongPasswords wrong;
    for (int i = 0; i < 5; ++i) wrong.count(7, 0);
    EXPECT_GT(wrong.wait_us(7, 0), 0u);
    wrong.forget(7);
    EXPECT_EQ(wrong.wait_us(7, 0), 0u);
}

TEST(WrongPasswords, OfAnyNumberOfAddressesTakeNoMoreMemoryAndForgetTheOldest) {
    WrongPasswords wrong;
    for (int i = 0; i < 4; ++i) wrong.count(1, second);
    for (std::uint32_t ip = 2; ip <= WrongPasswords::most_addresses; ++ip)
        for (int i = 0; i < 4; ++i) wrong.count(ip, 2 * second);
    EXPECT_GT(wrong.wait_us(1, 2 * second), 0u);
    wrong.count(0xFFFFFFFF, 2 * second);
    EXPECT_EQ(wrong.wait_us(1, 2 * second), 0u) << "the oldest";
    for (std::uint32_t ip = 2; ip <= WrongPasswords::most_addresses; ++ip) EXPECT_GT(wrong.wait_us(ip, 2 * second), 0u) << ip;
    for (std::uint32_t ip = 1; ip < 100'000; ++ip) wrong.count(ip, 3 * second);
    static_assert(sizeof(WrongPasswords) <= 16 * 1024);
}
