"""What the catalogue is and is not, and a term of its glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.views.document import Heading, Span, item, row, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kapcli.catalogue.model import About, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.document import Block, Document


def about_document(about: About, holds: Mapping[str, Any], vocabulary: Vocabulary) -> Document:
    """What the catalogue holds, what it includes and why, as of when.

    Args:
        about: Its own account of itself.
        holds: How much of what there is, as `kapcli.index.records.overview` counts it, with origins and version.
        vocabulary: For labels.
    """

    def blocks() -> Iterator[Block]:
        yield text(Span(about.title, "heading"))
        yield row("As of", about.as_of)
        if about.edition:
            yield row("Edition of the claims", about.edition)
        yield row("Scope", about.scope)
        yield Heading("What is included")
        yield from map(item, about.inclusion)
        yield Heading("How it was made")
        yield text(about.method, level=1)
        yield Heading("What it holds")
        yield text(
            f"{holds['studies']} studies and other works ({holds['trials_or_works']} trials or works counted once), "
            f"{holds['years'][0]} to {holds['years'][1]}; {holds['not_read_in_full']} not read in full; "
            f"{holds['glossary_terms']} glossary terms.",
            level=1,
        )
        for code, count in holds["designs"].items():
            yield item(f"{vocabulary.label('design', code)}: {count}")
        for origin, count in holds["origins"].items():
            if origin != "built-in":
                yield item(f"from {origin}: {count}")
        yield Heading("What it is not")
        yield text(Span(about.disclaimer, "strong"), level=1)
        yield text(about.urgent_help, level=1)
        yield text(f"kap {holds['version']}", level=1)

    return tuple(blocks())


def glossary_document(entries: Sequence[GlossaryTerm], *, whole: bool) -> Document:
    """Terms in plain words; with all that is known of them where they were asked for by name."""

    def blocks() -> Iterator[Block]:
        for entry in entries:
            yield text(Span(entry.term, "heading"), f": {entry.plain}", hang=2)
            if whole:
                if entry.detail:
                    yield text(entry.detail, level=1)
                if entry.synonyms:
                    yield row("Also", ", ".join(entry.synonyms))
                if entry.see:
                    yield row("See", ", ".join(entry.see))

    return tuple(blocks())
