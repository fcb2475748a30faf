"""The simulation's program needs no screen: fails when it links SDL, or when it cannot be looked at. check_linkage.py PROGRAM"""
import subprocess
import sys

libraries = subprocess.run(["ldd", sys.argv[1]], capture_output=True, text=True, check=True).stdout
screen = [line.strip() for line in libraries.splitlines() if "SDL" in line or "libX11" in line]
print("\n".join(screen))
sys.exit(1 if screen or "libc." not in libraries else 0)
