#include "game/app/tell_notice.h"

namespace game {

namespace {

std::string enumerate(const Texts& texts, const std::vector<std::string>& names) {
    if (names.empty()) return texts["notice_the_host"];
    std::string list;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) list += texts[i + 1 == names.size() ? "notice_and" : "notice_comma"];
        const std::string bot = names[i].rfind("bot:", 0) == 0 ? "bot." + names[i].substr(4) : std::string();
        list += !bot.empty() && texts.has(bot) ? texts[bot] : names[i];
    }
    return list;
}

}  // namespace

std::string tell(const Texts& texts, const Notice& notice) {
    return texts.fill(text_of(notice).key, {{"who", enumerate(texts, notice.who)},
                                            {"text", notice.text},
                                            {"tick", std::to_string(notice.tick)},
                                            {"number", std::to_string(notice.number)}});
}

}  // namespace game
