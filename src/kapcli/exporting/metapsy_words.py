"""The words of an effect by the Metapsy data standard: names of studies and conditions, and times in weeks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import trial_key
from kapcli.catalogue.vocabulary import fold
from kapcli.views.phrases import byline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.exporting.columns import Work

_DOSE = re.compile(r"\b\d[\d.]*(?:\s+or\s+\d[\d.]*)?\s*(?:mg|µg|mcg)(?:/kg)?\b|\b\d\.\d\b(?:\s+or\s+\d\.\d\b)?")
_JOINED = re.compile(r"\s+\+\s+|\s+(?:plus|with|and)\s+")
_UNITS = {"hour": 1 / 168, "day": 1 / 7, "week": 1.0, "month": 52.18 / 12, "year": 52.18}
_SHORT = {"h": "hour", "hours": "hour", "days": "day", "weeks": "week", "months": "month", "years": "year"}
# A single point in time and nothing else: a span or a phase has no week.
_POINT = re.compile(
    r"(?:(?:end of )?(day|week|month) (\d+)"
    r"|(\d+) (h|hours?|days?|weeks?|months?|years?)(?: \(day \d+\))?"
    r"(?: after (?:the )?(?:infusion|first dose|last infusion|randomisation))?)"
)


def study_labels(works: Iterable[Work]) -> dict[str, str]:
    """Trial to its name: *Feder, 2014*, with a letter where several would have the same.

    Publications of one trial share a name, so that it is one cluster wherever effects are pooled.
    """
    first: dict[str, Study] = {}
    for work in works:
        key, study = trial_key(work.study), work.study
        known = first.get(key)
        if known is None or study.id == key or (known.id != key and study.year < known.year):
            first[key] = study
    named: dict[str, list[str]] = {}
    for key in sorted(first):
        named.setdefault(_label(first[key]), []).append(key)
    return {
        key: label if len(keys) == 1 else f"{label}{_letters(place)}"
        for label, keys in named.items()
        for place, key in enumerate(keys)
    }


def _label(study: Study) -> str:
    author = byline(study, 1).removesuffix(" et al.").removesuffix(" (eds)")
    return f"{author}, {study.year}".replace(";", ",")


def _letters(place: int) -> str:
    """A to z, then aa."""
    return ("" if place < 26 else _letters(place // 26 - 1)) + "abcdefghijklmnopqrstuvwxyz"[place % 26]


def condition(side: str, vocabulary: Vocabulary) -> str:
    """An arm by the codes of what it was given, joined with an underscore; in the source's words where it has none."""
    parts = [_code(part, vocabulary) for part in _JOINED.split(_DOSE.sub(" ", side))]
    return "_".join(part for part in parts if part) or whole_words(side)


def _code(part: str, vocabulary: Vocabulary) -> str:
    folded = fold(part)
    for section in ("drug", "comparator", "therapy"):
        if code := vocabulary.names(section).get(folded):
            return _snake(code)
    drugs = vocabulary.names("drug")
    held = {drugs[word] for word in folded.split() if word in drugs}
    # "placebo spray" is placebo, "oral esketamine" esketamine; "no music" is neither.
    return _snake(held.pop()) if len(held) == 1 and "no" not in folded.split() else _snake(part)


def whole_words(side: str) -> str:
    """An arm in the source's words, as the standard writes names."""
    return _snake(side)


def _snake(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "_", fold(text)).strip("_.")


def weeks(timepoint: str) -> float | None:
    """A point in time in weeks; ``None`` for a span, a phase, or a point that is counted from something else."""
    found = _POINT.fullmatch(timepoint)
    if found is None:
        return None
    unit, count = (found[1], found[2]) if found[1] else (found[4], found[3])
    return round(int(count) * _UNITS[_SHORT.get(unit, unit)], 3)
