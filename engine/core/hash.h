// 64-bit hashes (XXH3) of worlds, content and files. The values are stable over machines and versions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace engine {

std::uint64_t hash_bytes(std::span<const std::byte> bytes, std::uint64_t seed = 0);
// 16 hexadecimal digits, small letters.
std::string hash_text(std::uint64_t hash);

}  // namespace engine
