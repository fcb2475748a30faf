// Sounds and music through SDL2_mixer. Without a sound device everything is accepted and nothing is heard.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

namespace engine {

class Audio {
  public:
    // root: the folder with sound/ and music/. mute: does not open a device. Never throws for a missing device; logs one line.
    Audio(const std::filesystem::path& root, bool mute);
    ~Audio();
    Audio(const Audio&) = delete;
    Audio& operator=(const Audio&) = delete;

    bool silent() const;  // no device, or muted
    // 0 to 100
    void set_volumes(int music, int effects);
    // name: of a file in sound/ without its ending; pan -1 (left) to 1 (right). At most a handful of the same sound at a time (see the
    // table in audio.cpp); enemy shots' warnings are never cut for others.
    void play(std::string_view name, float pan = 0);
    // Starts a piece (music/<name>.ogg, looping by its tags unless once); the same piece goes on. Empty: fades out.
    void music(std::string_view name, bool once = false);
    // Everything stops where it is, and goes on there.
    void pause(bool paused);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace engine
