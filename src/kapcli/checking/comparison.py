"""Who is compared with whom in a sentence, and which side comes out ahead."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.ketamines import KETAMINES
from kapcli.checking import lexicon
from kapcli.checking.findings import TURNED, finding_of, stems
from kapcli.checking.tokens import NUMBER, SIGN, TERM, WORD, Token, roots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

THERAPIES = frozenset(
    """psychotherapy kap emdr exposure written-exposure prolonged-exposure cbt cpt mindfulness motivational act group
    relapse-prevention trauma-informed supportive coaching""".split()
)
# Codes of comparators that are a treatment of their own name.
_SAME = {
    "saline": "placebo",
    "drug-only": "ketamine",
    "therapy-only": "psychotherapy",
}
_NO_TREATMENT = frozenset(
    {"none", "other", "active-drug", "dose-comparison", "route-comparison", "schedule-comparison"}
)
_MARKERS = frozenset({"than", "versus", "vs", "against", "relative", "compared", "unlike", "beyond"})
_VERB_MARKERS = ("outperform", "beat", "beats", "beaten", "match", "exceed", "surpass", "outdo", "equalled")
_ASIDE = frozenset({"after", "following", "among", "during", "before", "when", "if", "while", "for"})


class Comparison(msgspec.Struct, frozen=True):
    """What a sentence compares.

    Attributes:
        agent: The treatments on the side that is spoken of.
        reference: Those it is held against; empty where it is against nothing.
        by_noun: +1 or -1 where the finding rests on what was counted alone (responders, relapses): which of two
            figures is better.
        finding: ``better``, ``worse``, ``not-better``, ``not-worse``, ``alike``, ``no-difference``, ``different``,
            ``more`` and ``less`` where only a comparative tells the sides apart, ``unclear``, or empty where the
            sentence says nothing of the kind.
        negations: How many words deny.
        used: Places of tokens that are accounted for.
    """

    agent: frozenset[str]
    reference: frozenset[str]
    finding: str
    negations: int
    used: frozenset[int]
    by_noun: int = 0

    def turned(self) -> Comparison:
        """The same, told from the other side."""
        finding = TURNED.get(self.finding, self.finding)
        return msgspec.structs.replace(self, agent=self.reference, reference=self.agent, finding=finding)


def treatments(token: Token) -> frozenset[str]:
    """The treatments that a term names; another drug that the vocabulary does not know stands for itself."""
    if token.kind == WORD and token.text in lexicon.OTHER_DRUGS:
        return frozenset({token.text})
    found: set[str] = set()
    for section, code in token.codes:
        if section not in ("drug", "therapy", "comparator") or code in _NO_TREATMENT:
            continue
        code = _SAME.get(code, code)
        # Ketamine-assisted psychotherapy is ketamine with psychotherapy, whichever way it is said.
        found.update({"ketamine", "psychotherapy"} if code == "kap" else {code})
    if "psychotherapy" in found and len(found) > 1 and "ketamine" not in found:
        found.discard("psychotherapy")
    return frozenset(found)


def comparison(sentence: Sequence[Token], used: Iterable[int]) -> Comparison:
    """Read a sentence for its two sides and its finding."""
    named = {
        place: found
        for place, token in enumerate(sentence)
        if (found := treatments(token)) and not (place and sentence[place - 1].text in ("without", "no"))
    }
    _infusions(sentence, named)
    marker, passive = _marker(sentence, named)
    behind = _behind(sentence, named, marker) if marker is not None else _second_of_two(sentence, named)
    reference = frozenset().union(*(named[place] for place in behind))
    agent = frozenset().union(*(found for place, found in named.items() if place not in behind))
    if agent - reference and not behind >= set(named):
        # Named a second time ("of the ECT group"), the other side is still the other side.
        agent -= reference - set(KETAMINES)
    if marker is not None and reference and reference <= agent:
        # The same drug on both sides: given in two ways.
        behind_ways, before_ways = _given(sentence[marker + 1 :]), _given(sentence[:marker])
        if behind_ways and before_ways and behind_ways != before_ways:
            agent, reference = agent | before_ways, reference | behind_ways
    negations = [place for place, token in enumerate(sentence) if _denies(sentence, place, token)]
    finding, cues, by_noun = finding_of(sentence, marker, bool(negations), set(used))
    if finding in ("alike", "no-difference", "different") and not (reference and agent & set(KETAMINES)):
        agent, reference = _symmetric(agent, reference)
    if "midazolam" in reference:
        reference -= {"active-placebo", "placebo"}
    places = frozenset({*cues, *negations, *(() if marker is None else (marker,))})
    read = Comparison(agent, reference, finding, len(negations), places, by_noun)
    # "Midazolam was outperformed by ketamine": who stands behind is the one that did it.
    return msgspec.structs.replace(read, agent=reference, reference=agent) if passive else read


def _symmetric(agent: frozenset[str], reference: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """*No difference between ketamine and midazolam*: the drug of this catalogue is the one spoken of."""
    both = agent | reference
    drugs = both & set(KETAMINES)
    others = both - drugs - THERAPIES
    if len(drugs) == 1 and others:
        return both - others, others
    return agent, reference


def _infusions(sentence: Sequence[Token], named: dict[int, frozenset[str]]) -> None:
    """*Than infusions by themselves*: behind a word of comparison an infusion stands for the drug."""
    for place, token in enumerate(sentence):
        if token.text not in ("than", "versus", "vs", "over"):
            continue
        behind = range(place + 1, len(sentence))
        if not any(at in named for at in behind):
            for at in behind:
                if sentence[at].kind == TERM and sentence[at].text in ("infusion", "infusions"):
                    named[at] = frozenset({"ketamine"})
                    return
                if ways := _ways(sentence[at]):
                    # "Psycholytic doses do more than psychedelic ones": the ways of giving it are the sides.
                    named[at] = ways | {"ketamine"}
                    for before in range(place):
                        if own := _ways(sentence[before]):
                            named[before] = own | {"ketamine"}
                    return


def _given(part: Sequence[Token]) -> frozenset[str]:
    return frozenset().union(*(_ways(token) for token in part))


def _ways(token: Token) -> frozenset[str]:
    """Dosing models and routes, as sides of a comparison."""
    if token.kind != TERM:
        return frozenset()
    return frozenset(f"by {code}" for section, code in token.codes if section in ("dosing_model", "route"))


def _marker(sentence: Sequence[Token], named: dict[int, frozenset[str]]) -> tuple[int | None, bool]:
    verbs = roots(_VERB_MARKERS)
    close = stems("ALIKE") | roots(("superior", "inferior"))
    seen_as = False
    fallback: tuple[int | None, bool] = (None, False)
    for place, token in enumerate(sentence):
        if token.kind == SIGN:
            continue
        text = token.text
        follows = any(at in named for at in range(place + 1, min(place + 6, len(sentence))))
        if text in _MARKERS and follows:
            return place, False
        if text == "as":
            if seen_as and follows:
                return place, False
            seen_as = True
        if text in ("to", "with", "from", "over") and follows and place:
            near = {one.stem for one in sentence[max(0, place - (9 if text == "over" else 3)) : place]}
            gap = place + 1 in named or (place + 2 in named and sentence[place + 1].kind == WORD)
            if text == "over" and gap and near & (roots(("advantage", "benefit", "superior", "prefer")) | close):
                return place, False
            if text in ("to", "with") and near & close and gap:
                return place, False
            if text == "from" and near & stems("DIFFER"):
                return place, False
        if token.kind == WORD and token.stem in verbs and fallback[0] is None and follows:
            passive = place + 1 < len(sentence) and sentence[place + 1].text == "by"
            if any(at < place for at in named):
                fallback = place, passive
    return fallback


def _second_of_two(sentence: Sequence[Token], named: dict[int, frozenset[str]]) -> set[int]:
    """*27.1% with esketamine and 17.6% with quetiapine*: two figures, each of another treatment, are a comparison."""
    numbers = [place for place, token in enumerate(sentence) if token.kind == NUMBER]
    places = sorted(named)
    if len(numbers) < 2 or len(places) < 2:
        return set()
    for one, two in itertools.pairwise(places):
        joint = any(token.text in ("and", "but", "while", "whereas", ",") for token in sentence[one + 1 : two])
        between = any(one < number < two for number in numbers)
        if joint and between and named[one] != named[two]:
            return {place for place in places if place >= two}
    return set()


def _behind(sentence: Sequence[Token], named: dict[int, frozenset[str]], marker: int | None) -> set[int]:
    if marker is None:
        return set()
    found: set[int] = set()
    for place in range(marker + 1, len(sentence)):
        token = sentence[place]
        if token.kind == SIGN and (found or token.text in ";:"):
            break
        if found and token.text in _ASIDE:
            # "Than usual care after ketamine": what follows is common to both sides.
            break
        if place in named:
            found.add(place)
    return found


def _denies(sentence: Sequence[Token], place: int, token: Token) -> bool:
    if token.kind not in (WORD, TERM):
        return False
    after = sentence[place + 1].text if place + 1 < len(sentence) else ""
    if token.text == "not" and after in lexicon.NOT_ONLY:
        return False
    if token.kind == TERM:
        # "No psychotherapy" is a term, and denies none the less.
        return token.text.split()[0] in ("no", "not")
    return token.text in lexicon.NEGATION
