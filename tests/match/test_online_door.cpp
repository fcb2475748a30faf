// Games with a password: who comes in, who does not, and what a stranger can do with what he heard.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "net/token.h"
#include "tests/match/online_strangers.h"

using game::Online;
using game::OnlineSetup;
using namespace party;

namespace {

const std::string password = "飞机 & Ünïcode 🛩";

OnlineSetup locked_host(int seats = 2) {
    auto setup = host_setup({"Ann"}, seats);
    setup.password = password;
    return setup;
}

OnlineSetup guest_with(const std::string& text, std::uint16_t port, const std::string& pilot = "Bo") {
    auto setup = guest_setup({pilot}, port);
    setup.password = text;
    return setup;
}

// Has the host's offer, and answers it as it likes.
struct Answering : Stranger {
    explicit Answering(Party& among) : Stranger(among) { greet(); }
    net::Challenge challenge() const {
        const auto* offer = heard<net::Offer>();
        return {.guest = keys.open, .host = offer->key, .guest_to_host = net::keys_of_guest(keys, offer->key)->send};
    }
    void knock(const net::Join& join) { link.send_plain(host, net::Channel::Play, net::encode(join), party.now()); }
};

net::Join proven(const net::Join& join, const net::PasswordKey& key, const net::Challenge& challenge) {
    net::Join with = join;
    with.proof = net::proof_of(key, challenge, net::encode(join));
    return with;
}

}  // namespace

TEST(Door, OpensForTheRightPassword) {
    Party party(locked_host());
    Machine& bo = party.join(guest_with(password, party.port()));
    party.run(400 * ms);
    ASSERT_EQ(bo.online().stage(), Stage::Lobby) << bo.online().reason();
    ASSERT_TRUE(bo.online().password_key().has_value());
    EXPECT_EQ(bo.online().password_key(), party.host().online().password_key());
    party.host().online().start(party.now());
    party.run(2000 * ms);
    EXPECT_EQ(party.differences(), "");
    EXPECT_GT(bo.hashes().size(), 80u);
    EXPECT_GT(party.host().changes(1), 3);
}

TEST(Door, StaysShutForAWrongPasswordAndSaysThatItWasWrong) {
    Party party(locked_host());
    for (const std::string& wrong : {password + " ", password.substr(0, password.size() - 1), std::string("x")}) {
        Machine& bo = party.join(guest_with(wrong, party.port()));
        party.run(400 * ms);
        EXPECT_EQ(bo.online().stage(), Stage::Ended);
        EXPECT_EQ(bo.online().reason(), "The password is wrong.");
        EXPECT_TRUE(bo.online().wants_password());
        EXPECT_EQ(bo.online().exit_code(), engine::ExitCode::Network);
    }
    EXPECT_FALSE(party.host().online().seats()[1].taken);
}

TEST(Door, AsksForAPasswordWhereNoneWasGiven) {
    Party party(locked_host());
    Machine& bo = party.join({"Bo"});
    party.run(400 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Ended);
    EXPECT_EQ(bo.online().reason(), "This game needs a password.");
    EXPECT_TRUE(bo.online().wants_password());
    auto watcher = guest_setup({}, party.port());
    watcher.watches = true;
    Machine& cy = party.join(watcher);
    party.run(400 * ms);
    EXPECT_EQ(cy.online().stage(), Stage::Ended) << "whoever only watches needs it too";
    EXPECT_TRUE(cy.online().wants_password());
    watcher.password = password;
    Machine& di = party.join(watcher);
    party.run(400 * ms);
    EXPECT_EQ(di.online().stage(), Stage::Lobby);
}

TEST(Door, OfAGameWithoutAPasswordIsNotTheOneThatWasMeant) {
    Party party(host_setup({"Ann"}, 2));
    Machine& bo = party.join(guest_with(password, party.port()));
    party.run(400 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Ended);
    EXPECT_EQ(bo.online().reason(), "This game has no password, but one was given.");
    EXPECT_FALSE(bo.online().wants_password());
}

TEST(Door, OpensForTheKeyThatWasWorkedOutBeforeAndAsksAgainWhereItIsOfAnotherGame) {
    Party party(locked_host(3));
    auto knows = guest_setup({"Bo"}, party.port());
    knows.password_key = party.host().online().password_key();
    Machine& bo = party.join(knows);
    party.run(400 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby);
    knows.password_key->salt[0] ^= std::byte{1};
    Machine& cy = party.join(knows);
    party.run(400 * ms);
    EXPECT_EQ(cy.online().stage(), Stage::Ended);
    EXPECT_TRUE(cy.online().wants_password());
    knows.password = password;
    Machine& di = party.join(knows);
    party.run(400 * ms);
    EXPECT_EQ(di.online().stage(), Stage::Lobby);
}

TEST(Door, IsOpenedByAPlayingGuestsKeyAgainAfterItsLineWasCut) {
    auto host = locked_host(3);
    Party party(host, line(20, 2, 0.02), 5);
    Machine& bo = party.join(guest_with(password, party.port()));
    party.run(600 * ms);
    ASSERT_EQ(bo.online().stage(), Stage::Lobby) << bo.online().reason();
    party.host().online().start(party.now());
    party.run(1000 * ms);
    bo.stopped = true;
    party.run(7000 * ms);
    EXPECT_EQ(party.host().state(1), engine::SeatState::Absent);
    bo.stopped = false;
    party.run(4000 * ms);
    EXPECT_EQ(party.host().state(1), engine::SeatState::Flown);
    EXPECT_EQ(party.differences(), "");
}

TEST(Door, IsKeptByTheMachineThatTakesOver) {
    Party party(locked_host(4), line(5, 0, 0), 6);
    Machine& bo = party.join(guest_with(password, party.port()));
    Machine& cy = party.join(guest_with(password, party.port(), "Cy"));
    party.run(600 * ms);
    ASSERT_EQ(cy.online().stage(), Stage::Lobby) << cy.online().reason();
    party.host().online().start(party.now());
    party.run(1000 * ms);
    const auto bo_port = bo.online().port();
    party.kill(0);
    party.run(5000 * ms);
    EXPECT_TRUE(bo.online().is_host());
    EXPECT_TRUE(cy.was_told("Bo took over as host"));
    EXPECT_EQ(party.differences(), "");
    EXPECT_EQ(bo_port, bo.online().port());
    // a late one, at the new host's door
    Machine& without = party.join_again(0, {}, 1);
    party.run(1000 * ms);
    EXPECT_EQ(without.online().stage(), Stage::Ended);
    EXPECT_TRUE(without.online().wants_password()) << without.online().reason();
}

TEST(Door, OpensForNobodyWhoRepeatsAProofThatHeHeard) {
    Party party(locked_host());
    const net::PasswordKey key = party.host().online().password_key().value();
    Answering bo(party);
    ASSERT_NE(bo.heard<net::Offer>(), nullptr);
    const net::Join right = proven(join_as({"Bo"}), key, bo.challenge());
    Answering eve(party);
    eve.knock(right);
    eve.run(200 * ms);
    ASSERT_NE(eve.heard<net::Refused>(), nullptr) << "of another connection";
    EXPECT_EQ(eve.heard<net::Refused>()->sentence, "The password is wrong.");
    EXPECT_TRUE(eve.gone);
    net::Join changed = right;
    changed.pilots = {"Eve"};
    bo.knock(changed);
    bo.run(200 * ms);
    EXPECT_TRUE(bo.gone) << "the proof is of every byte of the word";
    EXPECT_FALSE(party.host().online().seats()[1].taken);

    Answering cy(party);
    const net::Join good = proven(join_as({"Cy"}), key, cy.challenge());
    cy.knock(good);
    cy.run(200 * ms);
    EXPECT_TRUE(party.host().online().seats()[1].taken);
    cy.knock(good);
    cy.knock(join_as({"Cy"}));
    cy.run(200 * ms);
    EXPECT_FALSE(cy.gone) << "said again, or said by somebody else in its name: no reason to lose a seat";
    EXPECT_TRUE(party.host().online().seats()[1].taken);
}

TEST(Door, HasNoKeysForWhoKnowsNoPassword) {
    Party party(locked_host());
    const net::PasswordKey key = party.host().online().password_key().value();
    Answering mallory(party);  // has the connection's keys, and a proof from elsewhere; but not the password
    mallory.knock(proven(join_as({"Bo"}), key, mallory.challenge()));
    mallory.run(100 * ms);
    ASSERT_TRUE(party.host().online().seats()[1].taken);
    party.host().online().start(party.now());
    mallory.run(500 * ms);
    for (int i = 0; i < 10; ++i) mallory.say(net::Farewell{});
    mallory.run(500 * ms);
    EXPECT_TRUE(party.host().online().seats()[1].taken) << "its goodbye carries a tag without the password: not heard";
    EXPECT_EQ(mallory.link.dropped(), 0u);
}

TEST(Door, OfAHostThatOnlyPretendsIsNotEntered) {
    // A machine in the middle that has no password: it offers what the host offers, and takes any proof.
    Party party(host_setup({"unused"}, 2));
    auto enet = net::EnetLink::open(0);
    net::TaggedLink link(*enet);
    const auto keys = net::make_key_pair();
    auto setup = guest_with(password, enet->port());
    Machine& bo = party.join(setup);
    bool was_asked = false;
    party.run(1500 * ms, [&] {
        while (auto event = link.next(party.now())) {
            if (event->kind != net::LinkEvent::Kind::Packet) continue;
            const auto message = net::decode(event->data);
            if (!message) continue;
            if (const auto* hello = std::get_if<net::Hello>(&*message)) {
                link.send_plain(event->peer, net::Channel::Play,
                                net::encode(net::Offer{.game = "g",
                                                       .mode = "classic",
                                                       .content_hash = content_hash,
                                                       .key = keys.open,
                                                       .has_password = true,
                                                       .salt = {std::byte{5}}}),
                                party.now());
                if (!link.is_protected(event->peer)) link.protect(event->peer, net::keys_of_host(keys, hello->key).value());
            } else if (std::holds_alternative<net::Join>(*message)) {
                was_asked = true;
                net::LobbyMessage lobby;
                lobby.seats = {{.taken = true, .host = true, .pilot = "Eve", .ping_ms = 0},
                               {.taken = true, .host = false, .pilot = "Bo", .ping_ms = 0}};
                lobby.yours = 2;
                link.send(event->peer, net::Channel::Lobby, net::encode(lobby), party.now());
                link.send_plain(event->peer, net::Channel::Lobby, net::encode(lobby), party.now());
            }
        }
    });
    EXPECT_TRUE(was_asked);
    EXPECT_EQ(bo.online().stage(), Stage::Connecting) << "its lobby has no right tag";
}

TEST(Door, HearsWrongPasswordsEverSlowerWithoutMakingOthersWait) {
    Party party(locked_host(4), line(1, 0, 0), 7);
    const net::PasswordKey wrong = net::derive_key("wrong", party.host().online().password_key()->salt).value();
    auto guesses = guest_setup({"Eve"}, party.port());
    guesses.password_key = wrong;
    std::vector<std::string> sentences;
    for (int i = 0; i < 5; ++i) {
        Machine& eve = party.join(guesses);
        party.run(300 * ms);
        EXPECT_EQ(eve.online().stage(), Stage::Ended);
        sentences.push_back(eve.online().reason());
    }
    // under simulated lines each machine has an address of its own: none is slowed
    EXPECT_EQ(std::count(sentences.begin(), sentences.end(), "The password is wrong."), 5);

    Party one(locked_host(4));  // over loopback all have the same
    guesses = guest_setup({"Eve"}, one.port());
    guesses.password_key = net::derive_key("wrong", one.host().online().password_key()->salt);
    sentences.clear();
    for (int i = 0; i < 4; ++i) {
        Machine& eve = one.join(guesses);
        one.run(200 * ms);
        sentences.push_back(eve.online().reason());
        EXPECT_TRUE(eve.online().wants_password());
    }
    EXPECT_EQ(std::count(sentences.begin(), sentences.end(), "The password is wrong."), 3);
    EXPECT_EQ(sentences.back(), "Wrong passwords came from this address too often; the next one is heard in 1 s.");
    one.run(1000 * ms);
    Machine& bo = one.join(guest_with(password, one.port()));
    one.run(400 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby) << bo.online().reason();
}

TEST(Door, OpensOnceItsKeyIsWorkedOutBesideThePictures) {
    auto setup = locked_host();
    setup.derives_in_background = true;
    Party party(setup);
    EXPECT_FALSE(party.host().online().password_key().has_value()) << "the key is worked out beside the pictures";
    Machine& bo = party.join(guest_with(password, party.port()));
    // real time passes in that thread: the guest says its word until the host has its key
    for (int i = 0; i < 400 && bo.online().stage() == Stage::Connecting && !party.host().online().password_key(); ++i) {
        party.run(4 * ms);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    party.run(500 * ms);
    EXPECT_EQ(bo.online().stage(), Stage::Lobby) << bo.online().reason();
}
