// Every message between peers, once: a struct, and one list of its fields for both directions (messages.cpp). docs/netcode.md has the
// bytes. The session sends InputsMessage on Channel::Play; game/match/online sends the others on Channel::Lobby.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/core/inputs.h"
#include "net/keys.h"
#include "net/password.h"
#include "net/session.h"

namespace net {

constexpr std::uint32_t hello_magic = 0x4D474E57;  // "WNGM" in the order of the wire
constexpr std::size_t most_inputs = 128;           // ticks of one seat in one packet
constexpr std::uint8_t most_spectators = 16;
constexpr std::size_t most_parts = 8;  // hashes of a world's parts
constexpr std::size_t most_figures = engine::max_seats + 1;
constexpr std::uint16_t most_countdown_ms = 10'000;
constexpr std::size_t most_pilot_bytes = 96;  // 24 code points
constexpr std::size_t most_name_bytes = 96;
constexpr std::size_t most_sentence_bytes = 400;
constexpr std::size_t most_chat_bytes = 200, most_chat_points = 120;  // of one line
constexpr std::uint8_t no_seat = 255;
constexpr std::uint8_t quick_messages = 4;
constexpr std::uint16_t most_resume_ms = 10'000;
constexpr std::size_t most_packet_bytes = 1200;  // nothing longer is sent; ENet would cut it up

// A seat's input as the exclusive or to the same seat's input a tick earlier. Zero: the same again.
struct InputDelta {
    std::uint16_t bits = 0;
    std::uint16_t state = 0;  // 0 to 3
    friend constexpr bool operator==(const InputDelta&, const InputDelta&) = default;
};

constexpr InputDelta delta_between(engine::SeatInput before, engine::SeatInput value) {
    return {static_cast<std::uint16_t>(value.bits ^ before.bits),
            static_cast<std::uint16_t>(static_cast<unsigned>(value.state) ^ static_cast<unsigned>(before.state))};
}
// The state may be out of range where the delta comes from outside.
constexpr engine::SeatInput after(engine::SeatInput before, InputDelta delta) {
    return {static_cast<std::uint16_t>(before.bits ^ delta.bits),
            static_cast<engine::SeatState>(static_cast<unsigned>(before.state) ^ delta.state)};
}

// Consecutive ticks of one seat, the first of them relative to the input that the receiver knows of the tick before.
struct InputSpan {
    std::uint8_t seat = 0;
    std::uint16_t first = 0;         // wire tick
    std::vector<InputDelta> deltas;  // 1 to most_inputs
    bool as_sent = false;            // a seat of the receiver, final as it sent it: the deltas are all zero and mean nothing
    friend bool operator==(const InputSpan&, const InputSpan&) = default;
};

struct TickHash {
    std::uint16_t tick = 0;  // wire tick
    std::uint32_t hash = 0;  // low half
    friend constexpr bool operator==(const TickHash&, const TickHash&) = default;
};

// For clocks and round trips a few packets a second are enough.
constexpr bool carries_ahead(std::uint16_t number) { return (number & 3) == 1; }
constexpr bool carries_held(std::uint16_t number) { return (number & 3) == 3; }

// One packet a tick on every link: everything that the receiver has not acknowledged.
struct InputsMessage {
    std::uint16_t number = 0;          // counts this side's packets; the receiver acknowledges the newest that it could use
    std::optional<std::uint16_t> ack;  // the newest such packet of the receiver
    std::uint8_t held_ms = 0;          // how long ago that packet had come in, 255 for longer; only where carries_held(number)
    std::uint16_t tick = 0;            // the newest tick that the sender has made, wire tick
    std::int8_t ahead = 0;         // eighths of a tick that the sender is ahead of the ticks it hears of; only where carries_ahead(number)
    std::vector<InputSpan> spans;  // by ascending seat, at most one a seat
    std::optional<TickHash> hash;
    // The lowest bit of the SnapshotPiece::id that the guest has adopted last; a host: as far as it knows, or expects of one who joins.
    bool odd_world = false;
    friend bool operator==(const InputsMessage&, const InputsMessage&) = default;
};

// A guest's first word. The bytes up to the protocol number, and Refused, are the same in every version to come.
struct Hello {
    std::uint32_t magic = hello_magic;
    std::uint16_t protocol = 0;
    std::string build;        // version of the program, for people
    PublicKey key{};          // of the guest, for this connection
    std::uint32_t match = 0;  // of those that the host has, which one; 0: any. Since protocol 3
    friend bool operator==(const Hello&, const Hello&) = default;
};

// Why a host will not have a machine; a number that this version does not know reads as Other.
enum class Refusal : std::uint8_t {
    Other,
    Version,
    Content,
    Full,
    SeatsKept,
    TooFewSeats,
    SpectatorsFull,
    Displaced,
    Senseless,
    CannotStay,
    Password,       // it is wrong
    PasswordLater,  // too many were wrong, from this address
    Banned,
    Closed,
    SeatsLocked,
    NoSuchMatch,
    Last = NoSuchMatch,
};

// The host's last word: why not. The sentence is for people, in English.
struct Refused {
    std::string sentence;
    Refusal why = Refusal::Other;
    friend bool operator==(const Refused&, const Refused&) = default;
};

// What the host plays; the answer to Hello.
struct Offer {
    std::string game;
    std::string mode;
    std::uint64_t content_hash = 0;
    std::uint16_t rate = 60;  // ticks a second, 1 to 1000
    std::uint8_t seats = 2;   // 1 to 4
    PublicKey key{};          // of the host, for this connection
    bool has_password = false;
    Salt salt{};              // of the password
    std::uint32_t match = 0;  // the number of this one, of a host with many; 0: it has no other
    friend bool operator==(const Offer&, const Offer&) = default;
};

// Known to a machine and its host alone: who has it gets back the seats it was given with. All zero: none.
using Token = std::array<std::uint8_t, 16>;

// The guest takes a seat for each of its pilots, with the same content. Sent again until it is answered.
struct Join {
    std::uint64_t content_hash = 0;
    Token token{};                    // of the seats it had
    std::uint64_t match_id = 0;       // of the match whose world it has, for the host that took over; 0: it has none
    std::uint64_t machine = 0;        // of the installation, for bans where an address tells nothing; 0: it does not say
    std::vector<std::string> pilots;  // at most 4; none: it only watches
    Proof proof{};                    // that it knows the password, over this message with a proof of zeros
    friend bool operator==(const Join&, const Join&) = default;
};

// Who sits where; sent whenever it changes, and before play once a second for the pings.
struct LobbyMessage {
    struct Seat {
        bool taken = false;
        bool host = false;
        bool ready = false;   // to begin
        bool locked = false;  // nobody gets it
        std::string pilot;
        std::uint16_t ping_ms = 0;
        friend bool operator==(const Seat&, const Seat&) = default;
    };
    std::vector<Seat> seats;         // 1 to 4
    std::uint8_t yours = 0;          // bit s: seat s is the receiver's
    std::uint8_t spectators = 0;     // at most 16
    bool playing = false;            // the game is on
    std::uint16_t countdown_ms = 0;  // the game begins so much later; 0: nobody counts
    friend bool operator==(const LobbyMessage&, const LobbyMessage&) = default;
};

// How a guest comes into the game.
enum class StartKind : std::uint8_t {
    FromFirstTick,  // with everybody else
    WithSnapshot,   // the game is on: the host's session sends it the world
    WithOwnWorld,   // it has played under a host that is gone; the sender has taken over
};

// The game begins, or is on. Sent again until the guest's session is heard.
struct Start {
    StartKind kind = StartKind::FromFirstTick;
    std::uint64_t match_id = 0;  // changes whenever another machine takes over
    Token token{};               // for the receiver's seats
    std::uint64_t seed = 0;
    std::uint32_t first_tick = 1;
    std::array<engine::SeatState, engine::max_seats> states{};
    std::uint16_t window_ms = 250;
    std::uint8_t delay_ticks = 0;  // 0 to 3
    std::uint16_t hash_period = 8;
    friend bool operator==(const Start&, const Start&) = default;
};

// For round trips in the lobby and in play, and to be heard while nothing else is said.
struct Ping {
    std::uint32_t stamp = 0;
    friend constexpr bool operator==(const Ping&, const Ping&) = default;
};
struct Pong {
    std::uint32_t stamp = 0;
    friend constexpr bool operator==(const Pong&, const Pong&) = default;
};

enum class LeaveReason : std::uint8_t { Left, ConnectionLost, HostEnded, Removed, Banned };

// The host tells the others that somebody is gone.
struct SeatsLeft {
    std::uint8_t seats = 0;
    LeaveReason reason = LeaveReason::Left;
    friend constexpr bool operator==(const SeatsLeft&, const SeatsLeft&) = default;
};

// Goodbye: whoever sends it leaves now.
struct Farewell {
    LeaveReason reason = LeaveReason::Left;
    friend constexpr bool operator==(const Farewell&, const Farewell&) = default;
};

// A piece of a snapshot, from a host to a guest on Channel::Play, again and again until the guest has it.
struct SnapshotPiece {
    std::uint16_t id = 0;     // of this transfer to this guest; a later one is greater, in serial arithmetic
    bool fresh = false;       // the game begins with it; else it repairs a world that is in step
    Tick tick = 0;            // that the world is after
    std::uint32_t size = 0;   // of the whole, 1 to most_transfer_bytes
    std::uint64_t hash = 0;   // of the whole
    std::uint16_t index = 0;  // this is what begins at index * piece_bytes
    std::vector<std::byte> data;
    friend bool operator==(const SnapshotPiece&, const SnapshotPiece&) = default;
};
constexpr std::size_t piece_bytes = 970;
constexpr std::size_t most_transfer_bytes = most_snapshot_bytes + 64;
constexpr Tick most_tick = 0x7FFFFFFF;

// What a guest has of it. Also what a guest without a world says every tick, to be heard.
struct SnapshotAck {
    std::uint16_t id = 0;
    bool adopted = false;            // and plays on with it
    std::vector<std::uint8_t> have;  // a bit for each piece, low bit first; empty: nothing
    friend bool operator==(const SnapshotAck&, const SnapshotAck&) = default;
};

// Between a new host and the other guests of the old one: what of every seat is final, and from the guests its newest ticks.
struct Knowledge {
    struct Seat {
        Tick known = 0;                  // final up to here
        Tick from = 0;                   // where the deltas begin; at most known - deltas.size()
        engine::SeatInput base;          // at that tick
        std::vector<InputDelta> deltas;  // of the ticks after it, at most most_inputs
        friend bool operator==(const Seat&, const Seat&) = default;
    };
    std::array<Seat, engine::max_seats> seats;
    friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

// The host tells its guests where they would find each other without it. Sent while playing, whenever it changes.
struct Roster {
    struct Machine {
        std::uint8_t seats = 0;  // at least one
        bool host = false;       // the sender; without an address
        std::uint32_t ip = 0;    // as the host sees it; 0: it is not connected
        std::uint16_t port = 0;
        Token verifier{};  // verifier_of() the token of these seats
        friend bool operator==(const Machine&, const Machine&) = default;
    };
    std::uint64_t match_id = 0;
    std::vector<Machine> machines;  // at most 4, no seat twice
    friend bool operator==(const Roster&, const Roster&) = default;
};

// After a difference of the worlds, from both sides: hashes of the parts of the own one, for a report.
struct WorldParts {
    std::uint32_t tick = 0;
    std::vector<std::uint32_t> hashes;  // at most 8; none: no longer known
    friend bool operator==(const WorldParts&, const WorldParts&) = default;
};

// A guest is ready to begin, or not any more.
struct Ready {
    bool ready = true;
    friend constexpr bool operator==(const Ready&, const Ready&) = default;
};

// A guest in the lobby brings these pilots now: more of them, or fewer. The lobby tells which of them have got a seat.
struct Crew {
    std::vector<std::string> pilots;  // 1 to 4
    friend bool operator==(const Crew&, const Crew&) = default;
};

// The host, after a game: everybody is back in the lobby. A guest says it back, and what it sends from then on is of no game before.
struct Again {
    std::uint64_t match_id = 0;  // of the game to come
    friend constexpr bool operator==(const Again&, const Again&) = default;
};

// How a machine's link and its game do.
struct Figures {
    std::uint8_t seats = 0;                     // of the machine; 0: a host without a pilot
    std::uint16_t ping_ms = 0;                  // of its link to the host
    std::uint8_t loss_percent = 0;              // of what comes in there, at most 100
    std::uint8_t depth_p50 = 0, depth_p99 = 0;  // ticks that its game went back, of the last seconds; at most 63
    std::uint8_t delay_ticks = 0;               // of its input, at most 3
    std::uint32_t tick = 0;                     // the newest one made there
    friend constexpr bool operator==(const Figures&, const Figures&) = default;
};

// Asked once a second while somebody looks at them: by a guest of its host for all machines, by a host of its guests for theirs.
struct StatsAsk {
    friend constexpr bool operator==(const StatsAsk&, const StatsAsk&) = default;
};
struct StatsTell {
    std::vector<Figures> machines;  // at most 5
    friend bool operator==(const StatsTell&, const StatsTell&) = default;
};

// A line of chat, to the host: either text or a quick message. The host shows it, and sends Said to everybody, the speaker included.
struct Say {
    std::uint32_t run = 0;        // of the speaker's program, drawn at its start
    std::uint32_t number = 0;     // counts its lines: what is said again to a new host is not shown twice
    std::uint8_t seat = no_seat;  // of the speaker's; no_seat: it only watches
    std::uint8_t quick = 0;       // 1 to quick_messages; 0: text
    std::string text;             // not empty where quick is 0, else empty
    friend bool operator==(const Say&, const Say&) = default;
};
struct Said {
    Say line;
    bool yours = false;  // the receiver has said it
    friend bool operator==(const Said&, const Said&) = default;
};

// A pilot would have everybody stop, or go on.
struct PauseAsk {
    bool pause = true;
    friend constexpr bool operator==(const PauseAsk&, const PauseAsk&) = default;
};
// The host's order, sent whenever it changes, and again and again while it holds.
struct PauseState {
    std::uint16_t number = 0;        // counts changes; serial arithmetic
    bool paused = false;             // nobody makes ticks
    std::uint8_t seat = no_seat;     // who asked for it
    std::uint16_t resume_in_ms = 0;  // paused: the game goes on so much later; 0: once somebody asks for it
    friend constexpr bool operator==(const PauseState&, const PauseState&) = default;
};

// The index in this list makes a message's first byte; that of InputsMessage has flags in its high half.
using Message =
    std::variant<InputsMessage, Hello, Refused, Offer, Join, LobbyMessage, Start, Ping, Pong, SeatsLeft, Farewell, SnapshotPiece,
                 SnapshotAck, Knowledge, Roster, WorldParts, Ready, Crew, Again, StatsAsk, StatsTell, Say, Said, PauseAsk, PauseState>;

std::vector<std::byte> encode(const Message& message);
// Bytes from outside: nothing where they are no message, have a value out of range, or something left over.
std::optional<Message> decode(std::span<const std::byte> bytes);

// Whether it is between sessions, which send it on Channel::Play.
bool is_of_session(const Message& message);

// Bits that a delta takes on the wire.
std::size_t wire_bits(const InputDelta& delta);

// Text from outside that people will see: valid UTF-8 without control and direction characters, at most `most` code points; what does not
// fit is left out.
std::string clean_text(std::string_view text, std::size_t most);

}  // namespace net
