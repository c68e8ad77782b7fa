#!/usr/bin/env bash
# Build the wheel and import it from outside the tree, as a machine without the tree would.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tree="$PWD"
outside="$(mktemp -d)"
trap 'rm -rf "$outside"' EXIT

SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-1767225600}" \
    .venv/bin/python -m hatchling build --target wheel --directory "$outside" >/dev/null
wheel="$(echo "$outside"/exam_room-*.whl)"
.venv/bin/python -m zipfile --extract "$wheel" "$outside/site"

# What git knows below the three packages must be in the wheel: templates, schemas, sounds.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z kiosk sync_server question_bank | while IFS= read -r -d '' name; do
        if [[ -e "$name" && ! -e "$outside/site/$name" ]]; then
            echo "not in the wheel: $name" >&2
            exit 1
        fi
    done
fi

cd "$outside"
PYTHONPATH="$outside/site" "$tree/.venv/bin/python" -P - "$outside/site" "$tree" <<'PYTHON'
import importlib
import importlib.metadata
import sys
from pathlib import Path

site, tree = map(Path, sys.argv[1:])
held = {path.name for path in site.iterdir() if not path.name.endswith(".dist-info")}
if held != {"kiosk", "sync_server", "question_bank"}:
    sys.exit(f"the wheel holds {sorted(held)}")

info = next(site.glob("exam_room-*.dist-info"))
scripts = importlib.metadata.PathDistribution(info).entry_points
modules = [*sorted(held), *(script.module for script in scripts)]
for name in modules:
    if "." in name and not (tree / name.replace(".", "/")).with_suffix(".py").is_file():
        continue  # a program that has no commands yet
    module = importlib.import_module(name)
    if not Path(module.__file__).is_relative_to(site):
        sys.exit(f"{name} comes from {module.__file__}, not from the wheel")
print("wheel: imported from outside the tree:", ", ".join(sorted(held)))
PYTHON
