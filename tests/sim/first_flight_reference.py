"""First Flight a second time, straight from its description and from nothing else, compared with the program rectangle for rectangle:
first_flight_reference.py PROGRAM ROOT [CASES]. Random spawns and keys, aimed so that edges touch, one shot takes two, both keys are held
and planes ram. Then every planted mistake of the reference must show as a difference."""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

W, H = 480, 700
HERO_W, HERO_H = 102, 126
ENEMY_W, ENEMY_H = 57, 43
SHOT_W, SHOT_H = 5, 11
RATE = 15
BURST_MS = 300


def overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


class Game:
    """spawns: (at_tick, x, speed) in the order of the file. keys(tick, seat): the set of keys held. fault: a rule to break."""

    def __init__(self, spawns, keys, players, fault=""):
        self.spawns, self.keys, self.fault = sorted(spawns, key=lambda s: s[0]), keys, fault
        self.backgrounds = [0, -H]
        centres = [W // 2] if players == 1 else [160, 320]
        self.heroes = [{"seat": s, "rect": [c - HERO_W // 2, 580 - HERO_H, HERO_W, HERO_H], "speed": 0} for s, c in enumerate(centres)]
        self.shots, self.enemies = [], []
        self.tick, self.score, self.over = 0, 0, False
        self.seen = {"edge": 0, "double": 0, "ram": 0, "both_keys": 0, "wall": 0, "all_gone": 0, "same_tick": 0}

    def bursts_due(self, tick):
        return tick * 1000 // (RATE * BURST_MS)

    def step(self):
        self.tick += 1
        # 1. timer events
        born = [s for s in self.spawns if s[0] == self.tick]
        self.seen["same_tick"] += len(born) > 1
        for _, x, speed in born:
            self.enemies.append([[x, -ENEMY_H, ENEMY_W, ENEMY_H], speed])
        due = self.bursts_due(self.tick) - self.bursts_due(self.tick - 1)
        if self.fault == "bursts in whole ticks":
            due = 1 if self.tick % 5 == 0 else 0
        for _ in range(due):
            for hero in self.heroes:
                x, y = hero["rect"][:2]
                for i in range(3):
                    self.shots.append([x + 51 - SHOT_W // 2, y - 20 * i - SHOT_H, SHOT_W, SHOT_H])
        # 2. keys
        for hero in self.heroes:
            held = self.keys(self.tick, hero["seat"])
            first, then = ("left", "right") if self.fault == "left wins" else ("right", "left")
            self.seen["both_keys"] += {"left", "right"} <= held
            speed = {"right": 8, "left": -8}
            hero["speed"] = speed[first] if first in held else speed[then] if then in held else 0
        # 3. collisions
        kept = []
        for shot in self.shots:
            x, y = shot[0], shot[1]  # touching ones first, written out: this is where the time goes
            near = [e for e in self.enemies if e[0][1] <= y + SHOT_H and e[0][1] >= y - ENEMY_H and x - ENEMY_W <= e[0][0] <= x + SHOT_W]
            hit = [e for e in near if self.fault == "touching counts" or overlap(shot, e[0])]
            self.seen["edge"] += len(near) > len(hit)
            if self.fault == "one shot, one enemy":
                hit = hit[:1]
            self.seen["double"] += len(hit) > 1
            self.score += len(hit)
            if hit:
                self.enemies = [e for e in self.enemies if not any(e is h for h in hit)]
            if not hit or self.fault == "shots go through":
                kept.append(shot)
        self.shots = kept
        rammed = [e for e in self.enemies if any(overlap(h["rect"], e[0]) for h in self.heroes)]
        self.seen["ram"] += bool(rammed)
        self.heroes = [h for h in self.heroes if not any(overlap(h["rect"], e[0]) for e in rammed)]
        self.enemies = [e for e in self.enemies if not any(e is r for r in rammed)]
        if self.fault == "rams score":
            self.score += len(rammed)
        if not self.heroes:
            self.over = True
            self.seen["all_gone"] += 1
            if self.fault != "the last tick moves":
                return
        # 4. movement
        self.backgrounds = [-H if y + 1 >= H else y + 1 for y in self.backgrounds]
        for enemy in self.enemies:
            enemy[0][1] += enemy[1]
        self.enemies = [e for e in self.enemies if e[0][1] < H]
        for hero in self.heroes:
            rect = hero["rect"]
            free = rect[0] + hero["speed"]
            rect[0] = min(max(free, 0), W - HERO_W)
            self.seen["wall"] += rect[0] != free
        for shot in self.shots:
            shot[1] -= 5
        gone_at = 5 if self.fault == "shots go early" else 0
        self.shots = [s for s in self.shots if s[1] + SHOT_H >= gone_at]

    def state(self):
        sprites = [["background", [0, y, W, H]] for y in self.backgrounds]
        sprites += [["heroes", list(h["rect"])] for h in self.heroes]
        sprites += [["hero_shots", list(s)] for s in self.shots]
        sprites += [["enemies", list(e[0])] for e in self.enemies]
        return {"tick": self.tick, "sprites": sprites, "score": self.score}


def make_case(number):
    rng = random.Random(number)
    players = 1 + number % 2
    ticks = rng.choice([100, 200, 300, 500])
    crowd = rng.choice([0.02, 0.06, 0.15, 0.3])
    spawns = []
    for tick in range(1, ticks):
        while rng.random() < crowd:
            # Where shots fly, to the pixel, or anywhere; beside the heroes where the run is meant to last.
            line = (W // 2 if players == 1 else rng.choice([160, 320])) - 2
            aimed = line + rng.choice([-ENEMY_W - 1, -ENEMY_W, -ENEMY_W + 1, -30, SHOT_W - 1, SHOT_W, SHOT_W + 1])
            x = aimed if rng.random() < 0.5 else rng.randint(0, W - ENEMY_W)
            spawns.append((tick, min(max(x, 0), W - ENEMY_W), rng.randint(1, 3)))
            if rng.random() < 0.3:  # a neighbour in the same row, so that one shot may touch both
                spawns.append((tick, min(max(x + rng.choice([-40, 3, 20, 57]), 0), W - ENEMY_W), spawns[-1][2]))
    lines = {}
    for seat in range(players):
        tick = rng.randint(1, 30)
        while tick < ticks:
            lines[(tick, seat)] = rng.choice([[], [], [], ["left"], ["right"], ["left", "right"], ["right", "up"], ["fire", "left", "bomb"]])
            tick += rng.choice([1, 2, 5, 10, 40])
    return players, ticks, spawns, lines


def keys_of(lines, ticks):
    held, table = {}, {}
    for tick in range(1, ticks + 1):
        for seat in (0, 1):
            held[seat] = lines.get((tick, seat), held.get(seat, []))
            table[(tick, seat)] = set(held[seat])
    return lambda tick, seat: table[(tick, seat)]


def mode_file(root, spawns):
    text = (root / "assets/data/modes/first_flight.toml").read_text(encoding="utf-8")
    head, tables = text.split("\n[", 1)
    listed = ",\n".join('  { at_tick = %d, enemy = "plane", x = %d, speed = %d }' % s for s in spawns)
    tables = "\n[" + tables.split("[enemies]")[0]
    return head + "\nspawns = [\n" + listed + "\n]\n" + tables


def trace_of(program, root, folder, case):
    players, ticks, spawns, lines = case
    mode, keys, trace = folder / "case.toml", folder / "case.keys", folder / "case.trace"
    mode.write_text(mode_file(root, spawns), encoding="utf-8")
    keys.write_text("".join(f"{t} {s} {'+'.join(held) or 'none'}\n" for (t, s), held in sorted(lines.items())), encoding="utf-8")
    command = [program, "run", "--mode", str(mode), "--inputs", str(keys), "--players", str(players), "--ticks", str(ticks), "--trace", str(trace),
               "--data", str(root / "assets")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    result = json.loads(done.stdout)
    states = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    if states[-1]["hash"] != result["hash"] or states[-1]["tick"] != result["ticks"] or states[-1]["score"] != result["score"]:
        raise SystemExit("the trace does not end as its line says")
    for state in states:
        ids = [sprite["id"] for sprite in state["sprites"]]
        if 0 in ids or len(set(ids)) != len(ids):
            raise SystemExit(f"tick {state['tick']}: ids meet")
        state["sprites"] = [[sprite["group"], sprite["rect"]] for sprite in state["sprites"]]
        del state["hash"]
    return states


def difference(case, states, fault="", seen=None):
    """The first tick in which reference and trace differ, as text; empty when they are equal to the end."""
    players, ticks, spawns, lines = case
    game = Game(spawns, keys_of(lines, ticks), players, fault)
    for number in range(ticks):
        if game.over:
            break
        game.step()
        if number >= len(states):
            return f"the trace ends after tick {len(states)}, the game goes on"
        if game.state() != states[number]:
            return f"tick {number + 1}:\nreference {game.state()}\nprogram   {states[number]}"
    if seen is not None:
        for name, count in game.seen.items():
            seen[name] = seen.get(name, 0) + count
    return "" if len(states) == game.tick else f"the trace has {len(states)} ticks, the game {game.tick}"


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 220
    faults = ["touching counts", "one shot, one enemy", "left wins", "shots go through", "rams score", "the last tick moves", "shots go early",
              "bursts in whole ticks"]
    seen, found, ticks = {}, set(), 0
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(count):
            case = make_case(number)
            states = trace_of(program, root, pathlib.Path(temporary), case)
            what = difference(case, states, "", seen)
            if what:
                print(f"case {number}: {what}")
                return 1
            ticks += len(states)
            found |= {fault for fault in faults if fault not in found and difference(case, states, fault)}
    missing = [name for name, times in seen.items() if times == 0]
    if missing or ticks < count * 50:
        print(f"the cases are too tame: never seen {missing}; {ticks} ticks")
        return 1
    if len(found) != len(faults):
        print(f"not noticed: {sorted(set(faults) - found)}")
        return 1
    print(f"{count} games, {ticks} ticks equal to the rectangle; {seen}; {len(found)} planted mistakes noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
