"""One study in full, as a clinician would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.catalogue.words import so_many
from kapcli.views import harm_words, phrases, study_results, study_sources
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Heading, Rule, Space, Span, closing, item, row, text
from kapcli.views.entries import Title
from kapcli.views.phrases import own_mark
from kapcli.views.study_fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Arm, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.views.document import Block, Document
    from kapcli.views.study_fields import Section

# Harms named at the head of a page; all of them are listed under Safety.
_HARMS = 4


class StudyView(msgspec.Struct, frozen=True):
    """A study with what its page needs from outside it.

    Attributes:
        papers: Id and title of every publication of the same trial, this one included.
        reviews: Ids of reviews here that include it.
        reference: In APA style; empty if it could not be made.
        cautions: What must be said beside the reference.
        claims: The claims that cite it, each with the side it is on.
    """

    study: Study
    origin: str
    papers: tuple[tuple[str, str], ...]
    reviews: tuple[str, ...]
    reference: str
    cautions: tuple[str, ...]
    claims: tuple[tuple[Assessed, str], ...] = ()


def study_document(
    views: Sequence[StudyView], vocabulary: Vocabulary, about: About, sections: Sequence[str] = ()
) -> Document:
    """Studies in full, one below the other.

    Args:
        views: The studies.
        vocabulary: For labels.
        about: For the date and urgent help.
        sections: Names from `SECTIONS`, where only these are wanted.
    """
    return tuple(_document(views, vocabulary, about, sections))


def _document(
    views: Sequence[StudyView], vocabulary: Vocabulary, about: About, sections: Sequence[str]
) -> Iterator[Block]:
    for index, view in enumerate(views):
        if index:
            yield Space()
            yield Rule()
        yield from _head(view)
        if not sections:
            yield from _in_short(view.study, vocabulary)
        for title, write in _SECTIONS:
            # Mirrors are listed where they are asked for.
            if (section_name(title) not in sections) if sections else title == "All sources":
                continue
            if blocks := tuple(write(view, vocabulary)):
                yield Heading(title)
                yield from blocks
    yield Space()
    yield from closing(last_lines(about, [view.study for view in views]))


def _head(view: StudyView) -> Iterator[Block]:
    study = view.study
    yield Title(study.id, without_tags(study.title))
    source = (phrases.byline(study), without_tags(study.journal or study.publisher), str(study.year))
    yield text(" · ".join(filter(None, source)), level=1)
    yield text(phrases.record(study) or "no DOI, PubMed or registry number known", level=1)
    yield from marks(view)


def marks(view: StudyView, level: int = 1) -> Iterator[Block]:
    """What must be known of a work before its result."""
    study = view.study
    if retraction := phrases.retraction(study):
        yield text(Span(retraction, "warning"), level=level)
    for claim in study.unverified:
        if claim.field == "doi":
            yield text(Span(f"DOI {claim.value}: unverified, from {claim.said_by} only", "warning"), level=level)
    for version in study.versions:
        name = " ".join(filter(None, (version.id, version.journal, str(version.year or ""), version.doi)))
        yield text(f"also as {version.kind.replace('-', ' ')}: {name}", level=level, hang=2)
    if mark := own_mark(view.origin, replaces=study.replaces):
        yield text(Span(mark, "warning"), level=level)


def _in_short(study: Study, vocabulary: Vocabulary) -> Iterator[Block]:
    """What somebody must see who reads no further: the result, of whom, against what, how weak, which harm."""
    yield Heading("In short")
    if study.plain:
        yield text(study.plain, level=1)
    yield row("Participants", " · ".join(filter(None, (phrases.people(study), phrases.comparator(study, vocabulary)))))
    yield text(
        Span("Main limitations: ", "label"),
        Span(phrases.limits_and_reading(study, vocabulary), "limit"),
        level=1,
        hang=2,
    )
    named = harm_words.names(study, vocabulary)
    harms = ", ".join(named[:_HARMS]) + (" ..." if len(named) > _HARMS else "")
    yield row("Adverse events", phrases.safety_status(study, vocabulary) + (f" ({harms})" if harms else ""))


def _fields(section: Section) -> Callable[[StudyView, Vocabulary], Iterator[Block]]:
    """The lines of the table of fields that belong to a section."""

    def write(view: StudyView, vocabulary: Vocabulary) -> Iterator[Block]:
        for field in FIELDS:
            if field.section == section and (said := field.text(view.study, vocabulary)):
                yield row(field.label, said) if field.label else text(said, level=field.level)

    return write


def _intervention(view: StudyView, vocabulary: Vocabulary) -> Iterator[Block]:
    yield from (_arm(arm, vocabulary) for arm in view.study.arms)
    yield from _fields("intervention")(view, vocabulary)


def _arm(arm: Arm, vocabulary: Vocabulary) -> Block:
    drug = vocabulary.label("drug", arm.drug)
    parts = [arm.label or drug]
    if arm.label and drug.casefold() not in arm.label.casefold() and arm.drug != "other":
        parts[0] += f" ({drug})"
    if arm.route and arm.route != "none":
        parts.append(vocabulary.label("route", arm.route))
    if given := phrases.dose(arm):
        parts.append(given)
    if arm.sessions is not None:
        parts.append(so_many(arm.sessions, "session"))
    if arm.schedule:
        parts.append(arm.schedule)
    return item(Span(f"{vocabulary.label('role', arm.role)}: ", "label"), ", ".join(parts))


_SECTIONS: tuple[tuple[str, Callable[[StudyView, Vocabulary], Iterable[Block]]], ...] = (
    ("Question", _fields("question")),
    ("Population", _fields("people")),
    ("Intervention and comparator", _intervention),
    ("Results", lambda view, vocabulary: study_results.found(view.study, vocabulary)),
    ("Adverse events", lambda view, vocabulary: study_results.safety(view.study, vocabulary)),
    ("Main limitations", lambda view, vocabulary: study_results.limits(view.study, vocabulary)),
    ("Claims citing this study", lambda view, vocabulary: study_results.claims(view.claims, vocabulary)),
    ("Funding and conflicts of interest", _fields("funding")),
    ("Other publications", lambda view, _: study_sources.works(view)),
    ("Sources", lambda view, vocabulary: study_sources.read(view.study, vocabulary)),
    ("All sources", lambda view, vocabulary: study_sources.read_everywhere(view.study, vocabulary)),
    ("Reference", lambda view, _: study_sources.reference(view)),
)


def section_name(title: str) -> str:
    """What a section is called on a command line."""
    return title.casefold().replace(" ", "-")


# Every section that can be asked for.
SECTIONS = tuple(section_name(title) for title, _ in _SECTIONS)
