"""The page of a search: the answer first, hits by group, each with its direction and two limitations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.publication import Reading
from kapcli.catalogue.study import Study
from kapcli.evidence.designs import GROUPS, group
from kapcli.views import hits

if TYPE_CHECKING:
    from conftest import InProcess, OnTerminal

LAST = "hand-picked, not a systematic review · not medical advice"


def study(*outcomes: tuple[str, str, str], **fields: object) -> Study:
    """A study with outcomes of a domain, a comparison and a direction each."""
    made = tuple(
        Outcome(
            id=f"o{place}",
            measure="m",
            domain=domain,
            comparison=comparison,
            estimate="narrative",
            direction=direction,
            source="https://example.org/a",
            first="ketamine",
            second="saline",
            primary=True,
        )
        for place, (domain, comparison, direction) in enumerate(outcomes)
    )
    plain = {"title": "T", "csl_type": "article-journal", "year": 2020, "status": "published", "finding": "F."}
    return Study(
        **(
            plain
            | {"id": "x2020", "design": "rct", "read_at": (Reading(url="https://example.org/a", read="abstract"),)}
            | {"outcomes": made}
            | fields
        )
    )


@pytest.mark.parametrize(
    ("outcomes", "domains", "sign"),
    [
        ([("ptsd", "between-randomised", "favours-ketamine")], (), "▲"),
        ([("ptsd", "between-randomised", "favours-control")], (), "▼"),
        ([("ptsd", "between-randomised", "no-difference")], (), "◆"),
        # Nobody was compared: that is no better.
        ([("ptsd", "within", "improved")], (), "△"),
        ([("ptsd", "within", "unclear")], (), ""),
        (
            [("ptsd", "between-randomised", "favours-ketamine"), ("ptsd", "between-randomised", "no-difference")],
            (),
            "±",
        ),
        # Asked about one thing, the result on another says nothing.
        ([("depression", "between-randomised", "favours-ketamine")], ("ptsd",), ""),
        (
            [("depression", "between-randomised", "favours-ketamine"), ("ptsd", "between-randomised", "no-difference")],
            ("ptsd",),
            "◆",
        ),
    ],
)
def test_the_sign_is_that_of_the_main_results_on_what_was_asked(
    outcomes: list[tuple[str, str, str]], domains: tuple[str, ...], sign: str
) -> None:
    assert hits.sign(study(*outcomes), domains) == sign


def test_between_two_arms_of_ketamine_nothing_is_better() -> None:
    found = study(("ptsd", "between-randomised", "favours-ketamine"))
    outcome = found.outcomes[0]
    both = Outcome(**{name: getattr(outcome, name) for name in outcome.__struct_fields__} | {"second": "ketamine low"})
    assert hits.sign(study(outcomes=(both,))) == ""


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"design": "guideline", "outcomes": ()}, "guideline"),
        ({"design": "rct", "outcomes": ()}, "no-result"),
        ({"design": "meta-analysis", "outcomes": ()}, "no-result"),
        ({"design": "protocol"}, "other"),
        ({"design": "meta-analysis"}, "review"),
        ({"design": "rct", "retraction": "retracted"}, "no-result"),
        ({"design": "systematic-review", "outcomes": ()}, "review"),
    ],
)
def test_a_work_without_a_readable_result_is_listed_last(fields: dict[str, object], name: str) -> None:
    found = study(("ptsd", "between-randomised", "favours-ketamine"), **fields)
    assert group(found) == name
    assert GROUPS[-1] == "no-result"


def test_a_page_begins_with_the_answer_and_ends_with_what_the_catalogue_is(kap_terminal: OnTerminal) -> None:
    out = kap_terminal("search", "ptsd", "--no-color", env={"KAP_PAGER": ""}).out
    lines = out.replace("\r", "").splitlines()
    assert lines[0] == "Ketamine for PTSD"
    assert lines[-1].endswith(LAST)
    places = [out.index(name) for name in ("GUIDELINES", "RANDOMISED TRIALS", "feder2014", "abdallah2022")]
    assert places == sorted(places)
    assert len(lines) <= 23


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_page_and_a_list_are_a_window_high(columns: int, kap: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cli.request", "cli.terminal"):
        monkeypatch.setattr(f"kapcli.{module}.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "24")
    for words in ("ptsd", "depression", "oral", "emdr", "bladder")[: 1 if columns == 120 else None]:
        for listed in ((), ("--list",)):
            out = kap("search", words, *listed, "--format", "table", "--no-color").out
            assert len(out.splitlines()) <= (24 if columns == 60 else 23), words
            assert " · " in out


def test_what_fits_is_shown_and_all_where_asked_for(kap_terminal: OnTerminal) -> None:
    env = {"KAP_PAGER": ""}
    few = kap_terminal("search", "ptsd", "--no-color", env=env).out
    everything = kap_terminal("search", "ptsd", "--no-color", "--all", env=env).out
    assert few.count("Without:") == 0
    assert few.count("\n  · ") in range(2, 6)
    assert everything.count("\n  · ") > 50


def test_a_list_has_one_line_a_hit_that_ends_in_limitations(kap: InProcess) -> None:
    out = kap("search", "ptsd", "--list", "--format", "table", "--limit", "4").out
    line = next(line for line in out.splitlines() if line.startswith("feder2014"))
    assert line.endswith("· possible unblinding · follow-up under 4 weeks")
    assert "n=41" in line


def test_somebody_in_danger_is_shown_where_help_is_and_nothing_else(kap: InProcess) -> None:
    out = kap("search", "I want to kill myself", "--format", "table").out
    assert out.startswith("In danger or thinking of suicide?")
    assert "kap search suicidality" in out
    assert len(out.splitlines()) <= 6


@pytest.mark.parametrize(
    "command", ["claims", "compare", "forest", "handout", "limits", "map", "report", "show", "timeline", "topics"]
)
def test_whatever_the_command_help_stands_alone_on_a_terminal(
    command: str, kap: InProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kapcli.cli.danger.on_terminal", lambda: True)
    ran = kap(command, "I want to die")
    assert ran.code == 0
    assert ran.out.startswith("In danger or thinking of suicide?")
    assert len(ran.out.splitlines()) <= 4
    assert not ran.err


def test_addiction_has_two_readings(kap: InProcess) -> None:
    notes = json.loads(kap("search", "is it addictive", "--json").out)["notes"]
    assert any("as a harm" in note and "--condition substance-use" in note for note in notes)


def test_urgent_help_is_never_dim(kap_terminal: OnTerminal) -> None:
    out = kap_terminal("search", "suicidality", env={"KAP_PAGER": "", "TERM": "xterm-256color"}).out
    assert "In danger" in out
    assert "\x1b[2mIn danger" not in out


def test_in_plain_words_the_answer_comes_before_the_studies(kap: InProcess) -> None:
    out = kap("search", "does ketamine help ptsd", "--lay", "--limit", "3").out
    assert out.startswith("Ketamine and PTSD")
    places = [out.index(said) for said in ("very low certainty", "Feder and others, 2014", "3 of ")]
    assert places == sorted(places)
    assert "studies shown. To see all: --all" in out


def test_in_plain_words_help_comes_before_the_answer(kap: InProcess) -> None:
    out = kap("search", "suicide", "--lay", "--limit", "3").out
    assert out.startswith("In danger or thinking of suicide?")
    assert out.count("findahelpline.com") == 1


@pytest.mark.parametrize("words", ["VA/DoD", "vadod", "va dod", "VA/DoD ptsd"])
def test_a_guideline_is_found_by_the_name_that_answers_give_it(kap: InProcess, words: str) -> None:
    assert "vadod2024" in kap("search", words, "--format", "ids").out.split()


def test_a_guideline_is_called_as_the_answer_above_it_calls_it(kap_terminal: OnTerminal) -> None:
    """Its first author alone would not tell that it is the same one."""
    out = kap_terminal("search", "ptsd", env={"KAP_PAGER": "", "NO_COLOR": "1"}).out
    assert "VA/DoD 2023 suggests against" in " ".join(out.split())
    assert "VA/DoD 2023, above" in out


def test_works_without_a_word_are_counted_and_give_way(kap_terminal: OnTerminal) -> None:
    env = {"KAP_PAGER": "", "NO_COLOR": "1"}
    assert (
        "1 of 5 without “sertraline” shown: --all, --list"
        in kap_terminal("search", "ptsd sertraline oral", env=env).out
    )
    page = kap_terminal("search", "VA/DoD ptsd", env=env).out
    assert "vadod2024" in page
    assert "vadod2022" in page


def test_a_table_of_studies_has_the_main_outcome_and_its_interval(kap: InProcess) -> None:
    names, row = kap("search", "feder2014", "--format", "tsv").out.splitlines()
    found = dict(zip(names.split("\t"), row.split("\t"), strict=True))
    assert found["outcome"] == "IES-R, 24 h after infusion"
    assert "midazolam minus ketamine: 12.7 points (95% CI 2.5 to 22.8)" in found["estimate"]
    assert found["direction"].startswith("favours ketamine")


@pytest.mark.parametrize("words", ["ptsd", "depression", "bladder", "emdr", "alcohol", "anxiety"])
def test_a_window_of_plain_words_has_the_answer_and_the_first_studies(
    kap: InProcess, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setattr("kapcli.cli.request.on_terminal", lambda: True)
    monkeypatch.setenv("LINES", "24")
    lines = kap("search", words, "--lay", "--format", "table").out.splitlines()
    # One study whose plain words are long may take a line or two more.
    assert len(lines) <= 25
    text = " ".join(" ".join(lines).split())
    for part in ("Weak points:", "studies shown. To see all: --all", "not medical advice"):
        assert part in text or (words == "emdr" and part.startswith("studies"))
    # What the answer tells of a guideline is not told again before a study.
    assert words != "ptsd" or "Feder and others, 2014" in text


@pytest.mark.parametrize(
    ("study", "said"), [("larkin2011", "larkin2011: RETRACTED"), ("abdallah2022", "abdallah2022: corrected")]
)
def test_what_became_of_it_is_said_first(study: str, said: str, kap: InProcess) -> None:
    found = json.loads(kap("search", study, "retracted", "--json").out)
    assert any(note.startswith(said) for note in found["notes"])
    assert [hit["id"] for hit in found["results"]] == [study]
