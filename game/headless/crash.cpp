#include "game/headless/crash.h"

#include <cstdio>
#include <exception>
#include <utility>

#include "engine/core/check.h"
#include "game/match/replay.h"

namespace game {
namespace {

thread_local const Match* t_match = nullptr;
thread_local std::filesystem::path t_file;

void save_game_in_hand() {
    if (t_match == nullptr) return;
    try {
        save_replay(t_file, t_match->recording());
        std::fprintf(stderr, "the game up to there is in %s\n", t_file.c_str());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
}

}  // namespace

void save_games_that_fail() { engine::set_check_hook(save_game_in_hand); }

GameInHand::GameInHand(const Match& match, std::filesystem::path file) {
    t_match = &match;
    t_file = std::move(file);
}

GameInHand::~GameInHand() { t_match = nullptr; }

}  // namespace game
