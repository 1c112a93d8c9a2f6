#!/usr/bin/env bash
# Writes the hash-pinned locks from pyproject.toml. Run by `make lock`; pass --upgrade to take newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."

UV_ENVIRONMENT=build/lock-venv
if command -v uv >/dev/null; then
    UV=uv
else
    [ -x "$UV_ENVIRONMENT/bin/uv" ] || {
        "${PYTHON:-python3}" -m venv "$UV_ENVIRONMENT"
        "$UV_ENVIRONMENT/bin/python" -m pip install --quiet uv
    }
    UV=$UV_ENVIRONMENT/bin/uv
fi

compile() {
    # One version of each package for every Python we support; no host of a registry in the file.
    "$UV" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links --no-annotate "$@" >/dev/null
}

compile pyproject.toml --extra dossiers --extra surveys --extra site --group dev --output-file requirements/dev.txt "${@}"
compile pyproject.toml --extra dossiers --extra surveys --extra site --constraint requirements/dev.txt --output-file requirements/site.txt
compile pyproject.toml --extra dossiers --extra surveys --constraint requirements/dev.txt --output-file requirements/runtime.txt
compile pyproject.toml --extra dossiers --extra spark --constraint requirements/dev.txt --output-file requirements/spark.txt
