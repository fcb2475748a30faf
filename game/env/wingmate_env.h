// The simulation for other languages: many worlds of one mode at once, stepped by one call over arrays that the caller owns. C99; used by
// the Python module wingmate_env, by bench and by whatever can call C. Compiled into libwingmate_env.so.
//
// Every function that can fail returns a wingmate_result and leaves a sentence in wingmate_last_error(). Nothing here ends the process or
// writes outside what the caller states: arrays come with their size in bytes, which is compared with the one that is due.
// Handles are independent of each other. Calls to one handle from several threads wait for each other.
//
// An agent is a pilot's seat. All arrays are contiguous, worlds first, then agents: rewards[world * agents + agent].
// What is promised: within one WINGMATE_ENV_ABI functions keep their meaning, and structs only grow at their end (their first field says
// which size the caller knows).
#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WINGMATE_ENV_ABI 1
#define WINGMATE_ENV_API __attribute__((visibility("default")))

typedef enum wingmate_result {
    WINGMATE_OK = 0,
    WINGMATE_BAD_ARGUMENT = 1,  // null, out of range, an unknown name, an array of another size or alignment than is due
    WINGMATE_BAD_DATA = 2,      // the game's data cannot be loaded; the sentence names file and line
    WINGMATE_BAD_STATE = 3,     // bytes that are no saved state of this mode, content and number of players
    WINGMATE_TOO_SMALL = 4,     // what is to be written does not fit; the size that is needed is given
    WINGMATE_NO_MEMORY = 5,
    WINGMATE_INTERNAL = 6  // a mistake of this library
} wingmate_result;

// What is observed. The layouts are below.
typedef enum wingmate_observation {
    WINGMATE_FEATURES = 0,  // float32 [worlds][agents][WINGMATE_FEATURE_COUNT]
    WINGMATE_ENTITIES = 1,  // int16 [worlds][agents][entities_most][WINGMATE_ENTITY_FIELDS]
    WINGMATE_PICTURE = 2    // uint8 [worlds][agents][WINGMATE_PICTURE_HEIGHT][WINGMATE_PICTURE_WIDTH]
} wingmate_observation;

// Features: seen from the agent's plane; all 0 but the last of the sixteen while it does not fly. Mostly -1 ... 1, in whole 1/1024.
//   0 it flies            4 bombs / 8                              8 level / 8                        12 (its centre's y - ours) / 512 px
//   1 x of its centre,    5 invulnerable for / 4 s, at most 1      9 since the last supply, 0 ... 1   13 our shots under way / 64
//     -1 left, 1 right    6 super shots left, 0 ... 1             10 a partner flies                  14 the bomb button was held
//   2 y of its centre     7 until the next shot, 0 ... 1          11 (its centre's x - ours) / 512 px 15 always 1
//   3 lives / 8
// Then three times 16 lanes, each 64 px wide; the first begins 512 px left of our centre, so that we fly in the eighth and ninth. In each:
// how near the nearest one is that reaches into the lane, 1 - distance / 1024 px, 0 where there is none. Only what is on the field.
//   16 enemies ahead: distance from our top up to its bottom, 0 px beside us
//   32 enemy shots: distance up or down from our centre
//   48 pickups: the same
#define WINGMATE_FEATURE_COUNT 64
#define WINGMATE_LANES 16

// Entities: what lies on the field, ourselves first (where we fly), then partners, enemies, enemy shots, pickups, shots of all pilots; each
// in the order in which they came. Rows that are not used are 0. How many there are is in `counts`, also where they are more than fit.
//   0 type (below)      3 y of its centre, px      6 sideways, 1/16 px a tick, right positive     8 hits or lives left
//   1 kind              4 width, px                7 down, 1/16 px a tick                         9 flags (below)
//   2 x of its centre   5 height, px
// kind: of an enemy its place in the mode's list of kinds; of a pilot its seat; of a pickup 0 bomb, 1 super shots; of a pilot's shot 1
// super.
#define WINGMATE_ENTITY_FIELDS 10
enum {
    WINGMATE_SELF = 1,
    WINGMATE_PARTNER = 2,
    WINGMATE_ENEMY = 3,
    WINGMATE_ENEMY_SHOT = 4,
    WINGMATE_PICKUP = 5,
    WINGMATE_OWN_SHOT = 6,
    WINGMATE_PARTNER_SHOT = 7
};
enum { WINGMATE_INVULNERABLE = 1, WINGMATE_BEING_DESTROYED = 2 };

// Picture: 8 x 8 px of the field a pixel, brighter where something lies; later ones cover earlier ones: shots of pilots 32, pickups 64,
// enemies 128, partners 192, ourselves 255, enemy shots 224.
#define WINGMATE_PICTURE_WIDTH 60
#define WINGMATE_PICTURE_HEIGHT 88

// What a step gave an agent, in whole numbers. Their weighted sum is the reward.
enum {
    WINGMATE_SCORE = 0,  // points
    WINGMATE_KILLS = 1,
    WINGMATE_RAMS = 2,
    WINGMATE_LIVES_LOST = 3,
    WINGMATE_PICKUPS = 4,
    WINGMATE_BOMBS = 5,      // used
    WINGMATE_TICKS = 6,      // after which it flew
    WINGMATE_GAME_OVER = 7,  // 1 when all pilots are gone
    WINGMATE_PARTS = 8
};

// Actions: uint16 a world and agent. Bits 0-7 are buttons; bits 8-11 and 12-15 are sideways and down, signed, -7 ... 7 sevenths of full
// speed. Every value is legal.
enum {
    WINGMATE_UP = 1 << 0,
    WINGMATE_DOWN = 1 << 1,
    WINGMATE_LEFT = 1 << 2,
    WINGMATE_RIGHT = 1 << 3,
    WINGMATE_FIRE = 1 << 4,
    WINGMATE_BOMB = 1 << 5,
    WINGMATE_FOCUS = 1 << 6
};

typedef struct wingmate_options {
    size_t size;             // sizeof(wingmate_options)
    uint32_t worlds;         // 1 ... 16384
    uint32_t players;        // 1 ... what the mode has; each is an agent
    uint32_t observation;    // wingmate_observation
    uint32_t entities_most;  // 1 ... 4096 rows; for WINGMATE_ENTITIES
    uint32_t action_repeat;  // 1 ... 1000 ticks a step; ends early with the episode
    uint32_t episode_ticks;  // 1 ... 1000000: a world is truncated after so many; 0: never
    uint32_t threads;        // 1 ... 64 that share a call's worlds, the caller's included; results do not depend on it
    uint32_t auto_reset;     // 1: a world that ended begins again within the same step; 0: it stands still until it is reset
    float weights[WINGMATE_PARTS];
    const char* changes;  // values of the content to be changed, "mode.hero.lives=1\nenemies.plane.hits=2"; null: none
} wingmate_options;

// One world, one player, features, 64 rows, every tick a step, no limit, one thread, auto-reset; the reward is the score.
WINGMATE_ENV_API wingmate_result wingmate_default_options(wingmate_options* options, size_t size);

typedef struct wingmate_env wingmate_env;

// data: the folder of the game's data. mode: a name ("first_flight", "classic" ...) or the path of a mode file. World i begins with seed i
// + 1. *env is null where this fails.
WINGMATE_ENV_API wingmate_result wingmate_create(const char* data, const char* mode, const wingmate_options* options, wingmate_env** env);
// Null is nothing to destroy.
WINGMATE_ENV_API void wingmate_destroy(wingmate_env* env);

// What the arrays have to look like, and facts about the mode.
typedef struct wingmate_shape {
    size_t size;  // sizeof(wingmate_shape), to be set by the caller
    uint32_t worlds, agents;
    uint32_t observation;                // wingmate_observation
    uint32_t observation_dimensions;     // 1 to 2: how many of the next are used; after worlds and agents
    uint32_t observation_shape[2];       //
    uint32_t observation_item_bytes;     // 4, 2 or 1
    uint32_t rate;                       // ticks a second
    uint32_t moves_up_and_down;          // 1: Up and Down do something
    uint32_t drops_bombs;                // 1: Bomb does something
    uint32_t action_repeat;              //
    uint32_t reserved;                   // 0
    uint64_t content_hash;               // equal hash, equal game
    size_t observation_bytes;            // of the whole array
    uint32_t field_width, field_height;  // px
} wingmate_shape;
WINGMATE_ENV_API wingmate_result wingmate_describe(const wingmate_env* env, wingmate_shape* shape);

// An array that the caller owns: where it begins and its size in bytes, which must be exactly what is due. {NULL, 0}: not wanted.
typedef struct wingmate_array {
    void* at;
    size_t bytes;
} wingmate_array;

typedef struct wingmate_arrays {
    size_t size;                       // sizeof(wingmate_arrays)
    wingmate_array actions;            // in, for step: uint16 [worlds][agents]
    wingmate_array observation;        // as the options say; after an auto-reset that of the new episode
    wingmate_array counts;             // uint32 [worlds][agents], with entities: how many there are
    wingmate_array final_observation;  // like observation; written only for worlds whose episode ended: how it ended
    wingmate_array rewards;            // float32 [worlds][agents]
    wingmate_array parts;              // int32 [worlds][agents][WINGMATE_PARTS]: what the step gave
    wingmate_array totals;             // the same, since the episode began; of the one that ended where one ended
    wingmate_array terminated;         // uint8 [worlds][agents], 1: this pilot is gone, or the game is over
    wingmate_array truncated;          // uint8 [worlds][agents], 1: the episode reached its limit of ticks
    wingmate_array ended;              // uint8 [worlds], 1: the episode ended with this step (over or truncated)
    wingmate_array lengths;            // uint32 [worlds], ticks of the episode; of the one that ended where one ended
} wingmate_arrays;

// Begins new episodes. seeds: worlds of them, or null for the next of each world's own sequence (as with an auto-reset). which: a byte a
// world, 0: leave it as it is; null: all. arrays: observation, counts, totals, terminated, truncated, ended and lengths are written, for
// all worlds; or null.
WINGMATE_ENV_API wingmate_result wingmate_reset(wingmate_env* env, const uint64_t* seeds, size_t seed_count, const uint8_t* which,
                                                size_t which_count, const wingmate_arrays* arrays);

// One step of every world, action_repeat ticks. `actions` must be there.
WINGMATE_ENV_API wingmate_result wingmate_step(wingmate_env* env, const wingmate_arrays* arrays);

// Writes what wingmate_reset writes, and changes nothing: after load or clone.
WINGMATE_ENV_API wingmate_result wingmate_observe(wingmate_env* env, const wingmate_arrays* arrays);

// What a bot of the game ("idle", "ace" ...) would do in every seat: uint16 [worlds][agents].
WINGMATE_ENV_API wingmate_result wingmate_bot_actions(wingmate_env* env, const char* bot, wingmate_array actions);

// uint64 [worlds]: the hash of every world, as `wingmate-headless run` prints it; the seed of every world's episode.
WINGMATE_ENV_API wingmate_result wingmate_hashes(wingmate_env* env, wingmate_array hashes);
WINGMATE_ENV_API wingmate_result wingmate_seeds(wingmate_env* env, wingmate_array seeds);

// World to[i] becomes what from[i] is, in order: its episode with everything that belongs to it.
WINGMATE_ENV_API wingmate_result wingmate_clone(wingmate_env* env, const uint32_t* to, const uint32_t* from, size_t count);

// A world's episode as bytes, with version, content hash and checksum. *used: how many they are; WINGMATE_TOO_SMALL where capacity (bytes
// may then be null) is less.
WINGMATE_ENV_API wingmate_result wingmate_save(wingmate_env* env, uint32_t world, void* bytes, size_t capacity, size_t* used);
// Bytes from anywhere: a world that does not pass is refused with the reason, and the one that is there stays.
WINGMATE_ENV_API wingmate_result wingmate_load(wingmate_env* env, uint32_t world, const void* bytes, size_t size);

// A picture for people: uint8 [field_height][field_width][3], red green blue; rectangles on paper, not the game's drawings.
WINGMATE_ENV_API wingmate_result wingmate_draw(wingmate_env* env, uint32_t world, wingmate_array rgb);

// Names of the modes in a data folder, a line each, ended by a 0. *used counts it.
WINGMATE_ENV_API wingmate_result wingmate_modes(const char* data, char* names, size_t capacity, size_t* used);

WINGMATE_ENV_API const char* wingmate_version(void);  // "0.1.0"
WINGMATE_ENV_API uint32_t wingmate_abi(void);         // WINGMATE_ENV_ABI
// Why the last call of this thread failed: one sentence; empty before the first. Never null; valid until the thread's next failure.
WINGMATE_ENV_API const char* wingmate_last_error(void);

#ifdef __cplusplus
}
#endif
