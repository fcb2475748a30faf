#include "game/match/online.h"

#include <fmt/core.h>

#include <algorithm>

#include "game/match/online_base.h"

namespace game {

namespace {

constexpr net::Time longest_step_us = 250'000;  // more than this between two polls is our own pause, not the others' silence
constexpr std::size_t most_notices = 64;

net::TroubleSetup trouble_setup(const LinkTrouble& trouble) {
    net::TroubleSetup setup;
    setup.delay_us = net::Time{trouble.delay_ms} * 1000;
    setup.jitter_us = net::Time{trouble.jitter_ms} * 1000;
    setup.loss = std::clamp(trouble.loss_percent / 100, 0.0, 1.0);
    return setup;
}

bool is_blank(const std::string& text) { return text.find_first_not_of(' ') == std::string::npos; }

}  // namespace

std::unique_ptr<Online> Online::host(const OnlineSetup& setup, net::Time now) { return make_online_host(setup, now); }

std::unique_ptr<Online> Online::join(const OnlineSetup& setup, ContentFor content_for, void* context, net::Time now) {
    return make_online_guest(setup, content_for, context, now);
}

std::string pilot_name(const std::string& raw, int number) {
    std::string name = net::clean_text(raw, pilot_code_points);
    return is_blank(name) ? fmt::format("Pilot {}", number) : name;
}

std::string enumerate(const std::vector<std::string>& names) {
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += i + 1 == names.size() ? " and " : ", ";
        list += names[i];
    }
    return list;
}

bool is_mode_name(const std::string& text) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !text.empty() && text.size() <= 64 && text.find_first_not_of(allowed) == std::string::npos;
}

OnlineBase::OnlineBase(std::unique_ptr<net::EnetLink> enet, const LinkTrouble& trouble, net::Time now)
    : enet_(std::move(enet)), last_poll_(now) {
    if (trouble.delay_ms != 0 || trouble.jitter_ms != 0 || trouble.loss_percent > 0)
        troubled_ = std::make_unique<net::TroubledLink>(*enet_, trouble_setup(trouble), trouble.seed);
}

void OnlineBase::send(net::PeerId to, const net::Message& message, net::Time now) {
    link().send(to, net::Channel::Lobby, net::encode(message), now);
}

net::Time OnlineBase::pass_time(net::Time now) {
    const net::Time step = now > last_poll_ ? std::min(now - last_poll_, longest_step_us) : 0;
    last_poll_ = std::max(last_poll_, now);
    return step;
}

void OnlineBase::notice(std::string line) {
    notices_.push_back(std::move(line));
    if (notices_.size() > most_notices) notices_.pop_front();
}

std::optional<std::string> OnlineBase::next_notice() {
    if (notices_.empty()) return std::nullopt;
    std::string line = std::move(notices_.front());
    notices_.pop_front();
    return line;
}

void OnlineBase::end(std::string reason, engine::ExitCode code) {
    if (stage_ == Stage::Ended) return;
    stage_ = Stage::Ended;
    reason_ = std::move(reason);
    exit_code_ = code;
}

std::optional<net::Message> OnlineBase::read(OnlinePeer& peer, const net::LinkEvent& event) {
    const bool flood = event.channel == net::Channel::Lobby && ++peer.lobby_messages > OnlinePeer::most_lobby_messages;
    auto message = net::decode(event.data);
    const bool in_play = event.channel == net::Channel::Play;
    if (message && !flood && std::holds_alternative<net::InputsMessage>(*message) == in_play) return message;
    ++peer.strikes;
    return std::nullopt;
}

void OnlineBase::begin_session(const net::SessionSetup& setup, const std::vector<net::Session::Peer>& peers) {
    session_ = std::make_unique<net::Session>(setup, &link(), peers);
    stage_ = Stage::Playing;
}

std::vector<std::string> OnlineBase::pilots(std::uint8_t of_seats) const {
    std::vector<std::string> names;
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((of_seats >> s & 1) != 0) names.push_back(seats_[s].pilot);
    return names;
}

void OnlineBase::mark_left(std::uint8_t of_seats) {
    for (std::size_t s = 0; s < seats_.size(); ++s)
        if ((of_seats >> s & 1) != 0) seats_[s].taken = false;
}

}  // namespace game
