#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "engine/core/collide.h"
#include "engine/core/rng.h"
#include "game/headless/bench.h"

namespace game {

namespace {

using engine::EqualRects;
using engine::Rect;

constexpr std::uint32_t shots_most = 20'000;

// Shots of 8 x 16 that move, and planes of 60 x 45, in the field.
struct Sky {
    std::unique_ptr<engine::CornerColumns<shots_most>> corners = std::make_unique<engine::CornerColumns<shots_most>>();
    std::vector<int> step_x, step_y;
    std::vector<Rect> planes;
    std::uint32_t count;

    Sky(std::uint32_t shots, std::uint32_t foes) : count(shots) {
        engine::Rng rng{7};
        for (std::uint32_t i = 0; i < shots; ++i) {
            corners->left[i] = static_cast<std::int16_t>(rng.between(0, 471));
            corners->top[i] = static_cast<std::int16_t>(rng.between(0, 683));
            step_x.push_back(rng.between(-2, 2));
            step_y.push_back(rng.below(2) == 0 ? -5 : 3);
        }
        for (std::uint32_t j = 0; j < foes; ++j) {
            const int x = rng.between(0, 420);
            planes.push_back({x, rng.between(-45, 654), 60, 45});
        }
    }
    EqualRects shots() { return corners->rects(count, 8, 16); }
    void move() {
        const auto wrapped = [](int v, int size) { return static_cast<std::int16_t>((v + size) % size); };
        for (std::uint32_t i = 0; i < count; ++i) {
            corners->left[i] = wrapped(corners->left[i] + step_x[i], 472);
            corners->top[i] = wrapped(corners->top[i] + step_y[i], 684);
        }
        for (std::size_t j = 0; j < planes.size(); ++j) planes[j].y = (planes[j].y + 45 + static_cast<int>(j % 3) + 1) % 745 - 45;
    }
};

// Brute force, as compilers make the most of it: for every plane a count of hits to every shot, eight at a time.
std::uint64_t brute_force(const EqualRects& many, const std::vector<Rect>& few, std::vector<std::int16_t>& marks) {
    const std::int16_t* __restrict left = many.left;
    const std::int16_t* __restrict top = many.top;
    std::int16_t* __restrict mark = marks.data();
    const std::uint32_t count = many.count;
    for (std::uint32_t i = 0; i < count; ++i) mark[i] = 0;
    for (const Rect& one : few) {
        const auto x0 = static_cast<std::int16_t>(one.x - many.w);
        const auto x1 = static_cast<std::int16_t>(one.right());
        const auto y0 = static_cast<std::int16_t>(one.y - many.h);
        const auto y1 = static_cast<std::int16_t>(one.bottom());
        for (std::uint32_t i = 0; i < count; ++i) {
            const bool hit = (left[i] > x0) & (left[i] < x1) & (top[i] > y0) & (top[i] < y1);
            mark[i] = static_cast<std::int16_t>(mark[i] + static_cast<std::int16_t>(hit));
        }
    }
    std::uint64_t sum = 0;
    for (std::uint32_t i = 0; i < count; ++i) sum += static_cast<std::uint64_t>(mark[i]);
    return sum;
}

struct Times {
    double ours = 0, brute = 0;  // us, medians
};

// Tick by tick in turn. Every plane is gone at its first hit, and back in the next tick.
Times measure(std::uint32_t shots, std::uint32_t planes) {
    Sky sky(shots, planes);
    std::vector<std::int16_t> marks(shots);
    std::vector<double> ours, brute;
    std::uint64_t seen = 0;
    const std::uint32_t inner = std::max(1u, 20'000u / (shots + 20 * planes));  // so that a time is not all clock
    for (int tick = 0; tick < 101; ++tick) {
        sky.move();
        const EqualRects many = sky.shots();
        const engine::FewRects few(sky.planes);
        ours.push_back(seconds_of([&] {
                           for (std::uint32_t k = 0; k < inner; ++k) {
                               engine::each_hit(many, few, [&](std::uint32_t i, std::uint32_t) {
                                   seen += i;
                                   return false;
                               });
                           }
                       }) /
                       inner * 1e6);
        brute.push_back(seconds_of([&] {
                            for (std::uint32_t k = 0; k < inner; ++k) seen += brute_force(many, sky.planes, marks);
                        }) /
                        inner * 1e6);
    }
    keep(seen);
    return {median(ours), median(brute)};
}

}  // namespace

void bench_hits(Bench& bench) {
    const Times large = measure(10'000, 100);
    std::string missing;
    const std::optional<double> chipmunk = bench.program("yardstick_chipmunk", "us", missing);
    bench.print({"hits_10000x100_chipmunk", large.ours, "us", true, chipmunk, chipmunk ? "Chipmunk's space hash, all pairs" : missing, 15,
                 35, true});
    bench.print({"hits_10000x100_brute", large.ours, "us", true, large.brute, "16-bit brute force", 2, 4, true});
    double worst = 0;
    std::string where;
    for (const std::uint32_t shots : {10u, 32u, 64u, 128u, 256u, 512u, 1'000u, 2'000u, 5'000u, 20'000u}) {
        for (const std::uint32_t planes : {5u, 18u, 30u, 64u, 100u, 250u}) {
            const Times times = measure(shots, planes);
            if (times.ours / times.brute <= worst) continue;
            worst = times.ours / times.brute;
            where = fmt::format("of {} sizes the worst, {} x {}: {:.3f} us, 16-bit brute force {:.3f} us", 60, shots, planes, times.ours,
                                times.brute);
        }
    }
    bench.print({"hits_sizes", worst, "times brute force", true, std::nullopt, where, 1.1, 1.0, false});
}

}  // namespace game
