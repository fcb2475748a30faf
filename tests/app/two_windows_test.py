"""Two real windows from their title screens to a game together, and what may befall it, by key events under Xvfb: two_windows_test.py SCENARIO
BUILD_DIR. Where it is allowed, in a network namespace of their own, so that nobody else's game is in the way."""
import os
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from screen import Folder, Table, data_folder, difference, look, pictures  # noqa: E402

BUILD = pathlib.Path(sys.argv[2]).resolve()
PROGRAM, HEADLESS, ASSETS = BUILD / "wingmate", BUILD / "wingmate-headless", BUILD / "assets"
LIMIT = 3.0  # s, from the press that joins a game to playing it


def table_of(folder, *arguments):
    return Table(PROGRAM, folder, *arguments, "--mute")


def press_and_wait(game, key, text, count=1):
    """Seconds from the press to the line in the log."""
    began = time.monotonic()
    game.keys(key, pause=0)
    game.wait_for(text, count, seconds=30)
    return time.monotonic() - began


def moved(game):
    shots = pictures(game.shots)
    return difference(shots[-2], shots[-1])


def from_the_title_to_the_results_of_a_game_together():
    with Folder() as folder:
        data = data_folder(ASSETS, folder / "assets")
        file = data / "data" / "modes" / "classic.toml"
        # One life each, so that there are results soon once nobody dodges any more.
        file.write_text(file.read_text(encoding="utf-8").replace("lives = 3", "lives = 1"), encoding="utf-8")
        with table_of(folder, "--data", data) as table:
            host = table.sit_down("host", "--language", "zh_CN", every="20")
            table.displays[0].add_keys(folder, FK13="你", FK14="好")
            host.keys("Down", "Return")  # host: once for the page,
            time.sleep(0.6)
            host.keys("Return")          # once to open
            time.sleep(1)
            guest = table.sit_down("guest", "--language", "en", every="20")
            guest.keys("Down", "Down", "Return")  # join: once for the list,
            time.sleep(2.5)                       # which has found it within two seconds,
            guest.keys("Return")                  # once to join,
            host.wait_for("joined", seconds=10)
            time.sleep(0.5)
            host.keys("Return")
            time.sleep(0.5)
            guest.keys("Return")                  # once to be ready
            for game in host, guest:
                game.wait_for("Playing: classic", seconds=20)
            time.sleep(1)
            host.keys("Return", pause=1)
            host.keys("U4F60", "U597D")
            host.xdotool("type", "--delay", "60", " pals")
            time.sleep(0.5)
            host.keys("Return")
            for game in host, guest:
                game.wait_for(": 你好 pals", seconds=10)
            guest.keys("p")
            for game in host, guest:
                game.wait_for("paused the game", seconds=10)
            time.sleep(1.5)
            still = moved(guest)
            host.keys("p")
            for game in host, guest:
                game.wait_for("goes on with the game", seconds=10)
            time.sleep(4.5)  # the countdown
            going = moved(guest)
            print(f"moved in the pause {100 * still:.1f} %, after it {100 * going:.1f} %")
            assert still < 0.02 < going, (still, going)
            # The guest's program is killed; started again, its title leads back into the game.
            guest.process.kill()
            guest.process.wait(10)
            host.wait_for("connection trouble", seconds=5)
            guest = table.sit_down("guest", "--language", "en", place=1, every="20")
            seconds = press_and_wait(guest, "Return", "Playing: classic")
            print(f"back in the game {seconds:.2f} s after the press")
            assert seconds <= LIMIT, seconds
            host.wait_for("is back", seconds=5)
            # Both stay where they are until the enemy has met them.
            for game in host, guest:
                game.wait_for("Over: classic", seconds=150)
            ends = [re.search(r"Over: classic, .*", game.log()).group(0) for game in (host, guest)]
            print(*ends, sep="\n")
            assert ends[0] == ends[1], ends
            time.sleep(1.5)
            for game in host, guest:
                assert game.process.poll() is None and "differ" not in game.log(), game.log()
                assert look(pictures(game.shots)[-1])[0] > 100


def a_running_game_is_joined_within_three_seconds_of_the_press():
    with Folder() as folder:
        log = folder / "serve.log"
        with open(log, "wb") as out:
            host = subprocess.Popen([HEADLESS, "serve", "--bot", "ace", "--players", "3", "--name", "Kitchen table", "--lan", "machine"], stdout=out, stderr=out)
        others = [subprocess.Popen([HEADLESS, "join", "127.0.0.1", "--bot", "ace", "--ticks", ticks], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                  for ticks in ("9000", "240")]
        try:
            with table_of(folder) as table:
                guest = table.sit_down("guest", "--language", "en", every="20")
                others[1].wait(30)  # its seat is free again, and the game is on
                guest.keys("Down", "Down", "Return")
                time.sleep(2.5)
                seconds = press_and_wait(guest, "Return", "Playing: classic")
                print(f"playing {seconds:.2f} s after the press")
                assert seconds <= LIMIT, seconds
        finally:
            for process in [*others, host]:
                process.kill()
                process.wait(10)


def a_password_is_asked_for_and_a_wrong_one_is_said():
    with Folder() as folder:
        log = folder / "serve.log"
        with open(log, "wb") as out:
            host = subprocess.Popen([HEADLESS, "serve", "--bot", "ace", "--name", "Locked", "--lan", "machine", "--ticks", "3000"], stdout=out, stderr=out,
                                    env=dict(os.environ, WINGMATE_PASSWORD="飞 plane"))
        try:
            with table_of(folder) as table:
                guest = table.sit_down("guest", "--language", "en", every="20")
                table.displays[0].add_keys(folder, FK13="飞")
                guest.keys("Down", "Down", "Return")
                time.sleep(2.5)
                guest.keys("Return")
                time.sleep(1.5)
                guest.xdotool("type", "--delay", "60", "plane")
                time.sleep(0.5)
                guest.keys("Return")
                time.sleep(2.5)
                assert "joined" not in log.read_text(encoding="utf-8")
                assert "The password is wrong." in log.read_text(encoding="utf-8"), log.read_text(encoding="utf-8")
                guest.keys("U98DE")
                guest.xdotool("type", "--delay", "60", " plane")
                time.sleep(0.5)
                guest.keys("Return")
                guest.wait_for("Playing: classic", seconds=20)
                assert "joined" in log.read_text(encoding="utf-8")
                assert "plane" not in guest.log()
        finally:
            host.kill()
            host.wait(10)


def main():
    if len(sys.argv) > 3:
        globals()[sys.argv[1]]()
        return
    alone = "ip link set lo up && exec \"$@\""
    words = ["unshare", "-Urn", "--kill-child", "sh", "-c", alone, "sh"]
    path = dict(os.environ, PATH=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if subprocess.run([*words, "true"], env=path, capture_output=True, check=False).returncode != 0:
        print("no network namespace here: it plays among others")
        words = []
    sys.exit(subprocess.run([*words, sys.executable, "-B", __file__, *sys.argv[1:3], "inside"], env=path, check=False).returncode)


if __name__ == "__main__":
    main()
