"""What is compared with what, and how it came out: the two sides of a sentence laid on those of a wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.checking.comparison import THERAPIES
from kapcli.checking.findings import TURNED
from kapcli.checking.match import Against, Notes, ordered, same_study

if TYPE_CHECKING:
    from kapcli.checking.frame import Frame
    from kapcli.checking.kinship import Kinship


# From so many treatments on, their order must be the same.
_MANY = 3
# Figures that say which way it went without a word for it.
_TELLING = frozenset({"percent", "points", "effect", "ci", "from", "to"})
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


def hold_sides(sentence: Frame, other: Against, kin: Kinship, notes: Notes) -> None:
    """Note what is open or added of the two sides, and whether the result is the same."""
    wording = other.frame
    named = same_study(sentence, wording)
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
    finding = TURNED.get(sentence.finding, sentence.finding) if turn else sentence.finding
    notes.open += chosen.open
    notes.extra += chosen.extra
    notes.apart += chosen.apart
    sided = finding in TURNED and (sentence.reference or wording.reference)
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


def _all_near(wording: Frame, kin: Kinship) -> frozenset[str]:
    return wording.treatments.union(*(kin.near("therapy", one) for one in wording.treatments))


def _pairs(pair: tuple[float, float], other: Against, notes: Notes) -> None:
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


def _findings(finding: str, sentence: Frame, wording: Frame, notes: Notes) -> None:
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
