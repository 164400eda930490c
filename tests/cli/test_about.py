"""The catalogue as a publication: its edition, how to cite it, how old it is, and what has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from kapcli.views import closing_lines
from small_catalogue import write

if TYPE_CHECKING:
    from conftest import InProcess

ROOT = Path(__file__).parents[2]
# Of the whole file, which takes long to read, the one block.
(BLOCK,) = re.findall(r"^about:\n(?:(?: .*)?\n)+", (ROOT / "data" / "studies.yaml").read_text("utf-8"), re.MULTILINE)
ABOUT = yaml.safe_load(BLOCK)["about"]
LAST = str(ABOUT["searches"][-1]["when"])
# What an answer of each kind is asked for by.
LINES = [
    ("search", "ptsd", "--format", "table"),
    ("show", "feder2014"),
    ("compare", "feder2014", "feder2021"),
    ("limits", "ptsd", "--format", "text"),
    ("claims", "ptsd", "--format", "text"),
    ("check", "Ketamine cures depression."),
    ("map", "ptsd"),
    ("forest", "ptsd"),
    ("timeline", "ptsd"),
    ("report", "ptsd"),
    ("report", "ptsd", "--lay"),
    ("glossary", "kap"),
    ("about",),
]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the date."""
    return lambda date: monkeypatch.setattr(closing_lines, "today", lambda: date)


def a_year_later(date: str) -> str:
    return f"{int(date[:4]) + 1}{date[4:]}"


class TestAge:
    @pytest.mark.parametrize("line", LINES, ids=" ".join)
    def test_a_year_after_the_last_search_every_answer_begins_by_saying_so(
        self, line: tuple[str, ...], kap: InProcess, on: Callable[[str], None]
    ) -> None:
        on(a_year_later(LAST))
        first = next(line for line in kap(*line).out.splitlines() if line.strip())
        assert "This catalogue is old" in first

    def test_not_a_day_before(self, kap: InProcess, on: Callable[[str], None]) -> None:
        on(f"{int(LAST[:4]) + 1}-01-01")
        ran = kap("search", "ptsd", "--format", "table")
        assert "is old" not in ran.out + ran.err

    def test_files_of_ones_own_alone_were_never_searched_for(
        self, kap: InProcess, on: Callable[[str], None], tmp_path: Path
    ) -> None:
        on("2040-01-01")
        ran = kap("search", "invented", "--no-builtin", "--catalogue", write(tmp_path / "own.json", {}), "--json")
        first = json.loads(ran.out)["notes"][0]
        assert "it was last changed on" in first
        assert "searched" not in first

    def test_a_program_is_told_first(self, kap: InProcess, on: Callable[[str], None]) -> None:
        on("2040-01-01")
        assert json.loads(kap("search", "ptsd", "--json").out)["notes"][0].startswith("This catalogue is old")

    def test_beside_a_citation_it_is_on_stderr(self, kap: InProcess, on: Callable[[str], None]) -> None:
        on("2040-01-01")
        ran = kap("cite", "feder2014", "--format", "bibtex")
        assert "is old" in ran.err
        assert "is old" not in ran.out

    @pytest.mark.parametrize("flags", [(), ("--lay",)])
    def test_a_file_to_hand_over_begins_so_too(
        self, flags: tuple[str, ...], kap: InProcess, on: Callable[[str], None], tmp_path: Path
    ) -> None:
        on("2040-01-01")
        for ending in ("md", "html"):
            kap("report", "ptsd", *flags, "--output", str(tmp_path / f"brief.{ending}"))
            written = (tmp_path / f"brief.{ending}").read_text("utf-8")
            assert written.index("This catalogue is old") < written.index("</h1>" if ending == "html" else "# ")


class TestCiting:
    @pytest.mark.parametrize("style", ["apa", "vancouver", "ama", "chicago", "mla", "harvard"])
    def test_the_catalogue_is_cited_in_every_style(self, style: str, kap: InProcess) -> None:
        ran = kap("cite", "kap", "--style", style)
        assert ran.code == 0
        for part in ("kapcli contributors", "2026.2", "2026"):
            assert part in ran.out
        assert "CC BY 4.0" in ran.err

    @pytest.mark.parametrize("form", ["bibtex", "ris", "csl-json"])
    def test_and_for_reference_managers(self, form: str, kap: InProcess) -> None:
        assert "kapcli contributors" in kap("cite", "KAP", "--format", form).out

    def test_beside_studies(self, kap: InProcess) -> None:
        out = kap("cite", "feder2014", "kap").out
        assert "Feder" in out
        assert "kapcli contributors" in out

    def test_the_citation_file_says_the_same(self) -> None:
        cff = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
        # What CFF 1.2.0 asks for, and the kinds of what is given.
        assert set(cff) <= {
            *("cff-version", "message", "type", "title", "abstract", "authors", "version", "date-released"),
            *("license", "keywords"),
        }
        assert (cff["cff-version"], cff["type"], cff["license"]) == ("1.2.0", "dataset", "CC-BY-4.0")
        assert cff["authors"] == [{"name": "kapcli contributors"}]
        assert cff["message"]
        assert (cff["title"], cff["version"]) == (ABOUT["title"], ABOUT["edition"])
        assert cff["date-released"] == str(ABOUT["as_of"])


class TestEdition:
    def test_stands_in_json_and_on_the_page(self, kap: InProcess) -> None:
        assert json.loads(kap("search", "ptsd", "--json").out)["edition"] == "2026.2"
        out = kap("about").out
        assert "Edition: 2026.2" in out
        assert "CC BY 4.0" in out
        assert all(str(search["when"]) in out for search in ABOUT["searches"])

    def test_searches_are_in_order_and_the_date_is_that_of_the_last(self) -> None:
        when = [str(search["when"]) for search in ABOUT["searches"]]
        assert when == sorted(when)
        assert str(ABOUT["as_of"]) >= when[-1]


class TestChanges:
    @pytest.fixture
    def found(self, kap: InProcess) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = json.loads(kap("about", "--changes", "--json").out)["results"]
        return results

    def test_a_claim_that_stands_otherwise_is_listed(self, found: list[dict[str, Any]]) -> None:
        changed = {change["id"]: change for change in found}
        midazolam = changed["depression-one-infusion-midazolam"]
        assert (midazolam["verdict_before"], midazolam["certainty_before"]) == ("supported", "low")
        assert all(
            (change["verdict"], change["certainty"]) != (change["verdict_before"], change["certainty_before"])
            for change in found
        )

    def test_every_id_once_printed_still_leads_somewhere_or_says_why_not(self, found: list[dict[str, Any]]) -> None:
        lost = [change["id"] for change in found if not change["verdict"] and not change["because"]]
        assert lost == []

    def test_an_edition_that_is_not_known_is_refused(self, kap: InProcess) -> None:
        ran = kap("about", "--changes", "--since", "1999.1")
        assert ran.code == 2
        assert "2026.1" in ran.err
        assert kap("about", "--since", "2026.1").code == 2
