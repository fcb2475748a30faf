#include "game/match/notice.h"

#include <fmt/core.h>

#include "engine/core/check.h"
#include "game/match/online_names.h"

namespace game {

namespace {

using Kind = Notice::Kind;

constexpr auto last_kind = Kind::Refused;

NoticeText text_of_refusal(net::Refusal refusal) {
    using net::Refusal;
    switch (refusal) {
        case Refusal::Other: return {"notice_refused", "The host refuses: {text}"};
        case Refusal::Version: return {"notice_refused_version", "The host has another version of Wingmate; both need the same."};
        case Refusal::Content: return {"notice_refused_content", "The mode's files differ at the host; both need the same."};
        case Refusal::Full: return {"notice_refused_full", "The game is full: all seats are taken."};
        case Refusal::SeatsKept:
            return {"notice_refused_kept", "The game is full: what seats are not flown are kept for pilots whose connection was lost."};
        case Refusal::TooFewSeats: return {"notice_refused_few", "The game has too few free seats for the pilots of this machine."};
        case Refusal::SpectatorsFull: return {"notice_refused_watchers", "Too many watch this game already."};
        case Refusal::Displaced: return {"notice_refused_displaced", "These seats are flown over another connection now."};
        case Refusal::Senseless: return {"notice_refused_senseless", "The host cannot make sense of what this machine sends."};
        case Refusal::Banned: return {"notice_refused_banned", "The host has banned this machine from this match."};
        case Refusal::Closed: return {"notice_refused_closed", "The host has closed this game: nobody new gets in."};
        case Refusal::SeatsLocked: return {"notice_refused_locked", "The host has locked the seats that are free."};
        case Refusal::NoSuchMatch: return {"notice_refused_no_match", "The host has no match of that number, or it has ended."};
        case Refusal::CannotStay: return {"notice_refused_stay", "This machine cannot stay in the game: the games keep differing."};
        case Refusal::Password: return {"notice_refused_password", "The password is wrong."};
        case Refusal::PasswordLater:
            return {"notice_refused_password_later", "Too many wrong passwords came from this address. Try again later."};
    }
    CHECK(false);
    return {};
}

}  // namespace

NoticeText text_of(const Notice& notice) {
    switch (notice.kind) {
        case Kind::Joined: return {"notice_joined", "{who} joined"};
        case Kind::Watching: return {"notice_watching", "Somebody is watching"};
        case Kind::Back: return {"notice_back", "{who} is back"};
        case Kind::BackMany: return {"notice_back_many", "{who} are back"};
        case Kind::Left: return {"notice_left", "{who} left the game"};
        case Kind::LeftLost: return {"notice_left_lost", "{who} left: connection lost"};
        case Kind::LeftEnded: return {"notice_left_ended", "{who} ended its part of the game"};
        case Kind::LeftClosed: return {"notice_left_closed", "{who} closed the connection"};
        case Kind::LeftSenseless: return {"notice_left_senseless", "{who} left: what that machine sent made no sense"};
        case Kind::LeftRemoved: return {"notice_left_removed", "{who} was removed by the host"};
        case Kind::LeftBanned: return {"notice_left_banned", "{who} was banned by the host"};
        case Kind::LeftBecause: return {"notice_left_because", "{who} left: {text}"};
        case Kind::Trouble: return {"notice_trouble", "{who}: connection trouble"};
        case Kind::TroubleOver: return {"notice_trouble_over", "{who}: the connection is back"};
        case Kind::Differs: return {"notice_differs", "The games here and at {who} differ since tick {tick}"};
        case Kind::DiffersHost: return {"notice_differs_host", "The game here and the host's differ since tick {tick}"};
        case Kind::SameAgain: return {"notice_same_again", "The games here and at {who} are the same again"};
        case Kind::SameAgainHost: return {"notice_same_again_host", "The game here is the host's again"};
        case Kind::TookOver: return {"notice_took_over", "{who} took over as host"};
        case Kind::HostHere: return {"notice_host_here", "This machine is the host now"};
        case Kind::BackInGame: return {"notice_back_in_game", "Back in the game of {who}"};
        case Kind::AloneIsUndone: return {"notice_alone_is_undone", "What was flown alone meanwhile does not count"};
        case Kind::CannotBeFound: return {"notice_cannot_be_found", "Nobody finds this game by searching: {text}"};
        case Kind::Paused: return {"notice_paused", "{who} paused the game"};
        case Kind::Resumed: return {"notice_resumed", "{who} goes on with the game"};
        case Kind::YouLeft: return {"notice_you_left", "You left the game."};
        case Kind::YouRemoved: return {"notice_you_removed", "The host has removed this machine from the game."};
        case Kind::YouBanned: return {"notice_you_banned", "The host has banned this machine from this match."};
        case Kind::HostClosed: return {"notice_host_closed", "The host closed the connection."};
        case Kind::HostLost: return {"notice_host_lost", "The connection to the host is lost."};
        case Kind::HostEnded: return {"notice_host_ended", "The host ended the game."};
        case Kind::HostSenseless: return {"notice_host_senseless", "What the host sends makes no sense; it may be another program."};
        case Kind::HostGone: return {"notice_host_gone", "The host is gone, and nobody took over."};
        case Kind::NoAnswer: return {"notice_no_answer", "No answer from {text} within {number} seconds: is a game hosted there?"};
        case Kind::NoMode: return {"notice_no_mode", "The host plays the mode {text}, which this machine does not have."};
        case Kind::NeedsPassword: return {"notice_needs_password", "This game needs a password."};
        case Kind::HasNoPassword: return {"notice_has_no_password", "This game has no password, but one was given."};
        case Kind::EndedBecause: return {"notice_ended_because", "The game ended here: {text}"};
        case Kind::Refused: return text_of_refusal(notice.refusal);
    }
    CHECK(false);
    return {};
}

std::vector<NoticeText> notice_texts() {
    std::vector<NoticeText> all;
    all.reserve(static_cast<std::size_t>(last_kind) + static_cast<std::size_t>(net::Refusal::Last) + 1);
    for (int kind = 0; kind < static_cast<int>(last_kind); ++kind) all.push_back(text_of(static_cast<Kind>(kind)));
    for (int why = 0; why <= static_cast<int>(net::Refusal::Last); ++why) all.push_back(text_of_refusal(static_cast<net::Refusal>(why)));
    return all;
}

std::string english(const Notice& notice) {
    // The host's own sentence says it with numbers and names.
    if (notice.kind == Kind::Refused) return notice.text.empty() ? "The host refuses without a reason." : notice.text;
    return fmt::format(fmt::runtime(text_of(notice).english), fmt::arg("who", notice.who.empty() ? "The host" : enumerate(notice.who)),
                       fmt::arg("text", notice.text), fmt::arg("tick", notice.tick), fmt::arg("number", notice.number));
}

}  // namespace game
