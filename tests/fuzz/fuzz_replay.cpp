// Any bytes as a replay: a sentence that says what is wrong, or a replay that is written and read again the same.
#include <cstddef>
#include <cstdint>

#include "engine/core/check.h"
#include "game/match/replay.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto result = game::decode_replay({reinterpret_cast<const std::byte*>(data), size});
    if (const auto* error = std::get_if<game::ReplayError>(&result)) {
        CHECK(!error->sentence.empty());
    } else {
        const auto again = game::decode_replay(game::encode_replay(std::get<game::Replay>(result)));
        CHECK(std::get_if<game::Replay>(&again) != nullptr);
    }
    return 0;
}
