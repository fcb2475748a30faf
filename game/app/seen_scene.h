// "Nobody sees me?": what the self-test finds, on a sheet over the host's lobby, which goes on below it and answers.
#pragma once

#include <string>
#include <vector>

#include "game/app/page_scene.h"
#include "game/match/online.h"
#include "game/match/self_test.h"

namespace game {

class SeenScene final : public PageScene {
  public:
    SeenScene(App& app, const Online& online);
    void update(const Frame& frame) override;

  private:
    void draw_page(bool is_wide, float x) override;

    SelfTest test_;
    std::uint16_t port_;
};

}  // namespace game
