#include "game/app/options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "engine/core/error.h"
#include "game/match/lan.h"

namespace game {
namespace {

// "1280x800"
bool parse_size(const std::string& text, int& width, int& height) {
    char rest = 0;
    return std::sscanf(text.c_str(), "%5dx%5d%c", &width, &height, &rest) == 2 && width >= 240 && height >= 240 && width <= 16384 &&
           height <= 16384;
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
    Options options;
    CLI::App cli{"Wingmate: a plane shooter for one to four pilots, at one keyboard or over a network", "wingmate"};
    cli.set_version_flag("--version", "wingmate " WINGMATE_VERSION);
    cli.require_subcommand(0, 1);
    cli.fallthrough();

    std::string size, stage, difficulty;
    cli.add_option("--windowed", size, "Window of that size")->type_name("WxH")->check([&](const std::string& text) {
        int w = 0, h = 0;
        return parse_size(text, w, h) ? std::string() : std::string("a size is written like 1280x800, each side from 240 to 16384");
    });
    cli.add_flag("--fullscreen", options.fullscreen, "The whole screen")->excludes("--windowed");
    cli.add_flag("--mute", options.mute, "No sound");
    cli.add_option("--language", options.language, "Language of texts")->check(CLI::IsMember({"en", "zh_CN"}));
    cli.add_option("--data", options.data, "Folder with data/, text/, art/, sound/ and music/")
        ->type_name("DIR")
        ->check(CLI::ExistingDirectory);
    cli.add_option("--config", options.config, "Folder for settings, best scores and replays")->type_name("DIR");
    cli.add_option("--capture", options.capture, "Writes pictures as PNG into this folder")->type_name("DIR");
    cli.add_option("--capture-every", options.capture_every, "Every Nth picture (60)")->type_name("N")->check(CLI::Range(1, 1000000));
    cli.add_option("--quit-after-ticks", options.quit_after_ticks, "Ends after that many ticks of play (in menus: sixtieths of a second)")
        ->type_name("N");
    cli.add_option("--stats", options.stats, "Writes figures as JSON at the end")->type_name("FILE");
    cli.add_option("--link-delay", options.trouble.delay_ms, "Delays what this program sends")->type_name("MS")->check(CLI::Range(0, 5000));
    cli.add_option("--link-jitter", options.trouble.jitter_ms, "Varies that delay")->type_name("MS")->check(CLI::Range(0, 5000));
    cli.add_option("--link-loss", options.trouble.loss_percent, "Loses that part of what this program sends")
        ->type_name("PERCENT")
        ->check(CLI::Range(0.0, 100.0));

    cli.add_option_function<std::string>(
           "--lan", [&options](const std::string& name) { options.reach = reach_by_name(name).value_or(options.reach); },
           "Who finds a game of this machine, and where games are looked for: nobody, machine, lan (default), anyone")
        ->check(CLI::IsMember({"nobody", "machine", "lan", "anyone"}))
        ->type_name("WHO");
    cli.add_option("--search-port", options.search_port, "UDP port of the search (17431)")->check(CLI::Range(1, 65535))->type_name("PORT");

    const auto add_game = [&](CLI::App* command) {
        command->add_option("--mode", options.mode, "Name of a mode or path of a mode's file");
        command->add_option("--stage", stage, "Stage, where the mode has any");
        command->add_option("--difficulty", difficulty, "Difficulty, where the mode has any");
        command->add_option("--seed", options.seed, "The same seed and the same keys give the same game");
    };
    const auto add_seats = [&](CLI::App* command) {
        command->add_option("--seats", options.seats, "Pilots at this machine: keys, pad, pad1 to pad4, bot:NAME")
            ->type_name("keys,pad,bot:ace")
            ->delimiter(',');
    };
    auto* play = cli.add_subcommand("play", "Starts a game at this machine");
    add_game(play);
    add_seats(play);
    auto* host = cli.add_subcommand("host", "Opens a game that others can join");
    add_game(host);
    add_seats(host);
    host->add_option("--name", options.game_name, "Name of the game, for people")
        ->check(CLI::Validator([](std::string& text) { return text.size() <= 96 ? std::string() : std::string("the name is too long"); },
                               "TEXT"));
    auto* port = host->add_option("--port", options.port, "UDP port (17430); 0 takes a free one");
    auto* join = cli.add_subcommand("join", "Joins somebody's game");
    join->add_option("address", options.address, "Host name or IPv4 address, with or without :port");
    add_seats(join);
    join->add_flag("--spectate", options.spectate, "Watches instead of flying")->excludes("--seats");
    for (CLI::App* command : {host, join}) {
        auto* text = command->add_option("--password", options.password.text, "Password of the game; also from WINGMATE_PASSWORD");
        command->add_option("--password-file", options.password.file, "The password is the first line of this file")->excludes(text);
    }
    auto* replay = cli.add_subcommand("replay", "Watches a recorded game");
    replay->add_option("file", options.replay, "A replay")->required();

    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? static_cast<int>(engine::ExitCode::Ok) : static_cast<int>(engine::ExitCode::Usage);
    }
    if (!stage.empty() || !difficulty.empty()) {
        std::fprintf(stderr, "wingmate: no mode has %s yet; leave --%s out\n", stage.empty() ? "difficulties" : "stages",
                     stage.empty() ? "difficulty" : "stage");
        return static_cast<int>(engine::ExitCode::Usage);
    }
    options.has_port = port->count() > 0;
    options.windowed = !size.empty();
    if (options.windowed) parse_size(size, options.width, options.height);
    if (play->parsed()) options.command = Options::Command::Play;
    if (host->parsed()) options.command = Options::Command::Host;
    if (join->parsed()) options.command = Options::Command::Join;
    if (replay->parsed()) options.command = Options::Command::Replay;
    return options;
}

}  // namespace game
