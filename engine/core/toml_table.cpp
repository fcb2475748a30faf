#include "engine/core/toml_table.h"

#include <fmt/format.h>

// Here only, and without writing: as headers it costs a program less memory than as one more shared library.
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace engine {

struct TomlTable::Impl {
    std::shared_ptr<toml::table> document;  // owns what `table` points into
    toml::table* table = nullptr;           // nullptr: missing, and its mistake has been told; reads give defaults in silence
    std::string shown_name;
    std::string path;  // "" or "hero." for a table inside the file
    Mistakes* mistakes = nullptr;
    std::set<std::string, std::less<>> asked;
    std::vector<std::shared_ptr<Impl>> children;

    toml::node* ask(std::string_view key) {
        asked.emplace(key);
        mistakes->asked.insert(path + std::string(key));
        return table == nullptr ? nullptr : table->get(key);
    }

    toml::node* require(std::string_view key) {
        toml::node* node = ask(key);
        if (node == nullptr && table != nullptr) add(nullptr, fmt::format("key \"{}{}\" is missing", path, key));
        return node;
    }

    std::string place(const toml::node* node) const {
        std::uint32_t line = node == nullptr ? 0 : node->source().begin.line;
        if (line == 0 && table != nullptr) line = table->source().begin.line;
        return fmt::format("{}:{}", shown_name, std::max(line, 1u));
    }

    void add(const toml::node* node, const std::string& what) { mistakes->lines.push_back(place(node) + ": " + what); }

    static std::string shown(const toml::node& node) {
        switch (node.type()) {
            case toml::node_type::string: return "\"" + node.as_string()->get() + "\"";
            case toml::node_type::integer: return fmt::format("{}", node.as_integer()->get());
            case toml::node_type::boolean: return node.as_boolean()->get() ? "true" : "false";
            case toml::node_type::floating_point: return "a number with a fraction";
            case toml::node_type::array: return "a list";
            case toml::node_type::table: return "a table";
            default: return "a date or time";
        }
    }

    void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
        add(&node, fmt::format("key \"{}{}\" is {}, must be {}", path, key, shown(node), wanted));
    }

    std::int64_t read_integer(toml::node* node, std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
        if (node == nullptr) return otherwise;
        const auto* value = node->as_integer();
        if (value == nullptr) {
            wrong_type(*node, key, fmt::format("a whole number, {} to {}", low, high));
            return otherwise;
        }
        if (value->get() < low || value->get() > high) {
            add(node, fmt::format("key \"{}{}\" is {}, allowed {} to {}", path, key, value->get(), low, high));
            return otherwise;
        }
        return value->get();
    }

    std::string read_text(toml::node* node, std::string_view key, std::string otherwise, std::size_t most) {
        if (node == nullptr) return otherwise;
        const auto* value = node->as_string();
        if (value == nullptr) {
            wrong_type(*node, key, "a text in quotes");
            return otherwise;
        }
        if (value->get().size() > most) {
            add(node, fmt::format("key \"{}{}\" is a text of {} bytes, allowed up to {}", path, key, value->get().size(), most));
            return otherwise;
        }
        return value->get();
    }

    bool read_boolean(toml::node* node, std::string_view key, bool otherwise) {
        if (node == nullptr) return otherwise;
        const auto* value = node->as_boolean();
        if (value == nullptr) {
            wrong_type(*node, key, "true or false");
            return otherwise;
        }
        return value->get();
    }

    // nullptr where the key is missing or no list (then a mistake has been added).
    toml::array* read_array(toml::node* node, std::string_view key) {
        if (node == nullptr) return nullptr;
        toml::array* array = node->as_array();
        if (array == nullptr) wrong_type(*node, key, "a list");
        return array;
    }

    std::shared_ptr<Impl> child(toml::table* inner, std::string inner_path) {
        auto made = std::make_shared<Impl>();
        made->document = document;
        made->table = inner;
        made->shown_name = shown_name;
        made->path = std::move(inner_path);
        made->mistakes = mistakes;
        children.push_back(made);
        return made;
    }

    // Keys in the order of the file; toml++ keeps them sorted by name.
    std::vector<std::pair<std::string, toml::node*>> in_file_order() const {
        std::vector<std::pair<std::string, toml::node*>> found;
        if (table == nullptr) return found;
        for (auto&& [key, node] : *table) found.emplace_back(std::string(key.str()), &node);
        const auto place_of = [](const auto& entry) {
            const auto& begin = entry.second->source().begin;
            return std::pair(begin.line, begin.column);
        };
        std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) { return place_of(a) < place_of(b); });
        return found;
    }

    void finish() {
        for (const auto& [key, node] : in_file_order()) {
            if (asked.count(key) == 0) add(node, fmt::format("key \"{}{}\" is unknown", path, key));
        }
        for (const auto& inner : children) inner->finish();
    }
};

TomlTable::TomlTable(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
TomlTable::TomlTable(TomlTable&&) noexcept = default;
TomlTable& TomlTable::operator=(TomlTable&&) noexcept = default;
TomlTable::~TomlTable() = default;

TomlTable TomlTable::load(const std::filesystem::path& file, const std::string& shown_name, Mistakes& mistakes) {
    auto impl = std::make_shared<Impl>();
    impl->shown_name = shown_name;
    impl->mistakes = &mistakes;
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(file, error);
    std::ifstream in;
    if (regular) in.open(file, std::ios::binary);
    if (!regular || !in) {
        const bool there = std::filesystem::exists(file, error);
        mistakes.lines.push_back(shown_name + (there ? ": the file cannot be read" : ": there is no such file"));
        return TomlTable(std::move(impl));
    }
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return parse(text, shown_name, mistakes);
}

TomlTable TomlTable::parse(std::string_view text, const std::string& shown_name, Mistakes& mistakes) {
    auto impl = std::make_shared<Impl>();
    impl->shown_name = shown_name;
    impl->mistakes = &mistakes;
    try {
        impl->document = std::make_shared<toml::table>(toml::parse(text));
        impl->table = impl->document.get();
    } catch (const toml::parse_error& error) {
        mistakes.lines.push_back(fmt::format("{}:{}: {}", shown_name, error.source().begin.line, error.description()));
    }
    return TomlTable(std::move(impl));
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t low, std::int64_t high) {
    return impl_->read_integer(impl_->require(key), key, low, low, high);
}
std::string TomlTable::text(std::string_view key, std::size_t most) { return impl_->read_text(impl_->require(key), key, {}, most); }
bool TomlTable::boolean(std::string_view key) { return impl_->read_boolean(impl_->require(key), key, false); }

std::int64_t TomlTable::integer_or(std::string_view key, std::int64_t otherwise, std::int64_t low, std::int64_t high) {
    return impl_->read_integer(impl_->ask(key), key, otherwise, low, high);
}
std::string TomlTable::text_or(std::string_view key, std::string otherwise, std::size_t most) {
    return impl_->read_text(impl_->ask(key), key, std::move(otherwise), most);
}
bool TomlTable::boolean_or(std::string_view key, bool otherwise) { return impl_->read_boolean(impl_->ask(key), key, otherwise); }

std::vector<std::int64_t> TomlTable::integers(std::string_view key, std::size_t count, std::int64_t low, std::int64_t high) {
    std::vector<std::int64_t> values(count, low);
    toml::array* array = impl_->read_array(impl_->require(key), key);
    if (array == nullptr) return values;
    if (array->size() != count) {
        impl_->add(array, fmt::format("key \"{}{}\" lists {} numbers, must list {}", impl_->path, key, array->size(), count));
        return values;
    }
    for (std::size_t i = 0; i < count; ++i) values[i] = impl_->read_integer(array->get(i), fmt::format("{}[{}]", key, i), low, low, high);
    return values;
}

std::size_t TomlTable::choice(std::string_view key, const std::vector<std::string>& names) {
    toml::node* node = impl_->require(key);
    const std::size_t mistakes_before = impl_->mistakes->lines.size();
    const std::string name = impl_->read_text(node, key, {}, 200);
    if (node == nullptr || impl_->mistakes->lines.size() != mistakes_before) return 0;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    impl_->add(node, fmt::format("key \"{}{}\" is \"{}\", known are {}", impl_->path, key, name, fmt::join(names, ", ")));
    return 0;
}

bool TomlTable::has(std::string_view key) const { return impl_->table != nullptr && impl_->table->contains(key); }

TomlTable TomlTable::table(std::string_view key) {
    toml::node* node = impl_->require(key);
    toml::table* inner = node == nullptr ? nullptr : node->as_table();
    if (node != nullptr && inner == nullptr) impl_->wrong_type(*node, key, "a table");
    return TomlTable(impl_->child(inner, fmt::format("{}{}.", impl_->path, key)));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    std::vector<TomlTable> found;
    toml::array* array = impl_->read_array(impl_->ask(key), key);
    if (array == nullptr) return found;
    for (std::size_t i = 0; i < array->size(); ++i) {
        toml::node* node = array->get(i);
        if (toml::table* inner = node->as_table()) {
            found.push_back(TomlTable(impl_->child(inner, fmt::format("{}{}[{}].", impl_->path, key, i))));
        } else {
            impl_->wrong_type(*node, fmt::format("{}[{}]", key, i), "a table");
        }
    }
    return found;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
    std::vector<std::string> found;
    toml::array* array = impl_->read_array(impl_->ask(key), key);
    if (array == nullptr) return found;
    for (std::size_t i = 0; i < array->size(); ++i) {
        toml::node* node = array->get(i);
        if (const auto* value = node->as_string()) {
            found.push_back(value->get());
        } else {
            impl_->wrong_type(*node, fmt::format("{}[{}]", key, i), "a text in quotes");
        }
    }
    return found;
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> found;
    for (const auto& [key, node] : impl_->in_file_order()) found.push_back(key);
    return found;
}

std::string TomlTable::where(std::string_view key) const {
    return impl_->place(key.empty() || impl_->table == nullptr ? nullptr : impl_->table->get(key));
}

void TomlTable::mistake(std::string_view key, const std::string& what) { impl_->mistakes->lines.push_back(where(key) + ": " + what); }

void TomlTable::finish() { impl_->finish(); }

namespace {

// "[1, 2]" takes the list's place; a number takes the place of each of its numbers. False where it is neither, or a list of tables.
bool override_list(toml::array& array, std::string_view value) {
    const auto plain = [](const toml::array& list) {
        return std::none_of(list.begin(), list.end(), [](const toml::node& item) { return item.is_table() || item.is_array(); });
    };
    if (!plain(array)) return false;
    if (value.substr(0, 1) == "[") {
        try {
            toml::table parsed = toml::parse(fmt::format("list = {}", value));
            toml::array* list = parsed.size() == 1 ? parsed.get_as<toml::array>("list") : nullptr;
            if (list == nullptr || !plain(*list)) return false;
            array = std::move(*list);
            return true;
        } catch (const toml::parse_error&) {
            return false;
        }
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || array.empty()) return false;
    for (toml::node& item : array) {
        auto* integer = item.as_integer();
        if (integer == nullptr) return false;
        integer->get() = number;
    }
    return true;
}

}  // namespace

bool TomlTable::override_value(std::string_view dotted_key, std::string_view value) {
    toml::table* table = impl_->table;
    std::string_view key = dotted_key;
    for (auto dot = key.find('.'); dot != std::string_view::npos && table != nullptr; dot = key.find('.')) {
        toml::node* inner = table->get(key.substr(0, dot));
        table = inner == nullptr ? nullptr : inner->as_table();
        key.remove_prefix(dot + 1);
    }
    toml::node* node = table == nullptr ? nullptr : table->get(key);
    if (node == nullptr) return false;
    if (auto* text = node->as_string()) {
        text->get() = std::string(value);
        return true;
    }
    if (auto* boolean = node->as_boolean(); boolean != nullptr && (value == "true" || value == "false")) {
        boolean->get() = value == "true";
        return true;
    }
    if (auto* integer = node->as_integer()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error == std::errc{} && end == value.data() + value.size()) {
            integer->get() = number;
            return true;
        }
    }
    if (auto* array = node->as_array()) return override_list(*array, value);
    // Of another type than the file's: put in as text, so that the reader names what it must be. Tables cannot be set.
    if (node->is_table()) return false;
    table->insert_or_assign(key, std::string(value));
    return true;
}

}  // namespace engine
