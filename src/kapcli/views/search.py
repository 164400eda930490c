"""The answer to a search: the topic's own answer, then hits by group, best first, each with its limitations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.catalogue.facets import option, placed
from kapcli.catalogue.words import so_many
from kapcli.evidence.designs import GROUPS, group
from kapcli.index.ordering import asks_several
from kapcli.views import hits, signs, topics
from kapcli.views import question as said
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import Heading, Shortest, Space, Span, closing, text
from kapcli.views.document import remarks as first_remarks
from kapcli.views.question import SEE_EXCLUSIONS, SEE_HARMS
from kapcli.views.question_words import in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.ordering import Sort
    from kapcli.index.query import Query
    from kapcli.index.question import Question
    from kapcli.index.search import Found, Hit
    from kapcli.views.document import Block, Document, Text

# How many values of how many facets are offered to narrow an answer, and from how many hits on.
_VALUES, _FACETS, _FEW = 2, 2, 3
_GROUPS = {
    "guideline": "Guidelines",
    "randomised": "Randomised trials",
    "review": "Reviews",
    "other": "Other works",
    "no-result": "No result to read",
}
# The same where they are counted in a line.
_REST = {
    "guideline": "guidelines",
    "randomised": "randomised trials",
    "review": "reviews",
    "other": "other",
    "no-result": "no result",
}
# Orders that run through the groups.
ORDERS = {"year": "Newest first", "n": "Most people first"}


def search_document(
    question: Question,
    found: Found,
    *,
    topic: TopicAnswer | None = None,
    remarks: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    explain: bool = False,
    listed: bool = False,
    window: int | None = None,
    sort: Sort = "relevance",
) -> Document:
    """A search answer.

    Args:
        question: What was asked.
        found: The answer.
        topic: What the catalogue answers where the question meets a topic.
        remarks: What has to be said before the hits (corrections, no match).
        footnotes: What the answer leaves out.
        explain: Show for each hit which field matched.
        listed: One line for each hit.
        window: How many lines there are for the page: as many hits as fit, one at least; all where ``None``.
        sort: Their order: one that was asked for is not broken up into groups.
    """
    vocabulary, about = question.session.vocabulary, question.session.about
    asked = in_words(question, said.corrected(question))
    # Of which outcomes the sign of a hit tells; and the facets that are set already are not offered again.
    domains, narrowed = question.domains, tuple(question.facets.codes)
    harms = said.about_harm(question)
    answer = () if topic is None else tuple(topics.answer_blocks(topic, vocabulary))
    told = {} if topic is None else topics.advised(topic, vocabulary)
    helped = about.urgent_help in remarks
    # What leads on, and how else it may be read, stand below the answer.
    if topic is not None:
        # What is answered here is not pointed at.
        remarks = [line for line in remarks if line != SEE_EXCLUSIONS.format(topic.topic.id)]
    later = [*said.readings(question), *(line for line in remarks if line == SEE_HARMS)]

    made: dict[tuple[str, bool], Block] = {}

    def entry(hit: Hit, tight: bool) -> Block:
        """Of several lengths of the page each hit is made once."""
        if (hit.study.id, tight) not in made:
            made[hit.study.id, tight] = fresh(hit, tight)
        return made[hit.study.id, tight]

    def fresh(hit: Hit, tight: bool) -> Block:
        if listed:
            return hits.line(hit, vocabulary, domains)
        if group(hit.study) == "guideline" and not explain:
            return hits.guideline(hit, vocabulary, told=told.get(hit.study.id, "") if tight else "")
        return hits.entry(hit, vocabulary, domains, harms=harms, explain=explain, tight=tight)

    def page(shown: Sequence[Hit], tight: bool) -> Iterator[Block]:
        """With some of the hits; where it is tight without pauses, and with what leads on in two lines."""
        heading = _under if tight else Heading
        yield from first_remarks(line for line in remarks if line not in later)
        yield from answer
        yield from first_remarks(line for line in later if line != SEE_HARMS)
        if found.total and not tight:
            yield text(Span(f"{asked}: " if asked else "", "heading"), Span(count_line(found), "strong"))
        key = f" · {_marks_shown(shown, domains)}" if tight else ""
        whole = [hit for hit in shown if hit.match != "partial"]
        ordered = (
            [(title, whole)]
            if (title := ORDERS.get(sort, "").upper())
            else [
                (_group_title(name, found, sort, question.query, those), those)
                for name in GROUPS
                if (those := [one for one in whole if group(one.study) == name])
            ]
        )
        for title, those in ordered:
            if those:
                signed = any(hits.sign(hit.study, domains) for hit in those)
                yield heading(title + (key if signed else ""))
                key = "" if signed else key
                yield from (entry(hit, tight) for hit in those)
        if partial := [hit for hit in shown if hit.match == "partial"]:
            yield heading(f"WITHOUT {', '.join(found.without)}" if found.without else "NEAREST")
            yield from (entry(hit, tight) for hit in partial)
        if tight:
            yield from _next(found, shown, narrowed, footnotes)
        else:
            yield Space()
            yield from _below(found, shown, narrowed, domains, vocabulary)
            yield from (text(note) for note in footnotes)
        if SEE_HARMS in later:
            yield text(SEE_HARMS)
        yield from closing(last_lines(about, [hit.study for hit in shown], helped=helped))

    if window is None:
        return tuple(page(found.hits, tight=False))
    # Where there is no room for more than two, those that the answer has not told of.
    untold = [hit for hit in found.hits if sort in ORDERS or hit.study.id not in told] or found.hits
    # Works that lack a word give way before any that has all.
    whole = [hit for hit in found.hits if hit.match != "partial"]
    few = [*([whole] if 0 < len(whole) < _FEW else []), *(untold[:count] for count in (_FEW - 1, 1))]
    those = [(found.hits, False), *((found.hits[:count], True) for count in range(len(found.hits), _FEW - 1, -1))]
    lengths = [*those, *((hits, True) for hits in few)]
    return (Shortest(window, [partial(page, *length) for length in lengths]),)


def count_line(found: Found) -> str:
    """How many publications from how many studies, and how many of them were retracted."""
    count = found.total - found.retracted
    publications = so_many(count, "publication")
    studies = "" if found.trials == count else f" from {so_many(found.trials, 'study', 'studies')}"
    return f"{publications}{studies}" + (f", and {found.retracted} retracted" if found.retracted else "")


def _group_title(name: str, found: Found, sort: Sort, query: Query, hits: Sequence[Hit]) -> str:
    count = found.groups.get(name, 0)
    order = ""
    if name == "randomised" and count > 1 and sort == "relevance":
        # Of those that match alike by rule: the first of a condition, route or therapy, and the largest.
        alike = not asks_several(query) and len({hit.match for hit in hits}) == 1
        order = ", first and largest first" if alike else ", best match first"
    title = _GROUPS[name].upper()
    return f"{title} · {count}{order}" if count else title


def _under(title: str) -> Text:
    """A heading without a pause before it."""
    return text(Span(title, "heading"))


def _of_without(found: Found, shown: Sequence[Hit]) -> str:
    """How many of those that lack a word are on the page; empty where all are."""
    part = sum(hit.match == "partial" for hit in shown)
    lacking = " or ".join(f"“{word}”" for word in found.without)
    return f"{part} of {found.more} without {lacking} shown" if 0 < part < found.more else ""


def _below(
    found: Found, shown: Sequence[Hit], narrowed: Sequence[str], domains: Collection[str], vocabulary: Vocabulary
) -> Iterator[Block]:
    """What else there is, and how to get at it."""
    if lacking := _of_without(found, shown):
        yield text(Span(lacking, "label"), ": --all, --list, --limit N", hang=2)
    if head := _of_how_many(found, shown):
        rest = _also(found, shown)
        yield text(Span(head, "label"), f": --all, --list, --limit N{f' · {rest}' if rest else ''}", hang=2)
    if offers := _offers(found, narrowed):
        yield text(Span("Narrow: ", "label"), " · ".join(offers[:_FACETS]), hang=2)
    if marks := _marks_shown(shown, domains):
        about = " or ".join(vocabulary.label("domain", code) for code in domains)
        yield text(f"{marks}, by the main result{f' on {about}' if about else ''}")


def _next(found: Found, shown: Sequence[Hit], narrowed: Sequence[str], footnotes: Sequence[str]) -> Iterator[Block]:
    """The same in two lines."""
    if lacking := _of_without(found, shown):
        yield text(Span(lacking, "label"), ": --all, --list", hang=2)
    if found.total:
        rest = _also(found, shown)
        more = f": --all, --list{f' · {rest}' if rest else ''}" if _of_how_many(found, shown) else ""
        yield text(Span(_count_shown(found, shown), "label"), more, hang=2)
    *others, claims = footnotes or ("",)
    yield from (text(note) for note in others)
    offers = [f"Narrow: {one}" for one in _offers(found, narrowed)[:1]]
    if led := " · ".join(filter(None, (*offers, claims))):
        yield text(led, hang=2)


def _of_how_many(found: Found, shown: Sequence[Hit]) -> str:
    """How many of the hits are on the page; empty where all are."""
    whole = sum(hit.match != "partial" for hit in shown)
    return f"{whole} of {found.total} shown" if whole < found.total else ""


def _count_shown(found: Found, shown: Sequence[Hit]) -> str:
    """The same with how many studies all of them are of."""
    head = _of_how_many(found, shown)
    if not head:
        return count_line(found)
    more = [f"{found.trials} studies"] if found.trials != found.total - found.retracted else []
    more += [f"{found.retracted} retracted"] if found.retracted else []
    return head + (f" ({', '.join(more)})" if more else "")


def _also(found: Found, shown: Sequence[Hit]) -> str:
    """What else was found, by group."""
    groups = {group(hit.study) for hit in shown}
    return ", ".join(f"{_REST[name]} {count}" for name, count in found.groups.items() if name not in groups)


def _marks_shown(shown: Sequence[Hit], domains: Collection[str]) -> str:
    """What the signs on the page mean."""
    marks = dict.fromkeys(filter(None, (hits.sign(hit.study, domains) for hit in shown)))
    return " · ".join(f"{mark} {signs.DIRECTION_WORDS[mark]}" for mark in marks)


def _offers(found: Found, narrowed: Sequence[str]) -> list[str]:
    """Facet values that would narrow the answer, with their counts."""
    if found.total <= _FEW:
        return []
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
    return offers
