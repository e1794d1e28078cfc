#!/usr/bin/env bash
# Renew requirements.txt (CPU) and requirements-gpu.txt from the ranges in pyproject.toml.
# The only step that needs uv: pip cannot lock for Python 3.10 and 3.11 at once.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 1; }

lock() {  # lock OUTPUT [OPTION...]
  local output=$1; shift
  uv pip compile pyproject.toml --quiet --universal --python-version 3.10 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
    --extra book --extra test --output-file "$output" "$@"
}

lock requirements.txt
# The same set with MXNet's CUDA 11.7 build in place of the CPU build: both fill the same folder,
# so exactly one of them may be installed.
gpu=$(mktemp -d)
trap 'rm -rf "$gpu"' EXIT
sed -e 's/"mxnet==1.9.1"/"mxnet-cu117==1.9.1"/' pyproject.toml > "$gpu/pyproject.toml"
cp README.md "$gpu/" && mkdir "$gpu/d2lutils" && cp requirements.txt "$gpu/requirements-gpu.txt"
(cd "$gpu" && lock requirements-gpu.txt)
cp "$gpu/requirements-gpu.txt" .
