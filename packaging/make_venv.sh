#!/bin/sh
# Makes .venv with the first Python of 3.11 to 3.14 found; standard tools only.
set -eu

for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14 python; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "CIMA Desktop needs Python 3.11, 3.12, 3.13 or 3.14, and found none. Install one, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and Ubuntu keep this part of Python in a package of its own
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing the Debian package python$version-venv"
        apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "python$version-venv" >/dev/null
    else
        echo "Python $version here cannot make environments. On Debian or Ubuntu: apt-get install python$version-venv" >&2
        exit 1
    fi
fi

echo "Making .venv with $("$python" --version)"
exec "$python" -m venv --clear .venv
