"""An answer in few words, for a language model: what must not be lost stands first, the rest in parts to be turned.

The words are those of the pages; nothing here is weighed or worded anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import without_tags
from kapcli.evidence.grade_wording import LEVELS, closing, settling, step_words
from kapcli.evidence.limitations import heaviest
from kapcli.views import check, field_words, hits, linked, phrases, study_results, study_sources, topic_expert
from kapcli.views.claim import certainty_line, sides_line, verdict_label
from kapcli.views.claim_certainty import effect_row, not_rated
from kapcli.views.closing_lines import CURATED, concerns_suicidality, stamp
from kapcli.views.document import text
from kapcli.views.links import link
from kapcli.views.phrases import own_mark
from kapcli.views.plain_text import plain, words_of
from kapcli.views.topic_words import exclusion_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import About
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checker import Checked
    from kapcli.evidence.assessment import Weighed
    from kapcli.evidence.topic_answer import TopicAnswer
    from kapcli.index.search import Hit
    from kapcli.views.claim import ClaimView, Linked
    from kapcli.views.document import Block
    from kapcli.views.study import StudyView

# What a record says to a person at a prompt, and no model can type.
_TYPED = "kap "
_NEAR = "Nearest claims, which may say something else than the sentence:"
_FAR = "No claim is close to it, which says nothing about whether it is true. Some that share words:"
# So many rated claims are named with a study, and so many studies with their address in a list of claims.
_RATED, _NAMED = 3, 2
# So much of a sentence is said again.
_QUOTED = 300


class Brief(msgspec.Struct, frozen=True):
    """An answer in parts.

    Attributes:
        head: Said once, on the first page.
        again: Said at the head of every further page, so that no part stands alone.
        items: In order; each is whole.
        foot: Said on every page.
        close: Whether the parts are lines, and no blank line stands between them.
    """

    head: str
    again: str
    items: tuple[str, ...]
    foot: str
    close: bool = False


def foot(about: About, studies: Iterable[Study] = (), *, helped: bool = False) -> str:
    """What every answer ends with: date and edition, what the catalogue is, and where help is if it is about that."""
    last = f"{stamp(about)} · {CURATED} · not medical advice"
    urgent = [] if helped or not any(map(concerns_suicidality, studies)) else [about.urgent_help]
    return "\n".join([*urgent, last])


def remarks(lines: Iterable[str]) -> list[str]:
    """What has to be said of a question, without what only a person at a prompt can type."""
    return [line.replace("--", "") for line in lines if _TYPED not in line]


def topic(answer: TopicAnswer, vocabulary: Vocabulary, studies: Iterable[Study] = ()) -> str:
    """The answer of a topic; who should not have it stands whole.

    Args:
        answer: The topic.
        vocabulary: For labels.
        studies: Those whose figures it names, to say what weakens them and where they stand.
    """
    said = f"{answer.topic.title} (topic {answer.topic.id}): {topic_expert.expert(answer, vocabulary)}"
    behind = (_behind(one, vocabulary) for one in studies)
    return "\n".join([said, *(f"- {line}" for line in exclusion_lines(answer)), *behind])


def hit(found: Hit, vocabulary: Vocabulary) -> str:
    """A study that matches: what it found, what it was, what weakens it, where it stands."""
    study = found.study
    lines = [
        f"{study.id} · {hits.source(study)}",
        phrases.retraction(study),
        f"Without the words: {', '.join(found.missing)}" if found.missing else "",
        _own(found.origin, study),
        f"Finding: {study.finding}",
        " · ".join(filter(None, hits.facts(study, vocabulary, condition=True))),
        f"Limitations: {'; '.join(hits.limits(study, vocabulary))}",
        _address(study),
    ]
    return "\n".join(filter(None, lines))


def study(view: StudyView, vocabulary: Vocabulary, about: About) -> Brief:
    """One study: result, people, what was given, the two heaviest limitations; then figures, harms and the rest."""
    one = view.study
    name = f"{one.id} · {hits.source(one)} · {_address(one)}"
    retracted = phrases.retraction(one)
    heavy = [
        vocabulary.label("limitation", limit.code) + (f" ({' '.join(limit.notes)})" if limit.notes else "")
        for limit in heaviest(one, vocabulary)
    ]
    reading = phrases.reading_mark(one)
    facts = (
        ("", retracted),
        ("", _own(view.origin, one)),
        ("", without_tags(one.title)),
        ("Finding", one.finding),
        ("Design", field_words.design(one, vocabulary)),
        ("Condition", phrases.conditions(one, vocabulary)),
        ("Participants", field_words.numbers(one, vocabulary)),
        ("Given", phrases.given(one, vocabulary)),
        ("Comparator", phrases.comparator(one, vocabulary)),
        ("Psychotherapy", phrases.therapy(one, vocabulary)),
        ("Two main limitations", "; ".join(heavy) or phrases.NO_LIMITATION),
        ("Read", reading),
        ("Certainty", _certainty(view, vocabulary)),
        ("Same people also in", ", ".join(paper for paper, _ in view.papers if paper != one.id)),
    )
    head = "\n".join([name, *(f"{label}: {said}" if label else said for label, said in facts if said)])
    sections: tuple[tuple[str, Iterable[Block]], ...] = (
        ("Adverse events", study_results.safety(one, vocabulary)),
        ("Limitation", study_results.limits(one, vocabulary)),
        ("Claim", study_results.claims(view.claims, vocabulary)),
        ("Unverified", map(study_sources.unverified, one.unverified)),
        ("Read at", study_sources.read(one, vocabulary)),
    )
    items = [f"Result {place}: {_outcome(outcome, vocabulary)}" for place, outcome in enumerate(one.outcomes, 1)]
    items += [f"Finding: {line}" for line in one.findings]
    items += [f"Follow-up: {one.follow_up.text}"] if one.follow_up is not None else []
    for label, blocks in sections:
        items += [f"{label}: {line}" for line in words_of(tuple(blocks)).splitlines() if line.strip()]
    items.append(f"Funding: {one.funding or 'not stated in our sources'}")
    items.append(f"Conflicts of interest: {one.conflicts or 'not stated in our sources'}")
    again = "\n".join(filter(None, (name, retracted, f"Two main limitations: {'; '.join(heavy)}" if heavy else "")))
    return Brief(head, again, tuple(items), foot(about, [one]), close=True)


def claim(view: ClaimView, vocabulary: Vocabulary, about: About) -> Brief:
    """One claim: verdict, certainty, what may be said; then each study with its figure, and the steps."""
    one, weighed = view.claim, view.weighed
    name = f"{one.id} · {_standing(view.claim, weighed, vocabulary)}"
    limits = list(dict.fromkeys(vocabulary.label("limitation", caveat.code) for caveat in one.caveats))
    lines = [
        name,
        _own(view.origin, one),
        f"Claim: {one.statement}",
        f"Found: {closing(one, weighed)}",
        f"Fairer wording: {one.instead}" if one.instead else "",
        words_of(tuple(effect_row(view, vocabulary))),
        f"Limitations: {'; '.join(limits)}" if limits else "",
        _start(one, weighed, vocabulary),
        *(f"- {step_words(step)}" for step in weighed.steps),
    ]
    items = []
    for side, those in (*view.groups, ("Also relevant, not part of the rating", view.context)):
        for own in linked.by_study(those):
            items.append(f"{side}: {_linked(own, vocabulary)}")
    items += [f"What would settle it: {line}" for line in settling(weighed)]
    again = f"{name}\nClaim: {one.statement}"
    return Brief("\n".join(filter(None, lines)), again, tuple(items), foot(about, view.studies))


def listed(view: ClaimView, vocabulary: Vocabulary) -> str:
    """A claim in a list."""
    one, weighed = view.claim, view.weighed
    limits = list(dict.fromkeys(vocabulary.label("limitation", caveat.code) for caveat in one.caveats))[:2]
    lines = [
        f"{one.id} · {_standing(one, weighed, vocabulary)}",
        _own(view.origin, one),
        f"Claim: {one.statement}",
        f"Fairer wording: {one.instead}" if one.instead else "",
        f"Studies: {sides_line(one, weighed)}",
        *(_behind(study, vocabulary) for study in _leading(view)),
        f"Limitations: {'; '.join(limits)}" if limits else "",
    ]
    return "\n".join(filter(None, lines))


def checked(sentence: str, found: Checked, views: Sequence[ClaimView], vocabulary: Vocabulary, about: About) -> Brief:
    """A sentence: what it says the same as, what in it cannot be borne out, and the nearest claims."""
    shown = f"Sentence: {sentence if len(sentence) <= _QUOTED else f'{sentence[:_QUOTED]} ...'}"
    lines = [shown]
    if len(found.read) < len(sentence):
        lines.append(f"Only its first {len(found.read)} characters were read.")
    if found.same:
        lines.append(plain(text(*check.same_spans(found.same, vocabulary)).parts))
    else:
        lines.append("No verdict on the sentence: no claim says exactly that. Judge by what differs.")
    lines += [plain(text(*spans).parts) for spans in check.told(found, vocabulary)]
    lines.append(_NEAR if found.close else _FAR)
    items = []
    for view, near, differs in zip(views, found.near, found.differences, strict=True):
        told = [
            listed(view, vocabulary),
            f"Found: {closing(near.assessed.claim, near.assessed.weighed)}",
            f"Differs from the sentence: {'; '.join(map(check.difference_words, differs))}" if differs else "",
        ]
        items.append("\n".join(filter(None, told)))
    studies = [study for view in views for study in view.studies]
    return Brief("\n".join(lines), shown, tuple(items), foot(about, studies))


def _standing(one: Claim, weighed: Weighed, vocabulary: Vocabulary) -> str:
    """Kind, verdict, certainty and speaker."""
    parts = (
        vocabulary.label("claim_kind", one.kind),
        verdict_label(one, weighed, vocabulary).upper(),
        certainty_line(weighed, vocabulary) or ("certainty not rated" if one.kind == "effect" else ""),
        f"said by {one.said_by}" if one.said_by else "",
    )
    return " · ".join(filter(None, parts))


def _start(one: Claim, weighed: Weighed, vocabulary: Vocabulary) -> str:
    """Where the certainty starts, or why there is none; empty for what is not expected to have one."""
    if weighed.certainty is None or weighed.start is None:
        return f"Certainty: {not_rated(one, weighed)}" if one.kind == "effect" else ""
    start = f"starts at {vocabulary.label('certainty', weighed.start)} ({LEVELS[weighed.level]})"
    return f"Certainty, by fixed rules modelled on GRADE and no formal GRADE assessment: {start}"


def _outcome(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """A figure as it was reported, with its direction and what is remarked of it."""
    said = f"{phrases.measure(outcome)}: {phrases.figure(outcome, vocabulary)}. {phrases.shows(outcome, vocabulary)}"
    return f"{said}. {outcome.note}" if outcome.note else said


def _certainty(view: StudyView, vocabulary: Vocabulary) -> str:
    """A single study has none: that of the claims which rest on it."""
    rated = [
        f"{one.claim.id} {verdict_label(one.claim, one.weighed, vocabulary)}, {certainty_line(one.weighed, vocabulary)}"
        for one, side in view.claims
        if side == "evidence" and one.weighed.certainty is not None
    ]
    said = "rated for claims, not for one study"
    return f"{said}; it bears on {'; '.join(rated[:_RATED])}" if rated else said


def _linked(those: Sequence[Linked], vocabulary: Vocabulary) -> str:
    """A study of a claim with each of its figures there."""
    study = those[0].study
    facts = [*linked.of_study(those[0], vocabulary), *(linked.result(one, vocabulary) for one in those)]
    return " · ".join([study.id, *facts, *linked.of_reading(those[0], vocabulary), _address(study)])


def _leading(view: ClaimView) -> list[Study]:
    """The studies that decide a claim, first those that are weighed."""
    studies = {study.id: study for study in view.studies}
    names = dict.fromkeys((*view.weighed.weighed, *(link.study for link in view.claim.linked), *studies))
    return [studies[name] for name in names if name in studies][:_NAMED]


def _behind(study: Study, vocabulary: Vocabulary) -> str:
    """A study that an answer rests on: what weakens it, and where it stands."""
    limits = "; ".join(hits.limits(study, vocabulary))
    return " · ".join(filter(None, (f"- {study.id}", phrases.retraction(study), limits, _address(study))))


def _address(study: Study) -> str:
    """Where the work stands; where it has no lasting address, where it was read."""
    read = next((reading.url for reading in study.read_at), "")
    return link(study) or (f"read at {read}" if read else "no address known")


def _own(origin: str, entry: Study | Claim) -> str:
    mark = own_mark(origin, replaces=entry.replaces)
    return mark[:1].upper() + mark[1:]
