"""What a program asks for to have less, or a table: fields, compact JSON, headers, CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
import typer.main

from kapcli.cli.app import COMMANDS, app

if TYPE_CHECKING:
    from conftest import InProcess

KILOBYTES = 1000
TABLES = {
    "search": ("search", "ptsd"),
    "limits": ("limits", "ptsd"),
    "claims": ("claims", "ptsd"),
    "topics": ("topics",),
    "check": ("check", "ketamine cures PTSD"),
    "map": ("map", "ptsd"),
    "forest": ("forest", "ptsd"),
    "timeline": ("timeline", "ptsd"),
    "facets": ("facets", "route"),
    "glossary": ("glossary",),
    "export": ("export", "ptsd", "--what", "arms"),
}


@pytest.fixture
def kap(kap_once: InProcess) -> InProcess:
    """Every line here only reads."""
    return kap_once


def formats(command: str) -> list[str]:
    group: Any = typer.main.get_command(app)
    found = [one for one in group.get_command(None, command).params if one.name == "format"]
    return list(found[0].type.choices) if found else []


def results(kap: InProcess, *line: str) -> list[dict[str, Any]]:
    ran = kap(*line, "--json")
    assert ran.code == 0, ran.out
    found: list[dict[str, Any]] = json.loads(ran.out)["results"]
    return found


def table(text: str, delimiter: str = ",") -> list[list[str]]:
    quoting = csv.QUOTE_MINIMAL if delimiter == "," else csv.QUOTE_NONE
    return list(csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting))


class TestFields:
    def test_only_the_keys_asked_for_in_their_order(self, kap: InProcess) -> None:
        found = results(kap, "search", "ptsd", "--fields", "year,title", "--no-limitations")
        assert {tuple(one) for one in found} == {("id", "year", "title", "retraction")}

    @pytest.mark.parametrize("line", [("search", "ptsd"), ("show", "feder2014"), ("compare", "feder2014", "feder2021")])
    def test_a_study_keeps_two_limitations_and_its_retraction(self, kap: InProcess, line: tuple[str, ...]) -> None:
        found = results(kap, *line, "--fields", "id,year")
        assert {tuple(one) for one in found} == {("id", "year", "limits", "retraction")}
        (feder,) = [one for one in found if one["id"] == "feder2014"]
        assert [one["code"] for one in feder["limits"]] == ["unblinding", "short-follow-up"]

    @pytest.mark.parametrize("format", ["json", "ndjson", "tsv", "csv"])
    def test_a_retraction_is_told_whatever_is_asked(self, kap: InProcess, format: str) -> None:
        ran = kap("search", "larkin2011", "--format", format, "--fields", "id", "--no-limitations")
        assert "retracted" in ran.out.casefold()

    def test_limits_asked_for_are_all_of_them(self, kap: InProcess) -> None:
        (found,) = results(kap, "show", "feder2014", "--fields", "limits")
        assert found["limits"] == results(kap, "show", "feder2014")[0]["limits"]
        assert len(found["limits"]) > 2

    @pytest.mark.parametrize("format", ["tsv", "csv"])
    def test_columns_too(self, kap: InProcess, format: str) -> None:
        lines = table(
            kap("search", "ptsd", "--format", format, "--fields", "n,id").out, "\t" if format == "tsv" else ","
        )
        assert lines[0] == ["n", "id", "limits", "retraction"]
        (feder,) = results(kap, "search", "feder2014")
        labels = "; ".join(limit["label"] for limit in feder["limits"])
        assert next(line for line in lines if line[1] == "feder2014")[:3] == ["41", "feder2014", labels]

    @pytest.mark.parametrize("format", ["json", "ndjson", "tsv", "csv"])
    def test_an_unknown_name_is_answered_with_the_nearest(self, kap: InProcess, format: str) -> None:
        ran = kap("search", "ptsd", "--format", format, "--fields", "id,titel")
        assert ran.code == 2
        assert "no field 'titel'" in ran.out + ran.err
        assert "did you mean: title" in ran.out + ran.err

    @pytest.mark.parametrize("option", [("--fields", "id"), ("--compact",)])
    def test_on_a_page_for_people_they_are_refused(self, kap: InProcess, option: tuple[str, ...]) -> None:
        ran = kap("show", "feder2014", *option)
        assert (ran.code, ran.out) == (2, "")
        assert "--json" in ran.err


def without_nothing(value: Any) -> Any:
    """What compact JSON makes of an object: nothing that is not known."""
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if item not in (None, "", [], {})}


class TestCompact:
    @pytest.mark.parametrize("topic", ["ptsd", "depression", "esketamine"])
    def test_the_claims_of_a_topic_are_under_60_kilobytes(self, kap: InProcess, topic: str) -> None:
        ran = kap("claims", topic, "--json", "--compact")
        assert len(ran.out.encode()) < 60 * KILOBYTES
        assert len(ran.out.splitlines()) == 1

    def test_it_says_the_same_of_what_it_keeps(self, kap: InProcess) -> None:
        whole = results(kap, "claims", "ptsd")
        brief = results(kap, "claims", "ptsd", "--compact")
        assert [one["id"] for one in brief] == [one["id"] for one in whole]
        for one, other in zip(brief, whole, strict=True):
            for key in ("statement", "verdict", "certainty", "instead", "people", "people_randomised", "effect"):
                assert one.get(key) == without_nothing(other[key])
            for side in ("for", "against", "no_estimate"):
                assert one.get(side, []) == [link["study"] for link in other[side]]
            assert one.get("caveats", []) == [caveat["code"] for caveat in other["caveats"]]
            # A built-in claim replaces nothing.
            assert not {"origin", "replaces"} & one.keys()

    def test_a_claim_by_its_id_keeps_what_a_list_leaves_out(self, kap: InProcess) -> None:
        (one,) = results(kap, "claims", "ptsd-cure", "--compact")
        assert {"closing", "context", "topic"} <= one.keys()

    def test_a_search_keeps_what_was_found_its_limitations_harms_and_record(self, kap: InProcess) -> None:
        whole = {one["id"]: one for one in results(kap, "search", "ptsd")}
        brief = {one["id"]: one for one in results(kap, "search", "ptsd", "--compact")}
        assert list(brief) == list(whole)
        for name, one in brief.items():
            other = whole[name]
            assert one["finding"] == other["finding"]
            assert one["limits"] == [limit["code"] for limit in other["limits"]]
            assert one["safety"]["status"] == other["safety"]["status"]
            events = [(event["term"], event.get("risk")) for event in one["safety"].get("events", [])]
            assert events == [(event["term"], event["risk"]) for event in other["safety"]["events"]]
            assert one.get("record", {}) == without_nothing(other["record"])
            assert "read_at" not in one
        size = len(kap("search", "ptsd", "--json", "--compact").out.encode())
        assert size < 1000 * len(brief)

    def test_outcomes_are_ids(self, kap: InProcess) -> None:
        (whole,), (brief,) = results(kap, "show", "feder2014"), results(kap, "show", "feder2014", "--compact")
        assert brief["outcomes"] == [one["id"] for one in whole["outcomes"]]

    @pytest.mark.parametrize("line", [("claims", "ptsd"), ("claims", "qqqqqq"), ("show", "nobody1900")])
    def test_the_envelope_has_all_its_keys(self, kap: InProcess, line: tuple[str, ...]) -> None:
        whole, brief = json.loads(kap(*line, "--json").out), json.loads(kap(*line, "--json", "--compact").out)
        assert list(brief) == list(whole)
        assert brief["total"] == whole["total"]

    @pytest.mark.parametrize(
        "line", [("search", "--condition", "nosuch"), ("search", "ptsd", "--fields", "nosuch"), ("nosuch",)]
    )
    def test_a_mistake_is_answered_in_one_line_too(self, kap: InProcess, line: tuple[str, ...]) -> None:
        ran = kap(*line, "--json", "--compact")
        assert ran.code == 2
        assert len(ran.out.splitlines()) == 1
        assert json.loads(ran.out)["errors"][0]["message"]

    def test_a_field_that_is_named_stays(self, kap: InProcess) -> None:
        (found,) = results(kap, "claims", "ptsd-cure", "--compact", "--fields", "wordings")
        assert found["wordings"]

    def test_who_must_not_have_it_stays_whole(self, kap: InProcess) -> None:
        whole = [one["exclusions"] for one in results(kap, "topics") if one["exclusions"]]
        brief = [one["exclusions"] for one in results(kap, "topics", "--compact") if "exclusions" in one]
        assert [[one["text"] for one in several] for several in brief] == [
            [one["text"] for one in several] for several in whole
        ]


class TestTables:
    def test_every_command_with_tsv_has_csv(self) -> None:
        assert {name for name in COMMANDS if "tsv" in formats(name)} == set(TABLES)
        assert {name for name in TABLES if "csv" not in formats(name)} == set()

    @pytest.mark.parametrize("line", TABLES.values(), ids=TABLES)
    def test_csv_has_the_cells_of_tsv(self, kap: InProcess, line: tuple[str, ...]) -> None:
        lines = table(kap(*line, "--format", "csv", "--raw").out)
        assert lines == table(kap(*line, "--format", "tsv").out, "\t")
        assert len({len(one) for one in lines}) == 1

    @pytest.mark.parametrize("line", TABLES.values(), ids=TABLES)
    def test_the_first_line_names_the_columns_unless_told_not_to(self, kap: InProcess, line: tuple[str, ...]) -> None:
        # CSV is written from the same cells by the same options: of one command it is tried too.
        for format in ("tsv", "csv") if line[0] == "search" else ("tsv",):
            with_names = kap(*line, "--format", format).out.splitlines()
            assert with_names[1:] == kap(*line, "--format", format, "--no-header").out.splitlines()
            assert all(name.replace("_", "").isalnum() for name in with_names[0].replace(",", "\t").split("\t"))
            assert line[0] != "search" or with_names == kap(*line, "--format", format, "--header").out.splitlines()

    def test_a_number_below_zero_stays_one(self, kap: InProcess) -> None:
        lines = table(kap("forest", "ptsd", "--format", "csv").out)
        low = [line[lines[0].index("low")] for line in lines[1:]]
        assert any(cell.startswith("-") for cell in low)
        assert not any(cell.startswith("'") for cell in low)


@pytest.mark.parametrize("line", [*TABLES.values(), ("claims", "homeopathy"), ("search", "ketamne"), ("validate",)])
def test_nothing_is_said_on_stdout_and_stderr(kap: InProcess, line: tuple[str, ...]) -> None:
    ran = kap(*line)
    assert not [said for said in ran.err.splitlines() if said.removeprefix("kap: ").strip() in ran.out]
