"""What a sentence says, in slots that can be compared one by one."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.ketamines import KETAMINES
from kapcli.checking import lexicon
from kapcli.checking.comparison import Comparison, comparison, treatments
from kapcli.checking.figures import Figure, Quantities, quantities
from kapcli.checking.overstatement import EVERYBODY, overstatements
from kapcli.checking.tokens import STUDY, TERM, WORD, Names, Token, roots, tokens
from kapcli.checking.troubles import result_verbs, silence, trouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.checking.tokens import Lookup, roots

# Slots whose codes are compared as sets; treatments are compared by side instead.
SETS = ("condition", "population", "route", "dosing_model", "design", "measure", "study")
_ALWAYS = 3
# Ways of giving a drug that mean ketamine where a sentence of this field names none.
_MEANT = frozenset({"infusion", "drip", "lozenge", "troche", "spray", "dose", "session", "infusions"})


class Frame(msgspec.Struct, frozen=True):
    """A sentence read.

    Attributes:
        text: The sentence.
        agent: Treatments spoken of.
        reference: Treatments they are held against.
        finding: See `kapcli.checking.comparison.Comparison`.
        denied: Whether it denies what it says, where it has no finding.
        slots: Codes by slot (see `SETS`).
        hours: Times, in hours.
        vague: Times in words.
        sessions: How often it was given.
        figures: The other numbers.
        pair: Where two figures of one kind stand beside two sides: the agent's and the reference's.
        strength: 0 may, 1 did, 2 does, 3 always.
        words: Roots of the words that no slot explains.
        overstated: Words that go beyond any study, each with the reason.
        attributed: Whether it speaks of one study without naming it ("a trial found").
        order: Treatments in the order in which they are named.
        trouble: Why it cannot be judged as one statement; empty if it can.
        meant: Whether ketamine was understood and not said.
    """

    text: str
    agent: frozenset[str] = frozenset()
    reference: frozenset[str] = frozenset()
    finding: str = ""
    denied: bool = False
    slots: dict[str, frozenset[str]] = {}
    hours: tuple[float, ...] = ()
    vague: frozenset[str] = frozenset()
    sessions: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    pair: tuple[float, float] | None = None
    strength: int = 2
    words: frozenset[str] = frozenset()
    overstated: tuple[tuple[str, str], ...] = ()
    attributed: bool = False
    order: tuple[str, ...] = ()
    trouble: str = ""
    meant: bool = False

    @property
    def treatments(self) -> frozenset[str]:
        """Everything it names that can be given."""
        return self.agent | self.reference


def within(frame: Frame, context: frozenset[str]) -> Frame:
    """A sentence that names no study, read as one about the studies of the text around it."""
    if not context or "study" in frame.slots:
        return frame
    return msgspec.structs.replace(frame, slots={**frame.slots, "study": context})


def inherit(part: Frame, whole: Frame) -> Frame:
    """A part of a sentence, with what it takes from the whole: what is given, for what, in which study."""
    slots = dict(part.slots)
    for slot in ("condition", "study", "route"):
        if slot not in slots and slot in whole.slots:
            slots[slot] = whole.slots[slot]
    agent = part.agent or (whole.agent if not part.reference else part.agent)
    return msgspec.structs.replace(part, slots=slots, agent=agent)


@functools.cache
def _ignored() -> frozenset[str]:
    return roots(
        lexicon.FUNCTION | lexicon.REPORTING | lexicon.PEOPLE | lexicon.MEASURE | lexicon.TIME | lexicon.APPROXIMATE
    )


@functools.cache
def _hedges() -> frozenset[str]:
    return roots(lexicon.HEDGE)


def read(text: str, lookup: Lookup, names: Names) -> Frame:
    """Read one sentence.

    Args:
        text: The sentence.
        lookup: Finds phrases of the vocabulary.
        names: Finds studies.
    """
    sentence = tokens(text, lookup, names)
    counted = quantities(sentence)
    compared = comparison(sentence, counted.used)
    slots = _slots(sentence)
    hedged = any(token.kind == WORD and token.stem in _hedges() for token in sentence)
    overstated = overstatements(text)
    agent, meant = compared.agent, False
    drugs = compared.agent | compared.reference
    if (
        not drugs & set(KETAMINES)
        and "study" not in slots
        and any(token.text in _MEANT or _by_route(token) for token in sentence)
    ):
        agent, meant = agent | {"ketamine"}, True
    if "study" in slots and not compared.finding:
        overstated = tuple(pair for pair in overstated if pair[0] not in EVERYBODY)
    strength = _strength(sentence, hedged=hedged, always=bool(overstated))
    attributed = _attributed(sentence) or (_exact(counted) and not _generic(sentence))
    words = _words(sentence, counted.used | set(compared.used), denied=compared.negations > 0)
    pair = _pair(sentence, compared, counted)
    finding = compared.finding
    if pair and compared.by_noun and finding in ("better", "worse"):
        ahead = compared.by_noun * (pair[0] - pair[1])
        finding = "better" if ahead > 0 else "worse" if ahead < 0 else ""
    return Frame(
        text=text,
        agent=agent,
        reference=compared.reference,
        finding=finding,
        denied=not finding and compared.negations % 2 == 1,
        slots=slots,
        hours=tuple(sorted(set(counted.hours))),
        vague=frozenset(counted.vague),
        sessions=frozenset(counted.sessions) - ({"some"} if len(set(counted.sessions)) > 1 else set()),
        figures=tuple(sorted(set(counted.figures))),
        pair=pair,
        # Of one study something was found once, in whatever tense it is told.
        strength=min(strength, 1) if attributed and strength < _ALWAYS else strength,
        words=words,
        overstated=overstated,
        attributed=attributed,
        order=tuple(dict.fromkeys(code for token in sentence for code in sorted(treatments(token)))),
        trouble=trouble(text, sentence, compared) or silence(sentence, compared, counted, words),
        meant=meant,
    )


def _by_route(token: Token) -> bool:
    return token.kind == TERM and any(section == "route" for section, _ in token.codes)


def _slots(sentence: Iterable[Token]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for token in sentence:
        if token.kind == STUDY:
            ids = frozenset(code for _, code in token.codes)
            # One name for several studies: any of them may be meant.
            found.setdefault("study", set()).update(ids)
        if token.kind != TERM:
            continue
        conditions = {code for section, code in token.codes if section == "condition" and code not in ("none", "mixed")}
        found.setdefault("condition", set()).update(conditions)
        for section, code in token.codes:
            if section in ("population", "route", "dosing_model", "design") and code not in ("none", "mixed"):
                found.setdefault(section, set()).add(code)
            elif section == "instrument" or (section == "domain" and not conditions):
                found.setdefault("measure", set()).add(code)
    return {slot: frozenset(codes) for slot, codes in found.items() if codes}


def _words(sentence: Iterable[Token], used: set[int], *, denied: bool) -> frozenset[str]:
    found = set()
    ignored = _ignored() | (roots(("significant", "significantly", "statistically")) if denied else frozenset())
    for place, token in enumerate(sentence):
        if token.kind == WORD and place not in used and token.stem not in ignored and len(token.text) > 1:
            if token.stem not in _hedges():
                found.add(token.stem)
        elif token.kind == TERM and roots(token.text.split()) & roots(_ACTS):
            # Thoughts of suicide and attempts at it are one condition and two findings.
            found.update(roots(token.text.split()) & roots(_ACTS))
        elif token.kind == TERM and not _in_slot(token):
            found.update(roots(token.text.split()))
    return frozenset(found)


# Units of which a sentence may give one figure for each side.
_PAIRED = ("percent", "points", "effect", "people", "number", "to")


def _pair(sentence: list[Token], compared: Comparison, counted: Quantities) -> tuple[float, float] | None:
    """The figures of the two sides, told apart by the order in which sides and figures are named."""
    order = [place for place, token in enumerate(sentence) if treatments(token)]
    sides = [bool(treatments(sentence[place]) & compared.agent) for place in order]
    paired = [figure for figure in counted.figures if figure.unit in _PAIRED]
    units = [figure.unit for figure in paired]
    unit = max(dict.fromkeys(units), key=units.count, default="")
    # "By 16.5 points after ketamine and 8.8 after midazolam": the unit is said once.
    values = [figure.value for figure in paired if len(paired) == 2 or figure.unit == unit]
    if len(values) != 2:
        values = [hours / 24 for hours in counted.hours]
    if len(values) != 2 or not compared.reference or not sides:
        return None
    return (values[0], values[1]) if sides[0] else (values[1], values[0])


def _generic(sentence: list[Token]) -> bool:
    """Whether a result is told in the present: *lowers* is said of always, whatever figure stands beside it."""
    return any(
        token.kind == WORD
        and token.stem in result_verbs()
        and token.text.endswith("s")
        and not token.text.endswith("ss")
        for token in sentence
    )


def _exact(counted: Quantities) -> bool:
    """Whether figures are given so exactly that they are one study's."""
    exact = [figure for figure in counted.figures if figure.unit not in ("dated", "mgkg", "mg", "number")]
    return len(exact) > 1 or any(figure.value != int(figure.value) for figure in exact)


def _attributed(sentence: list[Token]) -> bool:
    """Whether one work is spoken of: *a small trial*, *the pilot*, *in a 2021 RCT*."""
    for place, token in enumerate(sentence):
        if token.text in ("a", "an", "one", "the", "this", "in"):
            for other in sentence[place + 1 : place + 8]:
                if other.text.split()[-1] in _WORKS:
                    return True
    return False


_WORKS = frozenset(
    """trial study rct pilot review analysis metaanalysis paper series report crossover cohort experiment
    guideline""".split()
)


_ACTS = ("attempt", "suicide", "overdose", "death")


def _in_slot(token: Token) -> bool:
    return bool(treatments(token)) or any(
        section in ("condition", "population", "route", "dosing_model", "design", "instrument", "domain")
        for section, _ in token.codes
    )


def _strength(sentence: list[Token], *, hedged: bool, always: bool) -> int:
    if hedged:
        return 0
    if always:
        return _ALWAYS
    verbs = [token.text for token in sentence if token.kind == WORD and token.text not in _NO_TENSE]
    past = any(word.endswith("ed") or word in _PAST for word in verbs)
    return 1 if past else 2


# Participles that say nothing of when: "lowers depression, compared with midazolam" is said of always.
_NO_TENSE = frozenset(
    """compared combined assisted added based paired related focused repeated randomised randomized controlled masked
    blinded rated reported limited associated linked increased resistant uncontrolled combined followed used""".split()
)
_PAST = frozenset(
    "fell rose did was were had got gave beat saw found grew won kept lost took brought came went".split()
)
