#!/bin/sh
# run_python.sh FILE...: runs a Python file with the first interpreter here that has NumPy (Debian's python3-numpy is for /usr/bin/python3 only).
for python in python3 /usr/bin/python3; do
    if "$python" -c "import numpy" 2>/dev/null; then exec "$python" -B "$@"; fi
done
echo "No python3 here has NumPy: apt-get install python3-numpy" >&2
exit 1
