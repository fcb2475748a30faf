// The one class behind Online, for hosts and guests, for a guest may take over from its host at any time. For online*.cpp only:
// online_game.cpp what all do, online_greeting.cpp guests come to a host, online_host.cpp a host with its guests, online_guest.cpp a guest
// comes to a host, online_listening.cpp it listens to it, online_moves.cpp the host is gone: looking for it, taking over, following, coming
// back, online_door.cpp the password, online_lan.cpp what a host says to those who look for games, online_talk.cpp chat, online_pause.cpp
// pauses, online_lobby.cpp who is ready, the host's powers and the next game, online_figures.cpp how the links do.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "game/match/online.h"
#include "game/match/online_branch.h"
#include "net/beacon.h"
#include "net/link_trouble.h"
#include "net/tagged_link.h"

namespace game {

constexpr net::Time online_patience_us = 5'000'000;  // for an answer, for a greeting, for a word from a guest, or from a host before play
constexpr net::Time host_silence_us = 1'800'000;     // of the host while playing: then somebody takes over
constexpr net::Time again_us = 100'000;              // what is not answered is said again after that
constexpr net::Time went_over_us = 5'000'000;        // a host that stood still goes after guests who leave it within that time
constexpr net::Time offer_patience_us = 1'500'000;   // for a host's first word: it may have given the connection up before we knew of it
constexpr net::Time start_again_us = 25'000;         // a Start: who hears of it late begins late, and all are out of step for seconds
constexpr net::Time keep_seats_us = 60'000'000;      // for whoever has their token; so long a guest tries to come back, too
constexpr net::Time world_patience_us = 20'000'000;  // for the world of a host that was come back to: the slowest takes a few seconds
constexpr net::Time return_again_us = 5'000'000;     // from when a host that was come back to has fallen silent until it is called again
constexpr net::Time candidate_patience_us = 1'500'000;  // for an answer of who should have taken over

// A connection that this machine has begun, to a host or to who should have become one.
struct OnlineCall : OnlinePeer {
    enum class Aim : std::uint8_t { Begin, Return, Follow } aim = Aim::Begin;
    enum class Step : std::uint8_t {
        Connecting,
        Greeted,
        Deriving,  // the key of the password is worked out
        Joining,
        Seated
    } step = Step::Connecting;
    net::Address to;
    net::KeyPair keys;
    net::Challenge challenge;    // once offered
    net::TagKeys tag_keys;       // the same, without a password
    net::Time again_at = 0;      // the last word is said again
    net::Time begun_at = 0;      // connected
    bool has_lobby = false;      // Return, Follow: seats are ours there
    std::uint32_t match = 0;     // number that is asked for there
    std::uint64_t match_id = 0;  // Return: that has to be played there
};

class OnlineGame final : public Online, private OnlineBranch {
  public:
    OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, net::Time now);
    OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, const net::Address& host, ContentFor content_for, void* context,
               net::Time now);

    void poll(net::Time now) override;
    Stage stage() const override { return stage_; }
    void start(net::Time now) override;
    void set_ready(bool ready, net::Time now) override;
    std::uint32_t countdown_ms() const override;
    bool add_pilot(std::string_view name, net::Time now) override;
    void drop_pilot(net::Time now) override;
    void again(net::Time now) override;
    void kick(int seat, bool ban, net::Time now) override;
    void lock_seat(int seat, bool locked) override;
    void seat_bot(int seat, std::string_view bot, net::Time now) override;
    void close_door(bool closed) override;
    bool door_closed() const override { return door_closed_; }
    void ask_figures(net::Time now) override;
    const std::vector<net::Figures>& figures() const override { return figures_; }
    void leave(net::Time now) override;
    bool settled() const override { return !session_ || !session_->joined() || session_->acknowledged() == session_->confirmed(); }
    bool connected() const override;
    bool is_awaiting() const override;
    bool is_host() const override { return is_host_; }
    bool came_late() const override { return came_late_; }
    const std::vector<LobbySeat>& seats() const override { return seats_; }
    std::uint8_t local_seats() const override { return local_seats_; }
    std::string game_name() const override { return game_name_; }
    std::string mode() const override { return mode_; }
    std::uint64_t seed() const override { return seed_; }
    std::uint16_t port() const override { return link_->port(); }
    std::string search_problem() const override { return beacon_ ? beacon_->problem() : std::string(); }
    std::uint32_t match() const override { return match_; }
    net::GameInfo info() const override;
    int spectators() const override { return spectators_; }
    net::Token token() const override { return token_; }
    const std::optional<net::PasswordKey>& password_key() const override { return password_key_; }
    bool wants_password() const override;
    net::Session* session() override { return session_.get(); }
    std::uint64_t wire_bytes_sent() const override { return link_->wire_bytes_sent(); }
    bool say(std::string_view text) override;
    bool say(Quick quick, int seat) override;
    std::optional<ChatLine> next_chat() override;
    void pause(net::Time now) override;
    void resume(net::Time now) override;
    PauseStatus pause_status() const override;
    std::optional<Notice> next_notice() override;
    std::optional<OnlineDifference> next_difference() override;
    const Notice& ending() const override { return ending_; }
    engine::ExitCode exit_code() const override { return exit_code_; }

  private:
    // What both sides of a difference say about it; told on when both have.
    struct Difference {
        net::PeerId peer = 0;
        bool has_here = false, has_there = false;
        OnlineDifference what;
    };

    static std::uint32_t stamp(net::Time now) { return static_cast<std::uint32_t>(now / 1000); }

    // all
    OnlineGame(const OnlineSetup& setup, std::unique_ptr<net::Link> link, net::Time now, bool is_host);
    net::TaggedLink& link() { return *tagged_; }
    void send(net::PeerId to, const net::Message& message, net::Time now);
    // Of the greeting: quick rather than sure. It is said again until it is answered.
    void say(net::PeerId to, const net::Message& message, net::Time now);
    net::Time pass_time(net::Time now);
    void notice(Notice what);
    void end(Notice why, engine::ExitCode code);
    void take(const net::LinkEvent& event, net::Time now);
    // What came in is a message of ours, on a channel where it belongs; else a strike.
    std::optional<net::Message> read(OnlinePeer& peer, const net::LinkEvent& event);
    void take_session_events(net::Time now);
    void take_session_event(const net::SessionEvent& event, net::Time now);
    void tell_difference(net::PeerId peer, net::Tick tick, net::Time now);
    void take_parts(net::PeerId peer, const net::WorldParts& parts);
    Difference& difference(net::PeerId peer, net::Tick tick);
    std::vector<std::string> pilots(std::uint8_t of_seats) const;
    std::vector<std::string> host_names() const;  // none: it has no pilot
    // Empties those seats in the list, once playing, and keeps their pilots' names.
    void mark_left(std::uint8_t of_seats);

    // a host
    OnlineGuest* find_guest(net::PeerId id);
    void take_from_guest(OnlineGuest& guest, const net::LinkEvent& event, net::Time now);
    bool take_guest_message(OnlineGuest& guest, const net::LinkEvent& event, const net::Message& message, net::Time now);
    void greet(OnlineGuest& guest, const net::Hello& hello, net::Time now);
    void seat(OnlineGuest& guest, const net::Join& join, net::Time now);
    bool seat_again(OnlineGuest& guest, const net::Join& join, net::Time now);
    bool seat_new(OnlineGuest& guest, const net::Join& join, net::Time now);
    void let_play(OnlineGuest& guest, net::StartKind kind, net::Time now);
    void answer(OnlineGuest& guest, net::Time now);
    void refuse(OnlineGuest& guest, net::Refusal why, const std::string& sentence, net::Time now);
    void poll_host(net::Time step, net::Time now);
    void do_what_is_due(OnlineGuest& guest, net::Time step, net::Time now);
    // Goodbye: the guest's seats are free. Else they are kept for it while playing.
    void lose(OnlineGuest& guest, net::LeaveReason reason, Notice why, net::Time now);
    void announce_left(std::uint8_t seats, net::LeaveReason reason, Notice why, net::Time now);
    net::LobbyMessage lobby_for(const OnlineGuest& guest) const;
    net::Start start_for(const OnlineGuest& guest) const;
    void send_lobby(net::Time now);
    void send_roster(net::Time now);
    std::uint32_t worst_ping_ms() const;
    int free_seats() const;
    bool is_kept(std::size_t seat) const;
    bool is_free(std::size_t seat) const;

    void answer_searches(net::Time now);

    // the door
    void take_password(const OnlineSetup& setup, net::Time now);
    void derive_key(const net::Salt& salt);
    void poll_key_work(net::Time now);
    // Only whoever knows the password comes in; else it is refused.
    bool comes_in(OnlineGuest& guest, const net::Join& join, net::Time now);
    // The offer's door can be opened from here, now or once a key is worked out. False: the offer makes no sense.
    bool take_door(OnlineCall& call, const net::Offer& offer, net::Time now);
    void knock(OnlineCall& call, net::Time now);
    net::Join join_for(const OnlineCall& call) const;

    // lobby
    void poll_lobby(net::Time now);
    bool everybody_ready() const;
    bool may_start(net::Time now) const;
    bool take_lobby_word(OnlineGuest& guest, const net::Message& message, net::Time now);
    bool set_crew(OnlineGuest& guest, const std::vector<std::string>& pilots);
    bool is_banned(const net::Address& address, std::uint64_t machine) const;
    void give_seat_back(std::size_t seat, const OnlineGuest& owner);
    bool come_again(const net::Again& again, net::Time now);
    void come_into_lobby(const OnlineCall& call, const net::LobbyMessage& lobby, net::Time now);
    OnlineGuest* guest_of(std::size_t seat);
    void leave_bots();

    // figures
    void poll_figures(net::Time now);
    net::Figures own_figures() const;
    void take_figures(const net::StatsTell& told);
    void look_at_links();

    // a guest
    void poll_guest(net::Time step, net::Time now);
    // The fields of OnlineCall; at: when.
    void call(OnlineCall::Aim aim, const net::Address& to, std::uint32_t match, std::uint64_t match_id, net::Time at);
    OnlineCall* find_call(net::PeerId id);
    Notice heard(const net::Refused& refused) const;
    void hang_up(OnlineCall::Aim aim, net::Time now);
    void do_what_is_due(OnlineCall& call, net::Time now);
    void take_from_call(OnlineCall& call, const net::LinkEvent& event, net::Time now);
    bool take_call_message(OnlineCall& call, const net::Message& message, net::Time now);
    bool take_offer(OnlineCall& call, const net::Offer& offer, net::Time now);
    void turn_away(OnlineCall& call, Notice why, net::Time now);
    void take_refusal(const OnlineCall& call, Notice why, net::Time now);
    void take_from_host(const net::LinkEvent& event, net::Time now);
    bool take_host_message(const net::LinkEvent& event, const net::Message& message, net::Time now);
    bool fits(const net::LobbyMessage& lobby) const;
    void take_lobby(const net::LobbyMessage& lobby);
    bool take_start(const net::Start& start, net::Time now);
    void take_seats_left(const net::SeatsLeft& left);
    bool take_roster(const net::Roster& roster);
    void tell_lobby_changes(const std::vector<LobbySeat>& before);

    // chat, everybody
    bool say(net::Say line);
    void take_say(OnlineGuest& guest, net::Say line, net::Time now);
    bool take_said(const net::Said& said);
    void pass_on(const net::Say& line, const OnlineGuest* speaker, net::Time now);
    void show_line(const net::Say& line, bool own);
    // To another host, or as one: the last host may not have passed it on to everybody.
    void say_again(net::Time now);
    // To a guest of the host before: it may not have heard all that was passed on at last.
    void repeat_talk(const OnlineGuest& survivor, net::Time now);

    // pauses, everybody
    std::uint8_t own_seat() const;
    void order_pause(std::uint8_t seat);
    void order_resume(std::uint8_t seat, net::Time now);
    void take_pause_ask(const OnlineGuest& guest, const net::PauseAsk& ask, net::Time now);
    bool take_pause_state(const net::PauseState& state, net::Time now);
    net::PauseState pause_state(net::Time now) const;
    void poll_pause(net::Time now);

    // the host is gone
    enum class Loss : std::uint8_t {
        Silent,   // its connection is lost: it may be reached again
        Goodbye,  // it said so
        Refused,  // it, or we, will have no more of it
    };
    // ending: where the game ends here with it; left: where it goes on.
    void lose_host(Loss loss, Notice ending, Notice left, net::Time now);
    void find_next_host(net::Time now);
    void notice_going_over(const OnlineGuest& guest, net::Time now);
    void go_over(net::Time now);
    void take_over(net::Time now);
    // Who takes over sooner than this machine would, the lowest seat first.
    std::vector<net::Roster::Machine> heirs() const;
    // Whoever goes on alone comes back to one of them that has taken that match over.
    void call_heirs(std::uint64_t match_id, net::Time now);
    bool come_into_game(const OnlineCall& call, const net::Start& start, net::Time now);
    // The game played here is kept until the world of the one to come is here: then it is dropped, or it is got back, for the host is lost.
    void set_aside(net::Time now);
    void settle_in();
    void go_back(Loss loss, Notice left, net::Time now);
    void host_is_heard_again(net::Time now);
    // The first machine of others that plays here: there is no way back to the old host any more.
    void stay_here(net::Time now);
    void give_up_return(net::Time now);
    bool may_return() const;  // somebody is called who has, or has taken over, the game that this machine was in

    // Packets taken in one poll: a flood must not keep the game from its next tick.
    static constexpr int most_events = 4096;

    std::unique_ptr<net::Link> link_;
    std::unique_ptr<net::TroubledLink> troubled_;  // around it, if at all
    std::unique_ptr<net::TaggedLink> tagged_;      // around all
    std::optional<std::uint32_t> fixed_delay_;     // OnlineSetup::delay_ticks
    net::Reach reach_;
    std::uint16_t search_port_;
    std::unique_ptr<net::Beacon> beacon_;  // once this machine is the host
    Stage stage_;
    bool watches_;
    std::string game_name_, mode_;
    std::uint64_t seed_ = 0, content_hash_ = 0;
    std::uint32_t rate_ = 60;
    int spectators_ = 0;
    net::Time last_poll_, next_second_, next_ping_;

    bool has_password_ = false;                     // the game; its key may be worked out still
    std::optional<net::PasswordKey> password_key_;  // of this game
    std::string password_;                          // a guest's, to be tried
    bool derives_in_background_ = false;
    net::KeyWork key_work_;
    net::WrongPasswords wrong_passwords_;

    bool lobby_changed_ = false, roster_changed_ = false;
    std::array<engine::SeatState, engine::max_seats> first_states_{};  // that the game began with
    std::uint8_t first_delay_ = 0;

    // lobby
    net::Time countdown_us_ = 0, countdown_end_ = 0;  // 0: nobody counts
    net::Time earliest_start_ = 0;
    bool wants_start_ = false, door_closed_ = false;
    bool ready_at_once_ = false;
    std::uint64_t machine_;
    struct Ban {
        std::uint32_t ip = 0;
        std::uint64_t machine = 0;
    };
    std::vector<Ban> bans_;
    std::uint64_t match_ended_ = 0;  // guest: that this machine has come back from; a Start of it is late

    // figures
    std::vector<net::Figures> figures_;
    struct DepthMark {
        std::uint64_t ticks = 0;
        std::array<std::uint64_t, 64> depths{};
    };
    std::deque<DepthMark> marks_;  // a second apart, the newest last
    net::Time next_mark_ = 0, figures_until_ = 0, next_ask_ = 0;

    std::string address_;
    std::vector<std::string> pilots_, crew_;  // crew_: as asked for last
    ContentFor content_for_ = nullptr;
    void* context_ = nullptr;
    std::vector<OnlineCall> calls_;
    net::Time waited_us_ = 0;  // for a first answer, until seated
    // The game that this machine had, while the world of the one that it has come back to is on its way; else none.
    std::unique_ptr<OnlineBranch> before_;
    net::Time world_us_ = 0;  // for so long

    OnlineTalk talk_;
    std::deque<Notice> notices_;
    std::deque<Difference> differences_;
    Notice ending_;
    engine::ExitCode exit_code_ = engine::ExitCode::Ok;
};

}  // namespace game
