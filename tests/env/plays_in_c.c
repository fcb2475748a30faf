/* A C99 program against the header and the library alone: plays, saves, goes on, and is refused what is wrong. Prints what failed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "game/env/wingmate_env.h"

#define WORLDS 3

static int failures = 0;

static void expect(int condition, const char* what) {
    if (condition) return;
    ++failures;
    printf("failed: %s (last error: %s)\n", what, wingmate_last_error());
}

int main(int argc, char** argv) {
    wingmate_options options;
    wingmate_env* env = NULL;
    wingmate_shape shape;
    wingmate_arrays arrays;
    uint16_t actions[WORLDS] = {WINGMATE_LEFT, 0, WINGMATE_RIGHT};
    static float observation[WORLDS * WINGMATE_FEATURE_COUNT];
    uint64_t hashes[WORLDS], again[WORLDS];
    uint64_t seeds[WORLDS] = {11, 12, 13};
    wingmate_array hash_array = {NULL, 0};
    void* saved[WORLDS];
    size_t used = 0, sizes[WORLDS];
    uint32_t world;
    int tick;

    if (argc != 2) {
        printf("usage: plays_in_c DATA\n");
        return 2;
    }
    expect(wingmate_abi() == WINGMATE_ENV_ABI, "header and library agree");
    expect(strlen(wingmate_version()) > 0, "there is a version");
    expect(wingmate_default_options(&options, sizeof(options)) == WINGMATE_OK, "default options");
    options.worlds = WORLDS;
    expect(wingmate_create(argv[1], "classic", &options, &env) == WINGMATE_OK, "worlds are made");
    if (env == NULL) return 1;

    memset(&shape, 0, sizeof(shape));
    shape.size = sizeof(shape);
    expect(wingmate_describe(env, &shape) == WINGMATE_OK, "the shape is told");
    expect(shape.worlds == WORLDS && shape.agents == 1 && shape.observation_bytes == sizeof(observation), "the shape is as asked for");

    memset(&arrays, 0, sizeof(arrays));
    arrays.size = sizeof(arrays);
    arrays.actions.at = actions;
    arrays.actions.bytes = sizeof(actions);
    arrays.observation.at = observation;
    arrays.observation.bytes = sizeof(observation);
    expect(wingmate_reset(env, seeds, WORLDS, NULL, 0, &arrays) == WINGMATE_OK, "worlds begin");
    for (tick = 0; tick < 200; ++tick) expect(wingmate_step(env, &arrays) == WINGMATE_OK, "worlds step");

    for (world = 0; world < WORLDS; ++world) {
        expect(wingmate_save(env, world, NULL, 0, &used) == WINGMATE_TOO_SMALL && used > 0, "the size is told");
        sizes[world] = used;
        saved[world] = malloc(used);
        expect(wingmate_save(env, world, saved[world], used, &used) == WINGMATE_OK, "a world is saved");
    }
    hash_array.at = hashes;
    hash_array.bytes = sizeof(hashes);
    for (tick = 0; tick < 300; ++tick) expect(wingmate_step(env, &arrays) == WINGMATE_OK, "worlds step");
    expect(wingmate_hashes(env, hash_array) == WINGMATE_OK, "hashes are told");
    for (world = 0; world < WORLDS; ++world) {
        expect(wingmate_load(env, world, saved[world], sizes[world]) == WINGMATE_OK, "a world is loaded");
        free(saved[world]);
    }
    for (tick = 0; tick < 300; ++tick) expect(wingmate_step(env, &arrays) == WINGMATE_OK, "worlds step");
    hash_array.at = again;
    expect(wingmate_hashes(env, hash_array) == WINGMATE_OK, "hashes are told");
    expect(memcmp(hashes, again, sizeof(hashes)) == 0, "loaded worlds go on as the saved ones did");
    expect(hashes[0] != hashes[1], "other seeds, other worlds");

    arrays.observation.bytes -= 4;
    expect(wingmate_step(env, &arrays) == WINGMATE_BAD_ARGUMENT, "an array of the wrong size is refused");
    expect(strstr(wingmate_last_error(), "observation") != NULL, "the refusal names the array");
    expect(wingmate_step(NULL, &arrays) == WINGMATE_BAD_ARGUMENT, "no worlds, no step");
    wingmate_destroy(env);
    wingmate_destroy(NULL);
    if (failures == 0) printf("all is well\n");
    return failures == 0 ? 0 : 1;
}
