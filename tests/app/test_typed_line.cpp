// A line that is typed, also through an input method.
#include "game/app/typed_line.h"

#include <gtest/gtest.h>

namespace game {
namespace {

using Kind = UiEvent::Kind;
using Asks = TypedLine::Asks;

Asks give(TypedLine& line, Kind kind, const std::string& text = {}) {
    UiEvent event;
    event.kind = kind;
    event.text = text;
    return line.handle(event);
}

Asks erase(TypedLine& line) {
    UiEvent event;
    event.key = engine::key_from_name("Backspace");
    return line.handle(event);
}

TEST(TypedLine, IsSentByReturnAndClosedByEscape) {
    TypedLine line;
    EXPECT_EQ(give(line, Kind::Text, "hi"), Asks::Nothing);
    EXPECT_EQ(give(line, Kind::Accept), Asks::Send);
    EXPECT_EQ(line.text, "hi");
    EXPECT_EQ(give(line, Kind::Back), Asks::Close);
}

TEST(TypedLine, LeavesReturnBackspaceAndEscapeToAnInputMethodThatComposes) {
    TypedLine line;
    give(line, Kind::Text, "去");
    give(line, Kind::Composition, "zuo bian");
    EXPECT_EQ(give(line, Kind::Accept), Asks::Nothing);
    EXPECT_EQ(erase(line), Asks::Nothing);
    EXPECT_EQ(give(line, Kind::Back), Asks::Nothing);
    EXPECT_EQ(line.text, "去");
    EXPECT_EQ(line.composition, "zuo bian");
    give(line, Kind::Text, "左边");
    EXPECT_EQ(line.composition, "");
    EXPECT_EQ(give(line, Kind::Accept), Asks::Send);
    EXPECT_EQ(line.text, "去左边");
}

TEST(TypedLine, CanBeGivenUpWhileComposing) {
    TypedLine line;
    give(line, Kind::Composition, "ni");
    give(line, Kind::Composition, "");
    EXPECT_EQ(give(line, Kind::Accept), Asks::Send);
    EXPECT_EQ(line.text, "");
}

TEST(TypedLine, LosesWholeCharacters) {
    TypedLine line;
    give(line, Kind::Text, "a飞");
    erase(line);
    EXPECT_EQ(line.text, "a");
    erase(line);
    erase(line);
    EXPECT_EQ(line.text, "");
}

TEST(TypedLine, HasAMostAndNoControlCharacters) {
    TypedLine line;
    for (int i = 0; i < 200; ++i) give(line, Kind::Text, "飞");
    EXPECT_EQ(line.text.size(), 120U * 3);
    TypedLine other;
    give(other, Kind::Text,
         "a\x1b\n"
         "b");
    EXPECT_EQ(other.text, "ab");
}

}  // namespace
}  // namespace game
