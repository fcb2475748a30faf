#include "engine/platform/audio.h"

#include <SDL_mixer.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "engine/core/log.h"
#include "engine/platform/sdl.h"

namespace engine {
namespace {

constexpr int rate = 48000;         // Hz
constexpr int buffer_frames = 512;  // 10.7 ms
constexpr int channels = 32;        // voices at a time
constexpr int fade_out_ms = 600;
constexpr float widest_pan = 0.7F;  // nothing vanishes from an ear

// Of the same sound at a time; a further one replaces the oldest of them.
struct Limit {
    std::string_view name;
    int voices;
    bool is_kept;  // never replaced by another sound: a warning
};
constexpr Limit limits[] = {
    {"shot", 3, false},      {"shot_super", 3, false},   {"hit_metal", 3, false}, {"explosion_small", 4, false},
    {"shot_enemy", 6, true}, {"warning_large", 2, true}, {"menu_move", 3, false}, {"text_key", 3, false},
};
constexpr int usual_voices = 2;

struct FreeSound {
    void operator()(Mix_Chunk* p) const { Mix_FreeChunk(p); }
};
struct CloseFile {
    void operator()(SDL_RWops* p) const { SDL_RWclose(p); }
};
struct FreeMusic {
    void operator()(Mix_Music* p) const { Mix_FreeMusic(p); }
};

int volume_of(int percent) { return std::clamp(percent, 0, 100) * MIX_MAX_VOLUME / 100; }

}  // namespace

struct Audio::Impl {
    struct Sound {
        std::unique_ptr<Mix_Chunk, FreeSound> chunk;
        int voices = usual_voices;
        bool is_kept = false;
    };
    struct Voice {
        const Sound* sound = nullptr;
        std::uint64_t started = 0;  // number of the play
    };

    std::unique_ptr<sdl::Part> part;
    std::filesystem::path root;
    bool is_open = false;
    std::map<std::string, Sound, std::less<>> sounds;
    std::array<Voice, channels> voices;
    std::uint64_t plays = 0;
    std::string piece;  // the music that plays; empty: none
    std::unique_ptr<Mix_Music, FreeMusic> music;
    std::set<std::string, std::less<>> missing;

    explicit Impl(const std::filesystem::path& folder) : root(folder) {}
    ~Impl() {
        if (!is_open) return;
        Mix_HaltChannel(-1);
        Mix_HaltMusic();
        sounds.clear();
        music.reset();
        Mix_CloseAudio();
        Mix_Quit();
    }

    bool open() {
        part = std::make_unique<sdl::Part>(Uint32{SDL_INIT_AUDIO});
        if (!part->works() || Mix_OpenAudioDevice(rate, MIX_DEFAULT_FORMAT, 2, buffer_frames, nullptr, 0) != 0) {
            log_info(fmt::format("No sound: {}", SDL_GetError()));
            part.reset();
            return false;
        }
        is_open = true;
        if ((Mix_Init(MIX_INIT_OGG) & MIX_INIT_OGG) == 0) warn_once("music", "SDL2_mixer cannot read OGG");
        Mix_AllocateChannels(channels);
        load_sounds();
        return true;
    }

    void warn_once(std::string_view what, std::string_view why) {
        if (missing.emplace(what).second) log_warning(fmt::format("No sound \"{}\": {}", what, why));
    }

    void load_sounds() {
        std::error_code failed;
        for (const auto& entry : std::filesystem::directory_iterator(root / "sound", failed)) {
            if (entry.path().extension() != ".wav") continue;
            const std::string name = entry.path().stem().string();
            Sound sound;
            // The file is closed here: SDL2_mixer would not close one that it cannot read.
            const std::unique_ptr<SDL_RWops, CloseFile> file{SDL_RWFromFile(entry.path().string().c_str(), "rb")};
            if (file) sound.chunk.reset(Mix_LoadWAV_RW(file.get(), 0));
            if (!sound.chunk) {
                warn_once(name, Mix_GetError());
                continue;
            }
            for (const Limit& limit : limits)
                if (limit.name == name) sound.voices = limit.voices, sound.is_kept = limit.is_kept;
            sounds.emplace(name, std::move(sound));
        }
        if (failed) log_warning(fmt::format("{}: no sounds: {}", (root / "sound").string(), failed.message()));
    }

    // Where the sound may play: over its own oldest voice when it has all it may have, else a free one, else over the oldest of those
    // that may be replaced. -1: nowhere.
    int channel_for(const Sound& sound) {
        int own = 0, oldest_own = -1, free = -1, oldest = -1;
        for (int i = 0; i < channels; ++i) {
            const Voice& voice = voices[static_cast<std::size_t>(i)];
            const auto older = [&](int than) { return than < 0 || voice.started < voices[static_cast<std::size_t>(than)].started; };
            if (!Mix_Playing(i)) {
                if (free < 0) free = i;
            } else if (voice.sound == &sound) {
                ++own;
                if (older(oldest_own)) oldest_own = i;
            } else if (voice.sound && !voice.sound->is_kept && older(oldest)) {
                oldest = i;
            }
        }
        if (own >= sound.voices) return oldest_own;
        return free >= 0 ? free : oldest;
    }
};

Audio::Audio(const std::filesystem::path& root, bool mute) : impl_(std::make_unique<Impl>(root)) {
    if (!mute) impl_->open();
}
Audio::~Audio() = default;

bool Audio::silent() const { return !impl_->is_open; }

void Audio::set_volumes(int music, int effects) {
    if (silent()) return;
    Mix_VolumeMusic(volume_of(music));
    Mix_MasterVolume(volume_of(effects));
}

void Audio::play(std::string_view name, float pan) {
    if (silent()) return;
    const auto found = impl_->sounds.find(name);
    if (found == impl_->sounds.end()) return impl_->warn_once(name, "there is no such file");
    const Impl::Sound& sound = found->second;
    const int channel = impl_->channel_for(sound);
    if (channel < 0) return;
    Mix_HaltChannel(channel);
    const float side = std::clamp(std::isfinite(pan) ? pan : 0.0F, -1.0F, 1.0F) * widest_pan;
    const auto ear = [](float share) { return static_cast<Uint8>(std::lround(255 * std::min(share, 1.0F))); };
    Mix_SetPanning(channel, ear(1 - side), ear(1 + side));  // before it starts, or its first milliseconds come from the middle
    if (Mix_PlayChannel(channel, sound.chunk.get(), 0) < 0) return impl_->warn_once(name, Mix_GetError());
    impl_->voices[static_cast<std::size_t>(channel)] = {&sound, ++impl_->plays};
}

void Audio::music(std::string_view name, bool once) {
    if (silent()) return;
    if (name == impl_->piece) return;
    if (name.empty()) {
        Mix_FadeOutMusic(fade_out_ms);
        impl_->piece.clear();
        return;
    }
    Mix_HaltMusic();  // a start during a fade would wait for its end
    impl_->piece = name;
    const std::filesystem::path file = impl_->root / "music" / (std::string(name) + ".ogg");
    impl_->music.reset(Mix_LoadMUS(file.string().c_str()));
    if (!impl_->music || Mix_PlayMusic(impl_->music.get(), once ? 1 : -1) != 0) impl_->warn_once(name, Mix_GetError());
}

void Audio::pause(bool paused) {
    if (silent()) return;
    if (paused) {
        Mix_Pause(-1);
        Mix_PauseMusic();
    } else {
        Mix_Resume(-1);
        Mix_ResumeMusic();
    }
}

}  // namespace engine
