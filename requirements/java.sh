#!/usr/bin/env bash
# Puts Java on a Debian or Ubuntu machine where it is missing; only Spark needs it, the site and the library do not.
set -euo pipefail

has_java() { [ -x "${JAVA_HOME:-/nowhere}/bin/java" ] || command -v java >/dev/null; }

if has_java; then exit 0; fi
if ! command -v apt-get >/dev/null; then
    echo "Java was not found. Install Java 17 or newer and set JAVA_HOME." >&2
    exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
echo "Installing Java 17 ..." >&2
as_root apt-get update -q >&2
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends openjdk-17-jre-headless >&2
has_java
