"""What keeps a sentence from being judged: a question, two statements in one, a name alone."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from kapcli.checking import lexicon
from kapcli.checking.tokens import NUMBER, WORD, Token, roots

if TYPE_CHECKING:
    from kapcli.checking.comparison import Comparison
    from kapcli.checking.figures import Quantities

_QUESTION = frozenset("does do did is are was were can could should would will has have who how why".split())
_JOINTS = frozenset({"and", "but", "while", "whereas", "though", "although", "yet", "because"})
# Fewer pieces than this, without a verb, are no sentence.
_SENTENCE = 4
_BE = frozenset("is are was were has have had does did do will would can cannot stayed remained lasted".split())


def trouble(text: str, sentence: list[Token], compared: Comparison) -> str:
    """Why a sentence cannot be judged as one statement; empty if it can."""
    if text.rstrip(" \"')").endswith("?") or (sentence and sentence[0].text in _QUESTION):
        return "it is a question, and only statements can be held against the evidence"
    if compared.negations > 1:
        return "it denies twice, and what that leaves standing cannot be told"
    if _two_statements(sentence):
        return "it makes two statements: ask for each apart"
    return ""


def silence(sentence: list[Token], compared: Comparison, counted: Quantities, words: frozenset[str]) -> str:
    """A name, or names in a row, say nothing of what they name."""
    told = compared.finding or words or counted.figures or counted.hours or counted.sessions
    if told or any(token.kind == WORD and (token.text in _BE or token.stem in result_verbs()) for token in sentence):
        return ""
    spoken = sum(token.kind == WORD for token in sentence)
    return "" if spoken and len(sentence) >= _SENTENCE else "it names something and says nothing of it"


def _two_statements(sentence: list[Token]) -> bool:
    if any(token.text == ";" for token in sentence):
        return True
    for place, token in enumerate(sentence):
        if token.text == "but" and [one.text for one in sentence[place + 1 : place + 2]] == ["not"]:
            # "Better than one but not than the other."
            return True
        listed = any(other.text == "between" for other in sentence[max(0, place - 4) : place])
        if token.text in _JOINTS and not listed and _asserts(sentence[:place]) and _asserts_anew(sentence[place + 1 :]):
            return True
    return False


@functools.cache
def result_verbs() -> frozenset[str]:
    """Roots of the verbs that tell a result."""
    names = ("DOWN", "UP", "GOOD", "BAD", "PREVENT")
    return frozenset().union(*(roots(getattr(lexicon, name)) for name in names)) - roots(
        ("better", "best", "worse", "response", "remission", "superior", "benefit", "effective", "fewer", "relief")
    )


def _asserts(part: list[Token]) -> bool:
    """Whether a part of a sentence says something of its own."""
    return any(token.kind == WORD and (token.stem in result_verbs() or token.text in _BE) for token in part)


def _asserts_anew(part: list[Token]) -> bool:
    """Whether what follows a joint begins another statement: a verb near its start that is no noun there."""
    return any(
        token.kind == WORD
        and ((token.stem in result_verbs() and token.text.endswith(("ed", "s", "fell", "rose"))) or token.text in _BE)
        for token in part[:5]
    ) and not any(token.kind == NUMBER for token in part[:1])
