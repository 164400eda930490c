"""Everything that a report on a question is made from, gathered once for every version of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.facets import FACETS
from kapcli.evidence.answers import Part, answers, verdict
from kapcli.evidence.forest import forest
from kapcli.evidence.gap_ranking import widest_gaps
from kapcli.index.caveats import tallies
from kapcli.index.claim_search import Filters, search_claims
from kapcli.index.lexicon import in_crisis
from kapcli.index.mapped import mapped
from kapcli.index.question import command_line
from kapcli.index.records import studies_named
from kapcli.index.topics import topic_of
from kapcli.views import gap_map_data, gap_map_key
from kapcli.views import question as said
from kapcli.views.claim import claim_views
from kapcli.views.nothing_found import nothing_found
from kapcli.views.titles import title

if TYPE_CHECKING:
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.answer_sentences import Verdict
    from kapcli.evidence.forest import Forest
    from kapcli.evidence.gap_map import EvidenceMap
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.question import Question
    from kapcli.views.claim import ClaimView

# Gaps put in words; studies that have to match before a map of them shows anything.
_GAPS, _MAPPED = 4, 2
# What the rows of the map are: the first that the question does not settle itself.
_ROWS = ("condition", "therapy", "population", "design")
# Remarks that name another command: the report holds what they lead to.
_LEADS_ON = ("kap limits --safety", "kap topics ")


class ReportMap(msgspec.Struct, frozen=True):
    """The studies of a report by two dimensions.

    Attributes:
        found: The counted map.
        asked: Codes of the columns that the question asked for.
        gaps: Its widest gaps in words.
        command: What draws the same in a terminal.
    """

    found: EvidenceMap
    asked: tuple[str, ...]
    gaps: tuple[str, ...]
    command: str


class ReportData(msgspec.Struct, frozen=True):
    """What a report is made from.

    Attributes:
        question: As asked.
        command: What to type to make the report again.
        style: That of the references.
        verdict: The answer, by rule.
        topic: The topic that the question meets, whose answer then stands in place of it.
        answering: Ids of the claims about an effect that are on just what was asked.
        studies: Those that match and count, best first, each with the file it came from.
        retracted: Ids of those that match and do not count.
        claims: Those that match.
        tallies: Limitations counted over the studies, heaviest first.
        map: The studies by two dimensions; ``None`` where there are too few for one.
        forest: Their effects; ``None`` where there are none.
        remarks: What has to be said before anything else.
        beyond: What would find more: for who asked, and not for who is given the pages.
        left_out: What the answer leaves out.
        on_harm: Works on harm that every answer shows.
        vocabulary: With definitions.
    """

    question: Question
    command: str
    style: str
    verdict: Verdict
    topic: TopicAnswer | None
    answering: tuple[str, ...]
    studies: tuple[tuple[Study, str], ...]
    retracted: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    tallies: tuple[Tally, ...]
    map: ReportMap | None
    forest: Forest | None
    remarks: tuple[str, ...]
    beyond: tuple[str, ...]
    left_out: tuple[str, ...]
    on_harm: tuple[Study, ...]
    vocabulary: Vocabulary

    @property
    def works(self) -> list[Study]:
        """The studies without their files."""
        return [study for study, _ in self.studies]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to report."""
        return not self.studies and not self.claims

    @property
    def in_danger(self) -> bool:
        """Whether the words may be those of somebody in danger."""
        return in_crisis(self.question.query.text)

    @property
    def on_danger(self) -> bool:
        """Whether the question is about suicidality: where help is then stands first."""
        asked = {pair for unit in self.question.query.units for pair in unit.codes}
        asked |= {(section, code) for section, codes in self.question.facets.codes.items() for code in codes}
        return self.in_danger or any(code == "suicidality" for _, code in asked)

    def title(self, *, plain: bool = False) -> str:
        """The question as a title in words."""
        return title(self.question, self.topic, self.vocabulary, plain=plain)

    def in_answer(self) -> list[Study]:
        """The works that the topic's answer names, for their figures, what they advise or whom they exclude."""
        if (topic := self.topic) is None:
            return []
        named = [one.study for one in (topic.lead, topic.against, topic.advice, *topic.exclusions) if one is not None]
        return studies_named(self.question.session, dict.fromkeys(named))

    def cited(self) -> list[Study]:
        """Every study the report names, each once: in its answer, that match, that claims cite, on harm; by id."""
        named = {study.id: study for study in (*self.in_answer(), *self.works)}
        for view in self.claims:
            named |= {study.id: study for study in view.studies}
        named |= {study.id: study for study in self.on_harm}
        return sorted(named.values(), key=lambda study: study.id)

    def files(self) -> list[str]:
        """The catalogue files, by name."""
        return list(dict.fromkeys(file_name(name) for name in self.question.session.origins()))


def report_data(question: Question, command: str, style: str, domains: tuple[str, ...]) -> ReportData:
    """Gather what a report on a question is made from.

    Args:
        question: As understood.
        command: What to type to make the report again.
        style: That of the references.
        domains: What was measured, where the question is about that; anything where empty.
    """
    session = question.session
    vocabulary = session.definitions()
    found = question.hits(partial=0, counts=False)
    # What matches without some of the words is not what the report is on.
    hits = found.hits[: found.total]
    studies = [(hit.study, file_name(hit.origin)) for hit in hits if not hit.study.retracted]
    works = [study for study, _ in studies]
    _, claims = search_claims(question.connection, question.query, question.facets, Filters())
    parts = _parts(question, vocabulary, frozenset(study.id for study in works))
    answer = verdict(claims, works, vocabulary, parts=parts, domains=domains, on_harm=said.about_harm(question))
    remarks = [line for line in said.remarks(question) if line != session.about.urgent_help]
    if not works and not claims:
        remarks = [line for line in remarks if line != said.SEE_HARMS] + nothing_found(question)
    else:
        remarks = [line for line in remarks if not any(command in line for command in _LEADS_ON)]
    wider = [unit.broader for unit in question.query.units if unit.broader and unit.text in found.without]
    asked_with = command.split()[1]
    kept = [unit.text for unit in question.query.units if unit.text not in found.without] if found.without else []
    rows = None if question.everything else question.counted_rows
    drawn = forest(works, vocabulary, domains)
    return ReportData(
        question=question,
        command=command,
        style=style,
        verdict=answer,
        topic=None if question.everything else topic_of(question),
        answering=tuple(
            one.claim.id for one in claims if one.claim.kind == "effect" and parts and answers(one, parts, domains)
        ),
        studies=tuple(studies),
        retracted=tuple(question.retracted),
        claims=tuple(claim_views(session, claims)),
        tallies=tuple(tallies(question.connection, vocabulary.codes("limitation"), rows).values()),
        map=_mapped(question),
        forest=drawn if drawn.rows() or drawn.listed() else None,
        remarks=tuple(remarks),
        beyond=(
            *said.left_out_words(found),
            *(f"The wider condition: kap {asked_with} {code}" for code in wider),
            *([f"Without them: {command_line(asked_with, kept, {})}"] if kept and not wider else []),
        ),
        left_out=(*said.left_out(question), *said.retracted(question)),
        on_harm=tuple(studies_named(session, session.about.on_harm)),
        vocabulary=vocabulary,
    )


def file_name(origin: str) -> str:
    """A file by its name alone: no folder of anybody's is on a page."""
    return PurePath(origin).name or origin


def _parts(question: Question, vocabulary: Vocabulary, matched: frozenset[str]) -> list[Part]:
    """What the question asks for, as a claim may speak of it."""
    parts = []
    for unit in question.query.units:
        if unit.identifier:
            parts.append(Part(studies=matched))
            continue
        names = (unit.text, *unit.labels, *(name for pair in unit.codes for name in _names(vocabulary, *pair)))
        parts.append(Part(names, frozenset(code for _, code in unit.codes)))
    facets = question.facets
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


def _mapped(question: Question) -> ReportMap | None:
    """The map of a question.

    A route that was asked for is marked and the others are shown beside it: a map of one column shows no gap.
    """
    facets = question.facets
    settled = {section for unit in question.query.units for section, _ in unit.codes} | set(facets.codes)
    rows = next((name for name in _ROWS if name not in settled), _ROWS[-1])
    routes = facets.codes.get("route", ())
    codes = {name: values for name, values in facets.codes.items() if name != "route"}
    wider = msgspec.structs.replace(question, facets=msgspec.structs.replace(facets, codes=codes))
    found = mapped(wider, rows, "route")
    if len(found.total.studies) < _MAPPED:
        return None
    here = gap_map_key.HERE if question.everything else gap_map_key.AMONG
    # Those of a route that was asked for before the others.
    widest = sorted(widest_gaps(found, _GAPS * 5), key=lambda gap: gap.column.code not in routes)
    gaps = tuple(gap_map_data.sentence(rows, "route", gap, here) for gap in widest[:_GAPS])
    return ReportMap(found, routes, gaps, wider.command_line("map", {"rows": rows.replace("_", "-")}))
