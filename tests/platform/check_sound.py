#!/usr/bin/env python3
"""check_sound.py ASSETS [SCRIPT]: measures the built sounds and music (ASSETS/sound, ASSETS/music) and ends with 1 if a limit is broken.
With SCRIPT (render.sh) it renders everything once more and demands the same bytes. Needs sox, oggdec and ogginfo."""
import array
import math
import operator
import pathlib
import re
import subprocess
import sys
import tempfile
import wave

NEEDED = {  # what the game asks for by name
    "sound": "shot shot_super shot_enemy hit_metal explosion_small explosion_medium explosion_large warning_large bomb supply pickup "
    "super_end pilot_down hero_back low_life level_up game_over menu_move menu_accept menu_back pause_in pause_out countdown countdown_go "
    "text_key link_engaged link_broken boss_entrance",
    "music": "menu coast boss win loss",
}
LOOPS = {"menu", "coast", "boss"}
# follow a key at once
ANSWERS = {"shot", "shot_super", "hit_metal", "pickup", "bomb", "menu_move", "menu_accept", "menu_back", "link_engaged", "text_key",
           "countdown", "countdown_go"}
# leave 2.2-3.2 kHz, the enemy shot's band, free
CROWD = {"shot", "shot_super", "hit_metal", "explosion_small", "explosion_medium", "explosion_large", "bomb", "warning_large"}
# Loudest 50 ms in dBFS, a window of 3 dB: louder where more depends on it.
LOUDEST = {"bomb": -10, "explosion_large": -10, "boss_entrance": -11, "pilot_down": -12, "explosion_medium": -13, "level_up": -13,
           "game_over": -14, "shot_enemy": -15, "warning_large": -15, "low_life": -15, "hero_back": -15, "explosion_small": -16,
           "pickup": -16, "link_engaged": -16, "link_broken": -16, "countdown_go": -15, "menu_accept": -18, "countdown": -18,
           "supply": -19, "super_end": -19, "pause_in": -20, "pause_out": -20, "shot_super": -21, "shot": -22, "menu_back": -22,
           "text_key": -24, "menu_move": -24, "hit_metal": -25}
LOUDNESS = -17  # LUFS, of every piece
faults = []


def decibel(x):
    return 20 * math.log10(max(x, 1e-9))


def samples(path):
    with wave.open(str(path)) as w:
        return array.array("h", w.readframes(w.getnframes())), w.getnchannels(), w.getframerate(), w.getsampwidth()


def energy(path, *effect):
    text = subprocess.run(["sox", str(path), "-n", *effect, "stats"], capture_output=True, text=True).stderr
    return 10 ** (float(re.search(r"RMS lev dB +(-?[\d.]+|-inf)", text)[1].replace("-inf", "-120")) / 10)


def demand(name, fine, what):
    if not fine:
        faults.append(f"{name}: {what}")


def squares(a):
    return sum(map(operator.mul, a, a))


def loudness(path, work):
    """LUFS by ITU-R BS.1770-4: K-weighted by two biquads (48 kHz), blocks of 400 ms every 100 ms, gated at -70 and at 10 under the rest."""
    weighted = work / "weighted.wav"
    subprocess.run(["sox", "-D", str(path), "-b", "16", str(weighted), "gain", "-6",
                    "biquad", "1.53512485958697", "-2.69169618940638", "1.19839281085285", "1", "-1.69065929318241", "0.73248077421585",
                    "biquad", "1", "-2", "1", "1", "-1.99004745483398", "0.99007225036621"], check=True, stderr=subprocess.DEVNULL)
    a, channels, rate, _ = samples(weighted)
    step = rate // 10 * channels
    tenths = [squares(a[i:i + step]) for i in range(0, len(a) - step + 1, step)]
    powers = [sum(tenths[i:i + 4]) / (4 * step // channels) / 32768 ** 2 * 10 ** .6 for i in range(len(tenths) - 3)]

    def lufs(p):
        return -.691 + 10 * math.log10(max(p, 1e-12))

    loud = [p for p in powers if lufs(p) > -70]
    gate = lufs(sum(loud) / len(loud)) - 10
    loud = [p for p in loud if lufs(p) > gate]
    return lufs(sum(loud) / len(loud))


def effects(folder):
    print(f"{'effect':18}{'s':>6}{'peak':>7}{'50ms':>7}{'attack':>8}{'DC %':>7}{'<150':>6}{'gap':>7}   (dBFS, ms, % of energy)")
    for path in sorted(folder.glob("*.wav")):
        a, channels, rate, width = samples(path)
        top = max(max(a), -min(a))
        seconds, peak, dc = len(a) / rate, decibel(top / 32768), 100 * sum(a) / len(a) / 32768
        attack = 1000 * next(i for i, x in enumerate(a) if abs(x) > .25 * top) / rate
        step = rate // 20
        loud = decibel(math.sqrt(max(squares(a[i:i + step]) for i in range(0, len(a), step)) / step) / 32768)
        every = energy(path)
        low = 100 * energy(path, "sinc", "-t", "60", "-150") / every
        gap = 100 * energy(path, "sinc", "2200-3200") / every
        name = path.stem
        print(f"{name:18}{seconds:6.2f}{peak:7.1f}{loud:7.1f}{attack:8.1f}{dc:7.3f}{low:6.1f}{gap:7.2f}")
        demand(name, (channels, rate, width) == (1, 48000, 2), "not mono, 48 kHz, 16 bit")
        demand(name, .06 <= seconds <= 1.5, "length")
        demand(name, peak <= -1, "peak over -1 dBFS")
        demand(name, abs(dc) < .1, "DC")
        demand(name, low <= 60, "more than 60 % below 150 Hz")
        demand(name, abs(a[-1]) < 33, "does not end in silence")
        demand(name, attack < 10 or name not in ANSWERS, "answers a key too late")
        demand(name, gap < 1 or name not in CROWD, "sounds in the enemy shot's band")
        demand(name, gap > 40 or name != "shot_enemy", "has left its band")
        demand(name, name in LOUDEST and abs(loud - LOUDEST[name]) <= 1.5, f"loudest 50 ms {loud:.1f} dBFS, not {LOUDEST.get(name)}")


def music(folder, work):
    print(f"\n{'music':8}{'s':>7}{'peak':>7}{'LUFS':>7}{'DC %':>7}{'<150':>6}{'seam':>6}{'usual':>7}   (seam: second difference across the loop)")
    for path in sorted(folder.glob("*.ogg")):
        name, wav = path.stem, work / f"{path.stem}.decoded.wav"
        subprocess.run(["oggdec", "-Q", "-o", str(wav), str(path)], check=True)
        a, channels, rate, _ = samples(wav)
        peak, dc = decibel(max(max(a), -min(a)) / 32768), 100 * sum(a) / len(a) / 32768
        low = 100 * energy(wav, "sinc", "-t", "60", "-150") / energy(wav)
        heard = loudness(wav, work)
        tags = dict(re.findall(r"(LOOP\w+)=(\d+)", subprocess.run(["ogginfo", str(path)], capture_output=True, text=True).stdout))
        demand(name, (name in LOOPS) == (set(tags) == {"LOOPSTART", "LOOPEND"}), "loop tags are missing, or are not wanted")
        seam = usual = 0
        if tags:
            start, end = int(tags["LOOPSTART"]), int(tags["LOOPEND"])
            demand(name, end * channels <= len(a), "LOOPEND beyond the end")
            for c in range(channels):
                left = a[c::channels]
                joined = left[end - 2400:end] + left[start:start + 2400]
                bend = [abs(x - 2 * y + z) for x, y, z in zip(joined, joined[1:], joined[2:])]
                seam, usual = max(seam, *bend[2396:2402]), max(usual, *bend[:2300], *bend[2500:])
            demand(name, seam <= usual, "the loop clicks")
        print(f"{name:8}{len(a) / channels / rate:7.2f}{peak:7.1f}{heard:7.1f}{dc:7.3f}{low:6.1f}{seam:6}{usual:7}")
        demand(name, peak <= -1, "peak over -1 dBFS")
        demand(name, abs(dc) < .1, "DC")
        demand(name, low <= 60, "more than 60 % below 150 Hz")
        demand(name, abs(heard - LOUDNESS) <= .75, f"{heard:.1f} LUFS, not {LOUDNESS}")


def again(root, script, work):
    subprocess.run(["sh", str(script), str(work / "again")], check=True)
    for kind, ending in (("sound", "wav"), ("music", "ogg")):
        for path in sorted((root / kind).glob(f"*.{ending}")):
            other = work / "again" / kind / path.name
            demand(path.stem, other.exists() and other.read_bytes() == path.read_bytes(), "rendered twice, two different files")


def main():
    root = pathlib.Path(sys.argv[1])
    for kind, names in NEEDED.items():
        there = {path.stem for path in (root / kind).glob("*.*")}
        for name in names.split():
            demand(name, name in there, f"is missing in {kind}")
    with tempfile.TemporaryDirectory() as work:
        effects(root / "sound")
        music(root / "music", pathlib.Path(work))
        if len(sys.argv) > 2:
            again(root, sys.argv[2], pathlib.Path(work))
    print("\n".join(faults) or "all within limits")
    return bool(faults)


sys.exit(main())
