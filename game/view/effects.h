// What is not part of the game but answers every event: muzzle flashes, bursts, rings, smoke, paper scraps, ink stains, score pops, shake
// and the picture's hold when a pilot is hit. Used by the field's drawing; has its own random numbers and clock.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "engine/platform/canvas.h"
#include "game/content/content.h"
#include "game/sim/events.h"
#include "game/sim/world.h"
#include "game/view/looks.h"
#include "game/view/pictures.h"

namespace game {

struct PointF {
    float x = 0, y = 0;  // px of the field
};

// Seconds of the viewer's clock in which another large flash may come: at most three a second, whatever happens.
class FlashLimit {
  public:
    bool allow(double now) {
        if (now < next_) return false;
        next_ = now + 1.0 / 3.0;
        return true;
    }

  private:
    double next_ = 0;
};

class Effects {
  public:
    static constexpr std::size_t most_particles = 400;

    // Both outlive the effects.
    Effects(const Pictures& pictures, const Looks& looks);

    // Starts what an event looks like. `world` is the one after the event's tick.
    void show(const Event& event, const World& world);
    // Time passes: seconds since the last picture, and the ground's speed (px a second) that stains move with.
    void move(float seconds, float ground_speed);

    // left, top: units where the field begins.
    void draw_stains(engine::Canvas& canvas, float left, float top) const;
    // Flashes at the guns of a seat's plane, which is drawn at `hero`.
    void draw_muzzle(engine::Canvas& canvas, int seat, PointF hero, float left, float top) const;
    void draw_over(engine::Canvas& canvas, float left, float top) const;

    // What the picture is moved by; px.
    PointF shake() const;
    // 0 to 1: white silhouettes of what is being destroyed.
    float flash() const { return flash_; }
    // Seconds for which the picture is to hold from now; asking takes it.
    float take_hold();
    std::size_t particles() const { return particles_.size(); }
    void clear();

  private:
    enum class Layer : std::uint8_t { Stain, Over };
    struct Particle {
        Strip strip;
        PointF at;  // centre
        float vx = 0, vy = 0;
        float age = 0, life = 1;  // seconds; younger than 0: not yet there
        float fade_from = 0.6F;   // of its life
        float drag = 0;           // of its speed lost a second
        float turns = 0;          // the strip's frames go round this often a second; 0: once through
        Layer layer = Layer::Over;
        std::uint8_t alpha = 255;
    };
    struct Pop {
        std::string text;
        PointF at;
        float age = 0;
        float scale = 1;
    };
    struct Muzzle {
        std::array<PointF, 3> at{};  // from the plane's left top
        int count = 0;
        float left = 0;  // seconds
        std::uint32_t tick = 0;
    };

    void add(const Particle& particle);
    void explode(const Event& event, int size);
    void scatter(PointF at, int scraps, float speed);
    void pop(const std::string& text, PointF at, float scale);
    float around(float middle, float spread);

    const Pictures* pictures_;
    const Looks* looks_;
    engine::Rng rng_{0x9A7E5};
    std::vector<Particle> particles_;
    std::vector<Pop> pops_;
    std::array<Muzzle, max_seats> muzzles_;
    FlashLimit flash_limit_;
    double clock_ = 0;
    float shake_ = 0;  // px
    float flash_ = 0;
    float hold_ = 0;
};

}  // namespace game
