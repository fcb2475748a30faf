#!/usr/bin/env python3
"""song.py SONG CSD: turns a song text into a csound score for band.orc, and prints LOOPSTART and LOOPEND in samples (nothing for a
jingle). Only the standard library. The text's rules stand in assets/sound/README.md; anything that breaks one ends with file, line and reason."""
import re
import sys
import zlib

RATE, STEP = 48000, 16                     # notes start on a multiple of STEP samples (band.orc's ksmps)
NOTE = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
QUALITY = {                                # what the comping hand plays above the bass: semitones from the root
    "maj9": (4, 7, 11, 14), "maj7": (4, 7, 11, 14), "6": (4, 7, 9, 14), "69": (4, 7, 9, 14), "m9": (3, 7, 10, 14),
    "m7": (0, 3, 7, 10), "m6": (3, 7, 9, 14), "mmaj9": (3, 7, 11, 14), "13": (4, 9, 10, 14), "9": (4, 7, 10, 14),
    "13sus": (5, 9, 10, 14), "9sus": (5, 7, 10, 14), "7b9": (4, 7, 10, 13), "7alt": (4, 8, 10, 15), "9#11": (4, 6, 10, 14),
    "m7b5": (0, 3, 6, 10), "dim7": (0, 3, 6, 9), "maj7#11": (4, 6, 7, 11), "5b2": (0, 1, 7, 12),
}
RING = {"kick": .26, "snare": .16, "hat": .07, "ride": .6, "crash": 1.6, "tom": .30, "pencil": .06, "bell": 1.7}   # seconds
STRENGTH = {"!": 1.0, "": .82, "?": .58}
HITS = {"x": .78, "X": 1.0, "o": .48}


class Wrong(Exception):
    pass


def pitch(text):
    m = re.fullmatch(r"([a-g])(#|b)?(-?\d)", text)
    if not m:
        raise Wrong(f"'{text}' is no note")
    return 12 * (int(m[3]) + 1) + NOTE[m[1]] + {"#": 1, "b": -1, None: 0}[m[2]]


def chord(text):
    m = re.fullmatch(r"([A-G])(#|b)?([^/]*)(/[A-G][#b]?)?", text)
    if not m or m[3] not in QUALITY:
        raise Wrong(f"'{text}' is no chord this band knows")
    root = NOTE[m[1].lower()] + {"#": 1, "b": -1, None: 0}[m[2]]
    return tuple(sorted((root + i) % 12 for i in QUALITY[m[3]]))


def voice(classes, before, low, high):
    """The close position of the chord that moves least from the one before, kept near the middle of the register."""
    best = None
    for bottom in range(low, high):
        if bottom % 12 in classes:
            notes = [bottom]
            while len(notes) < len(classes):
                notes.append(next(n for n in range(notes[-1] + 1, notes[-1] + 13) if n % 12 in classes))
            if notes[-1] <= high:
                cost = abs(sum(notes) / len(notes) - (low + high) / 2) * .6
                cost += sum(abs(a - b) for a, b in zip(notes, before)) if before else 0
                best = min(best or (1e9, None), (cost, notes))
    return best[1]


class Song:
    def __init__(self, path):
        self.head, self.voices, self.sections, self.form = {}, {}, {}, []
        section = None
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.split("  #")[0].rstrip()
            if not line or line.startswith("#"):
                continue
            try:
                if "|" in line:
                    name, bars = line.split("|", 1)
                    self.line(section, name.strip(), bars)
                else:
                    word, *rest = line.split()
                    if word == "voice":
                        self.voices[rest[0]] = (rest[1], *map(float, rest[2:6]))
                    elif word == "section":
                        section = self.sections.setdefault(rest[0], {"beats": rest[1] if len(rest) > 1 else None})
                    elif word == "form":
                        self.form = rest
                    else:
                        self.head[word] = " ".join(rest)
            except (Wrong, ValueError, IndexError, TypeError) as why:
                sys.exit(f"{path}:{number}: {why}")

    @staticmethod
    def line(section, name, text):
        bars = section.setdefault(name, [])
        for bar in text.strip().strip("|").split("|"):
            tokens = bar.split()
            times = int(tokens.pop()[1:]) if tokens and re.fullmatch(r"\*\d+", tokens[-1]) else 1
            bars.extend([tokens] * times)

    def play(self):
        """All notes of one time through, as (beat, length in beats, voice, key, strength), and the length in beats."""
        notes, clock, hand, chords = [], 0.0, {}, []
        for name in self.form:
            part = self.sections[name]
            beats = float(part["beats"] or self.head["beats"])
            for i, bar in enumerate(part["chords"]):
                chords += [(clock + beats * (i + j / len(bar)), chord(c)) for j, c in enumerate(bar)]
            clock += beats * len(part["chords"])
        clock = 0.0
        for name in self.form:
            part = self.sections[name]
            beats = float(part["beats"] or self.head["beats"])
            count = len(part["chords"])
            for track, bars in part.items():
                if track in ("beats", "chords"):
                    continue
                if len(bars) != count:
                    raise Wrong(f"section {name}, {track}: {len(bars)} bars, chords have {count}")
                last = None
                for i, bar in enumerate(bars):
                    grid = len(bar)
                    if grid and (beats * 12) % grid:
                        raise Wrong(f"section {name}, {track}, bar {i + 1}: {grid} signs do not divide {beats} beats")
                    for j, sign in enumerate(bar):
                        at, size = clock + beats * (i + j / grid), beats / grid
                        if sign == "-":
                            if last is None:
                                raise Wrong(f"section {name}, {track}, bar {i + 1}: '-' with nothing to hold")
                            for note in last:
                                note[1] += size
                        elif sign == ".":
                            last = None
                        else:
                            last = self.sign(track, sign, at, size, chords, hand)
                            notes += last
            clock += beats * count
        return notes, clock

    def sign(self, track, sign, at, size, chords, hand):
        here = [c for t, c in chords if t <= at + 1e-6][-1]
        if track.startswith(("comp", "arp")):
            if sign == ">":                                        # the next chord, early; after the last comes the first
                here = next((c for t, c in chords if t > at + 1e-6), chords[0][1])
            low, high = (50, 70) if track.startswith("comp") else (55, 76)
            if hand.get(track, (None,))[0] != here:
                hand[track] = (here, voice(here, hand.get(track, (None, None))[1], low, high))
            keys = hand[track][1]
            if sign.isdigit():
                n = int(sign) - 1
                return [[at, size, track, keys[n % len(keys)] + 12 * (n // len(keys)), .75]]
            return [[at, size, track, k, HITS.get(sign, .85) * (1 if k != keys[0] else .85)] for k in keys]
        if sign in HITS:
            return [[at, size, track, 60, HITS[sign]]]
        mark = sign[-1] if sign[-1] in "!?" else ""
        return [[at, size, track, pitch(sign.rstrip("!?")), STRENGTH[mark]]]


def main(source, target):
    song = Song(source)
    head = song.head
    try:
        notes, length = song.play()
    except (Wrong, KeyError) as why:
        sys.exit(f"{source}: {why}")
    tempo, swing = float(head["tempo"]), float(head.get("swing", .5))
    beat = 60 * RATE / tempo
    total = round(length * beat)
    if total % STEP:
        sys.exit(f"{source}: the piece is {total} samples long, not a multiple of {STEP}; choose another tempo")

    def when(beats):                                               # swing: the off-beat eighth comes later
        whole, part = divmod(beats + 1e-9, 1)
        part = part * swing / .5 if part <= .5 else swing + (part - .5) * (1 - swing) / .5
        return (whole + part) * beat

    lead = round(float(head.get("lead", 0)) * beat)                # samples played before the loop begins
    tail = round(float(head.get("tail", .6)) * RATE)
    end = total + lead + tail
    rows = []
    for index, (at, size, track, key, strength) in enumerate(notes):
        instrument, level, place, room = song.voices[track][:4]
        late = song.voices[track][4] if len(song.voices[track]) > 4 else 0
        seed = zlib.crc32(f"{index}{track}".encode()) % 9000 / 10000 + .05
        breath = 1 + (seed - .5) * .12                             # no two notes are equally strong
        start = round((when(at) + late * RATE) / STEP) * STEP
        stop = round((when(at + size) + late * RATE) / STEP) * STEP
        gap = 480 if instrument in ("horn", "ebass") else 0
        for again in ((0, total) if lead else (0,)):
            if start + again < end:
                size = RING[instrument] * RATE if instrument in RING else max(stop - start - gap, 960)
                rows.append((start + again, size, instrument, key, strength * breath, place, room, seed, level))
    rows.sort(key=lambda r: (r[0], r[2], r[3]))
    with open(target, "w", encoding="utf-8") as out:
        out.write(f"<CsoundSynthesizer>\n<CsInstruments>\n#include \"band.orc\"\n</CsInstruments>\n<CsScore>\n; {head['title']}\n")
        for start, size, instrument, key, strength, place, room, seed, level in rows:
            out.write(f'i "{instrument}" {start / RATE:.9f} {size / RATE:.9f} {key} {strength:.4f} {place:.2f} {room:.2f} {seed:.4f} {level}\n')
        fade = (end - min(tail, RATE)) / RATE
        out.write(f'i "room" 0 {end / RATE:.9f} {head["level"]} {fade:.9f}\ne\n</CsScore>\n</CsoundSynthesizer>\n')
    if lead:
        print(lead, lead + total)


if __name__ == "__main__":
    main(*sys.argv[1:3])
