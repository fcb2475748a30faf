"""Two hosts and a guest, each in a network namespace of its own, on one bridge: games are found by broadcast and by multicast, and played over
a line that loses and holds back datagrams. namespaces_test.py PROGRAM. Ends with 77, and says why, where namespaces are not allowed."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time

SKIPPED = 77
HOSTS = {"a": "10.77.0.1", "b": "10.77.0.2"}
GUEST = "10.77.0.3"


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def run(*words):
    subprocess.run(words, check=True, timeout=30)


class Machine:
    """A namespace with one interface on the bridge; it lives as long as a sleeping process in it."""

    def __init__(self, name, address):
        self.sleeper = subprocess.Popen(["unshare", "-n", "sleep", "300"])
        pid = str(self.sleeper.pid)
        until = time.monotonic() + 10
        while os.readlink(f"/proc/{pid}/ns/net") == os.readlink("/proc/self/ns/net"):
            assert time.monotonic() < until, "no namespace after 10 s"
            time.sleep(0.02)
        run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "lan0", "netns", pid)
        run("ip", "link", "set", f"to-{name}", "master", "bridge", "up")
        self.run("ip", "link", "set", "lo", "up")
        self.run("ip", "address", "add", f"{address}/24", "broadcast", "10.77.0.255", "dev", "lan0")
        self.run("ip", "link", "set", "lan0", "up")

    def words(self, *words):
        return ["nsenter", "-t", str(self.sleeper.pid), "-n", *words]

    def run(self, *words):
        run(*self.words(*words))

    def start(self, *words):
        return subprocess.Popen(self.words(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def rules(self, *rules):
        """What its packet filter does, from now on."""
        text = "flush ruleset\ntable ip trial {\n" + "\n".join(rules) + "\n}\n"
        subprocess.run(self.words("nft", "-f", "-"), input=text, text=True, check=True, timeout=30)

    def close(self):
        self.sleeper.kill()
        self.sleeper.wait(10)


def going_out(*conditions):
    rules = "\n".join(f"{condition} drop" for condition in conditions)
    return f"chain out {{ type filter hook output priority 0; policy accept;\n{rules}\n}}"


def coming_in(*conditions):
    return going_out(*conditions).replace("chain out", "chain in").replace("hook output", "hook input")


def found(guest, program):
    out = subprocess.run(guest.words(program, "list", "--seconds", "2"), capture_output=True, text=True, check=True, timeout=60).stdout
    games = [json.loads(line) for line in out.splitlines()]
    for game in games:
        assert game["joinable"] and game["ping_ms"] < 250, game
    return sorted(game["address"] for game in games)


def end(process):
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def search(machines, guest, program):
    hosts = [machines[name].start(program, "serve", "--name", name, "--quiet") for name in HOSTS]
    for host in hosts:
        assert host.stdout.readline().startswith("{"), host.stderr.read()
    both = [f"{address}:17430" for address in HOSTS.values()]
    broadcast, multicast = "ip daddr 10.77.0.255", "ip daddr 224.0.0.0/4"
    for name, rules, expected in (("by both", [], both), ("by broadcast", [multicast], both), ("by multicast", [broadcast], both),
                                  ("by neither", [broadcast, multicast], [])):
        guest.rules(going_out(*rules))
        games = found(guest, program)
        print(f"search {name}: {games}")
        assert games == expected, (name, games)
    guest.rules()
    end(hosts[1])
    games = found(guest, program)
    assert games == both[:1], ("after one is gone", games)
    end(hosts[0])


def play(host, guest, program):
    ticks = "600"
    for machine in (host, guest):
        machine.rules(coming_in("meta l4proto udp numgen random mod 100 < 5"))
        machine.run("tc", "qdisc", "add", "dev", "lan0", "root", "tbf", "rate", "256kbit", "burst", "4kb", "latency", "60ms")
    served = host.start(program, "serve", "--bot", "ace", "--ticks", ticks, "--quiet")
    assert served.stdout.readline().startswith("{"), served.stderr.read()
    began = time.monotonic()
    joined = guest.start(program, "join", HOSTS["a"], "--bot", "ace", "--ticks", ticks, "--quiet")
    ends = []
    for process in (served, joined):
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        ends.append(json.loads(out.splitlines()[-1]))
    print(f"played {ticks} ticks in {time.monotonic() - began:.1f} s; loss {[e['loss_percent'] for e in ends]} %, desyncs {[e['desyncs'] for e in ends]}")
    for each in ends:
        assert each["ticks"] == int(ticks) and each["desyncs"] == 0 and each["hash"] == ends[0]["hash"], ends
        assert 0 < each["loss_percent"] < 20, ends
        assert each["wire_bytes_per_second"] < 32000, ends


def make_bridge():
    run("ip", "link", "set", "lo", "up")
    run("ip", "link", "add", "bridge", "type", "bridge")
    run("ip", "link", "set", "bridge", "up")


def inside(program):
    make_bridge()
    machines = {}
    try:
        for name, address in [*HOSTS.items(), ("guest", GUEST)]:
            machines[name] = Machine(name, address)
        guest = machines["guest"]
        try:
            guest.rules()
        except subprocess.CalledProcessError:
            skip("nft is refused in a network namespace of our own")
        search(machines, guest, program)
        play(machines["a"], guest, program)
    finally:
        for machine in machines.values():
            machine.close()
    print("ok")


def main(script, inside):
    """Runs inside(PROGRAM) in namespaces of its own, where it may make networks."""
    program = sys.argv[1]
    if len(sys.argv) > 2:
        return inside(program)
    for tool in ("unshare", "nsenter", "ip", "nft", "tc"):
        if not shutil.which(tool, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            skip(f"{tool} is not installed")
    tried = subprocess.run(["unshare", "-Urnm", "ip", "link", "add", "bridge", "type", "bridge"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        skip(f"network namespaces are refused here: {tried.stderr.strip()}")
    os.environ["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    sys.exit(subprocess.run(["unshare", "-Urnm", "--kill-child", sys.executable, "-B", script, program, "inside"], check=False, timeout=280).returncode)


if __name__ == "__main__":
    main(__file__, inside)
