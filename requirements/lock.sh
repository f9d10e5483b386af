#!/bin/sh
# Pins every package with its hashes, for all supported systems. Needs uv (pip install uv).
# --no-header and --no-emit-index-url keep addresses out: a lock says what, never where from.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-annotate --no-emit-index-url --no-emit-find-links "$@"; }
lock pyproject.toml --all-extras --group build -o requirements/run.txt "${@}"
lock pyproject.toml --all-extras --group build --group test -o requirements/dev.txt "${@}"
