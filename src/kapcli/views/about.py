"""What the catalogue is and is not, and a term of its glossary."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Heading, Shortest, Space, Span, closing, item, row, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kapcli.catalogue.model import About, Edition, GlossaryTerm
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.claims import Change
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
            yield row("Edition", about.edition)
        yield row("Scope", about.scope)
        yield Heading("What is included")
        yield from map(item, about.inclusion)
        yield Heading("How it was made")
        yield text(about.method, level=1)
        if about.searches:
            yield Heading("When the field was searched, and for what")
            for search in about.searches:
                yield item(
                    Span(search.when, "label"), f": {search.what}" + (f" ({search.added})" if search.added else "")
                )
        if about.missing:
            yield Heading("What is known to be missing")
            yield from map(item, about.missing)
        years = " to ".join(map(str, holds["years"])) or "of no year"
        yield Heading("What it holds")
        yield text(
            f"{holds['studies']} studies and other works ({holds['trials_or_works']} trials or works counted once), "
            f"{years}; {holds['not_read_in_full']} not read in full; "
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
        if about.licence:
            yield Heading("Using it")
            yield row("Licence", about.licence)
            yield text("To cite it: kap cite kap. What changed since an edition: kap about --changes.", level=1)
            yield text(about.report, level=1)
        yield text(f"kap {holds['version']}", level=1)
        yield Space()
        yield from closing(last_lines(about, ()))

    return tuple(blocks())


def about_screen(about: About, holds: Mapping[str, Any]) -> Document:
    """What must be known of the catalogue, in a window's height; what it includes, how and why is on the full page."""

    def blocks(missing: int) -> Iterator[Block]:
        yield text(Span(about.title, "heading"))
        yield row("As of", about.as_of + (f", edition {about.edition}" if about.edition else ""))
        yield row("Scope", about.scope)
        yield row(
            "Holds",
            f"{holds['studies']} studies and other works ({holds['trials_or_works']} trials or works counted once), "
            f"{holds['years'][0]} to {holds['years'][1]}; {holds['not_read_in_full']} not read in full",
        )
        own = {origin: count for origin, count in holds["origins"].items() if origin != "built-in"}
        if own:
            yield row("Of your own", ", ".join(f"{origin} {count}" for origin, count in own.items()))
        if missing:
            yield row("Known to be missing", " ".join(about.missing[:missing]))
        yield row("What it is not", Span(about.disclaimer, "strong"))
        yield text(about.urgent_help, level=1)
        if about.licence:
            yield row("Licence", about.licence)
        yield text("What is included, how it was made, what is missing: kap about --full")
        yield text("To cite it: kap cite kap. What changed: kap about --changes.")
        yield from closing(last_lines(about, ()))

    return (Shortest(SCREEN, [partial(blocks, missing) for missing in range(len(about.missing), -1, -1)]),)


def changes_document(edition: Edition, changes: Sequence[Change], vocabulary: Vocabulary, about: About) -> Document:
    """The claims whose verdict or certainty changed since an edition."""

    def blocks() -> Iterator[Block]:
        number = f"{so_many(len(changes), 'claim')} changed"
        yield text(Span(f"Since edition {edition.edition} ({edition.as_of}): {number}", "heading"))
        for change in changes:
            now = _stood(change.verdict, change.certainty, vocabulary) if change.verdict else "withdrawn"
            named = "" if change.now in ("", change.id) else f", now {change.now}"
            before = _stood(change.verdict_before, change.certainty_before, vocabulary)
            because = f". {change.because}" if change.because else ""
            yield item(Span(change.id, "id"), f"{named}: {before} → {now}{because}")
        if not changes:
            yield text("Every claim of that edition has the same verdict and certainty as before.", level=1)
        yield Space()
        yield from closing(last_lines(about, ()))

    return tuple(blocks())


def _stood(verdict: str, certainty: str | None, vocabulary: Vocabulary) -> str:
    rated = f"{vocabulary.label('certainty', certainty)} certainty" if certainty else "not rated"
    return f"{vocabulary.label('verdict', verdict)}, {rated}"


def glossary_screen(entries: Sequence[GlossaryTerm], about: About, lines: int) -> Document:
    """The names of the terms, as many as a window holds: one is looked up, nobody reads all of them in a row."""

    def page(many: int) -> Document:
        shown = [entry.term for entry in entries[:many]]
        rest = "" if many == len(entries) else f"{len(entries) - many} more: "
        return (
            text(Span("Glossary", "heading"), f": {len(entries)} terms in plain words. One: kap glossary TERM"),
            text(" · ".join(shown)),
            text(f"{rest}kap glossary --full has all with their meanings."),
            *closing(last_lines(about, ())),
        )

    return (Shortest(lines, [partial(page, many) for many in range(len(entries), 0, -1)]),)


def glossary_document(entries: Sequence[GlossaryTerm], about: About, *, whole: bool) -> Document:
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
        yield Space()
        yield from closing(last_lines(about, ()))

    return tuple(blocks())
