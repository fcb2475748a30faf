"""Windows that play together, started by their command lines and driven by real key events under Xvfb: network_windows_test.py SCENARIO
BUILD_DIR. A scenario is a function here."""
import json
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from screen import Folder, Table, data_folder, difference, free_port, look, pictures  # noqa: E402

BUILD = pathlib.Path(sys.argv[2]).resolve()
PROGRAM, HEADLESS, ASSETS = BUILD / "wingmate", BUILD / "wingmate-headless", BUILD / "assets"


def both_play_classic_together_to_its_end():
    with Folder() as folder:
        data = data_folder(ASSETS, folder / "assets")
        file = data / "data" / "modes" / "classic.toml"
        # Many planes soon, and one life: the whole of Classic, shorter.
        text = file.read_text(encoding="utf-8").replace("lives = 3", "lives = 1").replace("[population.small]\nstart = 15", "[population.small]\nstart = 40")
        text = text.replace("top = [-3500, 0]", "top = [-1500, -300]")
        assert "start = 40" in text and "-1500" in text
        file.write_text(text, encoding="utf-8")
        port = free_port()
        with Table(PROGRAM, folder, "--seats", "keys", "--data", data) as table:
            host = table.sit_down("host", "host", "--mode", "classic", "--port", port, "--seed", "11", every="60")
            guest = table.sit_down("guest", "join", f"127.0.0.1:{port}")
            time.sleep(2)
            host.keys("Return")
            time.sleep(4)
            assert "Playing" not in host.log(), "the game began although the guest was not ready"
            guest.keys("space")
            for game in table.games:
                game.wait_for("Playing: classic", seconds=20)
            # Both fly, so that both seats' inputs are of some interest.
            for _ in range(12):
                host.keys("Left", pause=0.05)
                guest.keys("d", pause=0.05)
            host.xdotool("keydown", "Up")
            guest.xdotool("keydown", "w")
            for game in table.games:
                game.wait_for("Over: classic", seconds=120)
            ends = [re.search(r"Over: classic, .*", game.log()).group(0) for game in table.games]
            assert ends[0] == ends[1], ends
            time.sleep(1.5)
            for game in table.games:
                assert game.process.poll() is None, game.log()
            host.xdotool("keyup", "Up")
            guest.xdotool("keyup", "w")
            # Again, the first button of the host's results: everybody is back in the lobby, and nobody is ready yet.
            host.keys("Return")
            for game in table.games:
                game.wait_for("Back in the lobby", seconds=10)
            time.sleep(1)
            host.keys("space")
            guest.keys("space")
            for game in table.games:
                game.wait_for("Playing: classic", 2, seconds=20)
            time.sleep(2)
            for game in table.games:
                assert game.process.poll() is None, game.log()
                assert "differ" not in game.log(), game.log()
        replays = [sorted((folder / f"config-{place}" / "replays").glob("*.wingmate")) for place in (0, 1)]
        assert min(len(side) for side in replays) == 1, replays
        for file in (replays[0][0], replays[1][0]):
            checked = subprocess.run([HEADLESS, "verify", "--data", str(data), str(file)], capture_output=True, text=True, check=False)
            assert checked.returncode == 0, checked.stdout + checked.stderr
        assert look(pictures(host.shots)[-1])[0] > 300


def they_talk_in_chinese_and_pause_for_each_other():
    def moved(game):
        """The part of the picture that is another one than before."""
        shots = pictures(game.shots)
        return difference(shots[-2], shots[-1])

    with Folder() as folder, Table(PROGRAM, folder, "--seats", "keys") as table:
        port = free_port()
        host = table.sit_down("host", "host", "--mode", "classic", "--port", port, "--seed", "11", "--language", "zh_CN", size="1280x800", every="10")
        table.displays[0].add_keys(folder, FK13="你", FK14="好")
        guest = table.sit_down("guest", "join", f"127.0.0.1:{port}", "--language", "en", every="10")
        time.sleep(2)
        # In the lobby, too: T opens the line, and Space is a letter then.
        guest.keys("t")
        time.sleep(0.5)
        guest.xdotool("type", "--delay", "60", "ready when you are")
        guest.keys("Return")
        host.wait_for(": ready when you are", seconds=10)
        for game in table.games:
            game.keys("space")
        for game in table.games:
            game.wait_for("Playing: classic", seconds=30)
        # P is a letter while a line is typed, and nobody flies by it.
        host.keys("Return", pause=1)
        host.keys("U4F60", "U597D")
        host.xdotool("type", "--delay", "60", " pals")
        time.sleep(0.5)
        host.keys("Return")
        for game in table.games:
            game.wait_for(": 你好 pals", seconds=10)
            assert "paused" not in game.log(), game.log()
        guest.keys("F5")
        guest.keys("4")
        for game in table.games:
            game.wait_for(": help!", seconds=10)
            game.wait_for(": thanks", seconds=10)
        time.sleep(0.5)
        guest.keys("p")
        for game in table.games:
            game.wait_for("paused the game", seconds=10)
        time.sleep(1)
        # Nothing but our own drawing moves: the same picture, but for what blinks.
        still = moved(guest)
        assert still < 0.02, f"{still:.3f} of the picture moved in a pause"
        # The other one has it go on, after the countdown.
        host.keys("p")
        for game in table.games:
            game.wait_for("goes on with the game", seconds=10)
        time.sleep(4.5)
        moves = moved(guest)
        assert moves > 0.02, f"only {moves:.3f} of the picture moved after a pause"
        # Escape closes an open line; M, typed into it, mutes nobody.
        guest.keys("Return", "m", "Escape")
        host.keys("F8")
        guest.wait_for(": thanks", 2, seconds=10)
        for game in table.games:
            assert game.process.poll() is None, game.log()
            assert "differ" not in game.log(), game.log()


def a_host_has_its_way_by_keys():
    """Locks, bots, removing and banning, in the lobby and from the menu in play; the others are programs without a screen."""
    others = []

    def come(folder, pilot):
        """Each from an installation of its own: on one machine that is what is banned."""
        log = folder / f"{pilot}-{len(others)}.log"
        with open(log, "wb") as out:
            others.append(subprocess.Popen([HEADLESS, "join", f"127.0.0.1:{port}", "--bot", "ace", "--pilot", pilot, "--token-file", folder / f"{pilot}.token"], stdout=out, stderr=out))
        others[-1].log = log
        return others[-1]

    def is_sent_away(program, sentence, code=6):
        assert program.wait(20) == code, program.log.read_text(encoding="utf-8")
        assert sentence in program.log.read_text(encoding="utf-8"), program.log.read_text(encoding="utf-8")

    with Folder() as folder, Table(PROGRAM, folder, "--seats", "keys", "--mute") as table:
        port = free_port()
        try:
            host = table.sit_down("host", "host", "--mode", "classic", "--port", port, size="1280x800", every="20")
            bo = come(folder, "Bo")
            host.wait_for("Bo joined", seconds=20)
            time.sleep(0.5)
            # From "Ready", upwards: Lock, + Bot, + Pilot of the fourth seat, then those of the third; Ban and Remove of the second.
            host.keys("Up", "Return")                # the fourth is locked: only Unlock stands there,
            host.keys("Up", "Up", "Up", "Return")    # a bot gets the third,
            time.sleep(0.5)
            is_sent_away(come(folder, "Cy"), "The host has locked the seats that are free.")
            host.keys("Up", "Return")                # and the fourth is open again.
            time.sleep(0.5)
            cy = come(folder, "Cy")
            host.wait_for("Cy joined", seconds=20)
            time.sleep(0.5)
            host.keys("Up", "Up", "Return")          # Remove
            host.wait_for("Cy was removed by the host", seconds=10)
            is_sent_away(cy, "The host has removed this machine from the game.")
            cy = come(folder, "Cy")                  # may come back,
            host.wait_for("Cy joined", 2, seconds=20)
            time.sleep(0.5)
            host.keys("Up", "Up", "Up", "Up", "Up", "Return")
            host.wait_for("Bo was banned by the host", seconds=10)
            is_sent_away(bo, "The host has banned this machine from this match.")
            is_sent_away(come(folder, "Bo"), "The host has banned this machine from this match.")  # may not
            host.keys("space")
            host.wait_for("Playing: classic", seconds=20)
            # Three fly: the host, the bot, Cy.
            time.sleep(10)
            host.keys("Tab")
            time.sleep(2)
            host.keys("Tab", "Escape")               # the menu: Close, Pause for all, Pilots
            host.keys("Down", "Down", "Return")
            time.sleep(0.5)
            host.keys("Up", "Up", "Up", "Return")    # Back, the door, Cy's Ban, Cy's Remove
            host.wait_for("Cy was removed by the host", 2, seconds=10)
            # It has played, and tells how that went.
            is_sent_away(cy, "The host has removed this machine from the game.", code=0)
            result = json.loads(cy.log.read_text(encoding="utf-8").splitlines()[-1])
            assert result["outcome"] == "left" and result["desyncs"] == 0 and result["rollbacks"] > 0, result
            assert [pilot["bot"] for pilot in result["pilots"]] == ["Pilot 1", "", "bot:ace", "Cy"], result
            # In a few seconds not every pilot finds something to shoot down.
            assert sum(pilot["kills"] > 0 for pilot in result["pilots"]) >= 2, result
            host.keys("Escape", "Escape", pause=1)
            shots = pictures(host.shots)
            assert difference(shots[-2], shots[-1]) > 0.01, "the game does not go on"
            assert host.process.poll() is None and "differ" not in host.log(), host.log()
        finally:
            for program in others:
                program.kill()
                program.wait(10)


def a_partner_who_leaves_is_announced_and_the_game_goes_on():
    with Folder() as folder, Table(PROGRAM, folder, "--seats", "bot:ace") as table:
        port = free_port()
        host = table.sit_down("host", "host", "--mode", "classic", "--port", port, "--stats", folder / "stats.json")
        guest = table.sit_down("guest", "join", f"127.0.0.1:{port}")
        time.sleep(1.5)
        host.keys("Return")
        for game in table.games:
            game.wait_for("Playing: classic", seconds=20)
        time.sleep(2)
        guest.close()
        host.wait_for("left", seconds=20)
        time.sleep(4)
        assert host.process.poll() is None, host.log()
        assert host.close() == 0, host.log()
        ticks = int(re.search(r'"ticks": (\d+)', (folder / "stats.json").read_text(encoding="utf-8")).group(1))
        assert ticks > 240, f"the host stood still after {ticks} ticks"


def a_killed_window_comes_back_to_its_seat_while_another_watches():
    with Folder() as folder, Table(PROGRAM, folder, "--mute") as table:
        port = free_port()
        host = table.sit_down("host", "host", "--mode", "classic", "--port", port, "--seats", "bot:ace")
        guest = table.sit_down("guest", "join", f"127.0.0.1:{port}", "--seats", "bot:ace")
        time.sleep(1.5)
        host.keys("Return")
        guest.wait_for("Playing: classic", seconds=20)
        time.sleep(3)
        guest.process.kill()
        guest.process.wait(10)
        host.wait_for("connection trouble", seconds=10)
        back = table.sit_down("back", "join", f"127.0.0.1:{port}", "--seats", "bot:ace", place=1)
        host.wait_for("is back", seconds=20)
        watcher = table.sit_down("watcher", "join", f"127.0.0.1:{port}", "--spectate", every="60")
        watcher.wait_for("Playing: classic", seconds=20)
        time.sleep(6)
        shown = [path.read_bytes() for path in pictures(watcher.shots)]
        assert len(set(shown[-3:])) == 3, "what is watched stands still"
        assert look(pictures(watcher.shots)[-1])[0] > 300
        host.wait_for("watching", seconds=1)
        # The host goes: its guest flies on alone.
        host.process.kill()
        host.process.wait(10)
        back.wait_for("connection lost", seconds=10)
        time.sleep(2)
        assert back.process.poll() is None, back.log()


def a_game_is_found_and_joined_without_an_address():
    with Folder() as folder, Table(PROGRAM, folder) as table:
        search, log = str(free_port()), folder / "serve.log"
        with open(log, "wb") as file:
            host = subprocess.Popen([HEADLESS, "serve", "--port", "0", "--bot", "ace", "--name", "Kitchen table", "--lan", "machine", "--search-port", search],
                                    stdout=file, stderr=file)
        try:
            game = table.sit_down("guest", "--search-port", search, size="1280x800")
            game.keys("Down", "Down", "Return")
            time.sleep(2.5)  # it is found within two seconds, and has the focus
            game.keys("Return")
            until = time.monotonic() + 20
            while "joined" not in log.read_text(encoding="utf-8"):
                assert time.monotonic() < until and game.process.poll() is None, game.log()
                time.sleep(0.05)
        finally:
            host.terminate()
            host.wait(20)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
