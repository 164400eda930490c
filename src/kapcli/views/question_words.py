"""A question in words: as it was understood, and for a title or a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.question import Question


def explained(question: Question) -> list[str]:
    """The query as it was understood, a line a word, for somebody who knows the options."""
    lines = []
    for unit in question.query.units:
        meanings = [f"{section.replace('_', ' ')} {code}" for section, code in unit.codes]
        if unit.identifier:
            meanings = ["an identifier"]
        text = f"{unit.text!r} is read as {', '.join(meanings) or 'a word'}"
        lines.append(text + ("" if unit.known else " (not in this catalogue)"))
    if question.query.dropped:
        lines.append(f"ignored: {', '.join(question.query.dropped)}")
    for name, codes in question.facets.codes.items():
        lines.append(f"only {name.replace('_', ' ')} {' or '.join(codes)}")
    return lines


def understood(question: Question, vocabulary: Vocabulary) -> list[str]:
    """The same for a reader of a report."""
    lines = []
    for unit in question.query.units:
        meanings = [f"{section.replace('_', ' ')}: {vocabulary.label(section, code)}" for section, code in unit.codes]
        if unit.identifier:
            meanings = ["the name of a publication"]
        text = f"“{unit.text}” is read as {', or '.join(meanings) or 'a word'}"
        lines.append(text + ("" if unit.known else " (not in this catalogue)"))
    if question.query.dropped:
        lines.append(f"ignored: {', '.join(question.query.dropped)}")
    lines += [f"only {part}" for part in narrowing(question)]
    return lines or ["no words and no filters: everything in the catalogue"]


def narrowing(question: Question) -> list[str]:
    """Each part of the narrowing in words."""
    return [f"{name}: {text}" if name else text for name, text in parts_of_narrowing(question)]


def in_words(question: Question, text: str = "") -> str:
    """The whole question in words, for a title or a caption; empty where nothing is asked for in particular.

    Args:
        question: The question.
        text: What stands in place of the words typed.
    """
    typed = text or question.query.text.strip()
    return "; ".join([*([typed] if typed else []), *narrowing(question)])


def parts_of_narrowing(question: Question) -> Iterator[tuple[str, str]]:
    """Name and value of each part of the narrowing; a part that is a phrase by itself has no name."""
    vocabulary, narrow = question.session.vocabulary, question.facets
    for name, codes in narrow.codes.items():
        yield name.replace("_", " "), " or ".join(vocabulary.label(name, code) for code in codes)
    if narrow.years:
        first, last = narrow.years
        yield "year", str(first) if first == last else f"{first or ''}..{last or ''}"
    if narrow.min_n is not None:
        yield "", f"at least {narrow.min_n} participants"
    if narrow.dose:
        yield "dose", f"{narrow.dose.low:g}..{narrow.dose.high:g} {narrow.dose.unit}"
