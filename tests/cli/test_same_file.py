"""One catalogue file by several names is one layer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapcli.catalogue.files import built_in
from small_catalogue import write

Kap = Callable[..., Any]


def spellings(folder: Path, name: str) -> list[str]:
    """Other names of a file in a folder, links among them."""
    (folder / "below").mkdir()
    found = [f"./{name}", f"below/../{name}", str(folder / name), f".//{name}"]
    if sys.platform != "win32":
        (folder / "link.yaml").symlink_to(folder / name)
        (folder / "linked").symlink_to(folder, target_is_directory=True)
        os.link(folder / name, folder / "hard.yaml")
        found += ["link.yaml", f"linked/{name}", "hard.yaml"]
    return found


def test_by_any_spelling_on_the_command_line_and_in_the_environment(
    kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "own.yaml", {"title": "Zwickmuehle"})
    monkeypatch.chdir(tmp_path)
    others = spellings(tmp_path, "own.yaml")
    monkeypatch.setenv("KAP_CATALOGUE", os.pathsep.join(["own.yaml", *others]))
    named = [part for other in others for part in ("--catalogue", other)]
    ran = kap("search", "zwickmuehle", *named, "--format", "ids")
    assert (ran.code, ran.out) == (0, "made2021\n"), ran.err
    # The first name is the one that is shown.
    (found,) = json.loads(kap("search", "zwickmuehle", *named, "--json").out)["results"]
    assert found["origin"] == "own.yaml"


def test_validate_reads_it_once(kap: Kap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "own.yaml", {})
    monkeypatch.chdir(tmp_path)
    ran = kap("validate", "own.yaml", *spellings(tmp_path, "own.yaml"))
    assert (ran.code, ran.out.count("1 study")) == (0, 1)


@pytest.mark.whole
def test_the_built_in_file_named_again_is_no_second_layer(kap: Kap) -> None:
    ran = kap("show", "feder2014", "--catalogue", str(built_in("studies.yaml")), "--json")
    assert ran.code == 0
    assert '"origin":"built-in"' in ran.out.replace(": ", ":")


def test_two_files_with_the_same_content_are_two(kap: Kap, tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.yaml", {}), write(tmp_path / "two.yaml", {})
    ran = kap("search", "made2021", "--catalogue", one, "--catalogue", two)
    assert ran.code == 3
    assert "is already used in" in ran.err


def test_a_file_that_is_not_there_is_still_named(kap: Kap, tmp_path: Path) -> None:
    ran = kap("search", "x", "--catalogue", str(tmp_path / "none.yaml"))
    assert ran.code == 4
    assert "none.yaml" in ran.err
