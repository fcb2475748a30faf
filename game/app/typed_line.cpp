#include "game/app/typed_line.h"

#include "game/app/menu.h"
#include "net/messages.h"

namespace game {

using Kind = UiEvent::Kind;

TypedLine::Asks TypedLine::handle(const UiEvent& event) {
    static const engine::Key backspace = engine::key_from_name("Backspace");
    if (event.kind == Kind::Text) {
        composition.clear();
        text = first_code_points(text + net::clean_text(event.text, most), most);
    }
    if (event.kind == Kind::Composition) composition = event.text;
    if (!composition.empty()) return Asks::Nothing;
    if (event.kind == Kind::Key && event.key == backspace) erase_last_code_point(text);
    if (event.kind == Kind::Accept) return Asks::Send;
    return event.kind == Kind::Back ? Asks::Close : Asks::Nothing;
}

}  // namespace game
