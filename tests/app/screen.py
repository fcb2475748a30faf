"""Xvfb displays, the game in them, real key events and pictures, for the window tests. Python's library and xdotool only."""
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import zlib


class Display:
    """An Xvfb on a free display number, ended with the test."""

    def __init__(self, width=1300, height=820):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            # -noreset: else it begins anew whenever its last program has ended, and turns away the next one meanwhile
            ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        self.name = f":{number}"

    def add_keys(self, folder, **letters):
        """Puts letters on keys that no keyboard has: xdotool would borrow one for each, and give it back before a busy program has looked."""
        keymap = subprocess.run(["xkbcomp", "-w0", self.name, "-"], capture_output=True, text=True, check=True).stdout
        for key, letter in letters.items():
            keymap, count = re.subn(rf"key <{key}> {{[^}}]*}};", f"key <{key}> {{ [ U{ord(letter):04X} ] }};", keymap)
            assert count == 1, f"{count} keys {key}"
        file = pathlib.Path(folder) / "keys.xkb"
        file.write_text(keymap, encoding="utf-8")
        subprocess.run(["xkbcomp", "-w0", str(file), self.name], check=True, capture_output=True)

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class Game:
    """A running wingmate. Its log is read from a file, so that nothing blocks."""

    def __init__(self, program, display, folder, *arguments, environment=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.display = display
        self.environment = dict(os.environ, SDL_AUDIODRIVER="dummy", LC_ALL="C.UTF-8")
        self.environment.pop("DISPLAY", None)
        if display:
            self.environment["DISPLAY"] = display.name
        self.environment.update(environment or {})
        self.log_file = self.folder / "log"
        with open(self.log_file, "wb") as log:
            # searches and answers stay on this machine
            self.process = subprocess.Popen([str(program), "--lan", "machine", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)

    def log(self):
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text, count=1, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.log().count(text) >= count:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"{text!r} was not logged {count} times within {seconds} s:\n{self.log()}")

    def xdotool(self, *words):
        subprocess.run(["xdotool", *words], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def wait_for_window(self, seconds=40):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Wingmate"], env=self.environment, capture_output=True, text=True, check=False)
            if found.returncode == 0 and found.stdout.strip():
                time.sleep(1.5)  # the first pictures
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"no window:\n{self.log()}")

    def keys(self, *names, pause=0.25):
        for name in names:
            self.xdotool("key", name)
            time.sleep(pause)

    def wait(self, seconds=90):
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.close()
            raise AssertionError(f"still running after {seconds} s:\n{self.log()}") from None

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        return self.process.returncode


class Table:
    """Friends side by side, each at a screen of his own. All ends with the `with`."""

    def __init__(self, program, folder, *arguments):
        self.program, self.folder, self.arguments = program, folder, arguments
        self.displays, self.games = [], []

    def sit_down(self, name, *arguments, place=None, size="480x700", every=None, environment=None):
        """place: of somebody who sat there before; else another screen. every: pictures of its own lie in game.shots."""
        if place is None:
            self.displays.append(Display())
            place = len(self.displays) - 1
        shots = self.folder / f"shots-{len(self.games)}"
        capture = ("--capture", shots, "--capture-every", every) if every else ()
        game = Game(self.program, self.displays[place], self.folder / f"{name}-{len(self.games)}", *arguments, *self.arguments,
                    "--config", self.folder / f"config-{place}", "--windowed", size, *capture, environment=environment)
        game.shots = shots
        self.games.append(game)
        game.wait_for_window()
        return game

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for game in self.games:
            game.close()
        for display in self.displays:
            display.close()


class Folder:
    """A temporary folder, removed at the end."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="wingmate-"))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def free_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def data_folder(built, where):
    """The built assets with content that may be changed."""
    where.mkdir(parents=True, exist_ok=True)
    shutil.copytree(built / "data", where / "data")
    for name in ("art", "sound", "music", "text"):
        (where / name).symlink_to((built / name).resolve())
    return where


def read_png(file):
    """(width, height, rows of RGB bytes)"""
    data = pathlib.Path(file).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n", f"{file} is no PNG"
    at, packed, width, height, channels = 8, b"", 0, 0, 3
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        at += 12 + length
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colour in (2, 6)
            channels = 3 if colour == 2 else 4
        elif kind == b"IDAT":
            packed += body
    raw = zlib.decompress(packed)
    stride = width * channels
    rows, before = [], bytearray(stride)
    for y in range(height):
        kind = raw[y * (stride + 1)]
        line = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        if kind == 1:
            for i in range(channels, stride):
                line[i] = (line[i] + line[i - channels]) & 255
        elif kind == 2:
            for i in range(stride):
                line[i] = (line[i] + before[i]) & 255
        elif kind == 3:
            for i in range(stride):
                left = line[i - channels] if i >= channels else 0
                line[i] = (line[i] + (left + before[i]) // 2) & 255
        elif kind == 4:
            for i in range(stride):
                a = line[i - channels] if i >= channels else 0
                b = before[i]
                c = before[i - channels] if i >= channels else 0
                p = a + b - c
                pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                line[i] = (line[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
        rows.append(line)
        before = line
    if channels == 4:
        rows = [bytes(v for i, v in enumerate(row) if i % 4 != 3) for row in rows]
    return width, height, rows


def look(file, columns=4, lines=6):
    """Distinct colours, and the deviation of brightness in each of columns x lines regions."""
    width, height, rows = read_png(file)
    colours = set()
    regions = []
    for line in range(lines):
        for column in range(columns):
            values = []
            for y in range(line * height // lines, (line + 1) * height // lines, 3):
                row = rows[y]
                for x in range(column * width // columns, (column + 1) * width // columns, 3):
                    r, g, b = row[3 * x], row[3 * x + 1], row[3 * x + 2]
                    colours.add((r, g, b))
                    values.append(r + g + b)
            mean = sum(values) / len(values)
            regions.append((sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5)
    return len(colours), regions


def pictures(folder):
    return sorted(pathlib.Path(folder).glob("*.png"))


def difference(one, other):
    """Part of the pixels that differ clearly between two pictures of one size."""
    width, height, a = read_png(one)
    assert (width, height) == read_png(other)[:2]
    b = read_png(other)[2]
    seen = changed = 0
    for y in range(0, height, 4):
        for x in range(0, width, 4):
            seen += 1
            changed += abs(a[y][3 * x] - b[y][3 * x]) + abs(a[y][3 * x + 1] - b[y][3 * x + 1]) > 40
    return changed / seen
