// Any bytes as a snapshot, and a played world with any bytes of it changed: refused, or a world that plays on.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "game/content/load_content.h"
#include "tests/support/spoilt_worlds.h"

namespace {

const game::Content& content() {
    static const game::Content classic = game::load_content(WINGMATE_SOURCE_DIR "/assets/data", "classic");
    return classic;
}

const game::World& played() {
    static const std::unique_ptr<game::World> world = [] {
        auto fresh = std::make_unique<game::World>();
        game::start_world(*fresh, content(), 3, 2);
        game::testing::play_on(*fresh, content(), 5, 900);
        return fresh;
    }();
    return *world;
}

}  // namespace

// The bytes as they are; then as changes of a played world: place (2 bytes), value (1 byte), again and again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto world = std::make_unique<game::World>();
    if (!game::unpack_world({reinterpret_cast<const std::byte*>(data), size}, content(), *world)) {
        game::testing::play_on(*world, content(), 1, 600);
    }
    game::copy_world(*world, played());
    for (std::size_t at = 0; at + 3 <= size; at += 3) {
        std::byte* const place = game::testing::live_byte(*world, data[at] | static_cast<std::size_t>(data[at + 1]) << 8);
        if (place != nullptr) *place = static_cast<std::byte>(data[at + 2]);
    }
    game::testing::refused_or_plays(*world, content(), 1, 600);
    return 0;
}
