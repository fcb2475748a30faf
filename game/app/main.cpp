// The program `wingmate`.
#include <cstdio>
#include <exception>
#include <variant>

#include "engine/core/error.h"
#include "game/app/app.h"
#include "game/app/options.h"

int main(int argc, char** argv) {
    auto parsed = game::parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    try {
        game::App app(std::get<game::Options>(parsed));
        return app.run();
    } catch (const engine::Error& error) {
        std::fprintf(stderr, "wingmate: %s\n", error.what());
        return static_cast<int>(error.code());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "wingmate: %s\n", error.what());
        return static_cast<int>(engine::ExitCode::Failure);
    }
}
