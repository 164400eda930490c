"""docs/add-a-study.md, walked as it stands: what it says is asked, what it types, and what comes of it."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

PAGE = (Path(__file__).parents[2] / "docs" / "add-a-study.md").read_text("utf-8")
BLOCKS = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
DIALOG, SAID, OUTCOME = BLOCKS
(FILE,) = re.findall(r"^```yaml\n# lozenges.yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [words.split()[1:] for words in re.findall(r"^```sh\n(kap .*)\n```$", PAGE, re.MULTILINE)]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def asked(err: str) -> list[str]:
    return err.splitlines()[1:]


def test_what_is_typed_there_makes_the_file_that_is_shown(
    here: Path, kap: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, edit = COMMANDS
    lines = DIALOG.splitlines()
    # A question ends in a colon of its own, and some have one before.
    ends = [[found.end() for found in re.finditer(r":(?= |$)", line)][_colons(line)] for line in lines]
    answers = [line[end:].strip() for line, end in zip(lines, ends, strict=True)]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(answers) + "\n"))
    ran = kap(*new)
    assert ran.code == 0
    shown = [f"{question} {answer}".rstrip() for question, answer in zip(asked(ran.err), answers, strict=True)]
    assert shown == [line.rstrip() for line in lines]
    assert SAID.strip() in ran.out
    own = here / "lozenges.yaml"
    assert own.read_text() == FILE.replace(OUTCOME, "")
    script = here / "editor.py"
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        f"path = Path(sys.argv[-1])\npath.write_text(path.read_text() + {OUTCOME!r})\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    assert kap(*edit).code == 0
    assert own.read_text() == FILE
    # As the page says of the invented study.
    assert re.findall(r"studies.*", kap("validate", "--strict", "lozenges.yaml").err) == [
        "studies[0].year: 2030 is yet to come"
    ]
    assert "exampleton2030" in kap("forest", "exampleton2030", "--catalogue", "lozenges.yaml").out


def _colons(line: str) -> int:
    """How many colons stand within a question."""
    return len(re.findall(r"^(?:Authors: F|Group \d+: |Adverse events: h)", line))


def test_the_counts_that_it_names_are_right() -> None:
    lines = DIALOG.splitlines()
    empty = [line for line in lines if line.rstrip().endswith(":")]
    assert f"{len(lines)} questions, of which {len(empty)} stay empty" in PAGE
