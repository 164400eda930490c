"""``kap import`` on the command line: what it prints, what it writes, and what it leaves alone."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue.faults import CatalogueError
from kapcli.importing.appending import AppendError, appended
from kapcli.importing.duplicates import same_title
from kapcli.index.loading import load_vocabulary
from small_catalogue import PLAIN, write

if TYPE_CHECKING:
    from conftest import InProcess

BIB = "@article{a, title={A made up title}, author={Made, Ada}, year=2030, journal={J}, doi={10.5555/made}}\n"
ENTRY = ["  - id: new2030", "    draft: true"]
STUDY = """- id: made2021
  title: An invented work
  csl_type: article-journal
  year: 2021
  design: theory
  status: published
  finding: Invented, nobody was studied.
  authors: [{family: Exampleton, given: Ada}]
  read_at: [{url: "https://example.org/x", read: abstract}]
"""


def indented(text: str) -> str:
    return re.sub("^(?=.)", "  ", text, flags=re.MULTILINE)


TERM = "glossary:\n  - {id: zz, term: Zz, plain: Zz.}\n"
# Files as people keep them; in each the new entry is put behind the last study.
FILES = {
    "a list at the margin": f"studies:\n{STUDY}",
    "a list that stands in": f"studies:\n{indented(STUDY)}",
    "a list that stands in by four": f"studies:\n{indented(indented(STUDY))}",
    "comments above and below": f"# mine\nstudies: # all\n  # one\n{indented(STUDY)}  # its end\n# the file's end\n",
    "no line end at the end": f"studies:\n{indented(STUDY)}".rstrip("\n"),
    "empty lines at the end": f"studies:\n{indented(STUDY)}\n\n",
    "another section below": f"studies:\n{indented(STUDY)}\n# terms\n{TERM}",
    "another section above": f"{TERM}studies:\n{STUDY}",
    "no studies": TERM,
    "an empty list of studies": f"studies:\n{TERM}",
    "a text with a sign of comments": f"studies:\n{indented(STUDY)}    notes:\n      - >-\n        a\n        # b\n",
    "line ends of Windows": f"studies:\n{indented(STUDY)}".replace("\n", "\r\n"),
    "a byte order mark": f"\ufeffstudies:\n{indented(STUDY)}",
    "the dash on a line of its own": "studies:\n  -\n    id: made2021\n" + indented(STUDY).split("\n", 1)[1],
}


class TestAppending:
    @pytest.mark.parametrize("text", FILES.values(), ids=FILES)
    def test_not_one_byte_of_what_stands_there_is_touched(self, text: str) -> None:
        before = text.encode()
        after = appended(before, [ENTRY], "f", load_vocabulary())
        # What was there is what remains when the new lines are taken out.
        place = next(at for at in range(len(before) + 1) if before[:at] != after[: at + 1][:at] or at == len(before))
        begun = next(at for at in range(len(before), -1, -1) if after.startswith(before[:at]))
        assert place <= len(before)
        assert after.endswith(before[begun:])
        if b"\r\n" in before:
            assert after.count(b"\n") == after.count(b"\r\n")
        assert b"new2030" in after[begun : len(after) - len(before[begun:])]

    @pytest.mark.parametrize("text", FILES.values(), ids=FILES)
    def test_again_and_again(self, text: str) -> None:
        data = text.encode()
        for index in range(3):
            data = appended(data, [[ENTRY[0].replace("2030", f"203{index}"), ENTRY[1]]], "f", load_vocabulary())
        assert [data.count(f"id: new203{index}".encode()) for index in range(3)] == [1, 1, 1]

    @pytest.mark.parametrize(
        "text",
        [
            json.dumps({"studies": [PLAIN]}),
            "studies: [" + json.dumps(PLAIN) + "]\n",
            "studies: []\n",
            f"studies:\n{STUDY}...\n",
        ],
        ids=["JSON", "brackets", "an empty list in brackets", "a closed document"],
    )
    def test_what_cannot_be_added_to_is_refused(self, text: str) -> None:
        with pytest.raises(AppendError):
            appended(text.encode(), [ENTRY], "f", load_vocabulary())

    @pytest.mark.parametrize("text", ["studies:\n  - id: a\n", "studies: [", "- a\n"])
    def test_what_has_errors_is_refused(self, text: str) -> None:
        with pytest.raises(CatalogueError):
            appended(text.encode(), [ENTRY], "f", load_vocabulary())

    def test_an_id_that_is_there_is_not_written_twice(self, tmp_path: Path, kap: InProcess, frozen: Path) -> None:
        own, bib = tmp_path / "own.yaml", tmp_path / "a.bib"
        bib.write_text(BIB)
        write(own, {"id": "made2030", "title": "Something else"})
        own.write_text("studies:\n" + STUDY.replace("made2021", "made2030"))
        assert kap("import", str(bib), "-o", str(own)).code == 0
        assert "- id: made2030b" in own.read_text()


@pytest.fixture
def bib(tmp_path: Path, frozen: Path) -> str:
    (tmp_path / "a.bib").write_text(BIB)
    return str(tmp_path / "a.bib")


class TestCommand:
    def test_it_prints_yaml_that_is_sound(self, kap: InProcess, bib: str, tmp_path: Path) -> None:
        ran = kap("import", bib)
        assert ran.code == 0
        assert ran.out.startswith("# yaml-language-server: $schema=")
        assert ran.err.strip() == "kap: 1 record in 1 file: 1 draft, 0 duplicates, 0 faulty"
        (tmp_path / "b.yaml").write_text(ran.out)
        assert kap("validate", str(tmp_path / "b.yaml")).code == 0
        assert "still to fill" in kap("validate", str(tmp_path / "b.yaml")).err

    def test_blanks_say_what_they_are_for(self, kap: InProcess, bib: str) -> None:
        out = kap("import", bib).out
        assert "    finding:  # needed: The main result in one sentence of your own\n" in out
        assert "    draft: true  # take this line out when the entry is finished\n" in out
        assert f"  # {bib}:1\n" in out

    def test_a_finished_draft_is_a_study(self, kap: InProcess, bib: str, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        kap("import", bib, "-o", str(own))
        text = re.sub(r"^.*draft: true.*\n", "", own.read_text(), flags=re.MULTILINE)
        text = text.replace("design:  #", "design: theory  #").replace("finding:  #", "finding: A made up finding.  #")
        text = text.replace("read_at:  #", 'read_at: [{url: "https://example.org/x", read: abstract}]  #')
        own.write_text(text)
        assert kap("validate", str(own)).code == 0
        assert "A made up finding" in kap("show", "made2030", "--catalogue", str(own)).out

    def test_twice_is_once(self, kap: InProcess, bib: str, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        kap("import", bib, "-o", str(own))
        before = own.read_bytes()
        ran = kap("import", bib, "-o", str(own))
        assert (ran.code, own.read_bytes()) == (0, before)
        assert "duplicate of made2030" in ran.err

    def test_a_file_with_errors_is_refused_and_kept(self, kap: InProcess, bib: str, tmp_path: Path) -> None:
        own = tmp_path / "own.yaml"
        own.write_text("studies:\n  - id: a\n")
        ran = kap("import", bib, "-o", str(own))
        assert (ran.code, own.read_text()) == (3, "studies:\n  - id: a\n")
        assert "own.yaml:2" in ran.err

    def test_json_has_every_record_and_the_yaml(self, kap: InProcess, bib: str) -> None:
        Path(bib).write_text(BIB + "@article{b, note={x}}\n" + BIB)
        answer = json.loads(kap("import", bib, "--json").out)
        assert [one["outcome"] for one in answer["results"]] == ["draft", "faulty", "duplicate"]
        assert answer["results"][2]["where"] == f"{bib}:1"
        assert "id: made2030" in answer["summary"]["yaml"]

    def test_standard_input(self, kap: InProcess, monkeypatch: pytest.MonkeyPatch, frozen: Path) -> None:
        stdin: Any = io.TextIOWrapper(io.BytesIO(BIB.encode("utf-16")))
        monkeypatch.setattr(sys, "stdin", stdin)
        ran = kap("import", "-")
        assert ran.code == 0
        assert "# standard input:1" in ran.out

    def test_one_message_for_each_fault_of_input(self, kap: InProcess, tmp_path: Path, bib: str) -> None:
        (tmp_path / "x.txt").write_text("hello")
        for line, code, said in (
            (("import",), 2, "import needs FILE"),
            (("import", str(tmp_path / "none.bib")), 4, "cannot be read"),
            (("import", str(tmp_path)), 4, "cannot be read"),
            (("import", str(tmp_path / "x.txt")), 2, "in no format that is known"),
            (("import", bib, "--from", "word"), 2, "--from"),
            (("import", bib, "-o", str(tmp_path / "x.txt")), 2, "cannot write .txt files"),
            (("import", bib, "-o", str(tmp_path / "no" / "x.yaml")), 4, "the folder does not exist"),
        ):
            ran = kap(*line)
            assert (ran.code, ran.out) == (code, ""), line
            assert said in ran.err
            assert len([one for one in ran.err.splitlines() if one.startswith("kap:")]) == 1

    @pytest.mark.parametrize(
        ("text", "format", "label"),
        [
            (BIB, "ris", "not RIS: it looks like BibTeX"),
            (BIB, "csv", "not CSV: it looks like BibTeX"),
            (BIB, "csl-json", "not CSL-JSON: it looks like BibTeX"),
            ("TY  - JOUR\nTI  - X\nER  - \n", "clinicaltrials", "not ClinicalTrials.gov: it looks like RIS"),
            ("TY  - JOUR\nTI  - X\nER  - \n", "bibtex", "not BibTeX: it looks like RIS"),
            ('[{"title": "X"}]', "nbib", "not MEDLINE: it looks like CSL-JSON"),
            ("title,doi\nX,10.5555/x\n", "ris", "not RIS: it looks like CSV"),
        ],
    )
    def test_another_format_than_was_said_is_named(
        self, kap: InProcess, tmp_path: Path, frozen: Path, text: str, format: str, label: str
    ) -> None:
        (tmp_path / "x").write_text(text)
        ran = kap("import", str(tmp_path / "x"), "--from", format)
        assert (ran.code, ran.out) == (2, "")
        assert label in ran.err
        assert "leave out --from" in ran.err

    @pytest.mark.parametrize(
        ("text", "label"),
        [("title,doi\n", "CSV"), ("[]", "CSL-JSON"), ('{"items": []}', "CSL-JSON"), ('{"studies": []}', "CSL-JSON")],
    )
    def test_a_file_without_records_is_said_to_have_none(
        self, kap: InProcess, tmp_path: Path, frozen: Path, text: str, label: str
    ) -> None:
        (tmp_path / "x").write_text(text)
        ran = kap("import", str(tmp_path / "x"))
        assert (ran.code, ran.out) == (1, "")
        assert f"x: read as {label}, and there are no records in it" in ran.err

    @pytest.mark.parametrize("more", [(), ("--from", "ris")])
    def test_an_empty_file_is_one(self, kap: InProcess, tmp_path: Path, more: tuple[str, ...]) -> None:
        (tmp_path / "x").write_text("\ufeff \n")
        ran = kap("import", str(tmp_path / "x"), *more)
        assert (ran.code, ran.out) == (2, "")
        assert "x is empty\n  export the records again" in ran.err

    def test_from_is_taken_at_its_word(self, kap: InProcess, tmp_path: Path, frozen: Path) -> None:
        (tmp_path / "x.txt").write_text("nom,x\nOnly a name,y\n")
        assert kap("import", str(tmp_path / "x.txt")).code == 2
        ran = kap("import", str(tmp_path / "x.txt"), "--from", "csv")
        assert (ran.code, "neither a title nor a DOI" in ran.err) == (1, True)

    def test_another_version_is_a_draft_of_its_own(self, kap: InProcess, bib: str) -> None:
        Path(bib).write_text(BIB + BIB.replace("10.5555/made", "10.5555/preprint"))
        assert "2 drafts, 0 duplicates" in kap("import", bib).err

    def test_a_paper_of_a_trial_that_is_registered_here_is_not_lost(
        self, kap: InProcess, tmp_path: Path, frozen: Path
    ) -> None:
        nbib = tmp_path / "a.nbib"
        number = "NCT06378528"
        nbib.write_text(
            f"PMID- 12345678\nTI  - Results of it.\nFAU - Made, Ada\nJT  - J\nSI  - ClinicalTrials.gov/{number}\n"
        )
        ran = kap("import", str(nbib))
        assert "1 draft, 0 duplicates" in ran.err
        assert "the same registry number as nct06378528: if of one trial, say so" in ran.out
        study = {"protocolSection": {"identificationModule": {"nctId": number, "briefTitle": "It"}}}
        (tmp_path / "a.json").write_text(json.dumps(study))
        assert (
            "duplicate of nct06378528 (built-in): the same registry number"
            in kap("import", str(tmp_path / "a.json")).err
        )

    def test_nearly_the_same_title_without_numbers_is_a_duplicate(self, kap: InProcess, bib: str) -> None:
        other = BIB.replace(", doi={10.5555/made}", "").replace("A made up title", "A Made-Up {Title}.")
        Path(bib).write_text(BIB + other + other.replace("Ada", "Eve").replace("Made, ", "Other, "))
        ran = kap("import", bib)
        assert "2 drafts, 1 duplicate" in ran.err
        assert "the same title, first author and year" in ran.err


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a randomised trial of ketamine", "a randomized trial of ketamine", True),
        ("the effects of ketamine on depressive symptoms", "effects of ketamine on the depressive symptoms", True),
        ("efficacy of behavioural activation in depression", "efficacy of behavioral activation in depression", True),
        ("efficacy of ketamine nasal spray in depression", "efficacy of esketamine nasal spray in depression", False),
        (
            "a long title on nasal spray in depression transform 1",
            "a long title on nasal spray in depression transform 2",
            False,
        ),
        (
            "a long trial of ketamine in adults with ptsd part i",
            "a long trial of ketamine in adults with ptsd part ii",
            False,
        ),
        (
            "ketamine with therapy in patients with cocaine use",
            "ketamine with therapy in patients with opioid use",
            False,
        ),
        ("a pilot trial of oral ketamine in adults with ptsd", "a trial of oral ketamine in adults with ptsd", False),
    ],
)
def test_titles_are_the_same_only_where_they_say_the_same(one: str, other: str, same: bool) -> None:
    assert same_title(one, other) is same
    assert same_title(other, one) is same
