"""Topics: their answers on top of what they lead to, and a list of all of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.views import topic_expert, topic_lay, topic_words
from kapcli.views.closing_lines import last_lines
from kapcli.views.document import SCREEN, Heading, Shortest, Space, Span, Table, inline, item, row, text
from kapcli.views.document import closing as closing_blocks
from kapcli.views.document import remarks as first_remarks
from kapcli.views.phrases import byline
from kapcli.views.signs import CERTAINTIES, VERDICTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.session import Session
    from kapcli.views.document import Block, Document

# Narrower than this a topic has no columns.
_LEAST = 72


def answer_blocks(answer: TopicAnswer, vocabulary: Vocabulary, *, lay: bool = False) -> Iterator[Block]:
    """The topic and its answer, to stand above everything else.

    Args:
        answer: As the catalogue has it.
        vocabulary: For labels.
        lay: In plain words.
    """
    topic = answer.topic
    yield Heading(topic.plain_title if lay else topic.title, 1)
    said = topic_lay.lay(answer, vocabulary) if lay else topic_expert.expert(answer, vocabulary)
    yield text(Span(said, "strong"), level=1)
    yield from (item(line) for line in topic_words.exclusion_lines(answer, plain=lay))


def advised(answer: TopicAnswer, vocabulary: Vocabulary) -> dict[str, str]:
    """The ids of the guidelines whose advice is in the answer, with what it calls them."""
    advice = topic_expert.advice_words(answer)
    told = advice and advice in topic_expert.expert(answer, vocabulary)
    if not told or answer.advice is None:
        return {}
    return {answer.advice.study: topic_expert.adviser(answer.advice.recommendation)}


def topics_page(
    session: Session, answers: Sequence[TopicAnswer], *, one: bool, lay: bool, brief: bool, remarks: Sequence[str] = ()
) -> Document:
    """All topics, or one with its claims and guidelines.

    Args:
        session: The open catalogue.
        answers: As the catalogue has them.
        one: Whether one was asked for.
        lay: In plain words.
        brief: As much as a first screen has.
        remarks: What has to be said before everything else.
    """
    vocabulary, about = session.vocabulary, session.about
    if not one:
        return (topics_screen if brief else topics_document)(answers, vocabulary, about, lay=lay)
    from kapcli.index.claims import claim_named
    from kapcli.index.records import studies_named

    answer = answers[0]
    named = (claim_named(session.connection, name) for name in answer.topic.claims)
    claims = [claim for claim in named if claim is not None]
    guidelines = studies_named(session, answer.guidelines)
    return topic_document(answer, claims, guidelines, vocabulary, about, lay=lay, full=not brief, remarks=remarks)


def topics_document(
    answers: Sequence[TopicAnswer], vocabulary: Vocabulary, about: About, *, lay: bool = False
) -> Document:
    """Every topic with its answer."""

    def blocks() -> Iterator[Block]:
        for answer in answers:
            topic = answer.topic
            yield Space()
            title = topic.plain_title if lay else topic.title
            yield text(Span(title, "heading"), "  ", Span(topic.id, "id"))
            said = topic_lay.lay(answer, vocabulary) if lay else topic_expert.expert(answer, vocabulary)
            yield text(said, level=1)
            yield from (item(line) for line in topic_words.exclusion_lines(answer, plain=lay))
        yield Space()
        if any("suicidality" in answer.topic.about.condition for answer in answers):
            yield text(Span(about.urgent_help, "strong"))
        yield text("One with its claims and guidelines: kap topics ID")
        yield from closing_blocks(last_lines(about, ()))

    return tuple(blocks())


def topics_screen(
    answers: Sequence[TopicAnswer], vocabulary: Vocabulary, about: About, *, lay: bool = False
) -> Document:
    """Every topic in a line, with its verdict and its certainty; its answer is a command away."""
    rows, listed = [], []
    for answer in answers:
        title = _titled(answer, vocabulary, lay=lay)
        said = topic_lay.in_short(answer) if lay else _in_short(answer, vocabulary)
        rows.append((inline(title), inline(said)))
        listed.append(text(Span(title, "strong"), f": {said}", hang=2))
    shares = (52, 26) if lay else (42, 36)
    table = Table(("Topic", "Answer"), tuple(rows), shares, level=0, least=_LEAST, instead=tuple(listed))

    def page() -> Iterator[Block]:
        yield table
        if any("suicidality" in answer.topic.about.condition for answer in answers):
            yield text(Span(about.urgent_help, "strong"))
        plain = " --lay" if lay else ""
        yield text(f"One with its answer: kap topics ptsd{plain} · all: kap topics{plain} --full")
        yield from closing_blocks(last_lines(about, ()))

    return tuple(page())


def _titled(answer: TopicAnswer, vocabulary: Vocabulary, *, lay: bool) -> str:
    """A topic's title, and what its verdict is on where the topic is wider."""
    title = answer.topic.plain_title if lay else answer.topic.title
    if answer.lead is None:
        return title
    what = topic_lay.subject(answer.lead) if lay else vocabulary.label("domain", answer.lead.domain)
    return f"{title} ({what})" if topic_words.on_part(answer, what) else title


def _in_short(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    """Verdict and certainty as signs and words; a list of who should not have it has neither."""
    if answer.template == "exclusion":
        return "see labels and guidelines"
    sure, advice = answer.certainty, answer.advice
    rated = f" {CERTAINTIES[sure]} {vocabulary.label('certainty', sure)}" if sure else ""
    # A warning leads wherever there is one.
    warns = advice is not None and advice.recommendation.says == "warns"
    first = f"{advice.recommendation.who} warns; " if advice is not None and warns else ""
    if answer.template == "harm" and answer.verdict == "supported":
        # A tick would read as approval.
        return f"{first}reported"
    weakly = ", weakly" if answer.verdict == "supported" and sure == "low" else ""
    return f"{first}{VERDICTS[answer.verdict]} {vocabulary.label('verdict', answer.verdict)}{weakly}{rated}"


def topic_document(
    answer: TopicAnswer,
    claims: Sequence[Assessed],
    guidelines: Sequence[Study],
    vocabulary: Vocabulary,
    about: About,
    *,
    lay: bool = False,
    full: bool = True,
    remarks: Sequence[str] = (),
) -> Document:
    """A topic: its answer, its headline claims, its guidelines, their limitations, and where to go on.

    Args:
        answer: As the catalogue has it.
        claims: The headline claims, in order.
        guidelines: Those that are there.
        vocabulary: For labels.
        about: For the foot.
        lay: In plain words.
        full: Whether every claim and guideline is told, or as many as a first screen holds.
        remarks: What has to be said before everything else.
    """
    told = advised(answer, vocabulary)
    # A guideline whose advice is in the answer need not be told of twice.
    others = [study for study in guidelines if study.id not in told]

    def page(most: int, ones: Sequence[Study]) -> Iterator[Block]:
        yield from first_remarks(remarks)
        yield from answer_blocks(answer, vocabulary, lay=lay)
        shown = claims[:most]
        if shown:
            yield Heading(_counted("What was found" if lay else "Headline claims", len(shown), len(claims)), 3)
        yield from (_claim(one, vocabulary, lay=lay) for one in shown)
        if ones:
            yield Heading(_counted("Guidelines and authorities", len(ones), len(guidelines)), 3)
        for study in ones:
            said = study.plain or study.finding if lay else study.finding
            yield item(Span(f"{byline(study)} {study.year}", "strong"), f": {said} ", Span(study.id, "id"))
        if limited := _limitations(answer, claims, vocabulary):
            yield row("Limitations", limited)
        yield from _next(answer, lay=lay)
        yield from closing_blocks(last_lines(about, guidelines, helped=about.urgent_help in remarks))

    if full:
        return tuple(page(len(claims), guidelines))
    few = [(most, others[:1]) for most in range(len(claims), 0, -1)]
    lengths = [(len(claims), guidelines), (len(claims), others), *few, (1, [])]
    return (Shortest(SCREEN, [partial(page, *length) for length in lengths]),)


def _counted(title: str, shown: int, every: int) -> str:
    return title if shown == every else f"{title} · {shown} of {every}, all: --full"


def _claim(one: Assessed, vocabulary: Vocabulary, *, lay: bool) -> Block:
    if lay:
        return item(one.claim.plain)
    from kapcli.views.claim import verdict_label

    certainty = one.weighed.certainty
    label = f"{VERDICTS[one.claim.verdict]} {verdict_label(one.claim, one.weighed, vocabulary)}"
    sure = f" {CERTAINTIES[certainty]} {vocabulary.label('certainty', certainty)}" if certainty else ""
    return item(Span(label, "strong"), f"{sure}: {one.claim.statement} ", Span(one.claim.id, "id"))


def _limitations(answer: TopicAnswer, claims: Sequence[Assessed], vocabulary: Vocabulary) -> str:
    """Those of the claim that the answer is about, or else of the first that names some."""
    first = sorted(claims, key=lambda one: one.claim.id != answer.claim)
    found = next((one.claim.caveats for one in first if one.claim.caveats), ())
    return " · ".join(dict.fromkeys(vocabulary.label("limitation", caveat.code) for caveat in found))


def _next(answer: TopicAnswer, *, lay: bool) -> Iterator[Block]:
    plain = " --lay" if lay else ""
    words = _words(answer)
    yield row("Claims", f"kap claims {words}{plain} · Studies: kap search {words}{plain}")
    report = "" if lay else f" · to a professional: kap report {words}"
    yield row("To hand to a client", f"kap handout {words}{report}")


def _words(answer: TopicAnswer) -> str:
    """What to type: the first of the words that lead to it."""
    topic = answer.topic
    return topic.words[0] if topic.words else topic.id.replace("-", " ")
