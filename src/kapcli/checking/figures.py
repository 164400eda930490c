"""The numbers of a sentence and what each counts: shares, points, people, doses, sessions, times."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from kapcli.checking.lexicon import APPROXIMATE, PEOPLE
from kapcli.checking.tokens import NUMBER, SIGN, STUDY, TERM, WORD, Token, roots

if TYPE_CHECKING:
    from collections.abc import Iterable

_HOURS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0, "fortnight": 336.0}
# A month is given as 28 to 31 days: long times this near are the same, short ones must agree.
_SAME_TIME, _SAME_LONG, _LONG_HOURS = 0.02, 0.08, 600
_SESSIONS = ("infusion", "dose", "session", "treatment", "injection", "drink", "lozenge", "time", "administration")
_STUDIES = ("trial", "study", "rct", "experiment", "report")
_SITES = ("practice", "site", "centre", "center", "clinic", "hospital")
_YEARS, _YEAR_DIGITS = range(1940, 2040), 4
_AHEAD = 4
_OF = (3, 4, 5, 10, 20, 100)
# Units of figures that say how large an effect was: a sentence without them says the same, less exactly.
DETAIL = frozenset({"ci", "p", "effect", "points", "from", "to", "people", "dated", "percent"})


class Figure(msgspec.Struct, frozen=True, order=True):
    """A number and what it counts.

    Attributes:
        unit: ``percent``, ``points``, ``from`` and ``to`` (where a score began and ended), ``effect``, ``ci``, ``p``,
            ``people``, ``studies``, ``sites``, ``mgkg``, ``mg``, ``age``, ``often`` (times a day or week),
            ``dated`` (a year) or ``number``.
        value: The number.
        about: Whether the sentence calls it approximate.
    """

    unit: str
    value: float
    about: bool = False


class Quantities(msgspec.Struct):
    """What was counted in a sentence, and which tokens said so.

    Attributes:
        figures: Without times and sessions.
        hours: Times, in hours.
        vague: Times without a number: ``hour``, ``day`` ...
        sessions: How often it was given; ``many`` where that is all.
        used: Places of tokens that are accounted for.
    """

    figures: list[Figure]
    hours: list[float]
    vague: list[str]
    sessions: list[str]
    used: set[int]


@functools.cache
def _stemmed() -> dict[str, str]:
    """Stem to the unit that a word of it makes of a number before it."""
    units = {"percent": "percent", "mgkg": "mgkg", "mg": "mg", "point": "points"}
    found = {next(iter(roots([word]))): unit for word, unit in units.items()}
    for unit, nouns in (("sessions", _SESSIONS), ("studies", _STUDIES), ("sites", _SITES), ("people", PEOPLE)):
        for one in roots(nouns):
            found.setdefault(one, unit)
    for word in ("woman", "women", "men", "man", "soldier", "inpatient"):
        found.setdefault(next(iter(roots([word]))), "people")
    return found


@functools.cache
def _times() -> dict[str, str]:
    return {next(iter(roots([word]))): word for word in _HOURS}


def same_time(one: float, other: float) -> bool:
    """Whether two times in hours are the same for all that a report says."""
    share = _SAME_LONG if min(one, other) >= _LONG_HOURS else _SAME_TIME
    return abs(one - other) <= share * max(one, other)


def quantities(sentence: list[Token]) -> Quantities:
    """Every number of a sentence with its unit, and times and sessions in words."""
    found = Quantities([], [], [], [], set())
    _intervals(sentence, found)
    _changes(sentence, found)
    for place, token in enumerate(sentence):
        if token.kind == NUMBER and place not in found.used:
            _number(sentence, place, found)
    _in_words(sentence, found)
    return found


def _intervals(sentence: list[Token], found: Quantities) -> None:
    """*95% CI 2.5 to 22.8*: the level says nothing, the next two numbers are limits."""
    for place, token in enumerate(sentence):
        interval = token.text in ("ci", "interval", "intervals")
        if token.kind != WORD or not interval:
            continue
        numbers = [at for at in range(place + 1, min(place + 6, len(sentence))) if sentence[at].kind == NUMBER][:2]
        if len(numbers) == 2:
            found.figures += [Figure("ci", sentence[at].value) for at in numbers]
            found.used.update(range(place, numbers[1] + 1))
        for at in range(max(0, place - 4), place):
            level = sentence[at].kind == NUMBER and sentence[at].value in (90, 95, 99)
            if level:
                found.used.update({at, *(k for k in range(at, place) if sentence[k].text in ("percent", "confidence"))})


def _changes(sentence: list[Token], found: Quantities) -> None:
    """*From 40 to 17*: where it began and where it ended; with a unit behind, a range of that unit."""
    for place, token in enumerate(sentence):
        if token.kind != NUMBER or place in found.used or place + 2 >= len(sentence):
            continue
        joint, other = sentence[place + 1], sentence[place + 2]
        if joint.text not in ("to", "and") or other.kind != NUMBER or place + 2 in found.used:
            continue
        before = sentence[place - 1].text if place else ""
        unit = _unit(sentence, place + 2)
        if before == "(" and not unit and place > 1 and sentence[place - 2].kind in (NUMBER, WORD):
            found.figures += [Figure("ci", token.value), Figure("ci", other.value)]
        elif before in ("from", "between") and unit in ("", "points"):
            found.figures += [Figure("from", token.value), Figure("to", other.value)]
        elif before in ("aged", "age", "ages") or (before == "from" and unit == "age"):
            found.figures += [Figure("age", token.value), Figure("age", other.value)]
        elif joint.text == "to" and unit:
            for one in (token, other):
                _add(found, unit, one.value)
        else:
            continue
        found.used.update((place, place + 1, place + 2))
        if unit:
            found.used.update(_unit_place(sentence, place + 2))


def _number(sentence: list[Token], place: int, found: Quantities) -> None:
    token = sentence[place]
    if [one.text for one in sentence[place + 1 : place + 2]] == ["in"] and place + 2 < len(sentence):
        whole = sentence[place + 2]
        if whole.kind == NUMBER and whole.value in _OF and token.value < whole.value:
            # "Seven in ten".
            found.figures.append(Figure("percent", round(100 * token.value / whole.value, 1), about=True))
            found.used.update((place, place + 1, place + 2))
            return
    before = sentence[place - 1].text if place else ""
    unit = _unit(sentence, place)
    if token.value in _YEARS and token.text.isdigit() and len(token.text) == _YEAR_DIGITS:
        _add(found, "dated", token.value)
        found.used.add(place)
    elif place and sentence[place - 1].kind == WORD and before in _HOURS:
        # "Week 8".
        _add(found, before, token.value)
        found.used.update({place, place - 1})
    elif unit:
        _add(found, unit, token.value, about=before in APPROXIMATE)
        found.used.update({place, *_unit_place(sentence, place)})
    elif before in ("p", "n", "d", "g") and len(before) == 1:
        _add(found, {"p": "p", "n": "people"}.get(before, "effect"), token.value)
        found.used.update({place, place - 1})
    elif before in ("aged", "age"):
        _add(found, "age", token.value)
        found.used.add(place)
    elif token.text.isdigit() or "." in token.text or token.value > 1:
        _add(found, "number", token.value)
        found.used.add(place)


def _add(found: Quantities, unit: str, value: float, *, about: bool = False) -> None:
    if unit == "studies" and value == 1:
        # "One trial found" counts nothing.
        return
    if unit in _HOURS:
        found.hours.append(round(value * _HOURS[unit], 3))
    elif unit == "sessions":
        found.sessions.append(f"{value:g}")
    else:
        found.figures.append(Figure(unit, value, about))


def _unit(sentence: list[Token], place: int) -> str:
    found = _unit_at(sentence, place)
    return found[0] if found else ""


def _unit_place(sentence: list[Token], place: int) -> Iterable[int]:
    found = _unit_at(sentence, place)
    # What was counted stays a word of the sentence where it is more than a unit ("six infusions").
    return [found[1]] if found and found[0] not in ("people", "sessions", "studies", "sites") else []


def _unit_at(sentence: list[Token], place: int) -> tuple[str, int] | None:
    """The unit of a number and where it stands: next to it, or behind a few words that describe what is counted."""
    for at in range(place + 1, min(place + 1 + _AHEAD, len(sentence))):
        token = sentence[at]
        if token.kind in (NUMBER, SIGN, STUDY):
            return None
        near = at == place + 1
        if token.kind == TERM:
            sections = {section for section, _ in token.codes}
            if "population" in sections:
                return "people", at
            if token.stem in roots(_SESSIONS):
                return "sessions", at
            continue
        if token.stem in _times():
            return (_times()[token.stem], at) if near else None
        unit = _stemmed().get(token.stem, "")
        if unit in ("percent", "mgkg", "mg"):
            return (unit, at) if near else None
        if unit == "sites" and not (token.text.endswith("s") or at == place + 1):
            # "Eight private-practice clients" counts clients.
            continue
        if token.text == "times" and [one.text for one in sentence[at + 1 : at + 2]] in (["a"], ["weekly"], ["daily"]):
            # "Three times a week" says how often, not how many there were.
            return "often", at
        if unit:
            return unit, at
        if token.text in ("of", "in", "to", "at", "with", "and", "or", "on", "for", "after", "than", "versus", "had"):
            # "Nine of 13 people" counts people; "40 in the first week" counts nothing that follows.
            return _unit_at(sentence, at) if token.text == "of" and near and _counts_on(sentence, at) else None
    return None


def _counts_on(sentence: list[Token], place: int) -> bool:
    return place + 1 < len(sentence) and sentence[place + 1].kind == NUMBER


def _in_words(sentence: list[Token], found: Quantities) -> None:
    texts = [token.text for token in sentence]
    for place, token in enumerate(sentence):
        if token.kind not in (WORD, TERM) or place in found.used:
            continue
        before = texts[place - 1] if place else ""
        earlier = texts[place - 2] if place > 1 else ""
        if token.stem in _times():
            unit = _times()[token.stem]
            often = before in ("per", "every", "each", "once", "twice") or (
                before == "a" and earlier in ("once", "twice", "times", "infusions", "doses", "sessions")
            )
            after = texts[place + 1] if place + 1 < len(texts) else ""
            if often and after != "apart":
                found.vague.append(f"per {unit}")
                continue
            if before in ("a", "an", "next", "following", "first", "one") or (
                unit == "day" and after in ("after", "later")
            ):
                found.hours.append(_HOURS[unit])
                found.used.add(place)
            elif token.text.endswith("s"):
                found.vague.append(unit)
                found.used.add(place)
        elif token.text == "overnight":
            found.hours.append(24.0)
            found.used.add(place)
        elif token.text in ("single", "one"):
            if _before_session(sentence, place):
                found.sessions.append("1")
                found.used.add(place)
        elif token.text in ("repeated", "multiple", "several", "serial", "repeat", "repeatedly"):
            if token.text != "several" or _before_session(sentence, place):
                found.sessions.append("many")
                found.used.add(place)
        elif token.text in ("a", "an", "the", "each") and _before_one(sentence, place):
            found.sessions.append("1")


def _before_one(sentence: list[Token], place: int) -> bool:
    """Whether an article stands before a single session ("an infusion", "the oral dose")."""
    one = ("infusion", "dose", "injection", "drip")
    return any(token.text.split()[-1] in one for token in sentence[place + 1 : place + 4] if token.kind in (WORD, TERM))


def _before_session(sentence: list[Token], place: int) -> bool:
    return any(token.stem in roots(_SESSIONS) for token in sentence[place + 1 : place + 4])
