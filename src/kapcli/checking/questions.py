"""A question turned into the statement that it asks about."""

from __future__ import annotations

import re

import msgspec

from kapcli.catalogue.words import plain, words
from kapcli.checking.lists import lists

_SUBJECT = (
    r"(?i)(?:(?:the|a|an|one|any|my|your|some|taking|using|giving|adding|low|high|dose|oral|iv|intravenous|single"
    r"|repeated|medical|therapy to|group|big|military|nasal|weekly)[\s-]+)*"
    r"(?:(?:es|ar)?ketamine(?:[\s-]assisted)?(?:\s+(?:therapy|psychotherapy|treatments?|infusions?"
    r"|lozenges|tablets|spray|sessions?|drips?))*|it|they|this|people|patients|psychotherapy|therapy|side effects?"
    r"|the (?:drug|effects?|benefits?|treatment))\b"
)
# A second question behind the first.
_MORE = (
    r"(?i),?\s+(?:and|or)\s+(?:for\s+)?"
    r"(?:would|do|does|did|is|are|am|can|could|will|should|which|what|how|when|who)\b.*$"
)
_ADVERBS = frozenset("really actually ever also even still".split())
_TRUE = r"(?i)^it true that\s+"
_END = r"[?\s]+$"


class Asked(msgspec.Struct, frozen=True):
    """A question.

    Attributes:
        statement: What it asks about; empty where no statement can be made of it (*How long does it last?*).
        words: What to look for: the statement, or the question without its sign.
    """

    statement: str
    words: str

    @property
    def compared(self) -> str:
        """What is held against a claim: the verb that opens a question (*can I ...*) says nothing of certainty."""
        first, _, rest = self.words.partition(" ")
        return rest if rest and not self.statement and plain(first) in lists().ask_first else self.words


def asked(text: str) -> Asked | None:
    """Read a sentence as a question; ``None`` where it is none."""
    said = words(text)
    last = re.split(r"[.!]\s+", text.strip())[-1]
    if not said or not (text.rstrip(" \"'”’)").endswith("?") or _opens_as_one(text)):
        return None
    bare = re.sub(_END, "", text.strip(" \"'“”‘’"))
    if last != text.strip():
        # "I read about it. Does it work?": all of it is looked for.
        return Asked("", bare)
    first = plain(bare.split()[0])
    statement = _stated(bare, first) if first in lists().ask_first else ""
    return Asked(statement, statement or bare)


def _opens_as_one(text: str) -> bool:
    """Whether a sentence without its sign begins as a question does (*does ketamine help*)."""
    first = [plain(word) for word in text.split()[:2]]
    return (
        len(first) == 2 and first[0] in lists().ask_first - {"may", "has", "have"} and first[1] not in ("not", "also")
    )


def _stated(question: str, first: str) -> str:
    rest = question.split(maxsplit=1)[1] if " " in question else ""
    if first == "is" and re.match(_TRUE, rest):
        stated = re.sub(_MORE, "", re.sub(_TRUE, "", rest))
        return stated[:1].upper() + stated[1:]
    subject = re.match(_SUBJECT, rest)
    what = re.sub(_MORE, "", rest[subject.end() :]).strip() if subject else ""
    if subject is None or not what[:1].isalpha():
        return ""
    stated = f"{subject[0]} {_verb(first, what)}"
    return stated[0].upper() + stated[1:]


def _verb(first: str, what: str) -> str:
    """What is said of the subject, with the verb in its place."""
    if first == "do":
        return what
    if first != "does":
        return f"{first} {what}"
    before = [word for word in what.split()[:1] if plain(word) in _ADVERBS]
    verb, _, behind = " ".join(what.split()[len(before) :]).partition(" ")
    return " ".join(filter(None, (*before, _third_person(verb), behind)))


def _third_person(verb: str) -> str:
    if verb == "have":
        return "has"
    if verb.endswith(("s", "x", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"
