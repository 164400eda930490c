"""The words by which the vocabulary and the studies can be called up: phrases for codes, and words for corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.facets import FACETS
from kapcli.catalogue.words import phrase, singular, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary

# Codes that say nothing of a study by themselves.
UNSAID = frozenset({"none", "other", "mixed"})
# Codes that are everyday words: only their labels and synonyms call them up.
_EVERYDAY = frozenset({"act", "group", "clinic", "medical", "audit", "im", "active", "fmri"})

# How readily a misspelt word is corrected to this one: 2 for words of the vocabulary, 1 for titles, authors, measures
# and glossary terms, 0 never (running prose).
VOCABULARY, HEADLINE, PROSE = 2, 1, 0
_TAUGHT = (
    *(name for name in FACETS if name != "status"),
    "limitation",
    "domain",
    "topic",
    "country",
    "company",
    "instrument",
)


class Terms:
    """Every distinct word, how many texts have it, and how readily a misspelt word becomes it."""

    def __init__(self) -> None:
        self.frequency: dict[str, int] = {}
        self.grade: dict[str, int] = {}

    def add(self, text: str, grade: int) -> None:
        """Count the words of a text."""
        for word in set(words(text)):
            self.frequency[word] = self.frequency.get(word, 0) + 1
            if grade > self.grade.get(word, PROSE):
                self.grade[word] = grade

    def add_vocabulary(self, vocabulary: Vocabulary) -> None:
        """Count the words of labels and synonyms."""
        for section in _TAUGHT:
            for term in vocabulary.sections.get(section, {}).values():
                for text in (term.label, term.plain, *term.synonyms):
                    self.add(text, VOCABULARY)
        for term in vocabulary.sections.get("adverse_event", {}).values():
            for text in (term.label, *term.synonyms):
                self.add(text, HEADLINE)

    def rows(self) -> Iterator[tuple[str, str, int, int, int]]:
        """Word, first letter, length, frequency and grade, in alphabetical order."""
        for word in sorted(self.frequency):
            # A token with a digit is an id, a dose or a number, and nothing is ever corrected to one.
            digits = not word.isalpha() and any(character.isdigit() for character in word)
            grade = PROSE if digits else self.grade.get(word, PROSE)
            yield word, word[0], len(word), self.frequency[word], grade


def phrases(vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
    """Every way to say a code, as words, to the codes it may mean."""
    found: dict[str, list[tuple[str, str]]] = {}
    for section in _TAUGHT:
        if section == "limitation":
            continue
        for code, term in vocabulary.sections.get(section, {}).items():
            if code in UNSAID:
                continue
            for text in (code, term.label, term.plain, *term.synonyms):
                # "Versus placebo" is placebo here: the comparison itself is said by the section.
                key = " ".join(phrase(text)).removeprefix("versus ").removeprefix("against ")
                if key in _EVERYDAY:
                    continue
                for form in (key, _joined(text)):
                    if form and (section, code) not in found.setdefault(form, []):
                        found[form].append((section, code))
    for form, code in harm_ways(vocabulary):
        # *Anxiety* is first of all a condition; only what means nothing else is asked for as a harm.
        if form not in found:
            found[form] = [("adverse_event", code)]
    return found


def harm_ways(vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Every way to say an adverse event, codes and labels before synonyms."""
    terms = vocabulary.sections.get("adverse_event", {})
    for pick in (lambda term: (term.code, term.label, term.plain), lambda term: term.synonyms):
        for code, term in terms.items():
            for text in pick(term):
                yield from ((form, code) for form in (" ".join(phrase(text)), _joined(text)) if form)


def _joined(text: str) -> str:
    """A phrase written as one word (*caps5*, *eyemovement*); empty for a single word."""
    parts = words(text)
    return singular("".join(parts)) if len(parts) > 1 else ""
