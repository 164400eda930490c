"""One colleague's exports of the same five papers: one catalogue of five, nothing lost, nothing doubled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kapcli.catalogue.validation import Below
from kapcli.index.loading import load_vocabulary, read_layer

if TYPE_CHECKING:
    from conftest import InProcess

DATA = Path(__file__).parent / "data"
PAPERS = ["five.bib", "five.ris", "five.nbib"]
REGISTRATIONS = ["five-page.json", "five-one.json", "five-other.json"]
IDS = {"anand2023", "dakwar2020", "domany2019", "grabski2022", "zarate2006"}
DOIS = {
    "10.1001/archpsyc.63.8.856",
    "10.1176/appi.ajp.2019.19070684",
    "10.1192/bjp.2018.196",
    "10.1176/appi.ajp.2021.21030277",
    "10.1056/NEJMoa2302399",
}


def drafts(path: Path) -> dict[str, Any]:
    found, faults = read_layer(path.read_bytes(), "own.yaml", load_vocabulary(), {}, Below())
    assert faults == []
    assert found.studies == ()
    return {one.draft.id: one.draft for one in found.drafts}


def named(*names: str) -> list[str]:
    return [str(DATA / name) for name in names]


# The frozen catalogue has none of the five.
@pytest.fixture
def own(tmp_path: Path, frozen: Path) -> Path:
    return tmp_path / "own.yaml"


class TestFivePapers:
    @pytest.mark.parametrize(
        "order",
        [PAPERS + REGISTRATIONS, REGISTRATIONS + PAPERS, [*PAPERS[::-1], *REGISTRATIONS[::-1]]],
        ids=["papers first", "registrations first", "backwards"],
    )
    def test_all_at_once(self, own: Path, kap: InProcess, order: list[str]) -> None:
        ran = kap("import", *named(*order), "--output", str(own), "--json")
        summary = json.loads(ran.out)["summary"]
        assert (ran.code, summary["read"], summary["drafts"], summary["faulty"]) == (0, 20, 5, 0)
        found = drafts(own)
        assert set(found) == IDS
        assert {one.record.doi for one in found.values()} == DOIS
        for one in found.values():
            # From PubMed alone, from a register alone, and from all of them.
            assert one.record.pmid
            assert len(one.record.registry) == 1
            assert one.n.enrolled
            assert one.arms
            assert one.conditions
            assert one.design == "rct"
            assert (one.csl_type, one.status) == ("article-journal", "published")
            assert not any("according to" in line for line in one.unmapped), one.unmapped

    def test_one_after_the_other(self, own: Path, kap: InProcess) -> None:
        counts = []
        for name in [PAPERS[2], PAPERS[0], *REGISTRATIONS, PAPERS[1]]:
            ran = kap("import", *named(name), "--output", str(own), "--json")
            assert ran.code == 0
            counts.append(json.loads(ran.out)["summary"]["drafts"])
        assert counts == [5, 0, 0, 0, 0, 0]
        assert set(drafts(own)) == IDS

    def test_nothing_that_a_file_says_is_lost(self, own: Path, kap: InProcess) -> None:
        kap("import", *named(*PAPERS, *REGISTRATIONS), "--output", str(own))
        dakwar = drafts(own)["dakwar2020"]
        assert [(arm.drug, arm.role, arm.with_therapy) for arm in dakwar.arms] == [
            ("ketamine", "experimental", True),
            ("midazolam", "active-comparator", True),
        ]
        assert dakwar.therapy == ("motivational",)
        assert dakwar.conditions == ("alcohol-use",)
        assert (dakwar.volume, dakwar.issue, dakwar.pages) == ("177", "2", "125-133")
        assert dakwar.design_detail.allocation == "parallel"
        assert any("Middle Aged" in line for line in dakwar.unmapped)
        zarate = drafts(own)["zarate2006"]
        assert (zarate.authors[0].family, zarate.authors[0].suffix, zarate.pages) == ("Zarate", "Jr.", "856-864")
        assert any("100% read on the train" in line for line in zarate.unmapped)
        assert not zarate.authors_complete
        grabski = drafts(own)["grabski2022"]
        assert any(line.startswith("therapy: Alcohol education") for line in grabski.unmapped)
        anand = drafts(own)["anand2023"]
        assert "ECT" in anand.title
        assert [arm.drug for arm in anand.arms] == ["ketamine"]
        assert any(line.startswith("arm ECT (not mapped)") for line in anand.unmapped)

    def test_broken_ones_are_named_with_their_line(self, own: Path, kap: InProcess, tmp_path: Path) -> None:
        bib = (DATA / "five.bib").read_text("utf-8").split("\n@article")
        bib[2] = bib[2].replace("  doi = {", "  doi = {{")
        ris = (DATA / "five.ris").read_bytes().replace(b"TY  - JOUR\r\nAU  - Anand", b"AU  - Anand")
        page = (DATA / "five-page.json").read_text("utf-8")
        broken = page.replace('"count": 40', '"count": 4O', 1)
        for name, data in (
            ("a.bib", "\n@article".join(bib).encode()),
            ("b.ris", ris),
            ("c.nbib", (DATA / "five.nbib").read_bytes().decode().encode("utf-16")),
            ("d.json", broken.encode()),
        ):
            (tmp_path / name).write_bytes(data)
        names = ["a.bib", "b.ris", "c.nbib", "d.json"]
        ran = kap(
            "import", *(str(tmp_path / name) for name in names), *named(*REGISTRATIONS[1:]), "-o", str(own), "--json"
        )
        answer = json.loads(ran.out)
        faulty = [one for one in answer["results"] if one["outcome"] == "faulty"]
        assert ran.code == 1
        assert [Path(one["file"]).name for one in faulty] == ["a.bib", "b.ris", "d.json"]
        assert answer["summary"]["read"] == 20
        assert answer["summary"]["drafts"] + answer["summary"]["duplicates"] + len(faulty) == 20
        assert set(drafts(own)) == IDS
        for one in faulty:
            line = (tmp_path / Path(one["file"]).name).read_text("utf-8-sig").splitlines()[one["line"] - 1]
            assert line.strip().startswith(("@article{Dakwar", "AU  - Anand", "{"))

    def test_what_is_catalogued_is_shown_and_not_written(self, own: Path, kap: InProcess, tmp_path: Path) -> None:
        bib = tmp_path / "more.bib"
        more = "@article{x, title={Efficacy of intravenous ketamine}, doi={10.1001/jamapsychiatry.2014.62}, year=2014}"
        bib.write_text((DATA / "five.bib").read_text("utf-8") + more)
        ran = kap("import", str(bib), "--output", str(own))
        assert set(drafts(own)) == IDS
        assert "duplicate of feder2014 (built-in): the same DOI 10.1001/jamapsychiatry.2014.62" in ran.err
        assert "6 records in 1 file: 5 drafts written to" in ran.err

    def test_duplicates_are_written_when_asked(self, own: Path, kap: InProcess) -> None:
        kap("import", *named("five.bib", "five.ris"), "--output", str(own), "--duplicates")
        assert set(drafts(own)) == IDS | {f"{name}b" for name in IDS}
