#!/usr/bin/env bash
# Makes .venv from the hash-pinned lock. Needs Python >= 3.11 and nothing else; safe to run again after a stop.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=.venv
UNFINISHED=$VENV/.unfinished
STAMP=$VENV/.installed

say() { printf '%s\n' "$*" >&2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    say "Không tìm thấy Python 3.11 trở lên${PYTHON:+ ở $PYTHON}. Hãy cài (Debian: apt-get install python3 python3-venv), hoặc chạy: make install PYTHON=/đường/dẫn/python3"
    say "Python 3.11 or newer was not found${PYTHON:+ at $PYTHON}. Install it (Debian: apt-get install python3 python3-venv), or run: make install PYTHON=/path/to/python3"
    return 1
}

has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }

# Debian ships `venv` apart from Python.
add_venv_module() {
    local python=$1
    if command -v apt-get >/dev/null && may_be_root; then
        local version
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "python3-venv is missing: installing it with apt-get"
        as_root apt-get update -q >&2
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "python$version-venv" >&2 ||
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q python3-venv >&2
    fi
    if ! has_venv "$python"; then
        say "$python thiếu mô-đun venv. Hãy cài (Debian, Ubuntu): sudo apt-get install python3-venv"
        say "$python has no venv module. Install it (Debian, Ubuntu): sudo apt-get install python3-venv"
        return 1
    fi
}

make_environment() {
    local python
    python=$(find_python)
    has_venv "$python" || add_venv_module "$python"
    "$python" -m venv "$VENV"
}

is_usable() { [ ! -e "$UNFINISHED" ] && [ -x "$VENV/bin/python" ] && is_new_enough "$VENV/bin/python"; }

install() {
    if ! is_usable; then
        rm -rf "$VENV"
        mkdir "$VENV"
        touch "$UNFINISHED"
        make_environment
    fi
    touch "$UNFINISHED"
    say "Installing the locked packages into $VENV ..."
    # --no-deps: the lock is complete, so nothing may be resolved anew.
    "$VENV/bin/python" -m pip install -qq --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
    # pip compiles on one processor, this on all. Some packages carry templates that are no Python.
    "$VENV/bin/python" -m compileall -qq -j 0 "$VENV/lib" || true
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
    rm "$UNFINISHED"
    touch "$STAMP"
}

is_current() {
    local source
    [ -e "$STAMP" ] && is_usable || return 1
    for source in requirements/dev.txt pyproject.toml hatch_build.py requirements/install.sh src/parindex/locale/*/LC_MESSAGES/*.po src/parweb/*/locale/*/LC_MESSAGES/*.po; do
        if [ "$source" -nt "$STAMP" ]; then return 1; fi
    done
    # Without its compiled catalogue a page falls back on another language; building installs them.
    for source in src/parindex/locale/*/LC_MESSAGES/*.po src/parweb/*/locale/*/LC_MESSAGES/*.po; do
        [ -e "${source%.po}.mo" ] || return 1
    done
}

# Two `make` at once must not build the same folder.
if command -v flock >/dev/null; then
    exec 9<"$0"
    flock 9
fi
is_current || install
