"""What one paper says serves its page and the check of a sentence; it is in no list, count or report beside."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kapcli.cli.app import COMMANDS

Kap = Callable[..., Any]
Named = dict[str, str]

# A line for every command whose answer may list or count claims; `*` stands for a file that a report is written to.
WALKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "search": (("search", "ptsd"), ("search", "ptsd", "--lay"), ("search", "feder2014")),
    "limits": (("limits",), ("limits", "ptsd"), ("limits", "feder2014"), ("limits", "--safety")),
    "claims": (
        ("claims",),
        ("claims", "ptsd"),
        ("claims", "feder2014"),
        ("claims", "ptsd", "--lay"),
        ("claims", "--condition", "ptsd"),
        ("claims", "--verdict", "supported"),
        ("claims", "--said-by", "article"),
    ),
    "compare": (("compare", "feder2014", "feder2021"),),
    "map": (("map",),),
    "forest": (("forest", "ptsd"),),
    "timeline": (("timeline", "ptsd"),),
    "report": (
        ("report", "ptsd"),
        ("report", "ptsd", "--output", "*.html"),
        ("report", "feder2014", "--output", "*.md"),
        ("report", "alcohol", "--full", "--output", "*.md"),
    ),
    "handout": (("handout", "ptsd"), ("handout", "ptsd", "--output", "*.html")),
    "cite": (("cite", "--condition", "ptsd", "--design", "rct"),),
    "glossary": (("glossary",),),
    "about": (("about",),),
    "facets": (("facets",), ("facets", "condition")),
    "export": (("export", "--what", "claims"), ("export", "ptsd", "--what", "links"), ("export", "--what", "findings")),
    "topics": (("topics",), ("topics", "ptsd")),
}
# A study's page and the check of a sentence are what records are for; a file is counted as it is written, schema,
# drafts and addresses name no claim, and what a model is told has tests of its own.
SERVED = {"show", "check", "validate", "schema", "import", "new", "edit", "open", "mcp"}
# The others are the same page or the same rows under another name.
FORMATS = ("text", "tsv", "json", "markdown")
# All that a program is given, and what people see.
EVERY_LINE = ("text", "json")


@pytest.fixture
def kap(kap_once: Kap) -> Kap:
    """Every line here only reads."""
    return kap_once


@pytest.fixture
def records(kap: Kap) -> Named:
    """Id to statement of the claims that say what one paper says."""
    return statements(kap("claims", "--kind", "record", "--json").out)


@functools.cache
def statements(answer: str) -> Named:
    found = json.loads(answer)["results"]
    assert len(found) > 50
    return {claim["id"]: claim["statement"] for claim in found}


def answers(kap: Kap, line: tuple[str, ...], folder: Path) -> Iterator[str]:
    """What a line answers, in every format that it has where it is the first of its command; or the file it writes."""
    if any("*" in word for word in line):
        made = folder / line[-1].replace("*", "page")
        assert kap(*line[:-1], str(made)).code == 0
        yield made.read_text()
        return
    for name in FORMATS if line == WALKED[line[0]][0] else EVERY_LINE:
        ran = kap(*line, *(["--json"] if name == "json" else ["--format", name]))
        assert ran.code in (0, 2)
        yield ran.out


@functools.cache
def any_of(statements: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them, wherever the lines of a page end."""
    return re.compile("|".join(re.escape(one).replace(r"\ ", r"\s+") for one in statements))


def named_in(text: str, records: Named) -> list[str]:
    words = re.findall(r"[a-z0-9][\w-]*", " ".join(set(text.split())))
    return [*records.keys() & set(words), *any_of(tuple(records.values())).findall(text)]


def test_every_command_is_walked_or_is_what_records_are_for() -> None:
    listed = {name for name in COMMANDS if name not in SERVED}
    assert listed <= set(WALKED)


@pytest.mark.parametrize("line", [line for lines in WALKED.values() for line in lines], ids=" ".join)
def test_no_list_and_no_report_names_a_record(kap: Kap, records: Named, line: tuple[str, ...], tmp_path: Path) -> None:
    for text in answers(kap, line, tmp_path):
        assert named_in(text, records) == []


def test_no_count_counts_them(kap: Kap) -> None:
    listed = json.loads(kap("claims", "ptsd", "--json").out)
    assert json.loads(kap("search", "ptsd", "--json").out)["summary"]["claims"] == listed["total"]
    assert sum(listed["summary"]["verdicts"].values()) == listed["total"]
    assert f"{listed['total']} related claims" in kap("search", "ptsd", "--format", "table").out
    every = [kap("claims", "--kind", kind, "--format", "ids").out.split() for kind in ("effect", "harm", "rule")]
    every += [kap("claims", "--kind", kind, "--format", "ids").out.split() for kind in ("mechanism", "field")]
    assert sorted(name for names in every for name in names) == sorted(kap("claims", "--format", "ids").out.split())


def test_they_are_listed_where_their_kind_is_asked_for(kap: Kap, records: Named) -> None:
    assert kap("claims", "--kind", "record", "--format", "ids").out.split() == list(records)
    both = kap("claims", "--kind", "record", "--kind", "rule", "--format", "ids").out.split()
    assert set(records) < set(both)


def test_one_is_shown_by_its_id_on_its_study_s_page_and_where_a_sentence_is_checked(kap: Kap, records: Named) -> None:
    links = {one["id"]: one for one in json.loads(kap("claims", "--kind", "record", "--json").out)["results"]}
    for name in list(records)[:3]:
        (study, *_) = [link["study"] for link in links[name]["for"]]
        page = json.loads(kap("show", study, "--json").out)["results"][0]
        found = json.loads(kap("check", records[name], "--json").out)["results"]
        assert kap("claims", name, "--format", "ids").out.split() == [name]
        assert name in {one["id"] for one in page["claims"]}
        assert name in {one["id"] for one in found}


def test_where_only_they_match_the_answer_leads_to_them(kap: Kap) -> None:
    def linked(*line: str) -> set[str]:
        found = json.loads(kap("claims", *line, "--json").out)["results"]
        return {
            link["study"] for one in found for side in ("evidence", "for", "against", "context") for link in one[side]
        }

    (study, *_) = sorted(linked("--kind", "record") - linked())
    ran = kap("claims", study)
    assert (ran.code, ran.out) == (1, "")
    assert f"about what one paper says: kap claims {study} --kind record" in ran.err
