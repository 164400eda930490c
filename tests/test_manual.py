"""docs/commands.md and the man page say what the program's own help says, and are as it is today."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli import __version__
from kapcli.cli.app import COMMANDS

if TYPE_CHECKING:
    from conftest import InProcess

ROOT = Path(__file__).resolve().parents[1]


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("manual", ROOT / "bench" / "manual.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


manual = _loaded()


def test_the_page_is_as_the_program_is() -> None:
    if os.environ.get("KAP_WRITE_DOCS"):
        manual.PAGE.write_text(manual.commands_page(), "utf-8")
    assert manual.PAGE.read_text("utf-8") == manual.commands_page(), "python bench/manual.py writes it anew"


@pytest.mark.parametrize("command", COMMANDS)
def test_both_say_all_that_the_help_says(command: str, kap: InProcess) -> None:
    told = "".join(kap("help", command).out.split())
    (found,) = [one for one in manual.manuals() if one.name == command]
    parts = [*found.text, *found.examples]
    parts += [word for records in found.sections.values() for record in records for word in record]
    for part in parts:
        assert "".join(part.split()) in told, part
    # And the other way about: every option of the help is among them.
    options = set(re.findall(r"^ +(--[a-z-]+)", kap("help", command).out, re.MULTILINE))
    assert options <= set(re.findall(r"--[a-z-]+", " ".join(parts)))


def test_the_man_page_has_every_command_option_and_exit_code() -> None:
    page = manual.man_page().replace("\\-", "-")
    assert __version__ in page
    for one in manual.manuals():
        assert f'.SS "{one.usage}"' in page
        for records in one.sections.values():
            for name, _ in records:
                assert name.replace("\\", "\\e") in page
    codes = re.findall(r"^\\fB(\d+)\\fR$", page, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "70", "130"]


@pytest.mark.skipif(shutil.which("groff") is None, reason="no groff here")
def test_a_manual_reader_finds_no_fault_in_it(tmp_path: Path) -> None:
    path = tmp_path / "kap.1"
    path.write_text(manual.man_page(), "utf-8")
    ran = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", str(path)], capture_output=True, text=True, check=True
    )
    assert ran.stderr == ""


def test_the_changelog_ends_in_this_version() -> None:
    released = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert released[0] == __version__
