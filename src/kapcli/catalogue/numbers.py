"""The figures of a text, each with its unit: percentages, people, times, doses, however they are written."""

from __future__ import annotations

import functools
import re

import msgspec

from kapcli.catalogue.folding import one_width

_UNITS = {
    "percent": r"%|percent\b|per cent\b|percentage points?\b",
    "mg/kg": r"mg\s*(?:/|per)\s*kg\b|milligrams? per kilo(?:gram)?\b",
    "mg": r"mg\b|milligrams?\b",
    "points": r"(?:[a-z0-9-]+ )?points?\b",
    "minutes": r"min(?:ute)?s?\b",
    "hours": r"h(?:r|our)?s?\b",
    "days": r"days?\b",
    "weeks": r"w(?:ee)?ks?\b",
    "months": r"months?\b",
    "years": r"y(?:ea)?rs?\b",
    "sessions": (
        r"(?:[a-z]+ )?(?:infusions?|doses?|sessions?|injections?|treatments|times|drips?|drinks?|lozenges|tablets)\b"
    ),
    "people": (
        r"(?:[a-z-]+ ){0,3}(?:people|patients?|participants?|adults?|adolescents?|children|veterans?|soldiers?|members"
        r"|clients?|volunteers?|men|women|users|inpatients|outpatients|persons|individuals|subjects)\b"
    ),
}
_HOURS = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0, "months": 730.0, "years": 8766.0}
_TENS = {
    name: 10 * value for value, name in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
NAMED = (
    dict(
        zip(
            """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
            seventeen eighteen nineteen""".split(),
            range(1, 20),
            strict=True,
        )
    )
    | _TENS
    | {"hundred": 100}
)
_SHARES = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# Words without one of which, or a digit, there is no figure.
_COUNTING = frozenset({*NAMED, *_SHARES, *(f"{name}s" for name in _SHARES), "phase"})
_WORD = "|".join(NAMED)
_ABOUT = r"(?P<about>\b(?:about|around|roughly|nearly|almost|approximately)\s+|~\s*)?"
# The 5 of PCL-5 is part of a name.
_DIGITS = r"(?<![\w.])(?<![a-z]-)\d{1,12}(?:\.\d{1,12})?(?!\d)|(?<![\w.])\.\d{1,12}(?!\d)"
_NUMBER = rf"(?:{_DIGITS}|\b(?:(?:{'|'.join(_TENS)})[- ])?(?:{_WORD})\b)"
_SHARE = (
    r"\b(?:(?P<many>a|one|two|three|four)[- ])?(?P<part>half|thirds?|quarters?|fifths?|tenths?)\b"
    # Half a year and a half-life are no shares; a third trial is one more.
    r"(?![- ](?:an?|life|lives|trial|study|dose|infusion|session|group|week|day|month|year)\b)"
)
_UNIT = "|".join(f"(?P<u{place}>{source})" for place, source in enumerate(_UNITS.values()))
_FIGURE = (
    rf"(?P<phase>\bphase\s+(?P<stage>iv|i{{1,3}}|[1-4])\b)"
    r"|(?P<age>\bage[ds]?\s+(?:from\s+|between\s+)?(?P<old>\d{1,3})(?:\s+(?:to|and)\s+\d+)?)"
    rf"|{_ABOUT}(?:"
    rf"(?P<share>{_SHARE})"
    r"|(?P<n>\bn\s*=\s*(?P<size>\d{1,12}))|(?P<p>\bp\s*[=<>≤≥]\s*(?P<chance>0?\.\d{1,12}))"
    rf"|(?P<value>{_NUMBER})(?:\s*(?:in|of|out of|/)\s+(?:the\s+|every\s+)?(?P<whole>{_NUMBER})(?!\s*(?:%|mg))"
    rf"|[\s-]*(?:{_UNIT}))?)"
)
# "1 of 4" is a share; "12 of 15 veterans" counts people.
_WHOLES = (2, 3, 4, 5, 10, 20, 100)
_YEARS = range(1900, 2100)
# A share in words, or one called approximate, may be so many percentage points off.
_NEAR = 2.5
_MONTH = 0.04


class Figure(msgspec.Struct, frozen=True, order=True):
    """A number and what it counts.

    Attributes:
        value: The number; times are in hours.
        unit: ``percent``, ``mg/kg``, ``mg``, ``points``, ``hours``, ``sessions``, ``people``, ``age``, ``p``,
            ``phase``, ``year``, or empty where nothing says what it counts.
        about: Whether it is called approximate, or a share in words.
        written: As it was written.
    """

    value: float
    unit: str = ""
    about: bool = False
    written: str = ""

    @property
    def telling(self) -> bool:
        """Whether few texts have it by chance: percentages, decimals, large counts."""
        if self.unit in ("year", "age", "hours", "sessions", "phase", "mg/kg", "mg", "p"):
            return False
        return self.unit == "percent" or self.value > 20 or self.value != int(self.value)


@functools.cache
def _pattern() -> re.Pattern[str]:
    # For small letters: without regard to case it would take three times as long to compile.
    return re.compile(_FIGURE)


@functools.lru_cache(maxsize=16384)
def figures(text: str) -> tuple[Figure, ...]:
    """Every figure of a text, in order; a range gives both its ends the unit that stands behind it."""
    if not any(map(str.isdigit, text)) and not _COUNTING.intersection(text.casefold().replace("-", " ").split()):
        # Most texts have none, and the pattern takes longer to compile than all the rest.
        return ()
    text = one_width(text).replace("·", ".")
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"(?<=\d)\s*[–—-]\s*(?=\d)", " to ", text)
    found: list[Figure] = []
    end = 0
    # As long as the text: no other letter has a small form of two.
    small = text.replace("İ", "I").lower()
    for match in _pattern().finditer(small):
        figure = _read(match, " ".join(text[match.start() : match.end()].split()))
        if figure is None:
            continue
        joined = small[end : match.start()].strip() in ("to", "and", "or", "versus", "vs", "against")
        if found and joined and not found[-1].unit and figure.unit:
            found[-1] = msgspec.structs.replace(found[-1], unit=figure.unit, value=_scaled(found[-1].value, match))
        found.append(figure)
        end = match.end()
    return tuple(found)


def _read(match: re.Match[str], written: str) -> Figure | None:
    about = bool(match["about"])
    if match["phase"]:
        stage = match["stage"]
        return Figure(float(_ROMAN.get(stage) or stage), "phase", written=written)
    if match["age"]:
        return Figure(float(match["old"]), "age", written=written)
    if match["share"]:
        many = {"two": 2, "three": 3, "four": 4}.get(match["many"], 1)
        return Figure(round(many * _SHARES[match["part"].rstrip("s")], 1), "percent", True, written)
    if match["n"]:
        return Figure(float(match["size"]), "people", about, written)
    if match["p"]:
        return Figure(float(match["chance"]), "p", about, written)
    if match["whole"]:
        part, whole = _number(match["value"]), _number(match["whole"])
        if whole in _WHOLES and part < whole:
            return Figure(round(100 * part / whole, 1), "percent", True, written)
        return Figure(whole, "people", about, written)
    value = _number(match["value"])
    unit = _unit(match)
    if not unit and match["value"].isdigit() and int(value) in _YEARS and len(match["value"]) == 4:
        return Figure(value, "year", written=written)
    if not unit and not match["value"][-1].isdigit() and value < 2:
        # "One" is an article as often as a number.
        return None
    return Figure(_scaled(value, match), "hours" if unit in _HOURS else unit, about, written)


def _unit(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return next((name for place, name in enumerate(_UNITS) if groups.get(f"u{place}")), "")


def _scaled(value: float, match: re.Match[str]) -> float:
    return round(value * _HOURS.get(_unit(match), 1.0), 3)


def _number(text: str) -> float:
    parts = text.replace("-", " ").split()
    if parts[0] in NAMED:
        return float(sum(NAMED[part] for part in parts))
    return float(parts[0])


def same(said: Figure, read: Figure) -> bool:
    """Whether a figure is another's: of a unit that may be the same, and equal as far as it was rounded."""
    if said.unit != read.unit and said.unit and read.unit:
        return False
    if said.unit == "hours":
        return abs(said.value - read.value) <= _MONTH * max(said.value, read.value)
    apart = abs(abs(said.value) - abs(read.value))
    if said.unit == "percent" and (said.about or read.about):
        return apart <= _NEAR
    rounded = said.value == int(said.value) and read.value != int(read.value) and abs(read.value) > 4
    return apart <= (0.5 if rounded else 1e-9)
