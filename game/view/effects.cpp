#include "game/view/effects.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace game {
namespace {

constexpr float muzzle_seconds = 0.07F;
constexpr float pop_seconds = 0.9F;
constexpr std::size_t most_pops = 24;

}  // namespace

Effects::Effects(const Pictures& pictures, const Looks& looks) : pictures_(&pictures), looks_(&looks) {
    particles_.reserve(most_particles);
    pops_.reserve(most_pops);
}

float Effects::around(float middle, float spread) { return middle + spread * (static_cast<float>(rng_.below(2001)) / 1000.0F - 1.0F); }

void Effects::add(const Particle& particle) {
    if (particles_.size() < most_particles) particles_.push_back(particle);
}

void Effects::pop(const std::string& text, PointF at, float scale) {
    if (pops_.size() >= most_pops) pops_.erase(pops_.begin());
    at.x = std::clamp(at.x, 30.0F, static_cast<float>(field_width) - 30.0F);
    at.y = std::max(at.y, 30.0F);
    pops_.push_back({text, at, 0, scale});
}

void Effects::scatter(PointF at, int scraps, float speed) {
    if (!looks_->particles) return;
    for (int i = 0; i < scraps; ++i) {
        Particle scrap;
        scrap.strip = pictures_->scraps[rng_.below(4)];
        scrap.at = {around(at.x, 12), around(at.y, 12)};
        scrap.vx = around(0, speed);
        scrap.vy = around(-speed * 0.2F, speed);
        scrap.life = around(1.3F, 0.5F);
        scrap.drag = 1.6F;
        scrap.turns = around(1.6F, 0.9F);
        scrap.fade_from = 0.75F;
        add(scrap);
    }
}

void Effects::explode(const Event& event, int size) {
    const PointF at{static_cast<float>(event.x), static_cast<float>(event.y)};
    // size 0, 1, 2: a small plane, a medium one, a large one, which burns in several places one after the other
    const int fires = size == 0 ? 1 : size == 1 ? 2 : 6;
    const float reach = size == 0 ? 0.0F : size == 1 ? 18.0F : 70.0F;
    for (int i = 0; i < fires; ++i) {
        Particle burst;
        burst.strip = pictures_->burst;
        burst.at = {around(at.x, reach * 0.7F), around(at.y, reach)};
        burst.age = -0.09F * static_cast<float>(i);
        burst.life = 0.34F;
        burst.fade_from = 0.8F;
        if (i == 0) burst.at = at;
        add(burst);
    }
    Particle ring;
    ring.strip = pictures_->ring;
    ring.at = at;
    ring.life = 0.4F;
    ring.fade_from = 0.4F;
    ring.alpha = 200;
    add(ring);
    if (looks_->particles) {
        Particle stain;
        stain.strip.count = 1;
        stain.strip.frames[0] = pictures_->splat.frames[rng_.below(3)];
        stain.at = at;
        stain.life = 3.5F;
        stain.fade_from = 0.3F;
        stain.layer = Layer::Stain;
        stain.alpha = 150;
        add(stain);
        for (int i = 0; i < 2 + 2 * size; ++i) {
            Particle smoke;
            smoke.strip = pictures_->puff;
            smoke.at = {around(at.x, 10 + reach * 0.6F), around(at.y, 10 + reach)};
            smoke.vx = around(0, 14);
            smoke.vy = around(-22, 10);
            smoke.age = -around(0.2F, 0.12F);
            smoke.life = around(0.9F, 0.2F);
            smoke.fade_from = 0.35F;
            smoke.alpha = 210;
            add(smoke);
        }
    }
    scatter(at, size == 0 ? 4 : size == 1 ? 8 : 18, size == 2 ? 210.0F : 130.0F);
    if (size == 2) shake_ = std::max(shake_, 5.0F);
    if (size > 0 && flash_limit_.allow(clock_)) flash_ = 1;
}

void Effects::show(const Event& event, const World& world) {
    const PointF at{static_cast<float>(event.x), static_cast<float>(event.y)};
    const auto kind = static_cast<std::size_t>(event.detail);
    const int size = kind < pictures_->enemy_size.size() ? pictures_->enemy_size[kind] : 0;
    switch (event.kind) {
        case EventKind::ShotFired: {
            const Hero* hero = hero_of_seat(world, event.seat);
            if (hero == nullptr || event.seat >= max_seats) break;
            auto& muzzle = muzzles_[event.seat];
            if (muzzle.tick != event.tick || muzzle.left <= 0) muzzle.count = 0;
            muzzle.tick = event.tick;
            muzzle.left = muzzle_seconds;
            // A burst leaves in a column: one flash at the nose for all of it.
            const float nose = static_cast<float>(event.x) - static_cast<float>(hero->x) / engine::fixed_one;
            for (int i = 0; i < muzzle.count; ++i) {
                if (std::abs(muzzle.at[static_cast<std::size_t>(i)].x - nose) < 4) return;
            }
            if (muzzle.count < 3) muzzle.at[static_cast<std::size_t>(muzzle.count++)] = {nose, event.detail != 0 ? 30.0F : 4.0F};
            break;
        }
        case EventKind::EnemyHit: {
            Particle spark;
            spark.strip.count = 1;
            spark.strip.frames[0] = pictures_->impact;
            spark.at = {around(at.x, 5), around(at.y, 5)};
            spark.life = 0.12F;
            spark.fade_from = 0.5F;
            add(spark);
            if (rng_.below(3) == 0) scatter(at, 1, 80);
            break;
        }
        case EventKind::EnemyKilled:
            explode(event, size);
            if (event.value > 0) pop(fmt::format("+{}", event.value), {at.x, at.y - 6}, size == 0 ? 0.9F : size == 1 ? 1.1F : 1.5F);
            break;
        case EventKind::EnemyRammed: explode(event, size); break;
        case EventKind::HeroLost:
            explode(event, 1);
            scatter(at, 10, 190);
            shake_ = std::max(shake_, 7.0F);
            hold_ = 0.09F;
            break;
        case EventKind::BombUsed: {
            Particle wave;
            wave.strip = pictures_->bomb_wave;
            wave.at = at;
            wave.life = 0.5F;
            wave.fade_from = 0.55F;
            add(wave);
            shake_ = std::max(shake_, 8.0F);
            if (flash_limit_.allow(clock_)) flash_ = 1;
            break;
        }
        case EventKind::PickupTaken: {
            Particle ring;
            ring.strip = pictures_->ring;
            ring.at = at;
            ring.life = 0.45F;
            ring.fade_from = 0.3F;
            add(ring);
            pop(event.detail == static_cast<std::uint16_t>(PickupKindId::Bomb) ? "BOMB" : "SUPER", {at.x, at.y - 20}, 1.2F);
            break;
        }
        case EventKind::LevelReached: pop(fmt::format("LEVEL {}", event.ordinal), {static_cast<float>(field_width) / 2, 240}, 2.4F); break;
        case EventKind::EnemyAnnounced:
        case EventKind::EnemyFired:
        case EventKind::HeroBack:
        case EventKind::SupplyArrived:
        case EventKind::SuperShotEnded:
        case EventKind::GameOver:
        case EventKind::SeatChanged: break;
    }
}

void Effects::move(float seconds, float ground_speed) {
    clock_ += seconds;
    for (auto& particle : particles_) {
        particle.age += seconds;
        if (particle.age < 0) continue;
        const float kept = std::max(0.0F, 1.0F - particle.drag * seconds);
        particle.vx *= kept;
        particle.vy *= kept;
        particle.at.x += particle.vx * seconds;
        particle.at.y += (particle.vy + (particle.layer == Layer::Stain ? ground_speed : 0.0F)) * seconds;
        if (particle.turns > 0) particle.at.y += 26 * seconds;  // paper sinks
    }
    std::erase_if(particles_, [](const Particle& particle) { return particle.age >= particle.life; });
    for (auto& text : pops_) {
        text.age += seconds;
        text.at.y -= 34 * seconds;
    }
    std::erase_if(pops_, [](const Pop& text) { return text.age >= pop_seconds; });
    for (auto& muzzle : muzzles_) muzzle.left = std::max(0.0F, muzzle.left - seconds);
    shake_ = std::max(0.0F, shake_ - shake_ * 7 * seconds - seconds);
    flash_ = std::max(0.0F, flash_ - seconds * 10);
    hold_ = std::max(0.0F, hold_);
}

PointF Effects::shake() const {
    if (!looks_->shake || shake_ < 0.3F) return {};
    const auto t = static_cast<float>(clock_);
    return {shake_ * std::sin(t * 71), shake_ * std::sin(t * 93 + 1)};
}

float Effects::take_hold() {
    const float seconds = looks_->hit_stop ? hold_ : 0;
    hold_ = 0;
    return seconds;
}

void Effects::draw_stains(engine::Canvas& canvas, float left, float top) const {
    for (const auto& particle : particles_) {
        if (particle.layer != Layer::Stain) continue;
        const auto picture = particle.strip.frames[0];
        const auto size = canvas.info(picture);
        const float age = particle.age / particle.life;
        const float fade = age < particle.fade_from ? 1.0F : (1 - age) / (1 - particle.fade_from);
        canvas.sprite(picture, left + particle.at.x - size.w / 2, top + particle.at.y - size.h / 2,
                      static_cast<std::uint8_t>(static_cast<float>(particle.alpha) * fade));
    }
}

void Effects::draw_muzzle(engine::Canvas& canvas, int seat, PointF hero, float left, float top) const {
    const auto& muzzle = muzzles_[static_cast<std::size_t>(seat)];
    if (muzzle.left <= 0) return;
    const auto picture = pictures_->muzzle.at(1 - muzzle.left / muzzle_seconds);
    const auto size = canvas.info(picture);
    for (int i = 0; i < muzzle.count; ++i) {
        const auto& at = muzzle.at[static_cast<std::size_t>(i)];
        canvas.sprite(picture, left + hero.x + at.x - size.w / 2, top + hero.y + at.y - size.h);
    }
}

void Effects::draw_over(engine::Canvas& canvas, float left, float top) const {
    for (const auto& particle : particles_) {
        if (particle.layer != Layer::Over || particle.age < 0) continue;
        const float age = particle.age / particle.life;
        const auto turned = static_cast<std::size_t>(particle.age * particle.turns * 4) % 4;
        const auto picture = particle.turns > 0 ? particle.strip.frames[turned] : particle.strip.at(age);
        const auto size = canvas.info(picture);
        const float fade = age < particle.fade_from ? 1.0F : (1 - age) / (1 - particle.fade_from);
        canvas.sprite(picture, left + particle.at.x - size.w / 2, top + particle.at.y - size.h / 2,
                      static_cast<std::uint8_t>(static_cast<float>(particle.alpha) * fade));
    }
    for (const auto& text : pops_) {
        const float age = text.age / pop_seconds;
        const float fade = age < 0.6F ? 1.0F : (1 - age) / 0.4F;
        const float width = canvas.lettering_width("pop-", text.text, text.scale);
        canvas.lettering("pop-", text.text, left + text.at.x - width / 2, top + text.at.y - 14 * text.scale, text.scale,
                         static_cast<std::uint8_t>(255 * fade));
    }
}

void Effects::clear() {
    particles_.clear();
    pops_.clear();
    muzzles_ = {};
    shake_ = flash_ = hold_ = 0;
}

}  // namespace game
