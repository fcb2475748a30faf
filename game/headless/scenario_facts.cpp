#include "game/headless/scenario_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "engine/core/hash.h"
#include "game/headless/limits.h"
#include "game/headless/one_game.h"

namespace game {
namespace {

using Value = std::variant<std::monostate, std::int64_t, std::string>;  // monostate: there is no such sprite

// In the order of EventKind.
constexpr std::array<std::string_view, event_kinds> event_names = {
    "shot_fired", "enemy_hit",      "enemy_killed", "enemy_rammed",     "enemy_announced", "enemy_fired", "hero_lost",    "hero_back",
    "bomb_used",  "supply_arrived", "pickup_taken", "super_shot_ended", "level_reached",   "game_over",   "seat_changed",
};

// The names in their order, and what each says of a hero.
struct HeroField {
    std::string_view name;
    std::int64_t (*of)(const Hero& hero);
};
constexpr HeroField hero_numbers[] = {
    {"score", [](const Hero& h) -> std::int64_t { return h.score; }},
    {"kills", [](const Hero& h) -> std::int64_t { return h.kills; }},
    {"rams", [](const Hero& h) -> std::int64_t { return h.rams; }},
    {"lives", [](const Hero& h) -> std::int64_t { return h.lives; }},
    {"bombs", [](const Hero& h) -> std::int64_t { return h.bombs; }},
    {"invulnerable_ticks", [](const Hero& h) -> std::int64_t { return h.invulnerable_ticks; }},
    {"super_ticks", [](const Hero& h) -> std::int64_t { return h.super_ticks; }},
};
constexpr std::size_t summed_fields = 5;  // of these the team has the sum

struct RectField {
    std::string_view name;
    int (*of)(const engine::Rect& rect);
};
constexpr RectField rect_numbers[] = {
    {"x", [](const engine::Rect& r) { return r.x; }},
    {"y", [](const engine::Rect& r) { return r.y; }},
    {"w", [](const engine::Rect& r) { return r.w; }},
    {"h", [](const engine::Rect& r) { return r.h; }},
    {"right", [](const engine::Rect& r) { return r.right(); }},
    {"bottom", [](const engine::Rect& r) { return r.bottom(); }},
    {"centre_x", [](const engine::Rect& r) { return r.x + r.w / 2; }},
    {"centre_y", [](const engine::Rect& r) { return r.y + r.h / 2; }},
};

template <typename List>
auto find_named(const List& list, std::string_view name) {
    return std::find_if(std::begin(list), std::end(list), [&](const auto& entry) { return entry.name == name; });
}

template <typename List>
std::string names_of(const List& list) {
    std::string text;
    for (const auto& entry : list) text += fmt::format("{}{}", text.empty() ? "" : " ", entry.name);
    return text;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Value team_value(const Fact& fact, const World& world) {
    if (fact.field == "level") return std::int64_t{world.header.level};
    if (fact.field == "phase") return std::string(world.header.phase == Phase::Over ? "over" : "playing");
    if (fact.field == "hash") return engine::hash_text(hash_world(world));
    const auto* field = find_named(hero_numbers, fact.field);
    std::int64_t sum = 0;
    for (const Hero& hero : world.heroes) sum += field->of(hero);
    return sum;
}

Value hero_value(const Fact& fact, const Moment& moment) {
    const Hero* hero = hero_of_seat(moment.world, fact.index);
    if (fact.field == "state") return std::string(state_name(hero));
    if (hero == nullptr) return {};
    if (const auto* field = find_named(hero_numbers, fact.field); field != std::end(hero_numbers)) return field->of(*hero);
    return std::int64_t{find_named(rect_numbers, fact.field)->of(rect_of(*hero, moment.content))};
}

Value sprite_value(const Fact& fact, const Moment& moment) {
    int place = 0;
    for (const Sprite& sprite : moment.sprites) {
        if (sprite.group != fact.group || (!fact.kind.empty() && sprite.kind != fact.kind)) continue;
        if (fact.of == Fact::Of::Sprite && place == fact.index) {
            if (fact.field == "kind") return std::string(sprite.kind);
            if (fact.field == "state") return std::string(sprite.destroyed ? "destroyed" : "flying");
            if (fact.field == "hits_left") return std::int64_t{sprite.hits_left};
            return std::int64_t{find_named(rect_numbers, fact.field)->of(sprite.rect)};
        }
        ++place;
    }
    if (fact.of == Fact::Of::Sprite) return {};
    return std::int64_t{place};
}

Value value_of(const Fact& fact, const Moment& moment) {
    switch (fact.of) {
        case Fact::Of::Team: return team_value(fact, moment.world);
        case Fact::Of::Hero: return hero_value(fact, moment);
        case Fact::Of::Count:
        case Fact::Of::Sprite: return sprite_value(fact, moment);
        case Fact::Of::Event: return moment.events[fact.event];
    }
    return {};
}

bool holds(const Fact& fact, const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return (*text == fact.value) == (fact.op == "=");
    const auto* found = std::get_if<std::int64_t>(&value);
    if (found == nullptr) return fact.value == "none" ? fact.op == "=" : fact.op == "!=";
    if (!fact.number) return fact.op == "!=";  // a number is not "none"
    if (fact.op == "=") return *found == *fact.number;
    if (fact.op == "!=") return *found != *fact.number;
    if (fact.op == "<") return *found < *fact.number;
    if (fact.op == "<=") return *found <= *fact.number;
    if (fact.op == ">") return *found > *fact.number;
    return *found >= *fact.number;
}

std::string shown_value(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    return "none";
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = text.find_first_not_of(" \t\r"); at != std::string_view::npos; at = text.find_first_not_of(" \t\r", at)) {
        const std::size_t end = std::min(text.find_first_of(" \t\r", at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

// "hero[1].lives", "enemies", "enemies.small[0].y", "event.shot_fired", "score". A sentence where it is nothing of that.
std::string parse_subject(std::string_view text, const Content& content, int players, Fact& fact) {
    const auto is_team = [](std::string_view name) {
        const auto* field = find_named(hero_numbers, name);
        return name == "level" || name == "phase" || name == "hash" || field < hero_numbers + summed_fields;
    };
    if (is_team(text)) {
        fact.of = Fact::Of::Team;
        fact.field = text;
        return {};
    }
    const std::size_t head_end = std::min(text.find_first_of(".["), text.size());
    const std::string_view head = text.substr(0, head_end);
    std::string_view rest = text.substr(head_end);
    if (head == "event" && !rest.empty()) {
        const auto* found = std::find(event_names.begin(), event_names.end(), rest.substr(1));
        if (found == event_names.end())
            return fmt::format("there is no event \"{}\"; there are {}", rest.substr(1), fmt::join(event_names, " "));
        fact.of = Fact::Of::Event;
        fact.event = static_cast<std::size_t>(found - event_names.begin());
        return {};
    }
    const bool is_hero = head == "hero";
    if (!is_hero && std::find(std::begin(sprite_groups), std::end(sprite_groups), head) == std::end(sprite_groups)) {
        return fmt::format("\"{}\" is nothing to look at; there are {} level phase hash, hero[SEAT].FIELD, event.NAME, and the groups {}",
                           head, names_of(std::vector<HeroField>(hero_numbers, hero_numbers + summed_fields)),
                           fmt::join(sprite_groups, " "));
    }
    fact.of = is_hero ? Fact::Of::Hero : Fact::Of::Count;
    fact.group = head;
    if (!is_hero && rest.size() > 1 && rest[0] == '.') {
        const std::size_t end = std::min(rest.find('[', 1), rest.size());
        fact.kind = rest.substr(1, end - 1);
        rest.remove_prefix(end);
        const bool known =
            fact.kind == "shot" || fact.kind == "super_shot" ||
            std::any_of(content.enemies.begin(), content.enemies.end(), [&](const EnemyKind& kind) { return kind.name == fact.kind; }) ||
            std::any_of(content.mode.pickups.begin(), content.mode.pickups.end(),
                        [&](const PickupKind& kind) { return kind.name == fact.kind; });
        if (!known) return fmt::format("the mode {} has no kind \"{}\"", content.mode.name, fact.kind);
    }
    if (rest.empty()) return is_hero ? "a hero needs a field, like hero[0].lives" : "";
    if (rest[0] == '[') {
        const std::size_t close = rest.find(']');
        const auto index = close == std::string_view::npos ? std::nullopt : whole(rest.substr(1, close - 1));
        if (!index || *index < 0 || *index > 65'535) return fmt::format("\"{}\" needs a number from 0 on between [ and ]", text);
        if (is_hero && *index >= engine::max_seats)
            return fmt::format("there is no seat {}; seats are 0 to {}", *index, engine::max_seats - 1);
        fact.index = static_cast<int>(*index);
        rest.remove_prefix(close + 1);
    } else if (is_hero && players > 1) {
        return "which hero? Say hero[0] for the first seat";
    }
    if (rest.size() < 2 || rest[0] != '.') return fmt::format("\"{}\" needs a field, like .x", text);
    fact.field = rest.substr(1);
    const bool is_rect = find_named(rect_numbers, fact.field) != std::end(rect_numbers);
    if (is_hero) {
        if (is_rect || fact.field == "state" || find_named(hero_numbers, fact.field) != std::end(hero_numbers)) return {};
        return fmt::format("a hero has no \"{}\"; it has state {} {}", fact.field, names_of(rect_numbers), names_of(hero_numbers));
    }
    fact.of = Fact::Of::Sprite;
    if (is_rect || fact.field == "kind" || fact.field == "state" || fact.field == "hits_left") return {};
    return fmt::format("a sprite has no \"{}\"; it has kind state hits_left {}", fact.field, names_of(rect_numbers));
}

// "at tick 5", "by 5", "until tick 5", "from tick 3 to tick 5"
std::string parse_time(const std::vector<std::string_view>& all, Fact& fact) {
    std::vector<std::string_view> words;
    std::copy_if(all.begin(), all.end(), std::back_inserter(words), [](std::string_view word) { return word != "tick"; });
    const auto tick = [&](std::size_t at) -> std::optional<std::uint32_t> {
        const auto value = at < words.size() ? whole(words[at]) : std::nullopt;
        if (!value || *value < 0 || *value > most_ticks) return std::nullopt;
        return static_cast<std::uint32_t>(*value);
    };
    const auto last = tick(words.size() == 4 ? 3 : 1);
    if (last && words.size() == 2 && (words[0] == "at" || words[0] == "by" || words[0] == "until")) {
        fact.when = words[0] == "at" ? Fact::When::At : words[0] == "by" ? Fact::When::By : Fact::When::All;
        fact.first = words[0] == "at" ? *last : 0;
        fact.last = *last;
        return {};
    }
    const auto first = tick(1);
    if (first && last && words.size() == 4 && words[0] == "from" && words[2] == "to" && *first <= *last) {
        fact.when = Fact::When::All;
        fact.first = *first;
        fact.last = *last;
        return {};
    }
    return fmt::format("when? Say \"at tick N\", \"by tick N\", \"until tick N\" or \"from tick A to tick B\", with ticks from 0 to {}",
                       most_ticks);
}

}  // namespace

void Fact::look(const Moment& moment) {
    const std::uint32_t tick = moment.world.header.tick;
    if (tick < first || tick > last || shown) return;
    if (when == When::All && !failure.empty()) return;
    const Value found = value_of(*this, moment);
    if (holds(*this, found)) {
        shown = when == When::By;
        failure.clear();
    } else if (when == When::By) {
        failure = fmt::format("never; at tick {} it is {}", tick, shown_value(found));
    } else {
        failure = fmt::format("at tick {} it is {}", tick, shown_value(found));
    }
}

std::variant<Fact, std::string> parse_fact(std::string_view text, const Content& content, int players) {
    const std::vector<std::string_view> words = words_of(text);
    constexpr std::array<std::string_view, 6> ops = {"=", "!=", "<", "<=", ">", ">="};
    const auto op = std::find_if(words.begin(), words.end(),
                                 [&](std::string_view word) { return std::find(ops.begin(), ops.end(), word) != ops.end(); });
    if (op == words.begin() || op == words.end() || op + 1 == words.end())
        return fmt::format("a fact is \"SUBJECT OP VALUE TIME\", with one of {} between blanks", fmt::join(ops, " "));
    Fact fact;
    fact.text = text;
    fact.op = *op;
    fact.value = *(op + 1);
    fact.number = whole(fact.value);
    std::string wrong = parse_subject(words.front(), content, players, fact);
    if (!wrong.empty()) return wrong;
    std::vector<std::string_view> time(words.begin() + 1, op);
    time.insert(time.end(), op + 2, words.end());
    wrong = parse_time(time, fact);
    if (!wrong.empty()) return wrong;
    const bool is_text = fact.field == "state" || fact.field == "kind" || fact.field == "phase" || fact.field == "hash";
    const bool is_equality = fact.op == "=" || fact.op == "!=";
    if (is_text && !is_equality) return fmt::format("{} is a name: it is compared by = or !=", words.front());
    if (!is_text && !fact.number && !(fact.value == "none" && is_equality && (fact.of == Fact::Of::Sprite || fact.of == Fact::Of::Hero)))
        return fmt::format("\"{}\" is not a whole number", fact.value);
    return fact;
}

}  // namespace game
