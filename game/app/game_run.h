// A game that is on: content, match and who flies, whether at this machine, over a network or from a recording. All go through the same
// match and session; the play and title scenes only look at it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/core/ticker.h"
#include "game/app/controls.h"
#include "game/content/load_content.h"
#include "game/match/match.h"
#include "game/match/online.h"
#include "game/match/play.h"
#include "game/match/replay_index.h"
#include "game/view/smoothing.h"

namespace game {

class GameRun {
  public:
    enum class Source : std::uint8_t { Local, Online, Replay };

    // What a game at this machine is made of; kept for "again".
    struct Local {
        std::string mode;  // a name or a path
        std::uint64_t seed = 1;
        std::vector<std::string> seats;  // "keys", "pad", "bot:ace"
        std::vector<std::string> names;  // by seat, for people
    };
    // All throw engine::Error: unknown mode or seats (Usage), broken content or replay (BadData), a replay of other content (Mismatch).
    static std::unique_ptr<GameRun> local(const std::filesystem::path& content_folder, const Local& setup);
    // online is in Stage::Playing. seats: of this machine, in the order of its pilots. address: that a guest has joined.
    static std::unique_ptr<GameRun> online(const std::filesystem::path& content_folder, std::unique_ptr<Online> online,
                                           const std::vector<std::string>& seats, std::string address);
    static std::unique_ptr<GameRun> replay(const std::filesystem::path& content_folder, Replay replay);
    ~GameRun();

    Source source() const { return source_; }
    const Content& content() const { return content_; }
    const Match& match() const { return *match_; }
    const Local& setup() const { return setup_; }
    Online* online() const { return online_.get(); }
    // For whoever goes on with it after the game; this run makes no tick any more.
    std::unique_ptr<Online> take_online() { return std::move(online_); }
    // Online: as they were given.
    const std::vector<std::string>& online_seats() const { return online_seats_; }
    const std::string& address() const { return address_; }
    // By seat, for people; bots by their name.
    const std::array<std::string, max_seats>& names() const { return names_; }
    bool is_local_seat(int seat) const { return source_ != Source::Online || (local_seats_ >> seat & 1) != 0; }
    bool is_bot_seat(int seat) const;
    // Somebody flies at this machine: false for a spectator and a recording.
    bool is_flown_here() const { return source_ != Source::Replay && local_seats_ != 0; }

    // Called after each tick with what is to be shown and heard.
    using Show = std::function<void(std::span<const Event>, const World&)>;
    // Makes the ticks that are due. speed_permille: 1000 is as fast as the mode says (replays may go faster). Returns how many.
    int run(std::uint64_t now_us, const engine::Devices& devices, const Settings& settings, const Show& show,
            std::uint32_t speed_permille = 1000);
    // One tick, whatever the time (a paused replay's step).
    bool tick(std::uint64_t now_us, const engine::Devices* devices, const Settings* settings, const Show& show);
    // People's hands are off the planes of this machine (a menu lies over a network game); bots fly on.
    void set_hands_off(bool off) { is_hands_off_ = off; }
    // The first seat of this machine that is flown so; -1: none.
    int seat_of(SeatControl::Kind kind) const;
    // Forgets the time that has passed (after a pause).
    void restart_clock();
    // For drawing: 0 to 1 of the way from match().previous() to match().world().
    float fraction() const;
    // How planes of other machines are drawn while guesses about them are put right; passed once a picture by who draws.
    Smoothing& smoothing() { return smoothing_; }

    // Replay: its last tick, and going to any tick at once.
    std::uint32_t replay_ticks() const { return replay_.last_tick(); }
    bool replay_ended() const { return source_ == Source::Replay && match_->world().header.tick >= replay_ticks(); }
    void seek(std::uint32_t tick);

  private:
    GameRun(Source source, Content content);
    void name_pilots();
    // From its beginning, or from a world inside it.
    void begin_replay(const ReplayIndex::Snapshot* from = nullptr);
    void set_local_bits(net::Session& session, const engine::Devices& devices, const Settings& settings);

    Source source_;
    Content content_;
    Local setup_;
    Replay replay_;
    std::unique_ptr<ReplayIndex> replay_index_;
    std::unique_ptr<Online> online_;
    std::unique_ptr<net::Session> session_;  // without a link; null online
    std::unique_ptr<Match> match_;
    std::unique_ptr<Pilots> pilots_;     // Replay
    std::vector<SeatControl> controls_;  // of this machine's seats, in their order
    std::vector<std::string> online_seats_;
    std::string address_;
    std::uint8_t local_seats_ = 0;
    std::array<std::string, max_seats> names_;
    engine::Ticker ticker_;
    Smoothing smoothing_;
    bool is_hands_off_ = false;
    int owed_ = 0;  // ticks that had to wait for the network
};

// A game that ended, for the results.
struct PilotResult {
    int seat = 0;
    std::string name;
    std::int64_t score = 0;
    std::uint32_t kills = 0, rams = 0;
};
struct GameResult {
    std::string mode;   // Mode::name
    std::string title;  // key of the language files
    std::vector<PilotResult> pilots;
    std::int64_t team = 0;
    std::uint64_t seconds = 0;
    std::uint32_t ticks = 0;
    int level = 0;  // 0: the mode has none
};
GameResult result_of(const GameRun& run);

// What a pilot is called where a bot flies: "Ace" of "bot:ace".
std::string shown_pilot(const std::string& name);

}  // namespace game
