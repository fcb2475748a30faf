// The C functions: every argument is checked here, every exception ends here, every failure leaves its sentence.
#include "game/env/wingmate_env.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "engine/core/error.h"
#include "game/content/load_content.h"
#include "game/env/worlds.h"

struct wingmate_env {
    std::mutex busy;  // held by every call that reads or changes the worlds
    game::Worlds worlds;

    wingmate_env(game::Content content, const game::WorldsSetup& setup) : worlds(std::move(content), setup) {}
};

namespace game {
namespace {

thread_local char last_error[2048] = "";

void set_error(std::string_view sentence) {
    const std::size_t size = std::min(sentence.size(), sizeof(last_error) - 1);
    std::memcpy(last_error, sentence.data(), size);
    last_error[size] = '\0';
}

// What a call refuses: thrown and caught within this file.
struct Refusal {
    wingmate_result result;
    std::string sentence;
};

template <typename... Values>
[[noreturn]] void refuse(fmt::format_string<Values...> text, Values&&... values) {
    throw Refusal{WINGMATE_BAD_ARGUMENT, fmt::format(text, std::forward<Values>(values)...)};
}

// Runs the body of a call; whatever it throws becomes a result and a sentence.
template <typename Body>
wingmate_result guarded(Body body) noexcept {
    wingmate_result result = WINGMATE_INTERNAL;
    try {
        body();
        return WINGMATE_OK;
    } catch (const Refusal& refusal) {
        set_error(refusal.sentence);
        result = refusal.result;
    } catch (const engine::Error& error) {
        set_error(error.what());
        result = error.code() == engine::ExitCode::Usage ? WINGMATE_BAD_ARGUMENT : WINGMATE_BAD_DATA;
    } catch (const std::bad_alloc&) {
        set_error("there is not enough memory");
        result = WINGMATE_NO_MEMORY;
    } catch (const std::system_error& error) {
        set_error(error.what());
        result = WINGMATE_NO_MEMORY;
    } catch (const std::exception& error) {
        set_error(error.what());
    } catch (...) {
        set_error("an unknown exception");
    }
    return result;
}

template <typename Body>
wingmate_result with_worlds(wingmate_env* env, Body body) noexcept {
    return guarded([&] {
        if (env == nullptr) refuse("env is null");
        const std::lock_guard lock(env->busy);
        body(env->worlds);
    });
}

void check_range(const char* name, std::uint64_t value, std::uint64_t least, std::uint64_t most) {
    if (value < least || value > most) refuse("{} is {}; it must be {} ... {}", name, value, least, most);
}

template <typename Struct>
void check_struct(const char* name, const Struct* given) {
    if (given == nullptr) refuse("{} is null", name);
    if (given->size != sizeof(Struct)) refuse("{}.size is {}; this library knows {}", name, given->size, sizeof(Struct));
}

// The caller's array as what it holds; null where it is not wanted.
template <typename Item>
Item* items_of(const char* name, const wingmate_array& array, std::size_t bytes_due, std::size_t alignment = alignof(Item)) {
    if (array.at == nullptr && array.bytes == 0) return nullptr;
    if (array.at == nullptr) refuse("{} is null, but {} bytes are stated", name, array.bytes);
    if (array.bytes != bytes_due) refuse("{} has {} bytes; it must have {}", name, array.bytes, bytes_due);
    if (reinterpret_cast<std::uintptr_t>(array.at) % alignment != 0) refuse("{} is not aligned to {} bytes", name, alignment);
    return static_cast<Item*>(array.at);
}

Arrays checked(const Worlds& worlds, const wingmate_arrays* given) {
    Arrays arrays;
    if (given == nullptr) return arrays;
    check_struct("arrays", given);
    const WorldsSetup& setup = worlds.setup();
    const std::size_t count = setup.worlds;
    const std::size_t agents = count * setup.players;
    const std::size_t seen = agents * setup.observation.bytes();
    const std::size_t item = setup.observation.item_bytes();
    arrays.actions = items_of<const std::uint16_t>("actions", given->actions, agents * 2);
    arrays.observation = items_of<std::byte>("observation", given->observation, seen, item);
    arrays.final_observation = items_of<std::byte>("final_observation", given->final_observation, seen, item);
    arrays.counts = items_of<std::uint32_t>("counts", given->counts, agents * 4);
    arrays.rewards = items_of<float>("rewards", given->rewards, agents * 4);
    arrays.parts = items_of<std::int32_t>("parts", given->parts, agents * 4 * WINGMATE_PARTS);
    arrays.totals = items_of<std::int32_t>("totals", given->totals, agents * 4 * WINGMATE_PARTS);
    arrays.terminated = items_of<std::uint8_t>("terminated", given->terminated, agents);
    arrays.truncated = items_of<std::uint8_t>("truncated", given->truncated, agents);
    arrays.ended = items_of<std::uint8_t>("ended", given->ended, count);
    arrays.lengths = items_of<std::uint32_t>("lengths", given->lengths, count * 4);
    if (arrays.counts != nullptr && arrays.observation == nullptr) refuse("counts is wanted, but observation is not");
    return arrays;
}

std::vector<Override> changes_of(const char* text) {
    std::vector<Override> changes;
    std::string_view left = text != nullptr ? text : "";
    while (!left.empty()) {
        const std::string_view line = left.substr(0, left.find('\n'));
        left.remove_prefix(std::min(line.size() + 1, left.size()));
        if (line.empty()) continue;
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || equals == 0) refuse("changes: '{}' is not KEY=VALUE", line);
        changes.push_back({std::string(line.substr(0, equals)), std::string(line.substr(equals + 1))});
    }
    return changes;
}

WorldsSetup setup_of(const wingmate_options& options, const Mode& mode) {
    check_range("players", options.players, 1, static_cast<std::uint64_t>(mode.players_max));
    WorldsSetup setup;
    setup.worlds = options.worlds;
    setup.players = options.players;
    setup.observation = {static_cast<wingmate_observation>(options.observation), options.entities_most};
    setup.action_repeat = options.action_repeat;
    setup.episode_ticks = options.episode_ticks;
    setup.threads = options.threads;
    setup.auto_reset = options.auto_reset == 1;
    std::copy(std::begin(options.weights), std::end(options.weights), setup.weights.begin());
    return setup;
}

void check_options(const wingmate_options* options) {
    check_struct("options", options);
    check_range("worlds", options->worlds, 1, 16384);
    check_range("observation", options->observation, 0, 2);
    check_range("entities_most", options->entities_most, 1, 4096);
    check_range("action_repeat", options->action_repeat, 1, 1000);
    check_range("episode_ticks", options->episode_ticks, 0, 1'000'000);
    check_range("threads", options->threads, 1, 64);
    check_range("auto_reset", options->auto_reset, 0, 1);
    for (const float weight : options->weights) {
        if (!std::isfinite(weight)) refuse("a weight is not a finite number");
    }
}

void check_place(const Worlds& worlds, std::uint32_t place) { check_range("world", place, 0, worlds.setup().worlds - 1); }

// Copies out what fits; says how much is needed where it does not.
void give(const void* from, std::size_t size, void* to, std::size_t capacity, std::size_t* used) {
    if (used == nullptr) refuse("used is null");
    *used = size;
    if (capacity < size) throw Refusal{WINGMATE_TOO_SMALL, fmt::format("{} bytes are needed, {} are there", size, capacity)};
    if (to == nullptr) refuse("there is nowhere to write to");
    std::memcpy(to, from, size);
}

}  // namespace
}  // namespace game

using game::guarded;
using game::refuse;
using game::with_worlds;
using game::Worlds;

wingmate_result wingmate_default_options(wingmate_options* options, size_t size) {
    return guarded([&] {
        if (options == nullptr) refuse("options is null");
        if (size != sizeof(*options)) refuse("size is {}; this library knows {}", size, sizeof(*options));
        *options = {};
        options->size = size;
        options->worlds = options->players = options->action_repeat = options->threads = options->auto_reset = 1;
        options->observation = WINGMATE_FEATURES;
        options->entities_most = 64;
        options->weights[WINGMATE_SCORE] = 1;
    });
}

wingmate_result wingmate_create(const char* data, const char* mode, const wingmate_options* options, wingmate_env** env) {
    return guarded([&] {
        if (env == nullptr) refuse("env is null");
        *env = nullptr;
        if (data == nullptr || mode == nullptr) refuse("{} is null", data == nullptr ? "data" : "mode");
        game::check_options(options);
        game::Content content = game::load_content(game::content_dir(data), mode, game::changes_of(options->changes));
        const game::WorldsSetup setup = game::setup_of(*options, content.mode);
        *env = new wingmate_env(std::move(content), setup);
    });
}

void wingmate_destroy(wingmate_env* env) { delete env; }

wingmate_result wingmate_describe(const wingmate_env* env, wingmate_shape* shape) {
    return guarded([&] {
        if (env == nullptr) refuse("env is null");
        game::check_struct("shape", shape);
        // All of this is fixed when the worlds are made, so no other call can be in the way.
        const game::WorldsSetup& setup = env->worlds.setup();
        const game::Mode& mode = env->worlds.content().mode;
        *shape = {};
        shape->size = sizeof(*shape);
        shape->worlds = setup.worlds;
        shape->agents = setup.players;
        shape->observation = setup.observation.kind;
        shape->observation_dimensions = setup.observation.dimensions();
        const bool flat = setup.observation.dimensions() == 1;
        shape->observation_shape[0] = flat ? setup.observation.columns() : setup.observation.rows();
        shape->observation_shape[1] = flat ? 0 : setup.observation.columns();
        shape->observation_item_bytes = setup.observation.item_bytes();
        shape->rate = mode.rate;
        shape->moves_up_and_down = mode.hero.speed_y > 0 ? 1 : 0;
        shape->drops_bombs = mode.hero.bombs_max > 0 ? 1 : 0;
        shape->action_repeat = setup.action_repeat;
        shape->content_hash = env->worlds.content().hash;
        shape->observation_bytes = setup.observation.bytes() * setup.worlds * setup.players;
        shape->field_width = game::field_width;
        shape->field_height = game::field_height;
    });
}

wingmate_result wingmate_reset(wingmate_env* env, const uint64_t* seeds, size_t seed_count, const uint8_t* which, size_t which_count,
                               const wingmate_arrays* arrays) {
    return with_worlds(env, [&](Worlds& worlds) {
        const std::size_t count = worlds.setup().worlds;
        if (seeds == nullptr ? seed_count != 0 : seed_count != count) refuse("{} seeds are stated; there are {} worlds", seed_count, count);
        if (which == nullptr ? which_count != 0 : which_count != count)
            refuse("which has {} bytes; there are {} worlds", which_count, count);
        const game::Arrays out = game::checked(worlds, arrays);
        worlds.reset(seeds, which);
        if (arrays != nullptr) worlds.observe(out);
    });
}

wingmate_result wingmate_step(wingmate_env* env, const wingmate_arrays* arrays) {
    return with_worlds(env, [&](Worlds& worlds) {
        const game::Arrays checked = game::checked(worlds, arrays);
        if (checked.actions == nullptr) refuse("actions is null");
        worlds.step(checked);
    });
}

wingmate_result wingmate_observe(wingmate_env* env, const wingmate_arrays* arrays) {
    return with_worlds(env, [&](Worlds& worlds) {
        if (arrays == nullptr) refuse("arrays is null");
        worlds.observe(game::checked(worlds, arrays));
    });
}

wingmate_result wingmate_bot_actions(wingmate_env* env, const char* bot, wingmate_array actions) {
    return with_worlds(env, [&](Worlds& worlds) {
        if (bot == nullptr) refuse("bot is null");
        const game::Bot pilot = game::find_bot(bot);
        if (pilot == nullptr) refuse("there is no bot '{}'; there are: {}", bot, fmt::join(game::bot_names(), ", "));
        auto* const out =
            game::items_of<std::uint16_t>("actions", actions, std::size_t{worlds.setup().worlds} * worlds.setup().players * 2);
        if (out == nullptr) refuse("actions is null");
        worlds.bot_actions(pilot, out);
    });
}

wingmate_result wingmate_hashes(wingmate_env* env, wingmate_array hashes) {
    return with_worlds(env, [&](Worlds& worlds) {
        auto* const out = game::items_of<std::uint64_t>("hashes", hashes, std::size_t{worlds.setup().worlds} * 8);
        if (out == nullptr) refuse("hashes is null");
        for (std::size_t place = 0; place < worlds.setup().worlds; ++place) out[place] = game::hash_world(worlds.world(place));
    });
}

wingmate_result wingmate_seeds(wingmate_env* env, wingmate_array seeds) {
    return with_worlds(env, [&](Worlds& worlds) {
        auto* const out = game::items_of<std::uint64_t>("seeds", seeds, std::size_t{worlds.setup().worlds} * 8);
        if (out == nullptr) refuse("seeds is null");
        for (std::size_t place = 0; place < worlds.setup().worlds; ++place) out[place] = worlds.seed(place);
    });
}

wingmate_result wingmate_clone(wingmate_env* env, const uint32_t* to, const uint32_t* from, size_t count) {
    return with_worlds(env, [&](Worlds& worlds) {
        if (count > 0 && (to == nullptr || from == nullptr)) refuse("{} is null", to == nullptr ? "to" : "from");
        for (std::size_t i = 0; i < count; ++i) {
            game::check_place(worlds, to[i]);
            game::check_place(worlds, from[i]);
        }
        for (std::size_t i = 0; i < count; ++i) worlds.clone(to[i], from[i]);
    });
}

wingmate_result wingmate_save(wingmate_env* env, uint32_t world, void* bytes, size_t capacity, size_t* used) {
    return with_worlds(env, [&](Worlds& worlds) {
        game::check_place(worlds, world);
        const std::vector<std::byte> saved = worlds.save(world);
        game::give(saved.data(), saved.size(), bytes, capacity, used);
    });
}

wingmate_result wingmate_load(wingmate_env* env, uint32_t world, const void* bytes, size_t size) {
    return with_worlds(env, [&](Worlds& worlds) {
        game::check_place(worlds, world);
        if (bytes == nullptr) refuse("bytes is null");
        if (auto problem = worlds.load(world, {static_cast<const std::byte*>(bytes), size})) {
            throw game::Refusal{WINGMATE_BAD_STATE, *problem};
        }
    });
}

wingmate_result wingmate_draw(wingmate_env* env, uint32_t world, wingmate_array rgb) {
    return with_worlds(env, [&](Worlds& worlds) {
        game::check_place(worlds, world);
        auto* const out = game::items_of<std::uint8_t>("rgb", rgb, std::size_t{game::field_width} * game::field_height * 3);
        if (out == nullptr) refuse("rgb is null");
        game::draw_world(worlds.world(world), worlds.content(), out);
    });
}

wingmate_result wingmate_modes(const char* data, char* names, size_t capacity, size_t* used) {
    return guarded([&] {
        if (data == nullptr) refuse("data is null");
        const std::vector<std::string> modes = game::mode_names(game::content_dir(data));
        if (modes.empty()) throw game::Refusal{WINGMATE_BAD_DATA, fmt::format("there are no modes in {}", data)};
        const std::string text = fmt::format("{}", fmt::join(modes, "\n"));
        game::give(text.c_str(), text.size() + 1, names, capacity, used);
    });
}

const char* wingmate_version(void) { return WINGMATE_VERSION; }
uint32_t wingmate_abi(void) { return WINGMATE_ENV_ABI; }
const char* wingmate_last_error(void) { return game::last_error; }
