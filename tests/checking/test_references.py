"""The manual of references in a text: what is read as an entry of a list, and how it stands to the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kapcli.catalogue.study import Study
from kapcli.checking.entries import entry
from kapcli.checking.references import Reference, hold
from kapcli.checking.splitting import sentences
from kapcli.citing.engine import format_references
from kapcli.citing.from_study import csl_item

if TYPE_CHECKING:
    from conftest import Opened

Kap = Callable[..., Any]
QUICK = settings(derandomize=True, max_examples=100, deadline=None, database=None)
STYLES = ("apa", "vancouver", "ama", "chicago", "mla", "harvard")
LEAFLET = Path(__file__).parents[1] / "data" / "leaflet.txt"
FEDER = (
    "Feder, A., Parides, M. K., Murrough, J. W., et al. (2014). Efficacy of intravenous ketamine for treatment of "
    "chronic posttraumatic stress disorder: A randomized clinical trial. JAMA Psychiatry, 71(6), 681-688."
)


@pytest.fixture(scope="module")
def works(opened: Opened) -> list[Study]:
    """Every work of the catalogue."""
    rows = opened.connection.execute("SELECT json FROM doc ORDER BY row")
    return [msgspec.json.decode(row, type=Study) for (row,) in rows]


def held(text: str, works: list[Study]) -> Reference:
    """An entry held against the records."""
    found = entry(text)
    assert found is not None, text
    return hold(found, works)


def amiss(found: Reference) -> dict[str, str]:
    """The parts that differ, with what the record has."""
    return {field.name: field.read for field in found.those("differs")}


class TestEntries:
    @pytest.mark.parametrize(
        "text",
        [
            FEDER,
            "3. Feder A, Parides MK, et al. Efficacy of intravenous ketamine. JAMA Psychiatry. 2014;71(6):681-8.",
            "[12] Feder, A. (2014) ‘Efficacy of intravenous ketamine’, JAMA Psychiatry, 71(6), pp. 681–688.",
            "Feder, A., et al. “Efficacy of Intravenous Ketamine.” JAMA Psychiatry, vol. 71, no. 6, 2014, p. 681.",
            "Feder, Adriana, and D. S. Charney. 2014. “Efficacy of Intravenous Ketamine.” JAMA Psych. 71 (6): 681.",
        ],
    )
    def test_a_reference_is_taken_apart_in_every_common_style(self, text: str) -> None:
        found = entry(text)
        assert found is not None
        assert (found.authors[0].family, found.year) == ("Feder", 2014)
        assert (found.volume, found.issue) == ("71", "6")
        assert found.pages.startswith("681")
        assert any(title.casefold().startswith("efficacy of intravenous ketamine") for title, _ in found.cuts)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "Ketamine lowered PTSD symptoms (Feder et al., 2014).",
            "The 2014 trial by Feder et al. (2014) had 41 people.",
            "In 2021, Feder and others gave six infusions over two weeks to 30 people.",
            "Abdallah et al. (2022) found no difference, as did others (2023).",
            "“I felt better,” she said in 2014.",
        ],
    )
    def test_a_work_named_in_running_text_is_no_reference(self, text: str) -> None:
        assert entry(text) is None

    def test_an_entry_over_several_lines_is_one_sentence_of_a_text(self) -> None:
        found = sentences(LEAFLET.read_text("utf-8"))
        entries = [one for one in found if entry(one.text)]
        assert [(one.line, one.text.split(",")[0].split(" ")[0]) for one in entries] == [
            *((11, "Feder"), (14, "Abdallah"), (16, "Doe")),
        ]

    def test_a_line_before_an_entry_does_not_run_into_it(self) -> None:
        line = "Ketamine lowered the symptoms of most people who had them for years"
        assert [(one.line, one.text) for one in sentences(f"{line}\n{FEDER}")] == [(1, line), (2, FEDER)]

    @given(st.text(st.sampled_from("Abc, .&()[]“”:;12024é-–'\n")))
    @QUICK
    def test_any_text_is_read_without_a_fault(self, text: str) -> None:
        found = entry(text)
        assert found is None or (found.authors and found.cuts)


class TestRecords:
    @pytest.mark.parametrize("style", STYLES)
    def test_a_reference_as_kap_writes_it_never_differs_from_its_own_record(
        self, style: str, works: list[Study]
    ) -> None:
        # To write them all in every style takes long; each work is written in one.
        chosen = works[STYLES.index(style) :: len(STYLES)]
        found = 0
        for work, text in zip(chosen, format_references([csl_item(work) for work in chosen], style), strict=True):
            taken = entry(text)
            # An issue without a volume is not read out of a reference yet.
            if taken is not None and (work.volume or not work.issue):
                reference = hold(taken, works)
                assert (reference.study, reference.status, amiss(reference)) == (work.id, "agrees", {}), text
                found += 1
        # The rest are registrations and pages of authorities, which have neither volume nor DOI.
        assert found > 0.6 * len(chosen)

    @pytest.mark.parametrize(
        ("said", "changed", "part"),
        [
            ("2014", "2015", "year"),
            ("71(6)", "72(6)", "volume"),
            ("71(6)", "71(5)", "issue"),
            ("681-688", "618-688", "pages"),
            ("JAMA Psychiatry", "Lancet Psychiatry", "journal"),
            ("intravenous", "oral", "title"),
            ("A randomized clinical trial", "A pilot study", "title"),
            ("Parides", "Paredes", "authors"),
            ("Feder, A.", "Feder, B.", "authors"),
        ],
    )
    def test_what_differs_is_named_with_what_the_record_has(
        self, said: str, changed: str, part: str, works: list[Study]
    ) -> None:
        assert held(FEDER, works).status == "agrees"
        found = held(FEDER.replace(said, changed), works)
        assert (found.status, found.study) == ("differs", "feder2014")
        assert set(amiss(found)) == {part}
        assert all(amiss(found).values())

    @pytest.mark.parametrize(
        "changed",
        [
            FEDER.replace("JAMA Psychiatry", "JAMA Psychiatr"),
            FEDER.replace("681-688", "681–8"),
            FEDER.replace("randomized", "randomised"),
            FEDER.replace("posttraumatic", "post-traumatic"),
            FEDER.replace(": A randomized clinical trial", ""),
        ],
    )
    def test_another_spelling_or_a_short_form_is_no_difference(self, changed: str, works: list[Study]) -> None:
        assert held(changed, works).status == "agrees"

    def test_what_is_left_out_is_missing_and_not_wrong(self, works: list[Study]) -> None:
        found = held(FEDER.replace(" JAMA Psychiatry, 71(6), 681-688.", ""), works)
        assert found.status == "agrees"
        assert {field.name for field in found.those("missing")} >= {"journal", "volume", "pages"}
        assert found.notable

    def test_a_doi_that_only_one_voice_gives_is_unverified(self, works: list[Study]) -> None:
        found = held(
            "Quigley, B. L., et al. (2025). Low dose oral ketamine treatment on post-traumatic stress disorder (PTSD) "
            "(OKTOP): An open-label pilot study. https://doi.org/10.1016/j.euroneuro.2025.01.003",
            works,
        )
        assert [field.name for field in found.those("unverified")] == ["doi"]
        assert found.notable

    def test_the_doi_of_a_preprint_is_told_from_that_of_the_paper(self, works: list[Study]) -> None:
        found = held(
            "Abdallah, C. G., et al. (2022). Dose-related effects of ketamine for antidepressant-resistant symptoms of "
            "posttraumatic stress disorder in veterans and active duty military: a double-blind, randomized, "
            "placebo-controlled multi-center clinical trial. https://doi.org/10.1101/2021.04.30.21256273",
            works,
        )
        assert (found.study, found.found_by, set(amiss(found))) == ("abdallah2022", "doi", {"doi"})
        assert amiss(found)["doi"].startswith("that of the preprint; the record's own is 10.1038/")

    def test_the_authors_of_a_record_without_any_are_not_known(self, works: list[Study]) -> None:
        nobody = [msgspec.structs.replace(work, authors=()) for work in works if work.id == "feder2014"]
        found = held(f"{FEDER} https://doi.org/10.1001/jamapsychiatry.2014.62", nobody)
        assert (found.status, [field.name for field in found.those("not-known")]) == ("agrees", ["authors"])

    def test_a_doi_says_which_work_is_meant_whatever_else_is_written(self, works: list[Study]) -> None:
        text = "Doe, J. (2019). A trial that nobody here has read. Journal of Trials, 3(1), 4-9."
        found = held(f"{text} https://doi.org/10.1001/jamapsychiatry.2014.62", works)
        assert (found.study, found.status) == ("feder2014", "differs")
        assert {"title", "authors", "year"} <= amiss(found).keys()

    def test_an_author_with_another_title_and_year_means_another_work(self, works: list[Study]) -> None:
        other = FEDER.replace("chronic", "long")
        assert held(other, works).status == "differs"
        assert held(other.replace("2014", "2016"), works).status == "unknown"

    def test_a_work_that_is_not_here_is_unknown_and_nothing_is_said_of_it(self, works: list[Study]) -> None:
        found = held("Doe, J. (2019). A trial that nobody here has read. Journal of Trials, 3(1), 4-9.", works)
        assert (found.status, found.study, found.fields) == ("unknown", "", ())
        assert not found.notable


class TestReport:
    def test_a_reference_has_no_verdict_and_says_how_it_stands(self, kap: Kap) -> None:
        found = json.loads(kap("check", "--file", str(LEAFLET), "--json").out)
        entries = [one for one in found["query"]["sentences"] if one["reference"]]
        assert [one["verdict"] for one in entries] == [None, None, None]
        assert [(one["reference"]["status"], one["reference"]["study"]) for one in entries] == [
            *(("agrees", "feder2014"), ("differs", "abdallah2022"), ("unknown", None)),
        ]

    def test_one_reference_alone_is_held_against_its_record_too(self, kap: Kap) -> None:
        shown = " ".join(kap("check", FEDER.replace("71(6)", "17(6)")).out.split())
        assert "volume: “17”, differs: the record has “71”" in shown
        assert "differs from the record of feder2014" in shown

    def test_what_differs_stands_in_every_format(self, kap: Kap) -> None:
        for form in ("text", "markdown"):
            line = " ".join(kap("check", "--file", str(LEAFLET), "--format", form).out.split())
            assert "reference abdallah2022: title, journal to look up" in line
            whole = " ".join(kap("check", "--file", str(LEAFLET), "--open", "9", "--format", form).out.split())
            assert "Neuropsychopharmacology" in whole
            assert "Dose-related effects of ketamine" in whole
        assert "differs abdallah2022 (title, journal)" in kap("check", "--file", str(LEAFLET), "--format", "tsv").out
