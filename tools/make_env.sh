#!/usr/bin/env bash
# Build .venv from the lock (LOCK=requirements-gpu.txt for an NVIDIA GPU). Called by `make env`.
set -euo pipefail
cd "$(dirname "$0")/.."

usable() {  # a Python that the lock supports, and that can make environments
  "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 11))' \
    >/dev/null 2>&1
}

make_venv() {
  local candidate
  for candidate in ${PYTHON:-} python3.11 python3.10 python3 python; do
    if usable "$candidate"; then
      "$candidate" -m venv --clear .venv
      return
    fi
  done
  if command -v uv >/dev/null; then
    uv venv --quiet --clear --seed --python 3.11 .venv
    return
  fi
  for candidate in mamba conda; do
    if command -v "$candidate" >/dev/null; then
      "$candidate" create --quiet --yes --prefix .conda python=3.11
      .conda/bin/python -m venv --clear .venv
      return
    fi
  done
  echo "make env: found no Python 3.10 or 3.11 with venv, which MXNet 1.9.1 needs: install one" \
    "(Debian and Ubuntu: apt-get install python3-venv; others: uv or conda) or set PYTHON=/path/to/python3.11." >&2
  exit 1
}

make_venv
# --no-deps: the locks are complete, and d2l, a peer in the tests, pins versions of 2023.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
  --only-binary :all: -r "${LOCK:-requirements.txt}" -r requirements-peer.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
  --no-build-isolation --editable .
touch .venv/.installed
