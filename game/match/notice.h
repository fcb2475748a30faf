// What happened to a network game, for people: who came, who left and why, what ended it. online*.cpp says it, screens show it in their own
// language (game/app/tell_notice.h), programs without a screen print english().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/messages.h"

namespace game {

struct Notice {
    enum class Kind : std::uint8_t {
        // who came and went
        Joined,         // who
        Watching,       // a spectator came
        Back,           // who, one
        BackMany,       // who, several
        Left,           // who, of their own will
        LeftLost,       // who
        LeftEnded,      // who: a host without a pilot has ended its part
        LeftClosed,     // who has closed the connection
        LeftSenseless,  // who
        LeftRemoved,    // who: by the host
        LeftBanned,     // who
        LeftBecause,    // who, text: why, in English
        // connections and worlds
        Trouble,        // who
        TroubleOver,    // who
        Differs,        // who, tick
        DiffersHost,    // tick: between this machine and its host
        SameAgain,      // who
        SameAgainHost,  //
        TookOver,       // who is the host now
        HostHere,       // this machine is
        BackInGame,     // who: the host that was reached again
        AloneIsUndone,  // what was flown alone meanwhile does not count
        CannotBeFound,  // text: the reason, in English
        Paused,         // who
        Resumed,        // who: counts down
        // why it ended here
        YouLeft,
        YouRemoved,
        YouBanned,
        HostClosed,
        HostLost,
        HostEnded,
        HostSenseless,
        HostGone,       // and nobody took over
        NoAnswer,       // text: the address; number: seconds
        NoMode,         // text: the mode that this machine does not have
        NeedsPassword,  // the game, and none was given
        HasNoPassword,  // the game, and one was given
        EndedBecause,   // text: why, in English
        Refused,        // refusal, text: the host's own sentence, in English
    };
    Kind kind = Kind::YouLeft;
    std::vector<std::string> who;  // pilots' names; none: the host
    std::string text;
    std::uint32_t tick = 0;
    std::uint32_t number = 0;
    net::Refusal refusal = net::Refusal::Other;

    Notice() = default;
    // Implicit: a kind alone is a notice.
    Notice(Kind what, std::vector<std::string> whose = {}, std::string why = {})  // NOLINT(google-explicit-constructor)
        : kind(what), who(std::move(whose)), text(std::move(why)) {}
};

// The sentence in English.
std::string english(const Notice& notice);

// The key of its text in assets/text, and that text in English; {who}, {text}, {tick} and {number} stand for the fields.
struct NoticeText {
    std::string_view key, english;
};
NoticeText text_of(const Notice& notice);
// All that there are, for whoever compares them with the texts.
std::vector<NoticeText> notice_texts();

}  // namespace game
