"""Who is compared with whom in a sentence, and which side comes out ahead."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

import msgspec

from kapcli.statements import lexicon
from kapcli.statements.tokens import NUMBER, SIGN, TERM, WORD, Token, roots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KETAMINES = frozenset({"ketamine", "esketamine", "arketamine"})
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
# Findings as they are when the two sides change places.
_TURNED = {
    "better": "worse",
    "worse": "better",
    "not-better": "not-worse",
    "not-worse": "not-better",
    "more": "less",
    "less": "more",
}
_NEGATED = {"better": "not-better", "worse": "not-worse", "alike": "different", "different": "no-difference"}
# What stands behind these says of whom or when, and is not what rose or fell.
_OF_WHOM = frozenset({"in", "among", "for", "after", "compared", "than", "at"})
_ASIDE = frozenset({"after", "following", "among", "during", "before", "when", "if", "while", "for"})
_OUTCOME_NOUNS = (
    "response",
    "respond",
    "responder",
    "remission",
    "remit",
    "abstinence",
    "abstinent",
    "sober",
    "recovery",
    "relief",
    "relieve",
)


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
        finding = _TURNED.get(self.finding, self.finding)
        return msgspec.structs.replace(self, agent=self.reference, reference=self.agent, finding=finding)


@functools.cache
def _stems(name: str) -> frozenset[str]:
    return roots(getattr(lexicon, name))


@functools.cache
def _nouns() -> frozenset[str]:
    return roots(_OUTCOME_NOUNS)


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
        agent -= reference - KETAMINES
    if marker is not None and reference and reference <= agent:
        # The same drug on both sides: given in two ways.
        behind_ways, before_ways = _given(sentence[marker + 1 :]), _given(sentence[:marker])
        if behind_ways and before_ways and behind_ways != before_ways:
            agent, reference = agent | before_ways, reference | behind_ways
    negations = [place for place, token in enumerate(sentence) if _denies(sentence, place, token)]
    finding, cues, by_noun = _finding(sentence, marker, bool(negations), set(used))
    if finding in ("alike", "no-difference", "different") and not (reference and agent & KETAMINES):
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
    drugs = both & KETAMINES
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
    close = _stems("ALIKE") | roots(("superior", "inferior"))
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
            if text == "from" and near & _stems("DIFFER"):
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


def _finding(sentence: Sequence[Token], marker: int | None, negated: bool, used: set[int]) -> tuple[str, set[int], int]:
    signs: dict[int, int] = {}
    alike: set[int] = set()
    differ: set[int] = set()
    nouns: dict[int, int] = {}
    relapses: dict[int, int] = {}
    effects: dict[int, int] = {}
    less: set[int] = set()
    for place, token in enumerate(sentence):
        if place in used or token.kind not in (WORD, TERM):
            continue
        if token.kind == TERM:
            if "antidepressant" in token.text:
                signs[place] = 1
            continue
        if token.text in lexicon.ALIKE or _as_good(sentence, place):
            alike.add(place)
        elif token.stem in _stems("DIFFER"):
            if not _measured_difference(sentence, place):
                differ.add(place)
        elif token.stem in roots(("relapse",)):
            relapses[place] = -1
        elif token.stem in _nouns():
            nouns[place] = 1
        elif token.text in ("effective", "effectively", "effectiveness", "treats"):
            signs[place] = 1
        elif token.text in ("effect", "effects"):
            effects[place] = 1
        elif token.text in lexicon.DOWN or token.stem in _stems("DOWN"):
            signs[place] = -_object(sentence, place)
        elif token.text in lexicon.UP or token.stem in _stems("UP"):
            signs[place] = _object(sentence, place)
        elif token.stem in _stems("PREVENT") or token.text in lexicon.GOOD or token.stem in _stems("GOOD"):
            signs[place] = 1
        elif token.text in lexicon.BAD or token.stem in _stems("BAD"):
            signs[place] = -1
        elif token.text in lexicon.LESS:
            less.add(place)
        elif token.text == "good" and place and sentence[place - 1].text == "more":
            signs[place] = 1
    # Who relapsed was in remission before: the relapse is what was counted. That it came later is for the better.
    later = any(token.text in ("later", "delayed", "delay", "longer", "postponed") for token in sentence)
    nouns = dict.fromkeys(relapses, 1 if later else -1) if relapses else nouns
    # What was counted stays a word of the sentence: an answer about remission is none about relapse.
    places = {
        *alike,
        *differ,
        *signs,
        *less,
        *(place for place in nouns if sentence[place].stem not in _counted_nouns()),
    }
    if alike:
        return ("different" if negated else "alike"), places, 0
    if differ and not signs:
        return ("no-difference" if negated else "different"), places, 0
    more = [place for place, token in enumerate(sentence) if token.text in ("more", "greater", "larger", "longer")]
    counted = 0
    if not signs and nouns:
        counted = 0 if more or negated or less or (relapses and later) else next(iter(nouns.values()))
        # That some relapsed says nothing by itself.
        signs = {} if relapses and counted else nouns
    if not signs and effects and not any(_measured_difference(sentence, place) for place in effects):
        signs = effects
    if not signs and more:
        turned = {_object(sentence, place) for place in more if _has_object(sentence, place)}
        signs = dict.fromkeys(more, turned.pop()) if len(turned) == 1 else {}
    if not signs and less and marker is None:
        signs = {place: -_object(sentence, place) for place in less if _has_object(sentence, place)}
        less = set()
    if not signs:
        told = {lexicon.COMPARATIVE[token.text] for token in sentence if token.text in lexicon.COMPARATIVE}
        if marker is None or not told:
            return "", places, 0
        return (told.pop() if len(told) == 1 and not negated else "unclear"), places, 0
    found = set(signs.values())
    if len(found) > 1:
        return "unclear", places, 0
    ahead = found.pop() > 0
    if less and marker is not None:
        ahead = not ahead
    finding = "better" if ahead else "worse"
    return (_NEGATED[finding] if negated else finding), places, counted


def _measured_difference(sentence: Sequence[Token], place: int) -> bool:
    """*The difference was 12.7 points*, *an effect of 0.27*: the figure says how large and which way, not the word."""
    if not sentence[place].text.startswith(("difference", "effect", "gap")):
        return False
    behind = sentence[place + 1 : place + 14]
    at = next((index for index, token in enumerate(behind) if token.kind == NUMBER), None)
    return at is not None and any(token.text in ("was", "of", "is", "were", "(") for token in behind[:at])


def _as_good(sentence: Sequence[Token], place: int) -> bool:
    """*As good as*, *as effective as*, *as well as*: no word of likeness alone, but one together."""
    texts = [token.text for token in sentence]
    return (
        0 < place < len(texts) - 1
        and texts[place - 1] == "as"
        and texts[place + 1] == "as"
        and (sentence[place].stem in _stems("GOOD") or texts[place] in ("good", "well", "effective", "fast", "much"))
    )


@functools.cache
def _counted_nouns() -> frozenset[str]:
    return roots(("response", "remission", "abstinence", "relapse"))


def _has_object(sentence: Sequence[Token], place: int) -> bool:
    near = [*sentence[place + 1 : place + 5], *sentence[max(0, place - 8) : place]]
    return any(_side(token) for token in near if token.kind == WORD)


def _object(sentence: Sequence[Token], place: int) -> int:
    """+1 where more of what is spoken of is better, -1 where it is worse; a symptom where nothing else is said."""
    ahead = sentence[place + 1 : place + 6]
    if sentence[place].text in ("fewer", "more", "less"):
        # "Fewer inpatients with depression reached remission": what is counted stands behind who is.
        ahead = [token for token in sentence[place + 1 : place + 12] if token.stem in _counted_nouns()] or ahead
    close = next((at for at, token in enumerate(ahead) if token.text in _OF_WHOM), len(ahead))
    for token in [*ahead[:close], *reversed(sentence[max(0, place - 7) : place])]:
        if token.kind == SIGN and token.text in ";:":
            break
        if side := _side(token):
            return side
    return -1


def _side(token: Token) -> int:
    if token.kind == TERM:
        sections = dict(token.codes)
        if sections.get("domain") in ("function", "wellbeing"):
            return 1
        return -1 if {"condition", "instrument", "domain"} & set(sections) else 0
    if token.stem in _stems("BETTER_HIGH"):
        return 1
    return -1 if token.stem in _stems("WORSE_HIGH") else 0


__all__ = ["KETAMINES", "THERAPIES", "Comparison", "comparison", "treatments"]
