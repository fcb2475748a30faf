// Chipmunk's space hash on 10,000 moving shots and 100 planes, all pairs listed: the yardstick of `wingmate-headless bench hits`. Prints
// the median of some ticks, in microseconds.
#include <chipmunk/chipmunk.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <random>
#include <vector>

namespace {

constexpr int shots = 10'000;
constexpr int planes = 100;

struct Box {
    cpBB bounds;
    int x, y, step_x, step_y, w, h;

    // Edges that only touch do not overlap.
    void set() { bounds = cpBBNew(x + 0.25, y + 0.25, x + w - 0.25, y + h - 0.25); }
};

std::uint64_t pairs = 0;

cpBB bounds_of(void* box) { return static_cast<Box*>(box)->bounds; }

cpCollisionID meet(void* shot, void* plane, cpCollisionID id, void* /*data*/) {
    pairs += cpBBIntersects(static_cast<Box*>(shot)->bounds, static_cast<Box*>(plane)->bounds) ? 1 : 0;
    return id;
}

}  // namespace

int main() {
    std::minstd_rand random(7);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<Box> few(planes);
    std::vector<Box> many(shots);
    for (Box& box : few) box = {{}, below(420), below(700) - 45, 0, 1 + below(3), 60, 45};
    for (Box& box : many) box = {{}, below(472), below(684), below(5) - 2, below(2) == 0 ? -5 : 3, 8, 16};
    for (Box& box : few) box.set();
    cpSpatialIndex* const index = cpSpaceHashNew(64, 4096, bounds_of, nullptr);
    for (int i = 0; i < planes; ++i) cpSpatialIndexInsert(index, &few[static_cast<std::size_t>(i)], static_cast<cpHashValue>(i));
    std::vector<double> times;
    for (int tick = 0; tick < 60; ++tick) {
        for (std::vector<Box>* group : {&few, &many}) {
            for (Box& box : *group) {
                box.x = (box.x + box.step_x + 480) % 480;
                box.y = (box.y + box.step_y + 700) % 700;
                box.set();
            }
        }
        const auto start = std::chrono::steady_clock::now();
        cpSpatialIndexReindex(index);
        for (Box& box : many) cpSpatialIndexQuery(index, &box, box.bounds, meet, nullptr);
        times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    cpSpatialIndexFree(index);
    std::sort(times.begin(), times.end());
    std::printf("us=%.2f pairs=%llu\n", times[times.size() / 2], static_cast<unsigned long long>(pairs));
    return 0;
}
