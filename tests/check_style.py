"""Format and static checks over all sources: check_style.py ROOT BUILD [format|tidy]. Only files whose text, headers or rules changed are looked at again."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

root, build, what = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3]
FOLDERS = ("engine", "net", "game", "tests")
INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)


def sources(*endings):
    return sorted(path for folder in FOLDERS for path in (root / folder).rglob("*") if path.suffix in endings)


def check_format():
    files = [str(path) for path in sources(".h", ".cpp")]
    done = subprocess.run(["clang-format-14", "--dry-run", "-Werror", *files], capture_output=True, text=True)
    sys.stdout.write(done.stderr)
    print(f"{len(files)} files looked at")
    return done.returncode


def fingerprint(path, seen):
    """Hash over a file and all our headers below it."""
    if path in seen:
        return b""
    seen.add(path)
    text = path.read_bytes()
    parts = [hashlib.sha256(text).digest()]
    for name in INCLUDE.findall(text):
        header = root / name.decode()
        if header.is_file():
            parts.append(fingerprint(header, seen))
    return hashlib.sha256(b"".join(parts)).digest()


def check_tidy():
    rules = (root / ".clang-tidy").read_bytes()
    known_file = build / "tidy-clean.json"
    known = set(json.loads(known_file.read_text())) if known_file.is_file() else set()
    compiled = {entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())}
    work = []
    for path in sources(".cpp"):
        if str(path) in compiled and FOLDERS.index(path.relative_to(root).parts[0]) < 3:
            key = hashlib.sha256(rules + fingerprint(path, set())).hexdigest()
            work.append((path, key))
    todo = [(path, key) for path, key in work if key not in known]

    def one(item):
        path, key = item
        # the build is GCC's, and so may be its warning options
        command = ["clang-tidy-14", "-p", str(build), "--quiet", "--extra-arg=-Wno-unknown-warning-option", str(path)]
        done = subprocess.run(command, capture_output=True, text=True)
        return path, key, done

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, key, done in pool.map(one, todo):
            if done.returncode == 0:
                known.add(key)
            else:
                failed += 1
                print(done.stdout)
    known_file.write_text(json.dumps(sorted(known & {key for _, key in work})))
    print(f"{len(work)} files, {len(todo)} looked at, {failed} with remarks")
    return 1 if failed or not work else 0


sys.exit(check_format() if what == "format" else check_tidy())
