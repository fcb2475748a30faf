// A network game from the first greeting to the last tick: connect, lobby, start, session, coming back, taking over, farewell. One class
// for hosts and guests, with and without a screen; the app, wingmate-headless serve/join and fleets use it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.h"
#include "engine/core/inputs.h"
#include "game/match/chat.h"
#include "game/match/notice.h"
#include "net/discovery.h"
#include "net/link.h"
#include "net/messages.h"
#include "net/password.h"
#include "net/session.h"

namespace game {

constexpr std::uint16_t default_port = 17430;
constexpr std::uint32_t protocol_version = 3;

// Worsens the sending side of this program's own link, for trials. Delay D one way; jitter J adds |N(0,1)| * J; loss in percent, in bursts
// of that mean length.
struct LinkTrouble {
    std::uint32_t delay_ms = 0, jitter_ms = 0;
    double loss_percent = 0, burst = 1;
    std::uint64_t seed = 1;
};

struct LobbySeat {
    bool taken = false;    // somebody sits here; once playing: and has not left
    bool kept = false;     // not taken, but its pilot, whose connection was lost, may come back to it; known to the host alone
    bool local = false;    // flown from this machine
    bool is_host = false;  // flown from the host's machine
    bool ready = false;    // to begin; bots always are
    bool locked = false;   // free, and nobody gets it
    bool is_bad = false;   // as far as it is known here its link loses more than a tenth, takes more than 250 ms, or is silent
    std::string pilot;     // UTF-8, at most 24 code points; "bot:ace" for a bot; stays when its pilot leaves while playing
    std::uint32_t ping_ms = 0;
};

struct OnlineSetup {
    std::vector<std::string> pilots;  // of this machine: 1 to 4 names; empty for a host without a pilot, or a guest that only watches
    std::uint64_t content_hash = 0;   // of the mode that is to be played; compared in the greeting
    LinkTrouble trouble;
    std::optional<std::uint32_t> delay_ticks;  // input delay of this machine's seats, fixed, for trials: 0 to 3; without: as it needs
    net::Reach reach = net::Reach::Nobody;     // who finds this game by searching, while this machine is its host
    bool is_ready = false;                     // to begin, without being asked: who has no lobby on a screen
    std::uint16_t search_port = net::discovery_port;
    std::string password;  // host: that guests need, empty: none; guest: that is tried where one is needed; at most 128 bytes
    std::optional<net::PasswordKey> password_key;  // what was worked out before, see Online::password_key(): goes before the password
    bool derives_in_background = false;  // the key is worked out beside the pictures; else the first poll, or the host's start, takes 0.1 s
    std::uint64_t machine = 0;           // of this installation, by which a host may know it again; 0: made up for this run
    // Host only:
    std::string name = "Wingmate";      // of the game, for people
    std::uint16_t port = default_port;  // 0: a free one
    std::string mode;                   // by its name: a file of the host's own is nothing that a guest could have
    std::uint64_t seed = 1;
    int seats = 2;               // 2 to 4, as the mode allows
    std::uint32_t rate = 60;     // of the mode
    net::Time countdown_us = 0;  // from when everybody is ready until the game begins, at most 10 s; 0: it begins with start() alone
    std::uint16_t match = 0;     // its number, of a host with many (over a net::SharedLink); 0: it has no other
    // Guest only:
    std::string address;   // host name or IPv4, with or without :port, then /MATCH for one match of a host with many
    net::Token token{};    // of the seats that an earlier run of this program had there, see Online::token(); all zero: none
    bool watches = false;  // a spectator; pilots is empty then
};

// The games at two machines went different ways: hashes of the world's parts after that tick, by part. Empty: no longer known there.
struct OnlineDifference {
    net::Tick tick = 0;
    std::uint8_t seats = 0;  // of the other machine; 0 where it flies none
    std::vector<std::uint32_t> here, there;
};

// Everybody's game stands still: nobody makes ticks, for the session rests.
struct PauseStatus {
    bool paused = false;
    std::string by;                  // who paused, or, counting down, who goes on; empty: unknown
    std::uint32_t resume_in_ms = 0;  // the game goes on so much later; 0: once somebody resumes
};

class Online {
  public:
    enum class Stage : std::uint8_t {
        Connecting,  // guest: no answer yet
        Lobby,       // seats are taken; the host may start
        Playing,     // session() is there; it may have no world yet
        Ended,       // reason() says why
    };

    // Throws engine::Error: Network when the port is in use or the address cannot be resolved, Usage where setup asks for what cannot be
    // (more pilots than seats, a mode that is no plain name).
    static std::unique_ptr<Online> host(const OnlineSetup& setup, net::Time now);
    // Over any link instead of a port of this machine.
    static std::unique_ptr<Online> host(const OnlineSetup& setup, std::unique_ptr<net::Link> link, net::Time now);
    // A guest may learn the mode from the host before it has loaded content: content_for is asked once, with the host's mode, and gives the
    // content hash or nothing when this machine has no such mode.
    using ContentFor = std::optional<std::uint64_t> (*)(void* context, const std::string& mode);
    static std::unique_ptr<Online> join(const OnlineSetup& setup, ContentFor content_for, void* context, net::Time now);
    static std::unique_ptr<Online> join(const OnlineSetup& setup, std::unique_ptr<net::Link> link, const net::Address& host,
                                        ContentFor content_for, void* context, net::Time now);
    virtual ~Online() = default;

    // Everything that arrived, and everything that is due. To be called at least once a tick, in every stage.
    virtual void poll(net::Time now) = 0;
    virtual Stage stage() const = 0;
    // Host, in the lobby, with at least one seat taken; else nothing happens. Free seats are absent.
    virtual void start(net::Time now) = 0;
    // Whether the pilots of this machine want to begin. Means nothing while playing.
    virtual void set_ready(bool ready, net::Time now) = 0;
    // Until the game begins; 0: nobody counts.
    virtual std::uint32_t countdown_ms() const = 0;
    // In the lobby: one more pilot at this machine, or the newest of several goes. A host knows at once whether there is a seat; a guest
    // asks for it, and sees it in seats().
    virtual bool add_pilot(std::string_view name, net::Time now) = 0;
    virtual void drop_pilot(net::Time now) = 0;
    // A host that has done its part after a game: everybody is in the lobby again (Stage::Lobby) in the same seats, with the seed and match
    // of the game to come. Tokens stay. Spectators too.
    virtual void again(net::Time now) = 0;

    // Host, in the lobby and while playing; the others' machines do nothing. A machine of another pilot has to go, and may come back;
    // banned it may not, as long as this game is hosted. Known again by its address, on the host's own machine by its installation.
    virtual void kick(int seat, bool ban, net::Time now) = 0;
    // Of a seat that is free.
    virtual void lock_seat(int seat, bool locked) = 0;
    // A bot ("ace") into a free seat, or while playing one whose pilot has left: it is given back when that pilot returns. Another bot
    // instead of a bot, or with "" none. Nothing happens where somebody sits, or there is no such bot.
    virtual void seat_bot(int seat, std::string_view bot, net::Time now) = 0;
    // Nobody new gets in, to fly or to watch; who has a seat may still come back to it.
    virtual void close_door(bool closed) = 0;
    virtual bool door_closed() const = 0;

    // To be called at least every two seconds while somebody looks at the figures; nothing is sent otherwise.
    virtual void ask_figures(net::Time now) = 0;
    // Of every machine that has told, this one's first.
    virtual const std::vector<net::Figures>& figures() const = 0;

    // Says goodbye and ends; the others go on. To be polled (or destroyed) afterwards, so that the goodbye goes out.
    virtual void leave(net::Time now) = 0;
    // Whether all other machines have everything they need to make the same game up to the newest tick that is confirmed here. A host whose
    // game is over polls on until then (a second at most is reasonable) before it leaves; a guest may leave at once.
    virtual bool settled() const = 0;

    // Whether other machines are in the game now: a guest's host, any pilot's machine of a host.
    virtual bool connected() const = 0;
    // Whether others may still come (back) by themselves: a seat is kept for somebody, or the host, or a new one, is being looked for.
    virtual bool is_awaiting() const = 0;
    // Whether this machine decides now: it hosts the game, has taken over, or goes on alone.
    virtual bool is_host() const = 0;
    // The game was on already when this machine came: a Match begins with MatchSetup::joins.
    virtual bool came_late() const = 0;

    virtual const std::vector<LobbySeat>& seats() const = 0;  // by seat
    virtual std::uint8_t local_seats() const = 0;             // bit s: seat s is flown from here
    virtual std::string game_name() const = 0;
    virtual std::string mode() const = 0;
    virtual std::uint64_t seed() const = 0;
    virtual std::uint16_t port() const = 0;          // where this machine can be connected to
    virtual std::string search_problem() const = 0;  // a host that was polled: why searches do not find it; empty: they can
    virtual std::uint32_t match() const = 0;         // its number, of a host with many; 0: the host has no other
    virtual net::GameInfo info() const = 0;          // what a host says of this game to those who look for one
    virtual int spectators() const = 0;              // 0 to 16, as the host says
    virtual net::Token token() const = 0;            // of this machine's seats, for OnlineSetup::token; all zero before Playing
    // Of this game, for OnlineSetup::password_key; nothing where it has no password, or it is not known (yet).
    virtual const std::optional<net::PasswordKey>& password_key() const = 0;
    // Ended, because the game has a password and none was given, or a wrong one: people may be asked for it.
    virtual bool wants_password() const = 0;
    // Null before Playing. Another one when this machine comes back to a game that went on without it, so ask each time; a Match takes that
    // as it comes.
    virtual net::Session* session() = 0;
    virtual std::uint64_t wire_bytes_sent() const = 0;  // with IP and UDP headers

    // A line to everybody, from the lobby on; the speaker reads it, like the others, once the host has passed it on. False: not now
    // (nothing in it, more than 3 at once or one a second, spectators one in five seconds; not connected yet). Longer text is cut.
    virtual bool say(std::string_view text) = 0;
    // seat: one of this machine's; -1: its first.
    virtual bool say(Quick quick, int seat) = 0;
    // What was said, in the host's order; nothing when there is no more.
    virtual std::optional<ChatLine> next_chat() = 0;

    // A pilot stops the game for all, or has it go on after a countdown of three seconds. The host orders it.
    virtual void pause(net::Time now) = 0;
    virtual void resume(net::Time now) = 0;
    virtual PauseStatus pause_status() const = 0;

    // What people should hear of, in order; nothing when there is no more. The session's events end up here too: nobody else takes them.
    virtual std::optional<Notice> next_notice() = 0;
    // After the games here and at another machine have differed: what both know about it, once; for a report.
    virtual std::optional<OnlineDifference> next_difference() = 0;
    // Ended: why, and the program's exit code.
    virtual const Notice& ending() const = 0;
    std::string reason() const { return stage() == Stage::Ended ? english(ending()) : std::string(); }
    virtual engine::ExitCode exit_code() const = 0;
};

}  // namespace game
