"""Files of the first edition: read with a warning, rewritten on request, and nothing lost on the way."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import InProcess

HEAD = """\
# Mine, and to stay mine.
claims:
  - id: own-effect
    kind: effect
    topic: ptsd
    statement: An infusion of ketamine lowers scores a day later.
    plain: It was compared.
    verdict: uncertain
    domain: ptsd
"""
FOR = """\
    for:  # what speaks for it
      - study: feder2014
        outcome: ies-r
        because: Lower with ketamine.  # a day later
"""
AGAINST = """\
    against:
    - study: dadabayev2020
      outcome: ies-r
      because: |
        No difference was shown.

        It was another drug.
"""
TAIL = """\
    instead: Nobody can be sure.
"""
RECORD = """\
  - id: own-record
    kind: record
    topic: ptsd
    statement: A trial has a title.
    plain: It has.
    verdict: supported
    for:
      - {study: feder2014, rests_on: title, because: It says so.}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + FOR + AGAINST + TAIL + RECORD, "utf-8")
    return path


def test_a_file_of_the_first_edition_is_read_with_a_warning(kap: InProcess, file: Path) -> None:
    ran = kap("validate", str(file))
    assert (ran.code, "1 warning" in ran.out or "warnings" in ran.out) == (0, True)
    assert "an effect's figures stand on sides" in ran.err
    assert f"kap validate --migrate {file}" in ran.err
    assert kap("claims", "own-effect", "--catalogue", str(file)).code == 0


def test_migration_puts_both_sides_under_evidence_and_leaves_every_other_line(kap: InProcess, file: Path) -> None:
    before = file.read_text("utf-8").splitlines()
    ran = kap("validate", "--migrate", str(file), "--format", "text")
    assert ran.code == 0, ran.err
    assert "1 claim rewritten" in " ".join(ran.out.split())
    after = file.read_text("utf-8").splitlines()
    assert "    evidence:  # what speaks for it" in after
    kept = [line.strip() for line in before if line.strip() not in ("for:  # what speaks for it", "against:")]
    assert sorted(line.strip() for line in after if not line.startswith("    evidence:")) == sorted(kept)
    # A record has no estimates: its sides are what it says.
    assert after[-2:] == RECORD.splitlines()[-2:]


def test_what_was_migrated_weighs_the_same(kap: InProcess, file: Path) -> None:
    def steps() -> str:
        return kap("claims", "own-effect", "--catalogue", str(file), "--format", "text").out

    before = steps()
    kap("validate", "--migrate", str(file))
    assert steps() == before
    assert "stand on sides" not in kap("validate", str(file)).err


def test_a_second_migration_changes_nothing(kap: InProcess, file: Path) -> None:
    kap("validate", "--migrate", str(file))
    once = file.read_bytes()
    again = kap("validate", "--migrate", str(file), "--format", "text")
    assert "nothing to rewrite" in " ".join(again.out.split())
    assert file.read_bytes() == once


def test_the_rights_of_a_file_are_kept(kap: InProcess, file: Path) -> None:
    file.chmod(0o600)
    kap("validate", "--migrate", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["mine.yaml"]


def test_lists_on_one_line_are_not_guessed_at(kap: InProcess, tmp_path: Path) -> None:
    path = tmp_path / "flow.yaml"
    row = "[{study: feder2014, outcome: ies-r, because: Lower.}]"
    path.write_text(HEAD + f"    for: {row}\n    against: {row}\n" + TAIL, "utf-8")
    before = path.read_bytes()
    ran = kap("validate", "--migrate", str(path))
    assert ran.code == 3
    assert "two lists on a line each cannot be joined" in ran.err
    assert path.read_bytes() == before


def test_one_list_on_a_line_is_renamed(kap: InProcess, tmp_path: Path) -> None:
    path = tmp_path / "flow.yaml"
    path.write_text(HEAD + "    for: [{study: feder2014, outcome: ies-r, because: Lower.}]\n" + TAIL, "utf-8")
    assert kap("validate", "--migrate", str(path)).code == 0
    assert "    evidence: [{study: feder2014, outcome: ies-r, because: Lower.}]" in path.read_text("utf-8")


def test_a_file_with_faults_is_not_touched(kap: InProcess, tmp_path: Path) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text(HEAD + FOR + "    nonsense: 1\n", "utf-8")
    before = path.read_bytes()
    ran = kap("validate", "--migrate", str(path))
    assert ran.code == 3
    assert "fix them first" in ran.err
    assert path.read_bytes() == before


def test_there_must_be_a_file_to_rewrite(kap: InProcess) -> None:
    ran = kap("validate", "--migrate")
    assert ran.code == 2
    assert "kap validate --migrate FILE" in ran.err


# Ids that no claim has any more.

MOVED = (
    HEAD
    + FOR
    + TAIL
    + "    formerly: [old-effect]\ngone:\n  - {id: older, because: It said nothing., see: own-effect}\n"
)


def test_a_claim_is_found_by_the_id_it_had(kap: InProcess, tmp_path: Path) -> None:
    path = tmp_path / "moved.yaml"
    path.write_text(MOVED, "utf-8")
    ran = kap("claims", "old-effect", "--catalogue", str(path), "--format", "text")
    assert ran.code == 0
    assert "old-effect is own-effect now." in ran.out + ran.err
    assert "An infusion of ketamine lowers scores a day later." in ran.out


def test_a_claim_that_was_taken_out_says_why_and_where_to_look(kap: InProcess, tmp_path: Path) -> None:
    path = tmp_path / "moved.yaml"
    path.write_text(MOVED, "utf-8")
    ran = kap("claims", "older", "--catalogue", str(path), "--format", "text")
    assert "older was taken out: It said nothing. See: kap claims own-effect" in " ".join((ran.out + ran.err).split())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("    formerly: [own-effect]\n", "the id 'own-effect' is already used"),
        ("    formerly: [a, a]\n", "the id 'a' is already used"),
        ("gone:\n  - {id: own-effect, because: Gone.}\n", "the id 'own-effect' is already used"),
        ("gone:\n  - {id: older, because: Gone., see: own-efect}\n", "no claim 'own-efect'"),
        ("    formerly: [ptsd-cure]\n", "the id 'ptsd-cure' is already used below"),
    ],
)
def test_an_id_is_used_once(kap: InProcess, tmp_path: Path, lines: str, said: str) -> None:
    path = tmp_path / "twice.yaml"
    path.write_text(HEAD + FOR + TAIL + lines, "utf-8")
    ran = kap("validate", str(path))
    assert (ran.code, said in ran.err) == (3, True), ran.err
