"""How a sentence stands to a wording of a claim: slot by slot, never by likeness."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

import msgspec

from kapcli.statements.comparison import THERAPIES
from kapcli.statements.facts import Facts
from kapcli.statements.figures import DETAIL, Figure, same_time
from kapcli.statements.lexicon import INSTRUMENTS
from kapcli.statements.tokens import root, roots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.statements.frame import Frame
    from kapcli.statements.kinship import Kinship

# One word in so many may differ where a sentence denies a claim or changes its number.
_TOLERATED = 3
_LOOSE = 4

# Figures below this are not rounded to whole numbers.
_ROUNDED = 4
# "About seven in ten" may stand for shares so many percentage points off.
_SHARE = 2.5
_COMMON = 50

Relation = Literal["same", "narrower", "broader", "opposite", "different-figure", "related"]

# The sections whose codes have codes below them, by slot.
_SECTION = {"condition": "condition", "population": "population", "route": "route", "design": "design"}
_OPPOSITE = {
    frozenset({"better", "worse"}),
    frozenset({"more", "less"}),
    frozenset({"better", "not-better"}),
    frozenset({"better", "no-difference"}),
    frozenset({"worse", "not-worse"}),
    frozenset({"worse", "no-difference"}),
    frozenset({"worse", "alike"}),
    frozenset({"alike", "different"}),
    frozenset({"no-difference", "different"}),
}
# What a sentence may say where a wording says more, and still say no more than it: wording to sentence.
_WEAKER = {
    "no-difference": frozenset({"not-better", "not-worse", "no-difference"}),
    "alike": frozenset({"no-difference", "not-better", "not-worse", "alike"}),
    "worse": frozenset({"not-better", "worse", "different"}),
    "better": frozenset({"not-worse", "better", "different"}),
    "not-better": frozenset({"not-better", "no-difference"}),
    "not-worse": frozenset({"not-worse", "no-difference"}),
}


# Figures that a study has once, whatever was measured.
_OF_THE_STUDY = frozenset({"people", "dated", "mgkg", "mg", "age", "studies", "sites", "often"})
# From so many treatments on, their order must be the same.
_MANY = 3
# Figures that say which way it went without a word for it.
_TELLING = frozenset({"percent", "points", "effect", "ci", "from", "to"})
_TURNED = {
    "better": "worse",
    "worse": "better",
    "not-better": "not-worse",
    "not-worse": "not-better",
    "more": "less",
    "less": "more",
}


_NOTHING = Facts()


class Match(msgspec.Struct, frozen=True):
    """How a sentence stands to one wording.

    Attributes:
        relation: As in the JSON contract.
        open: What the wording restricts and the sentence leaves open.
        extra: What the sentence adds and the studies behind the claim do not answer for.
        figures: Numbers that differ: what the sentence says, and what the studies say in the same role.
        apart: Slots in which the two are about different things.
        nearness: 0 to 1, for the order of what is no match.
        denies: Whether one of the two is a denial and the other none, or they say the opposite.
    """

    relation: Relation
    open: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    apart: tuple[str, ...] = ()
    nearness: float = 0.0
    denies: bool = False


class Against(msgspec.Struct, frozen=True):
    """What a sentence is held against.

    Attributes:
        frame: One wording, read.
        words: Roots of the words of the claim's wordings, by what they say (see `stance`).
        facts: What the studies behind it answer for.
        figures: The figures of all wordings.
        strength: The greatest strength of any wording.
        orders: Every two treatments, as any wording names one before the other.
        general: Whether the claim is about an effect as such, of which a study named in a wording is only the source.
        strict: Whether every word must be accounted for: where the claim is supported.
    """

    frame: Frame
    words: dict[tuple[str, bool], frozenset[str]]
    facts: Facts
    figures: frozenset[Figure]
    strength: int
    orders: frozenset[tuple[str, str]]
    general: bool
    strict: bool


def relate(sentence: Frame, other: Against, kin: Kinship) -> Match:
    """Hold a sentence against one wording of a claim."""
    wording = other.frame
    notes = _Notes()
    _sides(sentence, other, kin, notes)
    for slot in ("condition", "population", "route", "dosing_model", "design", "measure", "study"):
        _slot(slot, sentence, other, kin, notes)
    _amounts(sentence, other, notes)
    # One hedged wording does not answer for a sentence that is not, even if another wording is bolder.
    if sentence.strength > (other.strength if wording.strength else 0):
        notes.open.append("how surely it is said")
    elif not sentence.strength and wording.strength and not other.strict:
        notes.extra.append("how cautiously it is said")
    if wording.overstated and not sentence.overstated:
        # What is wrong with "works for everyone" is not wrong with "works".
        notes.apart.append("how far it goes")
    _words(sentence, other, notes)
    relation = _relation(notes, wording, sentence, strict=other.strict)
    return Match(
        relation,
        tuple(notes.open),
        tuple(notes.extra),
        tuple(notes.figures),
        tuple(notes.apart),
        _nearness(sentence, wording, notes),
        notes.opposite or sentence.denied != wording.denied,
    )


class _Notes:
    def __init__(self) -> None:
        self.open: list[str] = []
        self.extra: list[str] = []
        self.figures: list[tuple[str, str]] = []
        self.apart: list[str] = []
        self.opposite = False
        # Words that no wording and no record of the claim has.
        self.foreign = 0
        # Whether a figure differs that says which study it is: of how many people, at how many sites.
        self.another = False


def _relation(notes: _Notes, wording: Frame, sentence: Frame, *, strict: bool) -> Relation:
    if notes.apart:
        return "related"
    slots_open = [name for name in notes.open if not name.startswith("the word ")]
    slots_extra = [name for name in notes.extra if not name.startswith("the word ")]
    missing = len(notes.open) - len(slots_open)
    foreign = len(notes.extra) - len(slots_extra)
    named = _named(sentence, wording)
    # Denial and another number are told apart from another subject by how much else is the same.
    few = max(1, len(wording.words) // (2 if named else _TOLERATED))
    # What contradicts a study's figures need not name it, nor tell everything about it that the claim tells.
    anchored = any(_equal(figure, one) for figure in _exact(sentence) for one in wording.figures)
    aside = named or not ({*slots_open} - {"study"} or slots_extra) or (anchored and not slots_extra)
    close = aside and missing <= few and notes.foreign <= max(1, len(sentence.words) // _TOLERATED)
    if notes.opposite:
        if not strict and notes.foreign:
            # To deny what is open anyway settles nothing about another matter.
            return "related"
        exact = sentence.finding or (wording.words & sentence.words and not (missing or notes.foreign))
        about = {"condition", "measure"}
        subject = bool(about & sentence.slots.keys()) and bool(about & {*slots_open, *slots_extra})
        told = subject or notes.figures or any(name.startswith("the figure") for name in slots_extra)
        return "opposite" if close and exact and not told else "related"
    if notes.figures:
        # A study that is not named, and is another in size, course or what was counted, is another study.
        counted = sentence.words & _measured() != wording.words & _measured()
        other = (notes.another or counted) and not (named or anchored)
        return "different-figure" if close and not other else "related"
    if notes.open and notes.extra:
        return "related"
    if notes.extra:
        figures = any(name.startswith("the figure") for name in slots_extra)
        return "narrower" if slots_extra and not figures and foreign <= 1 else "related"
    if notes.open:
        return "broader" if slots_open and missing <= max(1, len(wording.words) // 2) else "related"
    return "same"


def _named(sentence: Frame, wording: Frame) -> bool:
    """Whether both name one and the same study."""
    return bool(sentence.slots.get("study", frozenset()) & wording.slots.get("study", frozenset()))


def _sides(sentence: Frame, other: Against, kin: Kinship, notes: _Notes) -> None:
    wording = other.frame
    named = _named(sentence, wording)
    straight = _Sides(sentence.agent, sentence.reference, other, kin, sentence.finding, named=named)
    crossed = _Sides(sentence.reference, sentence.agent, other, kin, sentence.finding, named=named)
    # "Midazolam was no better than ketamine" follows from no difference, and is still another sentence.
    plain = not sentence.finding.startswith("not-")
    turn = (
        plain
        and bool(sentence.reference)
        and crossed.cost < straight.cost
        and bool(sentence.finding or not wording.figures)
    )
    chosen = crossed if turn else straight
    finding = _TURNED.get(sentence.finding, sentence.finding) if turn else sentence.finding
    notes.open += chosen.open
    notes.extra += chosen.extra
    notes.apart += chosen.apart
    sided = finding in _TURNED and (sentence.reference or wording.reference)
    if not (sided and len(sentence.treatments - THERAPIES) < _MANY) and _orders_differ(sentence, other):
        # Nothing says which side came out ahead, so the order of naming is all there is to go by.
        notes.apart.append("which side is which")
    if sentence.pair:
        _pairs(sentence.pair[::-1] if turn else sentence.pair, other, notes)
    _findings(finding, sentence, wording, notes)


class _Sides:
    """One way to lay the two sides of a sentence on those of a wording."""

    def __init__(
        self,
        agent: frozenset[str],
        reference: frozenset[str],
        other: Against,
        kin: Kinship,
        sentence_finding: str,
        *,
        named: bool,
    ) -> None:
        self.open: list[str] = []
        self.extra: list[str] = []
        self.apart: list[str] = []
        self.kin = kin
        wording, known = other.frame, other.facts.treatments
        if agent | reference and wording.treatments and not (agent | reference) & _all_near(wording, kin):
            self.apart.append("what is given")
        elif (
            not agent | reference
            and not wording.reference
            and named
            and wording.agent <= known
            and len(known - THERAPIES) == 1
        ):
            # A study that is named and gave one drug gave that.
            pass
        elif bool(reference) == bool(wording.reference):
            self._side("what is given", agent, wording.agent, known)
            self._side("what it is compared with", reference, wording.reference, known)
        elif wording.reference:
            if agent >= wording.treatments and not (wording.finding and sentence_finding):
                pass
            elif agent & wording.reference:
                self.apart.append("what is compared with what")
            else:
                self._side("what is given", agent, wording.agent, known)
                self.open.append("what it is compared with")
        elif agent | reference <= wording.agent and not wording.finding:
            pass
        elif not wording.finding:
            self._side("what is given", agent | reference, wording.agent, known)
        else:
            self.apart.append("what is compared with what")
        self.cost = len(self.open) + len(self.extra) + 5 * len(self.apart)

    def _side(self, name: str, ours: frozenset[str], theirs: frozenset[str], known: frozenset[str]) -> None:
        if ours and theirs and not any(_near(one, two, self.kin) for one in ours for two in theirs):
            self.apart.append("what is compared with what")
            return
        if any(not any(two in self._above(one) for one in ours) for two in theirs):
            self.open.append(name)
        if any(one not in theirs and not any(one in self._above(two) for two in known) for one in ours):
            self.extra.append(name)

    def _above(self, code: str) -> tuple[str, ...]:
        return self.kin.broader("therapy", code)


def _one_drug(known: frozenset[str]) -> bool:
    return len(known - THERAPIES) == 1


def _all_near(wording: Frame, kin: Kinship) -> frozenset[str]:
    return wording.treatments.union(*(kin.near("therapy", one) for one in wording.treatments))


def _pairs(pair: tuple[float, float], other: Against, notes: _Notes) -> None:
    """Two figures must belong to the two sides as they do in the claim or in the study."""
    known = {other.frame.pair} if other.frame.pair else set(other.facts.pairs)
    if any(_alike(pair, one) for one in known):
        return
    if any(_alike(pair[::-1], one) for one in known):
        notes.opposite = True
    elif known:
        said, read = (
            " against ".join(f"{value:g}" for value in one)
            for one in (pair, min(known, key=lambda one: _gap(pair, one)))
        )
        notes.figures.append((said, read))


def _gap(one: tuple[float, float], two: tuple[float, float]) -> float:
    """How far two pairs are apart, whichever way round."""
    return min(abs(one[0] - a) + abs(one[1] - b) for a, b in (two, two[::-1]))


def _alike(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return all(abs(a - b) <= 1 / 2 for a, b in zip(one, two, strict=True))


def _orders_differ(sentence: Frame, other: Against) -> bool:
    """Whether two treatments are named the other way round than in a wording, or in the claim where it names one."""
    named = ordered(sentence)
    own = ordered(other.frame)
    if len({code for pair in named for code in pair}) >= _MANY and own and named != own:
        # Of three treatments or more, sides alone do not say who was held against whom.
        return True
    both = {(one, two) for one, two in named if (one, two) in own or (two, one) in own}
    return any(pair not in own for pair in both) or any(
        (two, one) in other.orders and (one, two) not in other.orders for one, two in named - both
    )


def stance(frame: Frame) -> tuple[str, bool]:
    """Which way a frame tells its matter: a word from a wording that tells it otherwise explains nothing."""
    return frame.finding, frame.denied


def ordered(frame: Frame) -> frozenset[tuple[str, str]]:
    """Every two treatments, the one named first before the other; drug and therapy are given together."""
    named = [code for code in frame.order if code not in THERAPIES]
    return frozenset((one, two) for place, one in enumerate(named) for two in named[place + 1 :])


def _findings(finding: str, sentence: Frame, wording: Frame, notes: _Notes) -> None:
    if finding == "unclear" or wording.finding == "unclear":
        notes.apart.append("which way it went")
    elif finding == wording.finding:
        if not finding and sentence.denied != wording.denied:
            notes.opposite = True
    elif not finding:
        if sentence.denied:
            if not wording.finding.startswith(("not-", "no-")):
                notes.apart.append("which way it went")
        elif not any(figure.unit in _TELLING for figure in sentence.figures):
            notes.apart.append("which way it went")
    elif not wording.finding:
        notes.apart.append("which way it went")
    elif finding in _WEAKER.get(wording.finding, ()):
        if finding == "no-difference" and wording.finding.startswith("not-"):
            notes.extra.append("that there was no difference at all")
    elif frozenset({finding, wording.finding}) in _OPPOSITE:
        notes.opposite = True
    elif finding == "better" and wording.finding == "alike":
        notes.open.append("being alike is not being better")
    elif finding == "alike" and wording.finding in ("no-difference", "not-better", "not-worse"):
        notes.open.append("no difference shown is not the same as being alike")
    else:
        notes.apart.append("which way it went")


def _near(one: str, two: str, kin: Kinship) -> bool:
    return one == two or two in kin.broader("therapy", one) or one in kin.broader("therapy", two)


def _slot(slot: str, sentence: Frame, other: Against, kin: Kinship, notes: _Notes) -> None:
    ours = sentence.slots.get(slot, frozenset())
    theirs = other.frame.slots.get(slot, frozenset())
    # What a claim does not say is answered by its studies only where it is borne out by them.
    known = other.facts.slots.get(slot, frozenset()) if other.strict else frozenset()
    name = slot.replace("_", " ")
    if slot == "condition" and not theirs:
        # "MADRS scores" are about depression, whether it is said or not.
        theirs = frozenset(INSTRUMENTS[code] for code in other.frame.slots.get("measure", ()) if code in INSTRUMENTS)
        ours = ours or frozenset(INSTRUMENTS[code] for code in sentence.slots.get("measure", ()) if code in INSTRUMENTS)
    if ours == theirs:
        return
    if slot == "study":
        if not ours:
            if not sentence.attributed and not other.general:
                notes.open.append("study")
        elif not ours & (theirs or known):
            notes.apart.append("study")
        return
    if slot == "measure":
        _measure(ours, theirs, sentence, other, notes)
        return
    section = _SECTION.get(slot, slot)
    above = {code for one in ours for code in kin.broader(section, one)}
    if not ours:
        # A study that is named treats what it treats, whether the sentence says so or not; of a finding it must.
        described = bool(sentence.slots.get("study")) and not (sentence.finding or other.frame.finding)
        one_study = slot == "route" and (sentence.attributed or bool(sentence.slots.get("study")))
        if (
            slot != "design"
            and not described
            and not one_study
            and not (slot == "condition" and _measures(sentence, theirs, kin))
        ):
            notes.open.append(name)
    elif not theirs:
        # Of a study of several populations one alone was not what was found.
        whole = slot != "population" or ours == known
        if not whole or not all(_known(one, known, section, kin) for one in ours):
            notes.extra.append(name)
    elif theirs <= above:
        # Each of the wording's is named, or something below it: what is more must be so of the studies too.
        if not all(one in theirs or _known(one, known, section, kin) for one in ours):
            notes.extra.append(name)
    elif any(code in kin.broader(section, two) for two in theirs for code in ours) or ours & theirs:
        if slot in ("condition", "population") or ours <= {c for two in theirs for c in kin.broader(section, two)}:
            notes.open.append(name)
        else:
            notes.apart.append(name)
    elif slot in ("population", "route"):
        notes.extra.append(name)
    else:
        notes.apart.append(name)


def _measures(sentence: Frame, conditions: frozenset[str], kin: Kinship) -> bool:
    """Whether an instrument that is named is one for the condition that is not (the PCL-5 is about PTSD)."""
    found = {INSTRUMENTS[code] for code in sentence.slots.get("measure", ()) if code in INSTRUMENTS}
    return bool(found) and all(found & set(kin.broader("condition", one)) for one in conditions)


def _known(code: str, known: Iterable[str], section: str, kin: Kinship) -> bool:
    return any(code in kin.broader(section, other) for other in known)


def _measure(ours: frozenset[str], theirs: frozenset[str], sentence: Frame, other: Against, notes: _Notes) -> None:
    """An instrument stands for its condition and the other way round; two instruments are two measures."""
    known = other.facts.slots.get("measure", frozenset())
    extra = ours - theirs - known
    if extra:
        (notes.apart if theirs else notes.extra).append("measure")
    elif theirs - ours and not ours and not sentence.slots.get("condition"):
        notes.open.append("measure")


def _amounts(sentence: Frame, other: Against, notes: _Notes) -> None:
    wording, facts = other.frame, other.facts if other.strict else _NOTHING
    _times(sentence, other, notes)
    for one in sentence.sessions - wording.sessions - {"some"}:
        if not other.strict and "many" in wording.sessions and one != "1":
            continue
        many = one == "many" and any(n not in ("1", "some") for n in facts.sessions | wording.sessions)
        counted = one not in ("1", "many") and (one in facts.sessions)
        single = one == "1" and "1" in facts.sessions
        if many or counted or single:
            continue
        counts = {n for n in wording.sessions | facts.sessions if n not in ("many", "some")}
        if counts and one != "many":
            notes.another = notes.another or one != "1"
            notes.figures.append((f"{one} sessions", " or ".join(sorted(counts))))
        else:
            notes.extra.append("number of sessions")
    named = _named(sentence, wording)
    if wording.sessions - {"some"} and not sentence.sessions - {"some"} and not (named or sentence.attributed):
        notes.open.append("number of sessions")
    allowed = other.figures | facts.figures
    if other.strict and not facts.single:
        # Of several outcomes each has its own figures and times: only a wording says which belong together.
        allowed = frozenset(wording.figures) | {one for one in facts.figures if one.unit in _OF_THE_STUDY}
    for figure in sentence.figures:
        if not any(_equal(figure, one) for one in allowed):
            said = sorted({one.value for one in _rivals(figure, other)})
            if any(_equal(figure, one) for one in (*facts.elsewhere, *facts.figures, *other.figures)):
                # It was read there, and belongs to something else.
                notes.extra.append(f"the figure {figure.value:g}")
            elif said and figure.unit != "dated":
                # What a wording does not tell of a study may be true of another one.
                told = any(one.unit == figure.unit for one in wording.figures)
                notes.another = notes.another or figure.unit in _OF_THE_STUDY or not told
                notes.figures.append((_shown(figure), " or ".join(f"{value:g}" for value in said[:6])))
            else:
                notes.extra.append(f"the figure {figure.value:g}")
    for figure in wording.figures:
        if figure.unit not in DETAIL and not any(_equal(figure, one) for one in sentence.figures):
            notes.open.append(f"the figure {figure.value:g}")


def _times(sentence: Frame, other: Against, notes: _Notes) -> None:
    wording, facts = other.frame, other.facts if other.strict else _NOTHING
    figured = any(figure.unit not in _OF_THE_STUDY for figure in sentence.figures)
    known = () if figured and not facts.single else facts.hours
    unmet = [one for one in sentence.hours if not any(same_time(one, two) for two in (*wording.hours, *known))]
    missing = [two for two in wording.hours if not any(same_time(one, two) for one in sentence.hours)]
    if unmet and any(abs(unmet[0] - two) <= two / 6 for two in other.facts.hours_elsewhere):
        notes.extra.append("time")
    elif unmet and (missing or wording.hours):
        notes.another = True
        notes.figures.append(
            (_duration(unmet[0]), " or ".join(_duration(two) for two in (missing or wording.hours)[:3]))
        )
    elif unmet:
        notes.extra.append("time")
    elif missing:
        notes.open.append("time")
    per = {one for one in sentence.vague if one.startswith("per ")}
    theirs = {one for one in wording.vague if one.startswith("per ")}
    if per and theirs and per != theirs:
        notes.figures.append((" or ".join(sorted(per)), " or ".join(sorted(theirs))))
    if wording.vague and not wording.vague & sentence.vague and not sentence.hours:
        notes.open.append("time")
    if {one for one in sentence.vague - wording.vague if not one.startswith("per ")}:
        notes.extra.append("time")


def _duration(hours: float) -> str:
    for name, length in (("months", 720.0), ("weeks", 168.0), ("days", 24.0)):
        if hours >= 2 * length and hours % length == 0:
            return f"{hours / length:g} {name}"
    return f"{hours:g} hours"


def _exact(sentence: Frame) -> list[Figure]:
    """The figures of a sentence that are unlikely to be those of two studies."""
    return [one for one in sentence.figures if one.unit != "dated" and (one.value > _COMMON or one.value % 1)]


def _equal(one: Figure, two: Figure) -> bool:
    units = {one.unit, two.unit}
    alike = one.unit == two.unit or "number" in units or (units <= {"points", "effect", "ci"} and "ci" not in units)
    if not alike:
        return False
    if one.value == two.value:
        return True
    # A share may be given rounded to whole per cent, any figure with "about".
    if one.about and one.unit == "percent" and abs(one.value - two.value) <= _SHARE:
        return True
    whole = one.value == int(one.value) and abs(one.value - two.value) <= 0.5
    return whole and (one.unit == "percent" or (one.about and two.value >= _ROUNDED))


def _rivals(figure: Figure, other: Against) -> Iterable[Figure]:
    kinds = {figure.unit} | ({"points", "effect"} if figure.unit in ("points", "effect") else set())
    own = [one for one in other.figures if one.unit in kinds]
    known = other.facts.figures if other.strict else frozenset()
    return own or [one for one in known if one.unit in kinds]


def _shown(figure: Figure) -> str:
    units = {"percent": "%", "mgkg": " mg/kg", "mg": " mg", "people": " people", "points": " points"}
    return f"{figure.value:g}{units.get(figure.unit, '')}"


def _words(sentence: Frame, other: Against, notes: _Notes) -> None:
    # A design may be told in the words of the record; a result only in those of wordings that tell it so.
    told = other.facts.labels if sentence.finding or sentence.figures else other.facts.words
    own = other.frame.words | other.words.get(stance(other.frame), frozenset())
    extra = sentence.words - own - told
    every = frozenset().union(*other.words.values())
    notes.foreign = len(sentence.words - every - other.facts.words)
    ours, theirs = sentence.words & _measured(), other.frame.words & _measured()
    if ours and theirs and not ours & theirs:
        notes.apart.append("what was counted")
    recorded = other.facts.labels - other.facts.journals - _restricting() if other.strict else frozenset()
    missing = other.frame.words - sentence.words - recorded
    if other.strict:
        notes.extra += [f"the word {word}" for word in sorted(extra)]
        notes.open += [f"the word {word}" for word in sorted(missing)]
        return
    # What is not supported anyway may be recognised more freely, but not out of the mouth of a study it is not about.
    if ("study" in sentence.slots and "study" not in other.frame.slots) or (
        sentence.attributed and not other.frame.attributed and not _named(sentence, other.frame)
    ):
        notes.apart.append("whether one study or all of them are spoken of")
    if _LOOSE * len(missing) > len(other.frame.words) or _first() & missing:
        notes.open += [f"the word {word}" for word in sorted(missing)]
    if notes.foreign > max(1, len(sentence.words) // _TOLERATED) and missing:
        notes.extra += [f"the word {word}" for word in sorted(extra)]


@functools.cache
def _first() -> frozenset[str]:
    """To have been the first is the whole of such a claim."""
    return roots(("pioneering",))


@functools.cache
def _measured() -> frozenset[str]:
    """Words of what was counted: an answer about one is none about another."""
    counted = """relapse return remission response abstinent abstinence craving connectivity amygdala dissociation
        flashback bladder pressure nausea memory cognition dropout withdrawal drinking function sleep bioavailability"""
    return frozenset(root(word) for word in counted.split())


@functools.cache
def _restricting() -> frozenset[str]:
    """Words of a record that say for whom or when, and must not be dropped."""
    return roots(("only", "some", "most", "many", "all", "first", "mostly", "primarily", "short", "mild"))


def _nearness(sentence: Frame, wording: Frame, notes: _Notes) -> float:
    ours = _features(sentence)
    theirs = _features(wording)
    shared = len(ours & theirs) / max(1, len(ours | theirs))
    return round(max(0.0, shared - 0.05 * len(notes.apart)), 4)


def _features(frame: Frame) -> set[str]:
    found = {f"word {word}" for word in frame.words}
    found |= {f"treatment {code}" for code in frame.treatments}
    found |= {f"{slot} {code}" for slot, codes in frame.slots.items() for code in codes}
    found |= {f"{figure.unit} {figure.value:g}" for figure in frame.figures}
    found |= {f"hours {hour:g}" for hour in frame.hours}
    return found | ({f"finding {frame.finding}"} if frame.finding else set())


__all__ = ["Against", "Match", "Relation", "ordered", "relate", "stance"]
