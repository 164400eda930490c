"""What a report ends with: the references in the style asked for, and how it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli import __version__
from kapcli.citing.from_study import UNCHECKED, beside, csl_item
from kapcli.views import question_words
from kapcli.views.document import Heading, Span, item, text
from kapcli.views.handout import Reference, References
from kapcli.views.links import address, link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.views.document import Block, Inline
    from kapcli.views.report_data import ReportData

_BY_RULE = (
    "The sentences are worded by rule from the statements and studies below; nothing is pooled or counted as votes, "
    "and they are never more certain than the statements."
)


def references(cited: Sequence[Study], style: str, *, sources: bool) -> Iterator[Block]:
    """A list of references.

    Args:
        cited: The studies.
        style: As `kap cite` names it.
        sources: Whether to say where each was read.
    """
    from kapcli.citing.engine import format_references

    formatted = format_references([csl_item(study) for study in cited], style)
    warned = [study for study in cited if UNCHECKED in beside(study)]
    # What is said of most is said once.
    once = len(warned) > 1
    lines = [f"Style: {style}. Warnings about a reference follow it and are not part of it."]
    if once:
        others = [study.id for study in cited if study not in warned]
        whose = f"except of {', '.join(others)}" if others else "of any"
        lines.append(f"Not checked: {UNCHECKED.removesuffix(' has not been checked')}, {whose}.")
    yield text(Span(" ".join(lines), "muted"))
    yield References(
        tuple(
            Reference(
                study.id,
                reference,
                link(study),
                tuple(line for line in beside(study) if not once or line != UNCHECKED),
                tuple(
                    (read, url, address(url))
                    for read, url in dict.fromkeys((reading.read, reading.url) for reading in study.read_at)
                )
                if sources
                else (),
            )
            for study, reference in zip(cited, formatted, strict=True)
        )
    )


def how(data: ReportData) -> Iterator[Block]:
    """What was asked, by which command and of which catalogue."""
    about = data.question.session.about
    yield Heading("How this was made", short="How this was made", name="made", folded=True)
    yield text(*made(data))
    yield text(_BY_RULE)
    yield text(
        f"kap {__version__}, from: {about.title} ({', '.join(data.files())}), as of {about.as_of}. {about.scope}"
    )
    yield text("Included are:")
    yield from map(item, about.inclusion)
    yield text(about.method)


def made(data: ReportData) -> tuple[Inline | str, ...]:
    """The command, and how its words were understood."""
    understood = question_words.understood(data.question, data.vocabulary)
    topic = f"; topic: {data.topic.topic.title}" if data.topic is not None else ""
    return Span(data.command, "code"), f" · {'; '.join(understood)}{topic}."
