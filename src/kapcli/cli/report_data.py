"""A question with everything a report on it holds."""

from __future__ import annotations

import shlex
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from kapcli import __version__
from kapcli.catalogue.facets import FACETS, option
from kapcli.cli.domains import domains_of
from kapcli.cli.lookup import look_up
from kapcli.cli.mapped import mapped
from kapcli.cli.question import Asked, about_harm, in_crisis, left_out, nothing_found, remarks_on
from kapcli.cli.sheets import sheets_of
from kapcli.evidence.answers import verdict
from kapcli.evidence.forest import forest
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.evidence.question_match import Part, answers
from kapcli.index.claim_search import Filters, search_claims
from kapcli.index.limitation_counts import tallies
from kapcli.index.matching import matching
from kapcli.index.records import glossary
from kapcli.index.search import search
from kapcli.report.report_data import Gathered, cited_studies, references_of
from kapcli.views.gap_map import AMONG, HERE
from kapcli.views.gap_sentences import sentence

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.gap_map import EvidenceMap

# Gaps put in words; studies that have to match before a map of them shows anything.
_GAPS, _MAPPED = 4, 2
# What the rows of the map are: the first that the question does not settle itself.
_ROWS = ("condition", "therapy", "population", "design")
# Remarks that name another command: the page holds what they lead to.
_LEADS_ON = "kap limits --safety"


def gathered(asked: Asked, command: str, style: str) -> Gathered:
    """Everything a report on a question holds; without studies and claims where nothing matches.

    Args:
        asked: The question as understood.
        command: What to type to make the report again.
        style: That of the references.
    """
    session = asked.session
    connection, vocabulary = session.connection, session.definitions()
    hits = search(connection, asked.query, asked.facets, limit=None, partial=0, counts=False)
    studies = [(hit.study, file_name(hit.origin)) for hit in hits.hits if hit.match != "partial"]
    works = [study for study, _ in studies]
    _, found = search_claims(connection, asked.query, asked.facets, Filters())
    domains = domains_of(asked, None, vocabulary)
    everything = not asked.query.units and not asked.facets
    parts = _parts(asked, vocabulary, frozenset(study.id for study in works))
    answer = verdict(
        found,
        works,
        vocabulary,
        parts=parts,
        domains=domains,
        on_harm=about_harm(asked),
    )
    rows = matching(connection, asked.query, asked.facets)
    crisis = in_crisis(asked.query.text)
    remarks = [line for line in remarks_on(asked) if _LEADS_ON not in line and line != session.about.urgent_help]
    if not works and not found:
        remarks += nothing_found(asked, hits)
    plotted, columns, gaps, map_command = _mapped(asked, everything)
    drawn = forest(works, vocabulary, domains)
    made = Gathered(
        question=question(asked, vocabulary),
        plain_question=plain_question(asked, vocabulary),
        understood=tuple(understood(asked, vocabulary)),
        command=command,
        verdict=answer,
        answering=tuple(
            one.claim.id for one in found if one.claim.kind == "effect" and parts and answers(one, parts, domains)
        ),
        studies=tuple(studies),
        claims=tuple(sheets_of(session, found)),
        tallies=tuple(tallies(connection, vocabulary.codes("limitation"), None if everything else rows).values()),
        map=plotted,
        map_command=map_command,
        asked_columns=frozenset(columns),
        gaps=tuple(gaps),
        forest=drawn if drawn.rows() or drawn.listed() else None,
        remarks=tuple(remarks),
        left_out=tuple(left_out(asked, hits)),
        on_harm=tuple(_on_harm(asked)),
        references={},
        style=style,
        vocabulary=vocabulary,
        about=session.about,
        glossary=tuple(glossary(connection)),
        version=__version__,
        files=tuple(dict.fromkeys(file_name(name) for name in session.origins())),
        crisis=crisis,
        narrowed=not everything,
    )
    return made


def with_references(found: Gathered) -> Gathered:
    """The same with a reference for every study it names, in its style."""
    return msgspec.structs.replace(found, references=references_of(cited_studies(found), found.style))


def question(asked: Asked, vocabulary: Vocabulary) -> str:
    """What was asked, in the words typed and the facets chosen."""
    parts = [asked.query.text.strip()] if asked.query.text.strip() else []
    parts += _narrowings(asked, vocabulary)
    return "; ".join(parts)


def plain_question(asked: Asked, vocabulary: Vocabulary) -> str:
    """What was asked, for a person outside the field."""
    named: dict[str, list[str]] = {}
    for unit in asked.query.units:
        section, text = (unit.codes[0][0], vocabulary.plain(*unit.codes[0])) if unit.codes else ("word", unit.text)
        named.setdefault(section, []).append(text)
    for name, codes in asked.facets.codes.items():
        named.setdefault(name, []).append(" or ".join(vocabulary.plain(name, code) for code in codes))
    if asked.facets.years or asked.facets.min_n is not None or asked.facets.dose:
        named["range"] = ["some of the studies"]
    drug = " and ".join(named.pop("drug", ["ketamine"]))
    # Neither "for" nor "against": the title must not answer.
    title = " and ".join([f"{drug} {' or '.join(named.pop('route', []))}".strip(), *named.pop("condition", [])])
    rest = ", ".join(text for texts in named.values() for text in dict.fromkeys(texts))
    return f"{title[:1].upper()}{title[1:]}{f': {rest}' if rest else ''}"


def understood(asked: Asked, vocabulary: Vocabulary) -> list[str]:
    """How the question was read, a line a part."""
    lines = []
    for unit in asked.query.units:
        meanings = [f"{section.replace('_', ' ')}: {vocabulary.label(section, code)}" for section, code in unit.codes]
        if unit.identifier:
            meanings = ["the name of a work"]
        text = f"“{unit.text}” is read as {', or '.join(meanings) or 'a word'}"
        lines.append(text + ("" if unit.known else ", which nothing here has"))
    if asked.query.dropped:
        lines.append(f"passed over: {', '.join(asked.query.dropped)}")
    lines += [f"only {text}" for text in _narrowings(asked, vocabulary)]
    return lines or ["no words and no facets: everything in the catalogue"]


def _narrowings(asked: Asked, vocabulary: Vocabulary) -> list[str]:
    facets = asked.facets
    lines = []
    for name, codes in facets.codes.items():
        labels = [vocabulary.label(name, code) for code in codes]
        lines.append(f"{name.replace('_', ' ')}: {' or '.join(labels)}")
    if facets.years:
        first, last = facets.years
        lines.append(f"year: {first}" if first == last else f"years: {first or ''}..{last or ''}")
    if facets.min_n is not None:
        lines.append(f"at least {facets.min_n} people")
    if facets.dose:
        lines.append(f"dose: {facets.dose.low:g}..{facets.dose.high:g} {facets.dose.unit}")
    return lines


def file_name(origin: str) -> str:
    """A file by its name alone: no folder of anybody's stands on the page."""
    return PurePath(origin).name or origin


def _parts(asked: Asked, vocabulary: Vocabulary, matched: frozenset[str]) -> list[Part]:
    """What the question asks for, as a statement may speak of it."""
    parts = []
    for unit in asked.query.units:
        if unit.identifier:
            parts.append(Part(studies=matched))
            continue
        names = (unit.text, *unit.labels, *(name for pair in unit.codes for name in _names(vocabulary, *pair)))
        parts.append(Part(names, frozenset(code for _, code in unit.codes)))
    facets = asked.facets
    for section, codes in facets.codes.items():
        if FACETS[section].claimed:
            names = tuple(name for code in codes for name in _names(vocabulary, section, code))
            parts.append(Part(names, frozenset(codes), matched))
        else:
            parts.append(Part())
    if facets.years or facets.min_n is not None or facets.dose:
        parts.append(Part())
    return parts


def _names(vocabulary: Vocabulary, section: str, code: str) -> tuple[str, ...]:
    term = vocabulary.term(section, code)
    return (term.label, *term.synonyms)


def _mapped(asked: Asked, everything: bool) -> tuple[EvidenceMap | None, tuple[str, ...], list[str], str]:
    """The map of the question, the columns it asks for, its widest gaps in words, and the command that draws it.

    A route that was asked for is marked and the others are shown beside it: a map of one column shows no gap.
    """
    facets = asked.facets
    settled = {section for unit in asked.query.units for section, _ in unit.codes} | set(facets.codes)
    rows = next((name for name in _ROWS if name not in settled), _ROWS[-1])
    routes = facets.codes.get("route", ())
    codes = {name: values for name, values in facets.codes.items() if name != "route"}
    wider = Asked(asked.session, asked.query, msgspec.structs.replace(facets, codes=codes))
    found = mapped(wider, rows, "route")
    if len(found.total.studies) < _MAPPED:
        return None, (), [], ""
    here = HERE if everything else AMONG
    # Those of a route that was asked for before the others.
    widest = sorted(widest_gaps(found, _GAPS * 5), key=lambda gap: gap.column.code not in routes)
    gaps = [sentence(rows, "route", gap, here) for gap in widest[:_GAPS]]
    words = asked.query.text.split()
    parts = ["kap", "map", *words]
    for name, values in codes.items():
        for value in values:
            parts += [option(name), value]
    return found, routes, gaps, shlex.join([*parts, "--rows", rows.replace("_", "-")])


def _on_harm(asked: Asked) -> list[Study]:
    found, _ = look_up(asked.session, list(asked.session.about.on_harm))
    return [named.study for named in found]


__all__ = ["file_name", "gathered", "question", "understood", "with_references"]
