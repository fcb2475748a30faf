#include "game/headless/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

#include "engine/core/error.h"
#include "game/headless/bot_name.h"
#include "game/headless/fleet_profile.h"
#include "game/headless/limits.h"
#include "game/headless/run_plan.h"
#include "game/match/lan.h"
#include "game/match/replay.h"

namespace game {
namespace {

std::uint64_t whole_number(const std::string& text, const char* option) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()) {
        throw CLI::ValidationError(option, fmt::format("\"{}\" is not a whole number", text));
    }
    return value;
}

// "7", or "1..20" with both ends.
void read_seeds(const std::string& text, std::uint64_t& first, std::uint64_t& last) {
    const std::size_t dots = text.find("..");
    first = whole_number(text.substr(0, dots), "--seed");
    last = dots == std::string::npos ? first : whole_number(text.substr(dots + 2), "--seed");
    if (last < first) throw CLI::ValidationError("--seed", "the range A..B needs A no larger than B");
    if (last - first >= most_seeds) throw CLI::ValidationError("--seed", fmt::format("at most {} seeds a run", most_seeds));
}

// Options as they are written; what they mean is worked out once all are known.
struct Words {
    std::string seed, shard, from;
    std::vector<std::string> bots;
    int players = 1;
};

CLI::Option* add_ticks(CLI::App* app, std::uint32_t& ticks, const std::string& help) {
    return app->add_option("--ticks", ticks, help)->check(CLI::Range(std::uint32_t{1}, most_ticks))->type_name("N");
}

void add_link(CLI::App* app, LinkTrouble& trouble) {
    app->add_option("--link-delay", trouble.delay_ms, "Worsen this side's sending: delay one way")
        ->check(CLI::Range(0, 10000))
        ->type_name("MS");
    app->add_option("--link-jitter", trouble.jitter_ms, "Jitter J adds |N(0,1)| x J")->check(CLI::Range(0, 10000))->type_name("MS");
    app->add_option("--link-loss", trouble.loss_percent, "Packets that are lost")->check(CLI::Range(0.0, 100.0))->type_name("PERCENT");
    app->add_option("--link-burst", trouble.burst, "Packets are lost so many in a row, on average")
        ->check(CLI::Range(1.0, 1000.0))
        ->type_name("N");
}

void add_data(CLI::App* app, std::filesystem::path& data) {
    app->add_option("--data", data, "Folder of the game's data")->type_name("DIR");
}

void add_run(CLI::App* app, RunOptions& run, Words& words) {
    app->add_option("--mode", run.mode, "Mode: a name, or the path of a mode file")->type_name("M");
    app->add_option("--stage", run.stage, "Stage, where the mode has any")->type_name("S");
    app->add_option("--difficulty", run.difficulty, "Difficulty that the mode has")->capture_default_str()->type_name("D");
    app->add_option("--seed", words.seed, "Seed, or the range A..B with both ends: a game and a line for each")->type_name("N|A..B");
    app->add_option("--players", words.players, "Pilots")->check(CLI::Range(1, engine::max_seats))->default_str("1")->type_name("P");
    app->add_option(
           "--bot", words.bots,
           "Who flies: " + known_bots() +
               ", inputs (the file of --inputs), or pipe:COMMAND (a program that reads what there is to see and writes buttons). One "
               "name for all seats, or one for each seat; a COMMAND goes on to the end of the option")
        ->allow_extra_args(false)
        ->type_name("NAME[,NAME...]");
    app->add_option("--bot-timeout", run.bot_timeout_ms, "How long a program may take for an answer")
        ->check(CLI::Range(1, 3'600'000))
        ->capture_default_str()
        ->type_name("MS");
    app->add_option(
           "--inputs", run.inputs,
           "Text file, lines \"tick seat button[+button...]\" that hold from that tick on; seats 0 to 3 as in \"pilots\"; buttons up down "
           "left right fire bomb focus dx=-7..7 dy=-7..7, or none; # begins a comment")
        ->type_name("FILE");
    add_ticks(app, run.ticks,
              fmt::format("End after N ticks, 1 to {} (without: when the game is over, at {} at the latest)", most_ticks, most_ticks));
    app->add_option("--jobs", run.jobs, "Games at a time, 1 to 256; the output is the same for every number")
        ->check(CLI::Range(1, 256))
        ->capture_default_str()
        ->type_name("J");
    app->add_option("--shard", words.shard,
                    "Only the Ith of N equal parts of the games, I from 1 to N (without: what SLURM_ARRAY_TASK_ID and _COUNT or "
                    "JOB_COMPLETION_INDEX and _COUNT "
                    "say)")
        ->type_name("I/N");
    app->add_option("--out", run.out, "Lines go to this file instead of standard output")->type_name("FILE");
    app->add_flag("--resume", run.resume, "Keep the lines that --out has of this run, and make the missing ones");
    app->add_option("--trace", run.trace, "A line a tick with every sprite; for one seed")->type_name("FILE");
    app->add_option("--record", run.record, "A replay of every game goes to this folder")->type_name("DIR");
    app->add_option(
           "--set", run.sets,
           "Change a content value for this run: mode.hero.lives=5. Several values, 1,3,5 or 1..5 or 100..500:100, and several --set make "
           "every combination")
        ->allow_extra_args(false)
        ->type_name("KEY=VALUES");
    app->add_option("--from", words.from, "Start at this tick of a replay; mode, seed and pilots' number are the replay's")
        ->type_name("REPLAY@TICK");
    app->add_option("--fail-check", run.fail_tick, "A CHECK fails in this tick")->type_name("TICK")->group("");
    app->add_flag("--quiet", run.quiet, "No progress");
    add_data(app, run.data);
}

// Names up to the first that is a program: a command may hold commas itself.
void read_bots(std::string_view text, std::vector<std::string>& bots) {
    for (;;) {
        const bool is_program = text.rfind(pipe_prefix, 0) == 0;
        const std::size_t comma = is_program ? std::string_view::npos : text.find(',');
        bots.emplace_back(text.substr(0, comma));
        if (bots.back().empty()) throw CLI::ValidationError("--bot", "a name is missing");
        if (comma == std::string_view::npos) return;
        text.remove_prefix(comma + 1);
    }
}

void finish_run(RunOptions& run, const Words& words, const CLI::App& app) {
    if (run.mode.empty() && words.from.empty()) throw CLI::RequiredError("--mode");
    if (app.count("--players") > 0) run.players = words.players;
    run.ticks_given = app.count("--ticks") > 0;
    run.seed_given = app.count("--seed") > 0;
    if (run.seed_given) read_seeds(words.seed, run.first_seed, run.last_seed);
    run.shard = app.count("--shard") > 0 ? parse_shard(words.shard) : shard_of_environment();
    for (const std::string& text : words.bots) read_bots(text, run.bots);
    if (!words.from.empty()) {
        const std::size_t at = words.from.rfind('@');
        if (at == std::string::npos) throw CLI::ValidationError("--from", "must be REPLAY@TICK");
        const std::uint64_t tick = whole_number(words.from.substr(at + 1), "--from");
        if (tick > most_ticks) throw CLI::ValidationError("--from", fmt::format("the tick is at most {}", most_ticks));
        run.from = words.from.substr(0, at);
        run.from_tick = static_cast<std::uint32_t>(tick);
        if (run.seed_given) throw CLI::ValidationError("--seed", "is the replay's with --from");
        if (!run.sets.empty()) throw CLI::ValidationError("--set", "values are the replay's with --from");
    }
    if (run.resume && run.out.empty()) throw CLI::ValidationError("--resume", "needs --out");
    if (!run.trace.empty() && run.first_seed != run.last_seed) throw CLI::ValidationError("--trace", "is for one seed");
}

void add_fleet(CLI::App* app, FleetOptions& fleet, Words& words) {
    app->add_option("--profile", fleet.profile, "Lines between the machines: " + fleet_profile_names())->required()->type_name("NAME");
    app->add_option("--mode", fleet.mode, "Mode: a name, or the path of a mode file")->capture_default_str()->type_name("M");
    app->add_option("--bot", fleet.bots, "Who flies: " + known_bots() + ". One name for all seats, or one for each seat")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->default_str("ace")
        ->type_name("NAME[,NAME...]");
    app->add_option("--players", fleet.players, "Pilots, each at a machine of its own; the first is the host")
        ->check(CLI::Range(2, engine::max_seats))
        ->capture_default_str()
        ->type_name("P");
    app->add_option("--minutes", fleet.minutes, "Play that long, by the fleet's clock; when a match is over the next one begins")
        ->check(CLI::Range(0.1, 100000.0))
        ->capture_default_str()
        ->type_name("M");
    app->add_option("--seed", words.seed, "Seed, or the range A..B with both ends: a line for each")->default_str("1")->type_name("N|A..B");
    app->add_option("--jobs", fleet.jobs, "Seeds at a time, 1 to 256; the output is the same for every number")
        ->check(CLI::Range(1, 256))
        ->capture_default_str()
        ->type_name("J");
    app->add_option("--delay", fleet.delay_ticks, "Input delay in ticks, 0 to 3 (without: every machine chooses by itself)")
        ->check(CLI::Range(0, 3))
        ->type_name("N");
    app->add_option("--spectators", fleet.spectators, "Machines that only watch")->check(CLI::Range(0, 16))->type_name("N");
    app->add_option("--rejoin", fleet.rejoin_seconds, "About that often a guest is killed and comes back")
        ->check(CLI::Range(1.0, 3600.0))
        ->type_name("SECONDS");
    app->add_flag("--chat", fleet.chat, "Everybody says a line as often as he may; counts what is lost or comes twice");
    app->add_flag("--mishear", fleet.mishears, "The first guest does not hear all that is said")->group("");
    app->add_option("--spoil", fleet.spoil_tick, "The first guest's world goes wrong in this tick")->type_name("TICK")->group("");
    app->add_flag("--quiet", fleet.quiet, "No progress");
    add_data(app, fleet.data);
}

void finish_fleet(FleetOptions& fleet, const Words& words, const CLI::App& app) {
    if (!find_fleet_profile(fleet.profile))
        throw CLI::ValidationError("--profile", fmt::format("\"{}\" is none of {}", fleet.profile, fleet_profile_names()));
    if (app.count("--seed") > 0) read_seeds(words.seed, fleet.first_seed, fleet.last_seed);
}

void add_reports(CLI::App* app, std::filesystem::path& reports) {
    app->add_option("--reports", reports, "Where games at two machines differ, a report goes to this folder")->type_name("DIR");
}

void add_search(CLI::App* app, net::Reach& reach, std::uint16_t& port, const std::string& help, const std::vector<std::string>& reaches) {
    app->add_option_function<std::string>(
           "--lan", [&reach](const std::string& name) { reach = reach_by_name(name).value_or(reach); }, help)
        ->check(CLI::IsMember(reaches))
        ->default_str("lan")
        ->type_name("WHO");
    app->add_option("--search-port", port, "UDP port of the search, the same for all who are to find each other")
        ->check(CLI::Range(1, 65535))
        ->default_str(std::to_string(net::discovery_port))
        ->type_name("PORT");
}

void add_password(CLI::App* app, PasswordSource& password) {
    CLI::Option* text =
        app->add_option("--password", password.text, "Password of the game; also from WINGMATE_PASSWORD")->type_name("TEXT");
    app->add_option("--password-file", password.file, "The first line of this file, so that it does not stand in the list of processes")
        ->type_name("FILE")
        ->excludes(text);
}

void add_serve(CLI::App* app, ServeOptions& serve) {
    app->add_option("--port", serve.port, "UDP port, 0 for a free one; the first line of the output says which")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str()
        ->type_name("PORT");
    app->add_option("--name", serve.name, "Name of the game, for people")->capture_default_str()->type_name("TEXT");
    app->add_option("--mode", serve.mode, "Mode: a name, or the path of a mode file")->capture_default_str()->type_name("M");
    app->add_option("--players", serve.players, "Seats; the game starts when all are taken")
        ->check(CLI::Range(1, engine::max_seats))
        ->capture_default_str()
        ->type_name("P");
    app->add_option("--seed", serve.seed, "Seed")->capture_default_str()->type_name("N");
    app->add_option("--bot", serve.bot, "The host flies a seat too: " + known_bots())->type_name("NAME");
    add_ticks(app, serve.ticks, "End after N ticks (without: when the game is over or everybody has left)");
    app->add_option(
           "--matches", serve.matches,
           "So many matches at once on this port, 1 to 256; guests name one (ADDRESS:PORT/MATCH) or get any that is open. A line of "
           "JSON for everything that happens")
        ->check(CLI::Range(1, 256))
        ->capture_default_str()
        ->type_name("N");
    app->add_option("--rounds", serve.rounds, "Games one after another in each match; 0: without end, until a signal comes")
        ->check(CLI::Range(0, 1'000'000'000))
        ->capture_default_str()
        ->type_name("N");
    app->add_option("--record", serve.record, "A replay goes to this folder")->type_name("DIR");
    add_reports(app, serve.reports);
    add_search(app, serve.reach, serve.search_port, "Who finds this game by searching", {"nobody", "machine", "lan", "anyone"});
    add_password(app, serve.password);
    add_link(app, serve.trouble);
    app->add_flag("--quiet", serve.quiet, "No notices");
    add_data(app, serve.data);
}

void add_join(CLI::App* app, JoinOptions& join) {
    app->add_option("address", join.address,
                    "Host name or IPv4 address, with :port where it is another than 17430, with /MATCH for one match of a host with many "
                    "(without: any that is open)")
        ->required()
        ->type_name("ADDRESS[:PORT][/MATCH]");
    CLI::Option* bot = app->add_option("--bot", join.bot, "Who flies: " + known_bots())->type_name("NAME");
    CLI::Option* pilot =
        app->add_option("--pilot", join.pilot, "The pilot's name, for people (without: bot:NAME)")->type_name("TEXT")->needs(bot);
    app->add_flag("--spectate", join.spectate, "Watch instead of flying")->excludes(bot)->excludes(pilot);
    add_ticks(app, join.ticks, "Leave after N ticks");
    app->add_option("--record", join.record, "A replay goes to this folder")->type_name("DIR");
    app->add_option("--token-file", join.token_file, "Keeps what gets the seats back after this program was killed and started again")
        ->type_name("FILE");
    add_password(app, join.password);
    add_reports(app, join.reports);
    add_link(app, join.trouble);
    app->add_flag("--quiet", join.quiet, "No notices");
    add_data(app, join.data);
}

void add_seen(CLI::App* app, SeenOptions& seen) {
    app->add_option("friends", seen.friends, "Addresses of others in the same network, to be looked for")->type_name("ADDRESS...");
    app->add_option("--port", seen.port, "UDP port of the game")->check(CLI::Range(1, 65535))->capture_default_str()->type_name("PORT");
    add_search(app, seen.reach, seen.search_port, "Who would find the game by searching", {"nobody", "machine", "lan", "anyone"});
}

void add_list(CLI::App* app, ListOptions& list) {
    app->add_option("--seconds", list.seconds, "Listen that long")->check(CLI::Range(0.1, 3600.0))->capture_default_str()->type_name("N");
    add_search(app, list.reach, list.search_port, "Where to look: on this machine alone, or on the networks that it is on",
               {"machine", "lan"});
    add_data(app, list.data);
}

}  // namespace

Command parse_command_line(int argc, const char* const* argv) {
    CLI::App app(
        "Wingmate without a screen: games, replays, content and hosts on the command line.\nData goes to standard output, one JSON object "
        "a line.",
        "wingmate-headless");
    app.set_version_flag("--version",
                         fmt::format("wingmate-headless {} (protocol {}, replays {})", WINGMATE_VERSION, protocol_version, replay_version));
    app.require_subcommand(0, 1);
    app.footer(
        "Exit codes: 0 ok, 1 failure, 2 usage, 4 bad data, 5 replay or desync mismatch, 6 network,\n130 and 143 after SIGINT and SIGTERM.");

    RunOptions run;
    Words words;
    CLI::App* run_app = app.add_subcommand("run", "Play games with bots or written inputs; a line a game");
    add_run(run_app, run, words);

    MergeOptions merge;
    CLI::App* merge_app = app.add_subcommand("merge", "Put the lines of a run's parts together: sorted, each game once");
    merge_app->add_option("files", merge.files, "Outputs of run --out")->required()->type_name("FILE...");
    merge_app->add_option("--out", merge.out, "Lines go to this file instead of standard output")->type_name("FILE");
    merge_app->add_flag("--quiet", merge.quiet, "No notices");

    ScenarioOptions scenario;
    CLI::App* scenario_app =
        app.add_subcommand("scenario", "Play scenarios and compare what comes out with what they expect; a line a file");
    scenario_app->add_option("paths", scenario.paths, "Scenario files, or folders of them")->required()->type_name("FILE|DIR...");
    scenario_app->add_flag("--quiet", scenario.quiet, "Only those that fail");
    add_data(scenario_app, scenario.data);

    VerifyOptions verify;
    CLI::App* verify_app = app.add_subcommand("verify", "Play replays and compare every stored hash; a line a file");
    verify_app->add_option("files", verify.files, "Replays")->required()->type_name("FILE...");
    verify_app->add_flag("--heavy", verify.heavy, "Also save and restore the world before every tick, make the tick again and compare");
    verify_app->add_option("--spoil", verify.spoil_tick, "The world goes wrong in this tick")->type_name("TICK")->group("");
    verify_app->add_flag("--quiet", verify.quiet, "No progress");
    add_data(verify_app, verify.data);

    DiffOptions diff;
    CLI::App* diff_app = app.add_subcommand("diff", "Play two replays side by side down to the first field that differs");
    diff_app->add_option("a", diff.a, "Replay")->required()->type_name("A");
    diff_app->add_option("b", diff.b, "Replay")->required()->type_name("B");
    add_data(diff_app, diff.data);

    CheckOptions check;
    CLI::App* check_app = app.add_subcommand("check", "Load and check all content; every mistake is listed");
    check_app->add_option("dir", check.data, "Folder of the game's data")->type_name("DIR");

    BenchOptions bench;
    CLI::App* bench_app =
        app.add_subcommand("bench", "Measure the figures of docs/simulation.md, in turn with their yardsticks where those are here");
    bench_app->add_option("names", bench.names, "Which ones (without: all)")->type_name("NAME");
    add_data(bench_app, bench.data);

    FleetOptions fleet;
    CLI::App* fleet_app = app.add_subcommand("fleet", "Network games of many machines in one process, over bad lines; a line a seed");
    add_fleet(fleet_app, fleet, words);

    ServeOptions serve;
    CLI::App* serve_app = app.add_subcommand("serve", "Host a network game");
    add_serve(serve_app, serve);

    JoinOptions join;
    CLI::App* join_app = app.add_subcommand("join", "Join a network game as a bot");
    add_join(join_app, join);

    SeenOptions seen;
    CLI::App* seen_app = app.add_subcommand("seen", "Why does nobody see a game of this machine? A line for each thing found, and then 1");
    add_seen(seen_app, seen);

    ListOptions list;
    CLI::App* list_app = app.add_subcommand("list", "Look for network games; a line a game");
    add_list(list_app, list);

    try {
        app.parse(argc, argv);
        if (app.get_subcommands().empty()) {
            std::string names;
            for (const CLI::App* known : app.get_subcommands([](CLI::App*) { return true; }))
                names += (names.empty() ? "" : ", ") + known->get_name();
            throw CLI::RequiredError("A command (" + names + ")");
        }
        if (run_app->parsed()) finish_run(run, words, *run_app);
        serve.tells_events = serve_app->count("--matches") > 0 || serve_app->count("--rounds") > 0;
        if (join_app->parsed() && join.bot.empty() && !join.spectate) throw CLI::RequiredError("--bot or --spectate");
        if (fleet_app->parsed()) finish_fleet(fleet, words, *fleet_app);
    } catch (const CLI::ParseError& error) {
        const bool fine = app.exit(error) == 0;
        return EndNow{fine ? 0 : static_cast<int>(engine::ExitCode::Usage)};
    }
    if (run_app->parsed()) return run;
    if (merge_app->parsed()) return merge;
    if (scenario_app->parsed()) return scenario;
    if (verify_app->parsed()) return verify;
    if (diff_app->parsed()) return diff;
    if (check_app->parsed()) return check;
    if (bench_app->parsed()) return bench;
    if (fleet_app->parsed()) return fleet;
    if (list_app->parsed()) return list;
    if (seen_app->parsed()) return seen;
    if (serve_app->parsed()) return serve;
    return join;
}

}  // namespace game
