// Chat in a scene: what was said, the line that is being typed, and what quick messages show beside planes. The lobby draws all of it as a
// sheet, the play scene its lines and its field where they hide nothing.
#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "game/app/app.h"
#include "game/app/scene.h"
#include "game/app/typed_line.h"
#include "game/app/ui.h"
#include "game/match/online.h"

namespace game {

class ChatPanel {
  public:
    explicit ChatPanel(App& app) : app_(app), ui_(app) {}

    // Takes what was said since. Once a picture; online may be null.
    void update(Online* online, float seconds);
    // Something that happened, among the lines.
    void note(const std::string& text);
    // Closed it takes nothing but F5 to F8 and M (mute); the scene opens it. Open it takes every key: Return says the line and closes,
    // unless an input method is still composing; Escape closes. True: the event was its own.
    bool handle(const UiEvent& event, Online& online);
    // A quick message of one of this machine's seats (-1: its first).
    void quick(Online& online, Quick what, int seat = -1);
    void open();
    void close();
    bool is_open() const { return is_open_; }  // then the scene wants text
    // Nobody's lines but the own ones are shown, until the program ends.
    static bool is_muted();
    static void set_muted(bool muted);

    // Everything: title, lines, field.
    void draw_sheet(const engine::RectF& where);
    // The newest lines, at the foot of `where`; they fade. is_backed: on labels, over a moving ground.
    void draw_lines(const engine::RectF& where, bool is_backed);
    // The line that is being typed; draws it also while closed, as an invitation.
    void draw_field(const engine::RectF& where);
    // By seat: the quick message that its pilot has just said; empty: none.
    std::array<std::string, engine::max_seats> bubbles() const;

  private:
    struct Shown {
        int seat = -1;
        bool is_note = false;
        std::string name, text;
        float age = 0;  // seconds
    };
    void take(const ChatLine& line);
    void send(Online& online);
    std::vector<std::string> broken(const std::string& text, float size, float width);

    App& app_;
    Ui ui_;
    std::deque<Shown> lines_;
    struct Bubble {
        std::string text;
        float seconds = 0;  // for which it is still shown
    };
    std::array<Bubble, engine::max_seats> bubbles_;
    bool is_open_ = false;
    TypedLine line_;
    float clock_ = 0;
    float refused_seconds_ = 0;  // for which it is still said that it was too fast
};

// The text of a quick message in the player's language.
const std::string& quick_text(const App& app, Quick quick);

}  // namespace game
