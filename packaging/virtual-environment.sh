#!/usr/bin/env bash
# Make .venv at the root of the tree, or bring it up to requirements/dev.txt.
#
#   PYTHON=python3.12 packaging/virtual-environment.sh
#
# Every package is checked against the hashes of the lock. Safe to run again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python="${PYTHON:-python3}"
is_3_11='import sys; sys.exit(sys.version_info < (3, 11))'

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# An environment of a tree that was moved, or of an interpreter that is gone, is made anew.
if ! .venv/bin/python -c "$is_3_11" 2>/dev/null || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    command -v "$python" >/dev/null \
        || fail "There is no $python here: install Python 3.11 or newer, or say PYTHON=/its/path."
    "$python" -c "$is_3_11" \
        || fail "$python is $("$python" --version 2>&1); 3.11 or newer is needed: say PYTHON=/its/path."
    "$python" -c 'import venv, ensurepip' 2>/dev/null \
        || fail "$python cannot make virtual environments: install its venv package (Debian: python3-venv)."
    "$python" -m venv --clear .venv
fi

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
.venv/bin/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
