"""An edit of a sentence changes its English and nothing else: not a figure, not how sure it is, not what it denies.

``tests/data/wording-before.json`` holds, for every text of every study and claim, its figures and how many words of
each kind of certainty it had before the last edit of language. ``KAP_WRITE_WORDING=1`` takes it anew, which is right
after a change of facts only. ``tests/data/wording-allowed.yaml`` lists what may differ, and the plain lines that are
hard to read, each with its reason; what is listed and no longer needed fails too.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import yaml

from kapcli.catalogue.claim import Claim
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.numbers import Figure, figures, same
from kapcli.catalogue.study import Study

DATA = Path(__file__).parents[1] / "data"
BEFORE = DATA / "wording-before.json"
ALLOWED: dict[str, dict[str, dict[str, str]]] = yaml.safe_load((DATA / "wording-allowed.yaml").read_text("utf-8"))
WORDS: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[2] / "src/kapcli/checking/words.json").read_text("utf-8")
)
# What is no sentence of the catalogue's own, or is never edited as language.
CODED = frozenset(
    "id title authors editors record versions read_at biblio_source journal journal_abbreviation publisher safety"
    " publisher_place p phase measure terms scope asks needs found_by".split()
)
GRADE = 8.0
TAKE_ANEW = bool(os.environ.get("KAP_WRITE_WORDING"))


def any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


# "Could be read" is no hedge.
HEDGES = re.compile(
    rf"{any_of([*WORDS['hedges'], 'about', 'roughly', 'unclear', 'uncertain']).pattern}"
    r"(?! (?:not )?be (?:seen|read|found|checked|shown)\b)",
    re.IGNORECASE,
)
CERTAIN = any_of(WORDS["certain"])
DENIALS = re.compile(rf"{any_of(WORDS['denials']).pattern}|n't\b|\bun(?:[a-z]+ed|known|clear|certain)\b", re.IGNORECASE)
# What the sources do not say, and what was looked for and not shown: neither may turn into a plain no.
UNKNOWN = re.compile(
    r"\bnot (?:\w+ )?(?:known|read|stated|told|said|given|reported|named|found|available|accessible|readable|include)"
    r"|\bnot (?:\w+ )?in (?:what|the abstract)|\b(?:was|is|be) read\b|\bwe (?:could )?read\b|\bour sources\b"
    r"|\bpages read\b|\bwas available\b|\b(?:was|last) checked\b|\bgives no\b|\bcannot be drawn\b|\bwithout a pooled\b"
    r"|\bcomes? from\b|\bwere available\b|\babstract available\b|\bsecondary summary\b|\bno comparison group\b"
    r"|\bNothing was found about\b|\bdoes not list\b"
    r"|\bavailable to us\b|\b(?:cannot|could not) be (?:read|told|known|said|seen|determined|separated)|\bcannot say\b"
    r"|\b(?:unknown|unclear|unreported|unstated|unnamed)\b|\bno [\w ]{1,40}(?:was|were) (?:read|given|found|seen)\b"
    r"|\b(?:no|without) (?:an? )?(?:\w+ )?(?:figures?|numbers?|values?|sizes?|counts?)\b"
    r"|\b(?:nobody|no one|nothing) (?:knows|says|read)|n't (?:\w+ )?(?:known|know|say|tell|reported|given|found)\b"
    r"|\b(?:do|does|did) not (?:\w+ )?(?:say|state|give|report|name|tell)\b",
    re.IGNORECASE,
)
KINDS = (HEDGES, CERTAIN, DENIALS, UNKNOWN)


def texts(row: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a row with its place: by id in a list where there is one, else by number."""
    if isinstance(row, dict):
        for name, value in row.items():
            if name not in CODED:
                yield from texts(value, f"{path}.{name}" if path else name)
    elif isinstance(row, list | tuple):
        for place, value in enumerate(row):
            own = value.get("id") or value.get("code") or value.get("study") if isinstance(value, dict) else None
            yield from texts(value, f"{path}.{own or place}")
    elif isinstance(row, str) and " " in row:
        yield path, row


def told(text: str) -> str:
    """The figures of a text, then how many words of each kind."""
    text = re.sub(r"\bthrice\b", "three times", re.sub(r"\btwice\b", "two times", text))
    counts = ",".join(str(len(kind.findall(text))) for kind in KINDS)
    return " ".join([*(f"{figure.value!r}{figure.unit}" for figure in figures(text)), counts])


def read(line: str) -> tuple[list[Figure], list[int]]:
    *marks, counts = line.split(" ")
    split = [re.fullmatch(r"([-\d.e]+\d)([a-z/]*)", mark) for mark in marks]
    return [Figure(float(found[1]), found[2]) for found in split if found], [int(part) for part in counts.split(",")]


def differences(before: str, now: str) -> Iterator[str]:
    (was, had), (has, counts) = read(before), read(now)
    lost = [figure.value for figure in was if not any(same(figure, other) for other in has)]
    new = [figure.value for figure in has if not any(same(figure, other) for other in was)]
    if lost or new:
        yield f"figures lost {lost}, new {new}"
    hedges, certain, denials, unknown = zip(had, counts, strict=True)
    if hedges[1] < hedges[0]:
        yield f"hedges {hedges[0]} to {hedges[1]}"
    if certain[1] > certain[0]:
        yield f"words of certainty {certain[0]} to {certain[1]}"
    if bool(denials[0]) != bool(denials[1]) and (denials[0] or not unknown[1]):
        yield f"denials {denials[0]} to {denials[1]}"
    if unknown[0] and not unknown[1]:
        yield f"what is not known {unknown[0]} to {unknown[1]}"


def all_told(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    rows = [*catalogue.studies, *catalogue.claims]
    return {row.id: dict(numbered(row)) for row in rows}


def numbered(row: Study | Claim) -> Iterator[tuple[str, str]]:
    """Two limitations may have one code: the second is numbered."""
    seen: Counter[str] = Counter()
    for path, text in texts(msgspec.to_builtins(row)):
        seen[path] += 1
        yield path if seen[path] == 1 else f"{path}~{seen[path]}", told(text)


def syllables(word: str) -> int:
    word = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiouycgsxz]es$|[^aeiouytd]ed$", word) and not word.endswith(("shes", "ches"))
    return max(count - bool(silent), 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid reading grade."""
    words = re.findall(r"[A-Za-z0-9][\w'’-]*", text)
    sentences = len(re.findall(r"[.!?;:](?:\s|$)", text)) or 1
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def plain_lines(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for kind, rows in (
        ("studies", catalogue.studies),
        ("claims", catalogue.claims),
        ("glossary", catalogue.glossary),
    ):
        yield from ((f"{kind}/{row.id}", row.plain) for row in rows if row.plain)


def test_an_edit_changes_no_figure_no_certainty_and_no_denial(catalogue: Catalogue) -> None:
    now = all_told(catalogue)
    if TAKE_ANEW:
        rows = (f"{json.dumps(id_)}: {json.dumps(row, separators=(',', ':'))}" for id_, row in now.items())
        BEFORE.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
    before = json.loads(BEFORE.read_text("utf-8"))
    found = {}
    for id_, row in before.items():
        for path, was in row.items():
            is_now = now.get(id_, {}).get(path)
            if is_now is None:
                if was != "0,0,0,0" and id_ in now:
                    found[f"{id_} {path}"] = "gone"
            elif changed := "; ".join(differences(was, is_now)):
                found[f"{id_} {path}"] = changed
    allowed = {f"{id_} {path}" for id_, row in ALLOWED["differs"].items() for path in row}
    assert {place: what for place, what in found.items() if place not in allowed} == {}
    assert allowed - found.keys() == set()


def test_a_plain_line_is_read_at_grade_eight_or_less(catalogue: Catalogue) -> None:
    hard = {place: round(grade(text), 1) for place, text in plain_lines(catalogue) if grade(text) > GRADE}
    listed = {f"{kind}/{id_}" for kind, row in ALLOWED["hard"].items() for id_ in row or {}}
    assert {place: value for place, value in hard.items() if place not in listed} == {}
    assert listed - hard.keys() == set()


@pytest.mark.parametrize(
    ("was", "now", "differs"),
    [
        ("In 18 people 71% responded.", "Of 18 people, 71% responded.", False),
        ("In 18 people 71% responded.", "Of 18 people, 17% responded.", True),
        ("It lasted two weeks.", "It lasted 14 days.", False),
        ("It lasted two weeks.", "It lasted two months.", True),
        ("Hope may have played in.", "Hope played in.", True),
        ("Its size was not in what was read.", "Its size is not reported in our sources.", False),
        ("Its size was not in what was read.", "It was nothing.", True),
        ("No harm is named.", "No harm was reported in our sources.", False),
        ("Scores fell.", "Scores clearly fell.", True),
        ("No difference was shown.", "A difference was shown.", True),
    ],
)
def test_a_difference_of_meaning_is_seen(was: str, now: str, differs: bool) -> None:
    assert bool(list(differences(told(was), told(now)))) is differs


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat.", -3, 1),
        ("People felt less sad a day after one dose. A week later, most felt as they had before.", 1, 5),
        (
            "Intravenous administration facilitated antidepressant responsiveness in treatment-refractory populations.",
            16,
            60,
        ),
    ],
)
def test_the_reading_grade_is_of_the_known_size(text: str, low: float, high: float) -> None:
    assert low < grade(text) < high
