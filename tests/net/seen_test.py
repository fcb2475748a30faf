"""What `seen` names, in network namespaces where exactly that is wrong. seen_test.py PROGRAM. Ends with 77, and says why, where namespaces are
not allowed."""
import json
import subprocess

from namespaces_test import Machine, coming_in, going_out, main, make_bridge, run, skip

HOST, FRIEND, ROUTER = "10.77.0.1", "10.77.0.3", "10.77.0.254"
HOLDS_A_PORT = "import socket, sys, time\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(('', int(sys.argv[1])))\nprint('ready', flush=True)\ntime.sleep(60)"


def seen(machine, program, *words):
    """The findings by their words, and the whole lines."""
    done = subprocess.run(machine.words(program, "seen", *words), capture_output=True, text=True, check=False, timeout=60)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (1 if lines else 0), (done.returncode, done.stdout, done.stderr)
    for line in lines:
        assert line["sentence"] and "{" not in line["sentence"], line
    return [line["found"] for line in lines], lines


def expect(what, machine, program, *words, found):
    names, lines = seen(machine, program, *words)
    print(f"{what}: {names}")
    assert names == found, (what, names, lines)
    return lines


def packet_filters(machine, program):
    search_port, game_port = "udp dport 17431", "udp dport 17430"
    for what, rules, found in (
            ("nothing is wrong", [], []),
            ("no broadcasts", [coming_in(f"ip daddr 10.77.0.255 {search_port}")], ["broadcast_blocked"]),
            ("no multicasts", [coming_in(f"ip daddr 224.0.0.0/4 {search_port}")], ["multicast_blocked"]),
            ("no searches at all", [coming_in(search_port)], ["broadcast_blocked", "multicast_blocked"]),
            ("the game's port is shut towards the network", [coming_in(f'iifname "lan0" {game_port}')], ["game_blocked"]),
            ("only this machine itself gets in", [coming_in('iifname != "lo" meta l4proto udp')], ["nothing_arrives"]),
            ("the game's port is shut", [coming_in(game_port)], ["game_port_silent"]),
            ("no searches get out", [going_out(f"ip daddr 10.77.0.255 {search_port}", f"ip daddr 224.0.0.0/4 {search_port}")], ["sending_blocked"])):
        machine.rules(*rules)
        lines = expect(what, machine, program, found=found)
        assert all(line["network"] == "lan0" and line["address"] == HOST for line in lines), lines
    machine.rules()


def ports(machine, program):
    for port, found in ("17430", "game_port_taken"), ("17431", "search_port_taken"):
        holder = machine.start("python3", "-c", HOLDS_A_PORT, port)
        try:
            assert holder.stdout.readline() == "ready\n", holder.stderr.read()
            lines = expect(f"port {port} is another program's", machine, program, found=[found])
            assert port in lines[0]["sentence"], lines
        finally:
            holder.kill()
            holder.communicate(timeout=30)
    expect("told to be silent", machine, program, "--lan", "machine", found=["not_announced"])


def networks(machine, program):
    machine.run("ip", "link", "add", "vpn0", "type", "veth", "peer", "name", "vpn1")
    machine.run("ip", "link", "set", "vpn1", "up")
    machine.run("ip", "address", "add", "10.9.0.1/24", "dev", "vpn0")
    machine.run("ip", "link", "set", "vpn0", "up")
    machine.run("ip", "route", "add", "default", "via", ROUTER)
    lines = expect("a network without broadcasts", machine, program, found=["no_broadcast", "several_networks"])
    assert lines[0]["network"] == "vpn0" and lines[1]["address"] == HOST and "10.9.0.1 (vpn0)" in lines[1]["sentence"], lines
    machine.run("ip", "link", "delete", "vpn0")


def neighbours(machine, program):
    expect("a friend and the router answer", machine, program, FRIEND, ROUTER, found=[])
    for port in "to-host", "to-friend":
        run("bridge", "link", "set", "dev", port, "isolated", "on")
    machine.run("ip", "neighbour", "flush", "dev", "lan0")
    lines = expect("devices are kept apart", machine, program, FRIEND, ROUTER, found=["friend_unreachable", "only_the_router"])
    assert lines[0]["address"] == FRIEND, lines
    machine.run("ip", "link", "set", "lan0", "down")
    expect("no network", machine, program, found=["no_network"])


def inside(program):
    make_bridge()
    run("ip", "address", "add", f"{ROUTER}/24", "dev", "bridge")
    machines = []
    try:
        for name, address in ("host", HOST), ("friend", FRIEND):
            machines.append(Machine(name, address))
        host = machines[0]
        try:
            host.rules()
        except subprocess.CalledProcessError:
            skip("nft is refused in a network namespace of our own")
        packet_filters(host, program)
        ports(host, program)
        networks(host, program)
        neighbours(host, program)
    finally:
        for machine in machines:
            machine.close()
    print("ok")


if __name__ == "__main__":
    main(__file__, inside)
