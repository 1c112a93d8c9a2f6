#!/usr/bin/env bash
# Puts Chromium on a Debian or Ubuntu machine where it is missing; the browser tests need it, the site does not.
set -euo pipefail

find_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if find_browser >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null; then
    echo "Chromium was not found. Install it and set PARINDEX_BROWSER=/path/to/chromium." >&2
    exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "Installing Chromium ..." >&2
as_root apt-get update -q >&2
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium >&2
find_browser >/dev/null
