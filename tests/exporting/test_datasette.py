"""The whole catalogue as a database, shown by Datasette itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kapcli.__main__ import run

SECONDS = 45


@pytest.fixture(scope="module")
def address(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where Datasette answers: on this machine only, on whatever port is free."""
    folder = tmp_path_factory.mktemp("datasette") / "kap"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(home / "xdg_cache_home"))
        assert run(["export", "--format", "sqlite", "--output", f"{folder}/"]) == 0
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", str(folder), "--host", "127.0.0.1", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    try:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"running on (http://127\.0\.0\.1:\d+)", line):
                yield found[1]
                return
        pytest.fail(said)
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)


def page(address: str, path: str) -> str:
    with urllib.request.urlopen(f"{address}{path}", timeout=SECONDS) as answer:
        text: str = answer.read().decode()
        return text


def rows(address: str, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page(address, path))["rows"]
    return found


@pytest.mark.timeout(120)
def test_it_shows_tables_finds_words_and_follows_keys(address: str) -> None:
    front = page(address, "/kap")
    assert "CC BY 4.0" in front
    assert "randomised_trials" in front
    table = page(address, "/kap/outcomes?study=feder2014")
    # A key is a link to the row it is of, and every column says what it means.
    assert 'href="/kap/studies/feder2014"' in table
    assert "with the source&#39;s own sign" in table
    (study,) = rows(address, "/kap/studies/feder2014.json?_shape=objects")
    assert (study["year"], study["n"]) == (2014, 41)
    found = rows(address, "/kap/studies.json?_search=emdr&_shape=objects")
    assert "topel2025" in {row["id"] for row in found}
    # Lists are taken apart where rows are counted.
    assert "conditions__arraycontains=trd" in page(address, "/kap/studies")
    claims = rows(address, "/kap/claims_and_studies.json?study=feder2014&_shape=objects")
    assert claims
    assert "outcomes?study=feder2014" in page(address, "/kap/studies/feder2014")
