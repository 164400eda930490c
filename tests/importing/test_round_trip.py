"""What kap itself writes it reads again: every work of the catalogue is known by its reference, as the work it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess


@pytest.mark.parametrize("format", ["ris", "bibtex", "csl-json"])
def test_every_reference_is_known(format: str, kap: InProcess, tmp_path: Path, frozen: Path) -> None:
    ids = [one["id"] for one in json.loads(kap("cite", "--all", "--format", "csl-json").out)]
    path = tmp_path / "all"
    path.write_text(kap("cite", "--all", "--format", format).out, "utf-8")
    answer = json.loads(kap("import", str(path), "--json").out)
    assert answer["summary"]["formats"] == {str(path): format}
    assert [one["of"] for one in answer["results"]] == ids
