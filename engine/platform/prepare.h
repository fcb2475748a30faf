// Pictures of the art at an exact scale, made here or by another thread while the game goes on. Used by the textures; knows no renderer.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "engine/platform/art_table.h"
#include "engine/platform/picture.h"

namespace engine {

// px of so many units, at least one
int px_at(int units, float scale);

std::filesystem::path file_of(const ArtTable& art, const std::string& name, int times);

// The picture drawn for the nearest larger size, and the scale it was drawn for. These throw Error (BadData) where a file is broken.
Picture read_picture(const ArtTable& art, const std::string& name, float scale, float& file_scale);
Picture prepare_atlas(const ArtTable& art, std::size_t index, float scale);
// name: of the file, as "tile-grain"
Picture prepare_sheet(const ArtTable& art, const std::string& name, const ArtTable::Sheet& sheet, float scale);

// Pictures by the names of their files, some of which may still be in the making.
class Preparation {
  public:
    using Job = std::pair<std::string, std::function<Picture()>>;

    // Starts another thread that makes them one after the other. What they refer to must live as long as this.
    void start(std::vector<Job> jobs);
    bool is_ready() const;
    // Takes a picture out; waits for it where it is in the making, makes it here where nobody has been asked to. Throws what its making
    // threw.
    Picture take(const std::string& name, const std::function<Picture()>& make);
    // Takes it out where it is there.
    std::optional<Picture> take_ready(const std::string& name);

  private:
    struct Thread {
        std::vector<std::string> names;
        std::future<std::map<std::string, Picture>> pictures;
    };
    std::vector<Thread> threads_;
    std::map<std::string, Picture> ready_;
};

}  // namespace engine
