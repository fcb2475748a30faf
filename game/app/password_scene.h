// Asks for the password of a game that needs one, then calls its host again. The lobby leads here when it was turned away.
#pragma once

#include <string>
#include <vector>

#include "game/app/page_scene.h"

namespace game {

class PasswordScene final : public PageScene {
  public:
    // seats: as join_lobby takes them. why: what the host said, for people.
    PasswordScene(App& app, std::string address, std::vector<std::string> seats, std::string why);

  private:
    void join();
    void draw_page(bool is_wide, float x) override;

    std::string address_;
    std::vector<std::string> seats_;
    std::string password_;
};

}  // namespace game
