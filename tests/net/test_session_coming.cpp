// Everything about coming and going at once, from a seed: pilots killed and back, late ones, spectators, displaced connections, hosts that
// die, spoilt worlds, on bad links. A seed that ever failed stays.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/net/toy_match.h"

using engine::SeatState;
using net::Time;

namespace {

class Coming {
  public:
    explicit Coming(std::uint64_t seed) : rng_{seed}, match_(setup(seed)) {
        for (std::size_t i = 0; i < match_.players(); ++i) pilots_.push_back({.index = i, .seat = static_cast<int>(i)});
    }

    void play() {
        match_.run(1 + part());
        for (int i = 0; i < 10; ++i) {
            happen();
            match_.run(0.2 + part() * 2);
        }
        net::TroubleSetup fair = line();
        fair.loss = 0.02;
        for (std::size_t a = 0; a < match_.players(); ++a)
            if (a != host_) set_line(a, fair);
        match_.run(7);
        check();
    }

  private:
    struct Pilot {
        std::size_t index;
        int seat;
    };

    double part() { return toy::any_part(rng_); }
    net::TroubleSetup line() {
        return toy::any_line(rng_, {.delay_from_us = 1000, .delay_range_us = 100'000, .jitter_us = 20'000, .loss = 0.2, .burst = 3});
    }
    toy::MatchSetup setup(std::uint64_t seed) {
        toy::MatchSetup setup;
        setup.seed = seed;
        setup.rate = rng_.below(4) == 0 ? 15 : 60;
        setup.delay_ticks = rng_.below(4);
        setup.adapt_delay = rng_.below(2) == 0;
        setup.first_tick = rng_.below(2) == 0 ? 1 : 65'500 - rng_.below(1000);
        setup.world_bytes = 16 + rng_.below(rng_.below(4) == 0 ? 100'000 : 15'000);
        setup.there = line();
        setup.back = line();
        hosts_die_ = rng_.below(3) != 0;
        const std::uint32_t count = 2 + rng_.below(3);
        for (std::uint32_t i = 0; i < count; ++i) setup.peers.push_back({.seats = static_cast<std::uint8_t>(1 << i)});
        if (!hosts_die_) setup.peers.back().spoil_at = setup.first_tick + 100 + rng_.below(200);
        rate_ = setup.rate;
        return setup;
    }
    void set_line(std::size_t guest, const net::TroubleSetup& trouble) {
        match_.net().change(static_cast<std::uint32_t>(guest + 1), static_cast<std::uint32_t>(host_ + 1), trouble);
        match_.net().change(static_cast<std::uint32_t>(host_ + 1), static_cast<std::uint32_t>(guest + 1), trouble);
    }
    Pilot* some_guest() {
        std::vector<Pilot*> guests;
        for (Pilot& pilot : pilots_)
            if (pilot.index != host_) guests.push_back(&pilot);
        return guests.empty() ? nullptr : guests[rng_.below(static_cast<std::uint32_t>(guests.size()))];
    }
    net::Session& host() { return match_.player(host_).session(); }
    static std::uint8_t bit(int seat) { return static_cast<std::uint8_t>(1u << seat); }

    void happen() {
        Pilot* const guest = some_guest();
        switch (rng_.below(8)) {
            case 0: {  // killed, and back
                if (guest == nullptr) return;
                match_.kill(guest->index);
                match_.run(part() * 2);
                if (rng_.below(2) == 0) host().peer_gone(static_cast<net::PeerId>(guest->index + 1), "lost", match_.now());
                match_.run(part());
                guest->index = match_.join({.seats = bit(guest->seat)}, host_);
                return;
            }
            case 1: {  // back while the old connection is still there
                if (guest == nullptr) return;
                match_.player(guest->index).stopped = true;
                guest->index = match_.join({.seats = bit(guest->seat)}, host_);
                return;
            }
            case 2: {  // a late pilot
                for (int seat = 0; seat < engine::max_seats; ++seat) {
                    if (std::any_of(pilots_.begin(), pilots_.end(), [&](const Pilot& pilot) { return pilot.seat == seat; })) continue;
                    pilots_.push_back({.index = match_.join({.seats = bit(seat)}, host_), .seat = seat});
                    return;
                }
                return;
            }
            case 3: watchers_.push_back(match_.join({.seats = 0}, host_)); return;
            case 4: {
                if (watchers_.empty()) return;
                match_.kill(watchers_.back());
                watchers_.pop_back();
                return;
            }
            case 5: {  // its program stops for a while
                if (guest == nullptr) return;
                const std::size_t who = rng_.below(3) == 0 ? host_ : guest->index;
                match_.player(who).stopped = true;
                match_.run(part() * 2);
                match_.player(who).stopped = false;
                match_.player(who).next_turn = match_.now();
                return;
            }
            case 6: {
                if (guest == nullptr) return;
                net::TroubleSetup nothing;
                nothing.loss = 1;
                set_line(guest->index, nothing);
                match_.run(part() * 2);
                set_line(guest->index, line());
                return;
            }
            default: lose_host(); return;
        }
    }

    void lose_host() {
        if (!hosts_die_) return;
        const Pilot* heir = nullptr;
        for (const Pilot& pilot : pilots_)
            if (pilot.index != host_ && match_.player(pilot.index).session().joined() && (heir == nullptr || pilot.seat < heir->seat))
                heir = &pilot;
        if (heir == nullptr) return;
        match_.kill(host_);
        match_.run(part());
        const std::size_t next = heir->index;
        std::erase_if(pilots_, [&](const Pilot& pilot) { return pilot.index == host_; });
        std::vector<std::size_t> others = watchers_;
        for (const Pilot& pilot : pilots_)
            if (pilot.index != next) others.push_back(pilot.index);
        std::vector<double> later;
        for (std::size_t i = 0; i < others.size(); ++i) later.push_back(part() * 1.3);
        host_ = next;
        match_.take_over(next, others, later);
        match_.run(1.4);
    }

    void check() {
        std::vector<std::size_t> all = watchers_;
        for (const Pilot& pilot : pilots_) all.push_back(pilot.index);
        std::sort(all.begin(), all.end());
        ASSERT_EQ(match_.differences(all), "");
        for (const std::size_t i : all) {
            auto& player = match_.player(i);
            EXPECT_TRUE(player.session().joined()) << "peer " << i;
            // a guest may have been killed before it was repaired
            if (i != host_) {
                EXPECT_EQ(player.session().stats().desyncs, player.session().stats().repairs) << "peer " << i;
            }
            EXPECT_LE(player.session().stats().desyncs, hosts_die_ ? 0u : 1u) << "peer " << i;
            EXPECT_EQ(player.session().stats().conflicts, 0u) << "peer " << i;
            EXPECT_LT(match_.player(host_).session().newest(), player.session().newest() + rate_ * 2) << "peer " << i << " has caught up";
            ASSERT_FALSE(player.inputs().empty());
            for (const Pilot& pilot : pilots_) {
                EXPECT_EQ(player.inputs().back().seats[pilot.seat].state, SeatState::Flown) << "peer " << i << " seat " << pilot.seat;
            }
        }
    }

    engine::Rng rng_;
    bool hosts_die_ = false;
    std::uint32_t rate_ = 60;
    toy::Match match_;
    std::size_t host_ = 0;
    std::vector<Pilot> pilots_;
    std::vector<std::size_t> watchers_;
};

}  // namespace

TEST(SessionStorm, WhoComesAndGoesIsInTheSameGame) {
    // WINGMATE_STORMS=5000 for a long run
    const char* many = std::getenv("WINGMATE_STORMS");
    const std::uint64_t seeds = many != nullptr ? std::strtoull(many, nullptr, 10) : 60;
    for (std::uint64_t seed = 1; seed <= seeds && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Coming coming(seed);
        coming.play();
    }
}
