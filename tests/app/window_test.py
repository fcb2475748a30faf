"""The game at one window under Xvfb, driven by real key events: window_test.py SCENARIO BUILD_DIR. A scenario is a function here."""
import pathlib
import re
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from screen import Display, Folder, Game, data_folder, difference, look, pictures  # noqa: E402

BUILD = pathlib.Path(sys.argv[2]).resolve()
PROGRAM = BUILD / "wingmate"
HEADLESS = BUILD / "wingmate-headless"
ASSETS = BUILD / "assets"

# First Flight with one plane that rams the hero after three seconds: it passes beside the hero's shots.
QUICK = """
spawns = [{ at_tick = 45, enemy = "plane", x = 140, speed = 20 }]
"""


def quick_data(folder):
    data = data_folder(ASSETS, folder / "assets")
    modes = data / "data" / "modes"
    text = (modes / "first_flight.toml").read_text(encoding="utf-8")
    (modes / "quick.toml").write_text(text.split("[hero]")[0] + QUICK + "[hero]" + text.split("[hero]")[1], encoding="utf-8")
    return data


def configured(folder, text):
    config = folder / "config"
    config.mkdir()
    (config / "settings.toml").write_text(text, encoding="utf-8")
    return config


def menus_lead_to_a_game_and_held_fire_answers_nothing():
    with Folder() as folder:
        data = quick_data(folder)
        config = configured(folder, 'mode = "quick"\nlanguage = "en"\n')
        display = Display()
        game = Game(PROGRAM, display, folder / "run", "--data", data, "--config", config, "--windowed", "480x700")
        try:
            game.wait_for_window()
            # Play, and Start, which has the focus.
            game.keys("Return")
            time.sleep(0.5)
            game.keys("Return")
            game.wait_for("Playing: quick", seconds=20)
            # Pause holds the game: it would be over long before.
            game.keys("p")
            time.sleep(6)
            assert "Over:" not in game.log(), "the game went on while it was paused"
            game.keys("Escape")
            game.xdotool("keydown", "space")
            game.wait_for("Over: quick", seconds=30)
            time.sleep(3)
            game.xdotool("keyup", "space")
            time.sleep(0.5)
            assert game.log().count("Playing:") == 1, "fire that was held pressed a button of the results"
            # Again is the first button: a press that began now counts.
            game.keys("Return")
            game.wait_for("Playing: quick", 2, seconds=20)
            game.wait_for("Over: quick", 2, seconds=30)
            time.sleep(1.5)
            game.keys("Escape")
            time.sleep(0.5)
            game.keys("Up", "Return")  # Quit is the last entry of the title
            assert game.wait(20) == 0
        finally:
            game.close()
            display.close()
        replays = sorted((config / "replays").glob("*.wingmate"))
        assert len(replays) == 2, f"{len(replays)} replays were kept"
        checked = subprocess.run([HEADLESS, "verify", "--data", str(data), *map(str, replays)], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr


def settings_are_kept_over_a_restart():
    with Folder() as folder:
        config = configured(folder, 'music = 70\nlanguage = "en"\n')
        display = Display()
        try:
            for expected in (60, 50):
                game = Game(PROGRAM, display, folder / "run", "--config", config, "--windowed", "1280x800")
                game.wait_for_window()
                game.keys("Up", "Up", "Return")  # Settings is the last but one
                time.sleep(0.5)
                game.keys("Down", "Left", "Left")  # music, five steps less twice
                game.keys("Escape")
                time.sleep(0.3)
                game.keys("Down", "Return")
                assert game.wait(20) == 0, game.log()
                text = (config / "settings.toml").read_text(encoding="utf-8")
                assert f"music = {expected}\n" in text, text
        finally:
            game.close()
            display.close()


def pictures_of_play_are_alive():
    with Folder() as folder:
        display = Display()
        try:
            for size, mode in (("480x700", "classic"), ("480x700", "first_flight"), ("800x600", "classic")):
                shots = folder / f"{mode}-{size}"
                game = Game(PROGRAM, display, folder / "run", "play", "--mode", mode, "--seed", "3", "--seats", "bot:ace,bot:ace", "--windowed", size,
                            "--config", folder / "config", "--capture", shots, "--capture-every", "60", "--quit-after-ticks", "480" if mode == "classic" else "120",
                            "--stats", folder / "stats.json")
                assert game.wait(90) == 0, game.log()
                files = pictures(shots)
                assert len(files) >= 3, f"{len(files)} pictures"
                colours, regions = look(files[-1])
                flat = sum(deviation < 6 for deviation in regions)
                assert colours > 800, f"{size} {mode}: only {colours} colours"
                assert flat <= len(regions) // 4, f"{size} {mode}: {flat} of {len(regions)} regions are blank"
                moved = difference(files[-2], files[-1])
                assert moved > 0.02, f"{size} {mode}: only {moved:.3f} of the picture moved in a second"
            figures = (folder / "stats.json").read_text(encoding="utf-8")
            ticks = int(re.search(r'"ticks": (\d+)', figures).group(1))
            assert ticks >= 480, figures
        finally:
            display.close()


def every_screen_is_drawn():
    screens = {
        "title": [], "setup": ["Return"], "host": ["Down", "Return"], "join": ["Down", "Down", "Return"],
        "replays": ["Down", "Down", "Down", "Return"], "settings": ["Up", "Up", "Return"],
        "lobby": ["Down", "Return", "Return"],
    }
    with Folder() as folder:
        display = Display()
        try:
            for language in ("en", "zh_CN"):
                for name, keys in screens.items():
                    shots = folder / f"{name}-{language}"
                    game = Game(PROGRAM, display, folder / "run", "--config", folder / "config", "--windowed", "480x700", "--language", language, "--capture", shots, "--capture-every", "15")
                    game.wait_for_window()
                    game.keys(*keys, pause=0.5)
                    time.sleep(1)
                    assert game.process.poll() is None, game.log()
                    game.close()
                    assert "no text for" not in game.log() and "no picture" not in game.log(), game.log()
                    colours, regions = look(pictures(shots)[-1])
                    assert colours > 250, f"{name} {language}: only {colours} colours"
                    drawn = sum(deviation > 12 for deviation in regions)
                    assert drawn >= 6, f"{name} {language}: only {drawn} regions show something"
        finally:
            display.close()


def all_five_remembered_addresses_are_on_the_join_page():
    with Folder() as folder:
        display = Display()
        with open(folder / "serve.log", "wb") as out:
            host = subprocess.Popen([HEADLESS, "serve", "--port", "0", "--lan", "nobody"], stdout=subprocess.PIPE, stderr=out, text=True)
        try:
            port = re.search(r'"port":(\d+)', host.stdout.readline()).group(1)
            addresses = [f"127.0.0.1:{number}" for number in (1, 2, 3, 4, port)]
            config = configured(folder, f'language = "en"\naddresses = {addresses!r}\n')
            game = Game(PROGRAM, display, folder / "run", "--config", config, "--windowed", "480x700")
            game.wait_for_window()
            game.keys("Down", "Down", "Return")
            time.sleep(0.5)
            game.keys("Up", "Return")  # from the first row to the last one, the oldest address
            for _ in range(100):
                if "joined" in (folder / "serve.log").read_text(encoding="utf-8"):
                    break
                time.sleep(0.1)
            else:
                raise AssertionError("the oldest address was not joined:\n" + game.log())
            game.close()
        finally:
            host.terminate()
            host.wait(10)
            display.close()


def garbage_is_kept_aside_and_said_once():
    with Folder() as folder:
        config = folder / "config"
        config.mkdir()
        (config / "best.toml").write_bytes(b"\xff\xfe= not [ toml \x00")
        (config / "settings.toml").write_text("music = [[[", encoding="utf-8")
        display = Display()
        try:
            game = Game(PROGRAM, display, folder / "run", "--config", config, "--windowed", "480x700", "--quit-after-ticks", "30")
            assert game.wait() == 0, game.log()
            log = game.log()
            assert log.count("best scores were damaged") >= 1 and log.count("settings were damaged") >= 1, log
            kept = sorted(file.name for file in config.glob("*.damaged-*"))
            assert len(kept) == 2, kept
            game = Game(PROGRAM, display, folder / "run", "--config", config, "--windowed", "480x700", "--quit-after-ticks", "30")
            assert game.wait() == 0 and "damaged" not in game.log(), game.log()
        finally:
            display.close()


def without_a_sound_device_it_plays_silent():
    with Folder() as folder:
        display = Display()
        try:
            for arguments, driver in (([], "alsa"), (["--mute"], "dummy")):
                game = Game(PROGRAM, display, folder / "run", "play", "--mode", "classic", "--seats", "bot:ace", "--config", folder / "config", "--windowed", "480x700",
                            "--quit-after-ticks", "60", *arguments, environment={"SDL_AUDIODRIVER": driver, "ALSA_CONFIG_PATH": "/dev/null"})
                assert game.wait() == 0, game.log()
        finally:
            display.close()


def without_a_chinese_font_it_stays_english_and_names_the_package():
    with Folder() as folder:
        fonts = folder / "fonts.conf"
        fonts.write_text(f"<fontconfig><dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>{folder}</cachedir></fontconfig>", encoding="utf-8")
        display = Display()
        try:
            game = Game(PROGRAM, display, folder / "run", "--config", folder / "config", "--windowed", "480x700", "--language", "zh_CN", "--quit-after-ticks", "90",
                        environment={"FONTCONFIG_FILE": str(fonts)})
            assert game.wait() == 0, game.log()
            assert game.log().count("fonts-wqy-microhei") == 1, game.log()
            game = Game(PROGRAM, display, folder / "run", "--config", folder / "config", "--windowed", "480x700", "--language", "en", "--quit-after-ticks", "90",
                        environment={"FONTCONFIG_FILE": str(fonts)})
            assert game.wait() == 0 and "fonts-wqy-microhei" not in game.log(), game.log()
        finally:
            display.close()


def what_cannot_start_says_why_and_how():
    with Folder() as folder:
        config = ["--config", folder / "config"]

        def ends(code, words, *arguments, display=None):
            game = Game(PROGRAM, display, folder / "run", *arguments)
            got = game.wait(60)
            assert got == code, f"{arguments}: exit code {got}, expected {code}\n{game.log()}"
            for word in words:
                assert word in game.log(), f"{arguments}: {word!r} is missing in\n{game.log()}"

        ends(3, ["display"], *config)
        ends(2, ["classic", "first_flight"], "play", "--mode", "no_such_mode", *config)
        ends(2, ["bot:"], "play", "--seats", "bot:nobody", *config)
        ends(2, [], "--no-such-option", *config)
        ends(2, [], "play", "--stage", "3", *config)
        broken = data_folder(ASSETS, folder / "assets")
        file = broken / "data" / "modes" / "classic.toml"
        file.write_text(file.read_text(encoding="utf-8").replace("speed_x = 10", "speed_x = 100000").replace("lives = 3", "lifes = 3"), encoding="utf-8")
        ends(4, ["speed_x", "lives", "lifes"], "play", "--mode", "classic", "--data", broken, *config)
        display = Display()
        try:
            (folder / "cut.wingmate").write_bytes(b"WM" * 20)
            ends(4, ["cut.wingmate"], "replay", folder / "cut.wingmate", *config, display=display)
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
                taken.bind(("0.0.0.0", 0))
                port = taken.getsockname()[1]
                ends(6, [str(port)], "host", "--mode", "classic", "--port", port, *config, display=display)
        finally:
            display.close()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
