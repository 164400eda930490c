"""How something came out, by the words of a sentence: better, worse, alike, and of what there was more."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kapcli.checking import lexicon
from kapcli.checking.tokens import NUMBER, SIGN, TERM, WORD, Token, roots

if TYPE_CHECKING:
    from collections.abc import Sequence

# Findings as they are when the two sides change places.
TURNED = {
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


@functools.cache
def stems(name: str) -> frozenset[str]:
    """The roots of a list of the lexicon, by its name."""
    return roots(getattr(lexicon, name))


@functools.cache
def _nouns() -> frozenset[str]:
    return roots(_OUTCOME_NOUNS)


def finding_of(
    sentence: Sequence[Token], marker: int | None, negated: bool, used: set[int]
) -> tuple[str, set[int], int]:
    """How a sentence says that it came out.

    Args:
        sentence: Its tokens.
        marker: Place of the word that sets two sides against each other, if there is one.
        negated: Whether anything is denied.
        used: Places that are accounted for.

    Returns:
        The finding, the places of the words that tell it, and what was counted: 0, or +1 or -1 where the finding rests
        on that alone.
    """
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
        elif token.stem in stems("DIFFER"):
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
        elif token.text in lexicon.DOWN or token.stem in stems("DOWN"):
            signs[place] = -_object(sentence, place)
        elif token.text in lexicon.UP or token.stem in stems("UP"):
            signs[place] = _object(sentence, place)
        elif token.stem in stems("PREVENT") or token.text in lexicon.GOOD or token.stem in stems("GOOD"):
            signs[place] = 1
        elif token.text in lexicon.BAD or token.stem in stems("BAD"):
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
        and (sentence[place].stem in stems("GOOD") or texts[place] in ("good", "well", "effective", "fast", "much"))
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
    if token.stem in stems("BETTER_HIGH"):
        return 1
    return -1 if token.stem in stems("WORSE_HIGH") else 0
