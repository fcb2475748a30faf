#include <gtest/gtest.h>

#include "engine/core/rng.h"
#include "net/messages.h"

using net::decode;
using net::encode;
using net::InputsMessage;
using net::Message;

namespace {

InputsMessage inputs_message() {
    InputsMessage m;
    m.number = 65533;
    m.ack = 17;
    m.tick = 65530;
    m.ahead = -13;
    m.spans = {{.seat = 0, .first = 65525, .deltas = {{}, {0x0010, 0}, {0xF070, 3}, {}, {}, {}, {0x0001, 0}, {}}},
               {.seat = 1, .first = 65525, .deltas = std::vector<net::InputDelta>(8)},
               {.seat = 2, .first = 3, .deltas = {{0, 1}}},
               {.seat = 3, .first = 65529, .deltas = std::vector<net::InputDelta>(3), .as_sent = true}};
    m.hash = net::TickHash{.tick = 65528, .hash = 0xDEADBEEF};
    return m;
}

std::vector<Message> one_of_each() {
    return {
        inputs_message(),
        net::Hello{.protocol = 3, .build = "0.2.0", .key = {std::byte{1}, std::byte{255}}, .match = 70'000},
        net::Refused{.sentence = "No.", .why = net::Refusal::Full},
        net::Offer{.game = "Bo's game",
                   .mode = "classic",
                   .content_hash = 0x0123456789ABCDEF,
                   .rate = 60,
                   .seats = 4,
                   .key = {std::byte{7}},
                   .has_password = true,
                   .salt = {std::byte{8}}},
        net::Join{
            .content_hash = 5, .token = {1, 2, 3}, .match_id = 9, .machine = 0xFEDC, .pilots = {"Bo", "bot:ace"}, .proof = {std::byte{9}}},
        net::LobbyMessage{.seats = {{.taken = true, .host = true, .ready = true, .locked = false, .pilot = "飞", .ping_ms = 0},
                                    {.taken = false, .host = false, .ready = false, .locked = true, .pilot = "", .ping_ms = 7}},
                          .yours = 2,
                          .spectators = 16,
                          .playing = true,
                          .countdown_ms = 3000},
        net::Start{.kind = net::StartKind::WithOwnWorld,
                   .match_id = 0x1122334455667788,
                   .token = {255},
                   .seed = 7,
                   .first_tick = 65500,
                   .states = {engine::SeatState::Flown, engine::SeatState::Held},
                   .window_ms = 250,
                   .delay_ticks = 3,
                   .hash_period = 8},
        net::Ping{.stamp = 1},
        net::Pong{.stamp = 0xFFFFFFFF},
        net::SeatsLeft{.seats = 8, .reason = net::LeaveReason::ConnectionLost},
        net::Farewell{.reason = net::LeaveReason::HostEnded},
        net::SnapshotPiece{.id = 0xFFFF,
                           .fresh = true,
                           .tick = 70'000,
                           .size = net::piece_bytes + 3,
                           .hash = 0x123456789ABCDEF0,
                           .index = 1,
                           .data = std::vector<std::byte>(3, std::byte{7})},
        net::SnapshotAck{.id = 3, .adopted = true, .have = {0xFF, 0x01}},
        net::Knowledge{.seats = {{{.known = 65'540, .from = 65'537, .base = {5, engine::SeatState::Held}, .deltas = {{}, {0x1001, 3}, {}}},
                                  {.known = 7, .from = 7, .base = {0xFFFF, engine::SeatState::Flown}, .deltas = {}}}}},
        net::Roster{.match_id = 3,
                    .machines = {{.seats = 1, .host = true, .ip = 0, .port = 0, .verifier = {7}},
                                 {.seats = 6, .host = false, .ip = 0x7F000001, .port = 17430, .verifier = {}}}},
        net::WorldParts{.tick = 600, .hashes = {1, 2, 0xFFFFFFFF}},
        net::Ready{.ready = false},
        net::Crew{.pilots = {"Bo", "小林"}},
        net::Again{.match_id = 0x1122334455667788},
        net::StatsAsk{},
        net::StatsTell{
            .machines =
                {{.seats = 6, .ping_ms = 9999, .loss_percent = 100, .depth_p50 = 2, .depth_p99 = 63, .delay_ticks = 3, .tick = 70'000},
                 {}}},
        net::Say{.run = 0xFFFFFFFF, .number = 3, .seat = 3, .quick = 0, .text = "左边!"},
        net::Said{.line = {.run = 1, .number = 2, .seat = net::no_seat, .quick = net::quick_messages, .text = ""}, .yours = true},
        net::PauseAsk{.pause = false},
        net::PauseState{.number = 65'535, .paused = true, .seat = 2, .resume_in_ms = 3000}};
}

}  // namespace

TEST(Messages, EveryAlternativeSurvivesARoundTrip) {
    const auto all = one_of_each();
    ASSERT_EQ(all.size(), std::variant_size_v<Message>);
    for (std::size_t i = 0; i < all.size(); ++i) {
        ASSERT_EQ(all[i].index(), i);
        const auto back = decode(encode(all[i]));
        ASSERT_TRUE(back.has_value()) << "alternative " << i;
        EXPECT_EQ(*back, all[i]) << "alternative " << i;
    }
}

TEST(Messages, ARefusalForAReasonOfALaterVersionIsARefusal) {
    auto bytes = encode(net::Refused{.sentence = "No.", .why = net::Refusal::Full});
    bytes.back() = std::byte{255};
    const auto message = decode(bytes);
    ASSERT_TRUE(message.has_value());
    EXPECT_EQ(std::get<net::Refused>(*message), (net::Refused{.sentence = "No.", .why = net::Refusal::Other}));
}

TEST(Messages, CutShortAreNothing) {
    for (const Message& message : one_of_each()) {
        const auto bytes = encode(message);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            EXPECT_FALSE(decode(std::span(bytes).first(length)).has_value()) << "alternative " << message.index() << ", " << length;
    }
}

TEST(Messages, WithSomethingLeftOverAreNothingButForTheGreetingThatMayGrow) {
    for (const Message& message : one_of_each()) {
        auto bytes = encode(message);
        bytes.push_back(std::byte{1});
        const bool may_grow = std::holds_alternative<net::Hello>(message) || std::holds_alternative<net::Refused>(message);
        EXPECT_EQ(decode(bytes).has_value(), may_grow) << "alternative " << message.index();
    }
}

TEST(Messages, OutOfRangeAreNothing) {
    EXPECT_FALSE(decode(encode(net::Hello{.magic = 1, .protocol = 1, .build = ""})));
    EXPECT_FALSE(decode(encode(net::Offer{.game = "", .mode = "", .content_hash = 0, .rate = 0, .seats = 2})));
    EXPECT_FALSE(decode(encode(net::Offer{.game = "", .mode = "", .content_hash = 0, .rate = 60, .seats = 5})));
    EXPECT_FALSE(decode(encode(net::Join{.content_hash = 0, .token = {}, .match_id = 0, .pilots = {"a", "b", "c", "d", "e"}})));
    EXPECT_FALSE(decode(encode(net::LobbyMessage{.seats = {{}}, .yours = 16, .spectators = 0})));
    EXPECT_FALSE(decode(encode(net::LobbyMessage{.seats = {{}}, .yours = 0, .spectators = 17})));
    EXPECT_FALSE(decode(encode(net::LobbyMessage{.seats = {{}}, .yours = 0, .spectators = 0, .playing = false, .countdown_ms = 10'001})));
    EXPECT_FALSE(decode(encode(net::Say{.seat = 4, .quick = 1, .text = ""})));
    EXPECT_FALSE(decode(encode(net::Say{.seat = 0, .quick = net::quick_messages + 1, .text = ""})));
    EXPECT_FALSE(decode(encode(net::Say{.seat = 0, .quick = 0, .text = ""}))) << "nothing said";
    EXPECT_FALSE(decode(encode(net::Say{.seat = 0, .quick = 1, .text = "both"})));
    EXPECT_FALSE(decode(encode(net::Said{.line = {.seat = 9, .quick = 1, .text = ""}})));
    EXPECT_FALSE(decode(encode(net::PauseState{.paused = true, .seat = 4})));
    EXPECT_FALSE(decode(encode(net::PauseState{.paused = true, .resume_in_ms = net::most_resume_ms + 1})));
    EXPECT_FALSE(decode(encode(net::Crew{.pilots = {}})));
    EXPECT_FALSE(decode(encode(net::StatsTell{.machines = std::vector<net::Figures>(6)})));
    EXPECT_FALSE(decode(encode(net::StatsTell{.machines = {{.loss_percent = 101}}})));
    net::Roster roster;
    roster.machines = {{.seats = 3}, {.seats = 2}};
    EXPECT_FALSE(decode(encode(roster))) << "a seat at two machines";
    roster.machines = {{.seats = 0}};
    EXPECT_FALSE(decode(encode(roster)));
    EXPECT_FALSE(decode(encode(net::WorldParts{.tick = 1, .hashes = std::vector<std::uint32_t>(9)})));
    net::Start start;
    start.states[3] = static_cast<engine::SeatState>(3);
    EXPECT_FALSE(decode(encode(start)));
    EXPECT_FALSE(decode(encode(net::Start{.first_tick = 0})));
    EXPECT_FALSE(decode(encode(net::SeatsLeft{.seats = 0})));
    EXPECT_FALSE(decode(encode(net::Farewell{.reason = static_cast<net::LeaveReason>(5)})));
    const std::byte unknown[] = {std::byte{0x7F}};
    EXPECT_FALSE(decode(unknown));
}

TEST(Messages, EveryFourthPacketOfInputsSaysHowLongTheAcknowledgedPacketWasHeld) {
    InputsMessage m = inputs_message();
    m.number = 7;
    m.ahead = 0;
    m.held_ms = 9;
    EXPECT_EQ(decode(encode(m)), std::optional<Message>(m));
}

TEST(Messages, AClaimOfManyInputsWithoutTheirBitsIsNothing) {
    InputsMessage one{.number = 1, .ack = {}, .held_ms = 0, .tick = 9, .ahead = 0, .spans = {{0, 9, {{0, 1}}}}, .hash = {}};
    auto bytes = encode(one);
    const std::size_t count_at = bytes.size() - 3;  // 2 and 8 bits of span and delta after it
    ASSERT_EQ(bytes[count_at], std::byte{1});
    bytes[count_at] = std::byte{128};
    EXPECT_FALSE(decode(bytes));
    bytes.resize(count_at + 1 + 18);
    EXPECT_TRUE(decode(bytes)) << "the rest is unchanged, a bit each";
    bytes[count_at] = std::byte{129};
    EXPECT_FALSE(decode(bytes));
    bytes[count_at] = std::byte{0};
    EXPECT_FALSE(decode(bytes));
}

TEST(Messages, InputsTakeFewBytes) {
    InputsMessage m{.number = 1001, .ack = 995, .held_ms = 0, .tick = 1000, .ahead = 3, .spans = {{0, 993, {}}}, .hash = {}};
    m.spans[0].deltas.resize(8);
    EXPECT_EQ(encode(m).size(), 10u);
    m.spans.push_back({.seat = 1, .first = 993, .deltas = m.spans[0].deltas});
    EXPECT_EQ(encode(m).size(), 10u) << "a second unchanged seat with the same ticks is a bit";
    m.spans[1].first = 990;
    m.spans[1].deltas.resize(11);
    EXPECT_EQ(encode(m).size(), 11u) << "ticks close to those of the seat before are a byte";
    EXPECT_EQ(decode(encode(m)), std::optional<Message>(m));
    m.spans[1].first = 985;
    EXPECT_EQ(encode(m).size(), 13u) << "others are told in full";
    EXPECT_EQ(decode(encode(m)), std::optional<Message>(m));
    for (const net::InputDelta delta : {net::InputDelta{0x10, 0}, {0xFFFF, 3}, {0, 2}}) {
        InputsMessage one{.number = 0, .ack = {}, .held_ms = 0, .tick = 0, .ahead = 0, .spans = {{0, 0, {delta}}}, .hash = {}};
        EXPECT_EQ(encode(one).size(), 7 + (2 + net::wire_bits(delta) + 7) / 8);
    }
}

TEST(Messages, RandomBytesNeverDoHarm) {
    engine::Rng rng{1};
    int good = 0;
    for (int i = 0; i < 200000; ++i) {
        std::vector<std::byte> bytes(rng.below(40));
        for (auto& b : bytes) b = static_cast<std::byte>(rng.next());
        if (!bytes.empty() && rng.below(2) == 0) bytes[0] = static_cast<std::byte>(rng.below(std::variant_size_v<Message>));
        if (const auto message = decode(bytes)) {
            ++good;
            const auto again = decode(encode(*message));
            ASSERT_TRUE(again.has_value());
            ASSERT_EQ(*again, *message);
        }
    }
    EXPECT_GT(good, 100);
}

TEST(CleanText, LeavesOutWhatCouldFoolPeople) {
    EXPECT_EQ(net::clean_text("Bo", 24), "Bo");
    EXPECT_EQ(net::clean_text("B\x1b[31mo\n\x7f", 24), "B[31mo");
    EXPECT_EQ(net::clean_text("a\u202Eb\u2066c\u200Bd\u0085e", 24), "abcde");
    EXPECT_EQ(net::clean_text("\xC0\xAF\xED\xA0\x80\xFF x\xE9\x9B", 24), " x") << "over-long, surrogate, never valid, cut short";
    EXPECT_EQ(net::clean_text("飞机大战", 2), "飞机");
    EXPECT_EQ(net::clean_text("\U0001F6E9 ok", 24), "\U0001F6E9 ok");
    std::string long_name(100, 'x');
    EXPECT_EQ(net::clean_text(long_name, 24).size(), 24u);
}
