// Draws a world between two ticks: ground layers, shadows, planes, shots, pickups, effects. Never changes it. Used by the play and title
// scenes.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>

#include "engine/platform/canvas.h"
#include "game/content/content.h"
#include "game/sim/events.h"
#include "game/sim/world.h"
#include "game/view/effects.h"
#include "game/view/looks.h"
#include "game/view/pictures.h"

namespace game {

// One picture of the field.
struct FieldPicture {
    const World* previous = nullptr;  // a tick earlier
    const World* world = nullptr;
    float fraction = 1;                          // 0: as in previous; 1: as in world
    float seconds = 0;                           // since the last picture; 0 while paused
    float left = 0, top = 0;                     // units where the field begins
    std::array<std::string, max_seats> names{};  // shown beside planes; empty: none
    std::array<std::string, max_seats> says{};   // in a bubble beside the plane; empty: nothing
    std::array<bool, max_seats> away{};          // seat is held: drawn pale
    std::array<PointF, max_seats> shift{};       // px, added where a seat's plane is drawn
};

// Where something is between two ticks; px. What jumped farther than `most` px (a respawn) is not seen on the way.
PointF between(Fixed x0, Fixed y0, Fixed x1, Fixed y1, float fraction, float most = 64);

class FieldView {
  public:
    // All three outlive the view.
    FieldView(engine::Canvas& canvas, const Content& content, const Looks& looks);

    // After each tick: what take_events() gave, and the world after it.
    void show(std::span<const Event> events, const World& world);
    void draw(const FieldPicture& picture);
    // Forgets effects (a replay that jumps).
    void clear();

    const Pictures& pictures() const { return pictures_; }
    const Effects& effects() const { return effects_; }

  private:
    struct Moment;  // what one picture needs while it is drawn
    void ground(const Moment& m);
    void shadows(const Moment& m);
    void enemies(const Moment& m);
    void shots(const Moment& m);
    void heroes(const Moment& m);
    void hero(const Moment& m, const Hero& hero, PointF at);
    void pickups(const Moment& m);
    void names(const Moment& m);
    void bubbles(const Moment& m);
    int frame(float per_second) const;

    engine::Canvas& canvas_;
    const Content& content_;
    const Looks& looks_;
    Pictures pictures_;
    Effects effects_;
    const Paper& paper_;
    double clock_ = 0;             // seconds of pictures shown
    float hold_ = 0;               // seconds for which the picture stays
    std::unique_ptr<World> held_;  // what is shown meanwhile
    bool has_held_ = false;
};

}  // namespace game
