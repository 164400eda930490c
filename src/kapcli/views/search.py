"""The answer to a search: the topic's own answer, then hits by group, best first, each with its limitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.facets import option, placed
from kapcli.catalogue.forms import plain_title
from kapcli.evidence.designs import GROUPS, group
from kapcli.views import hits, phrases, signs, study_fields
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Fuller, Heading, Space, Span, closing, row, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.entries import Entry, Facts, Listed
from kapcli.views.links import link

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.index.search import Found, Hit
    from kapcli.views.document import Block, Document

# How many values of how many facets are offered to narrow an answer, and from how many hits on.
_VALUES, _FACETS, _FEW = 2, 2, 3
_GROUPS = {
    "guideline": "Guidelines",
    "randomised": "Randomised trials",
    "review": "Reviews",
    "other": "Other works",
    "no-result": "No result to read",
}
# Letters for design, people and dose in the line of facts, and for sign and people in a list.
_FACTS, _LISTED = (10, 7, 20), (2, 7)


def search_document(
    found: Found,
    vocabulary: Vocabulary,
    about: About,
    *,
    asked: str = "",
    answer: Iterable[Block] = (),
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    narrowed: Sequence[str] = (),
    domains: Collection[str] = (),
    harms: bool = False,
    explain: bool = False,
    listed: bool = False,
) -> Document:
    """A search answer.

    Args:
        found: The answer.
        vocabulary: For labels.
        about: For the date and the disclaimer.
        asked: The question in words.
        answer: What the catalogue answers where the question meets a topic.
        remarks: What has to be said before the hits (corrections, no match).
        footnotes: What the answer leaves out.
        narrowed: Facets that are set already, so that they are not offered again.
        domains: Of which outcomes the sign of a hit tells; of all where empty.
        harms: Show for each hit what it says of harm: the question was about that.
        explain: Show for each hit which field matched.
        listed: One line for each hit.
    """

    def shown(hit: Hit) -> Iterator[Block]:
        if listed:
            yield _line(hit, vocabulary, domains)
        elif group(hit.study) == "guideline" and not explain:
            yield _guideline(hit, vocabulary)
        else:
            yield _hit(hit, vocabulary, domains, harms=harms, explain=explain)

    def blocks() -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield from answer
        if found.total:
            yield text(Span(f"{asked}: " if asked else "", "heading"), Span(count_line(found), "strong"))
        whole = [hit for hit in found.hits if hit.match != "partial"]
        for name in GROUPS:
            if those := [hit for hit in whole if group(hit.study) == name]:
                yield Heading(_group_title(name, found))
                for hit in those:
                    yield from shown(hit)
        if partial := [hit for hit in found.hits if hit.match == "partial"]:
            yield Heading(f"Without {', '.join(found.without)}" if found.without else "Nearest")
            for hit in partial:
                yield from shown(hit)
        yield Space()
        yield from _below(found, narrowed, domains, vocabulary)
        yield from (text(note) for note in footnotes)
        helped = about.urgent_help in remarks
        yield from closing(last_lines(about, [hit.study for hit in found.hits], helped=helped))

    return tuple(blocks())


def count_line(found: Found) -> str:
    """How many publications from how many studies, and how many of them were retracted."""
    count = found.total - found.retracted
    publications = f"{count} {'publication' if count == 1 else 'publications'}"
    studies = "" if found.trials == count else f" from {found.trials} {'study' if found.trials == 1 else 'studies'}"
    return f"{publications}{studies}" + (f", and {found.retracted} retracted" if found.retracted else "")


def _group_title(name: str, found: Found) -> str:
    count = found.groups.get(name, 0)
    order = ", first and largest trials first" if name == "randomised" and count > 1 else ""
    return f"{_GROUPS[name]} · {count}{order}" if count else _GROUPS[name]


def _below(found: Found, narrowed: Sequence[str], domains: Collection[str], vocabulary: Vocabulary) -> Iterator[Block]:
    """What else there is, and how to get at it."""
    shown = [hit.study for hit in found.hits]
    groups = {group(study) for study in shown}
    whole = sum(hit.match != "partial" for hit in found.hits)
    rest = " · ".join(f"{_GROUPS[name]} {count}" for name, count in found.groups.items() if name not in groups)
    if whole < found.total:
        also = f". Also: {rest}" if rest else ""
        yield text(Span(f"{whole} of {found.total} shown", "label"), f"{also}. --limit N, --all, --list", hang=2)
    yield from _offers(found, narrowed)
    if marks := dict.fromkeys(filter(None, (hits.sign(study, domains) for study in shown))):
        about = " or ".join(vocabulary.label("domain", code) for code in domains)
        said = " · ".join(f"{mark} {signs.DIRECTION_WORDS[mark]}" for mark in marks)
        yield text(f"{said}, by the main result{f' on {about}' if about else ''}")


def _line(hit: Hit, vocabulary: Vocabulary, domains: Collection[str]) -> Listed:
    study = hit.study
    facts = (hits.sign(study, domains), hits.people_of_list(study))
    limits = " · ".join(filter(None, (phrases.retraction(study), *hits.limits(study, vocabulary)[:2])))
    return Listed(study.id, facts, _LISTED, hits.source(study), f"· {limits}", link(study))


def _guideline(hit: Hit, vocabulary: Vocabulary) -> Entry:
    """What it advises, with its limitations behind it."""
    study = hit.study
    limits = "".join(f" · {name}" for name in hits.limits(study, vocabulary))
    blocks: list[Block] = [text(study.finding, Span(limits, "limit"), level=1)]
    return Entry(study.id, plain_title(study.title), hits.source(study), (*blocks, *_marks(hit)), link(study))


def _hit(hit: Hit, vocabulary: Vocabulary, domains: Collection[str], *, harms: bool, explain: bool) -> Entry:
    study = hit.study
    sign = hits.sign(study, domains)

    def blocks() -> Iterator[Block]:
        yield text(f"{sign} " if sign else "", study.finding, level=1, hang=2 if sign else 0)
        yield Facts(hits.facts(study, vocabulary, condition=not domains), _FACTS)
        if harms:
            parts = filter(None, (phrases.safety_status(study, vocabulary), study.safety.text))
            yield row("Adverse events", ". ".join(parts))
        yield text(Span("  ".join(f"· {name}" for name in hits.limits(study, vocabulary)), "limit"), level=1, hang=2)
        yield Fuller((row("Record", phrases.record(study)),) if phrases.record(study) else ())
        yield from _marks(hit)
        if explain:
            yield from (row(unit, ", ".join(fields)) for unit, fields in hit.matched.items())

    return Entry(study.id, plain_title(study.title), hits.source(study), tuple(blocks()), link(study))


def _marks(hit: Hit) -> Iterator[Block]:
    """What must be known of a hit beside what it found."""
    if retraction := phrases.retraction(hit.study):
        yield text(Span(retraction, "warning"), level=1)
    if hit.missing:
        yield text(Span(f"Without: {', '.join(hit.missing)}", "warning"), level=1)
    if hit.origin != "built-in":
        yield text(Span(f"From {hit.origin}, not from the built-in catalogue", "muted"), level=1)


def _offers(found: Found, narrowed: Sequence[str]) -> Iterator[Block]:
    """Facet values that would narrow the answer, with their counts."""
    if found.total <= _FEW:
        return
    offers = []
    for facet in placed(lambda facet: facet.offered):
        values = [
            (code, count)
            for code, count in found.facets.get(facet, {}).items()
            if count < found.total and code not in ("none", "other", "mixed")
        ][:_VALUES]
        if values and facet not in narrowed:
            listed = ", ".join(f"{code} {count}" for code, count in values)
            offers.append(f"{option(facet)} {listed}")
    if offers:
        yield text(Span("Narrow: ", "label"), " · ".join(offers[:_FACETS]), hang=2)


def as_data(hit: Hit, vocabulary: Vocabulary, *, explain: bool) -> dict[str, Any]:
    """A hit for a program: its study in short, and how it matched; which field did where that is asked for."""
    return study_fields.as_data(hit.study, hit.origin, vocabulary) | {
        "match": hit.match,
        "missing": hit.missing,
        "matched": msgspec.to_builtins(hit.matched) if explain else None,
    }
