#!/usr/bin/env bash
# versions.sh lowest|newest: runs the core of the tests with the lowest or the newest versions of the direct
# dependencies that pyproject.toml allows, in an environment of its own. Needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1:-}" in
  lowest) resolution=lowest-direct ;;
  newest) resolution=highest ;;
  *) sed -n 2,3p "$0" >&2; exit 2 ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
uv venv --quiet --python "$(command -v python3)" "$work/venv"
uv pip install --quiet --python "$work/venv/bin/python" --resolution "$resolution" --editable '.[dev]'
uv pip list --python "$work/venv/bin/python" --quiet | grep -iE '^(typer|rich|pyyaml|rapidfuzz|msgspec|platformdirs|jinja2|citeproc-py) '
# Named one by one, so that the other files are not even collected.
files=$("$work/venv/bin/python" -c 'import sys; sys.path.insert(0, "tests"); import conftest; print(*(f"tests/{name}" for name in conftest.CORE))')
# shellcheck disable=SC2086
"$work/venv/bin/python" -m pytest -n auto -m core $files
