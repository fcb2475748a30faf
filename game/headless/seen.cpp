#include <chrono>
#include <memory>
#include <thread>

#include "engine/core/error.h"
#include "engine/core/log.h"
#include "game/headless/commands.h"
#include "game/headless/json_line.h"
#include "game/headless/online_play.h"
#include "game/headless/output.h"
#include "game/headless/signals.h"
#include "game/match/self_test.h"

namespace game {
namespace {

constexpr net::Time open_us = 50'000;  // until a host that was just begun has opened its search's port

}  // namespace

// Hosts a game that nobody can join, for the two seconds that the test takes.
int seen_command(const SeenOptions& options) {
    OnlineSetup setup;
    setup.name = "Self-test";
    setup.mode = "classic";
    setup.seats = 1;
    setup.port = options.port;
    setup.reach = options.reach;
    setup.search_port = options.search_port;
    std::vector<Finding> findings;
    std::unique_ptr<Online> online;
    try {
        online = Online::host(setup, now_us());
    } catch (const engine::Error& error) {
        findings.push_back({Finding::Kind::GamePortTaken, {}, {}, error.what()});
        setup.port = 0;
        online = Online::host(setup, now_us());
    }
    for (const net::Time end = now_us() + open_us; now_us() < end;) online->poll(now_us());
    SelfTestSetup test_setup{.game_port = online->port(),
                             .search_port = options.search_port,
                             .reach = options.reach,
                             .search_problem = online->search_problem(),
                             .friends = {}};
    for (const std::string& address : options.friends) {
        const auto ip = net::ip_of_text(address);
        if (!ip) throw engine::Error(engine::ExitCode::Usage, "an address is written like 192.168.1.20, not " + address);
        test_setup.friends.push_back(*ip);
    }
    watch_signals();
    SelfTest test(test_setup, now_us());
    while (!test.is_done()) {
        if (signal_seen() != 0) return code_of_signal();
        online->poll(now_us());
        test.poll(now_us());
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    findings.insert(findings.end(), test.findings().begin(), test.findings().end());
    LineOutput output;
    for (const Finding& finding : findings)
        output.line(JsonLine()
                        .text("found", word_of(finding.kind))
                        .text("network", finding.network)
                        .text("address", finding.address)
                        .text("sentence", english(finding, options.port, options.search_port))
                        .str());
    if (findings.empty()) engine::log_info("Nothing was found that keeps others from seeing a game of this machine.");
    return static_cast<int>(findings.empty() ? engine::ExitCode::Ok : engine::ExitCode::Failure);
}

}  // namespace game
