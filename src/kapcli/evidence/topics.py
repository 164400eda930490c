"""The answer to a topic, by rule: which figure leads, which is the strongest against, what a guideline says.

Only facts are chosen here, out of the evidence on the topic's headline claims; `kapcli.views.topic_words` words them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.identifiers import key
from kapcli.catalogue.orientation import SHARES
from kapcli.catalogue.study_rules import BETWEEN, holds_ketamine
from kapcli.evidence.assessment import LEVELS
from kapcli.evidence.body import body
from kapcli.evidence.certainty import weigh
from kapcli.evidence.contribution import contribution, of_figure
from kapcli.evidence.topic_answer import Advice, Contribution, Excluded, TopicAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import Topic
    from kapcli.catalogue.study import Study
    from kapcli.evidence.assessment import Weighed
    from kapcli.evidence.body import Piece
    from kapcli.evidence.topic_answer import Template

# What counts people who had a harm.
_COUNTED = SHARES | {"range"}


def answered(
    topic: Topic, claims: Mapping[str, Claim], studies: Mapping[str, Study], family: Sequence[str] = ()
) -> TopicAnswer:
    """Choose the facts that answer a topic.

    Args:
        topic: With claims that all are there.
        claims: Folded id, former ones too, to claim.
        studies: Id to study.
        family: A condition and those above it, where the topic is asked about it alone: the claims on it come first.
    """
    headline = headlines(topic, claims)
    if family:
        headline.sort(key=lambda claim: _away(claim, family))
    guidelines = [studies[name] for name in topic.guidelines if not studies[name].retracted]
    topic = msgspec.structs.replace(topic, claims=tuple(claim.id for claim in headline))
    advice = _advice(family or topic.about.condition, guidelines)
    named = tuple(study.id for study in guidelines)
    if topic.asks == "exclusion":
        exclusions = tuple(Excluded(study.id, one) for study in guidelines for one in study.exclusions)
        claim = headline[0]
        return TopicAnswer(
            topic, "exclusion", claim.id, claim.verdict, None, advice=advice, exclusions=exclusions, guidelines=named
        )
    effect = next((claim for claim in headline if claim.kind == "effect"), None)
    if topic.asks == "harm":
        return _harm(topic, headline, studies, advice, named)
    if effect is None:
        claim = headline[0]
        template: Template = "rule" if claim.kind == "rule" else "untested"
        return TopicAnswer(topic, template, claim.id, claim.verdict, None, advice=advice, guidelines=named)
    weighed = weigh(effect, studies)
    pieces = list(_pieces([effect], studies))
    others = [claim for claim in headline if claim is not effect and claim.kind == "effect"]
    others = [claim for claim in others if not family or concerns(claim, family)]
    lead, also, template = _chosen(effect, others, weighed, pieces, studies)
    if effect.says == "duration" and (lasting := _lasting([effect, *others] if family else headline, studies)):
        template, lead, also = "lasting", lasting[0], lasting[1] if len(lasting) > 1 else None
    if len(topic.about.route) > 1 and lead is not None:
        # Of several routes it has to be said by which one.
        lead = msgspec.structs.replace(lead, route=_route(studies[lead.study]))
    wider = any(not _conditions(claim) & _conditions(effect) for claim in others)
    return TopicAnswer(
        topic,
        template,
        effect.id,
        effect.verdict,
        weighed.certainty,
        lead,
        also,
        wider=wider,
        advice=advice,
        guidelines=named,
    )


def _conditions(claim: Claim) -> set[str]:
    return set(claim.question.condition) if claim.question is not None else set()


def _route(study: Study) -> str:
    """By which route a study gave ketamine; empty where by several."""
    routes = {arm.route for arm in study.arms if holds_ketamine(arm.drug)}
    return (routes.pop() or "") if len(routes) == 1 else ""


def _chosen(
    effect: Claim, others: Sequence[Claim], weighed: Weighed, pieces: Sequence[Piece], studies: Mapping[str, Study]
) -> tuple[Contribution | None, Contribution | None, Template]:
    """The figure that leads, the strongest that does not favour, and how they are to be worded."""
    if weighed.level in BETWEEN:
        lead = _leading(weighed, pieces)
        same = [claim for claim in others if claim.domain == effect.domain]
        # What the claim itself rests on comes before what answers another question of the topic.
        against = _strongest_against(pieces, lead) or _strongest_against(_pieces(same, studies), lead)
        said = None if against is None else contribution(against)
        return None if lead is None else contribution(lead), said, "compared"
    if weighed.level:
        followed = [one for one in pieces if one.level == weighed.level]
        lead = max(followed, key=lambda one: (one.outcome.value is not None, *_weight(one)), default=None)
        return None if lead is None else contribution(lead), None, "single-group"
    return None, None, "untested"


def _lasting(headline: Iterable[Claim], studies: Mapping[str, Study]) -> list[Contribution]:
    """After how many days half had lost what they had gained: of each domain the figure of most people."""
    found: dict[str, list[Contribution]] = {}
    for claim in headline:
        for link in (*claim.linked, *claim.context):
            study = studies[link.study]
            outcome = next((one for one in study.outcomes if one.id == link.outcome), None)
            if outcome is not None and outcome.estimate == "median-days" and outcome.value and not study.retracted:
                one = of_figure(study, outcome, outcome.comparison, outcome.n, "none")
                found.setdefault(outcome.domain, []).append(one)
    return [max(some, key=lambda one: (one.people or 0, one.study, one.outcome)) for some in found.values()]


def _harm(
    topic: Topic,
    headline: Sequence[Claim],
    studies: Mapping[str, Study],
    advice: Advice | None,
    named: tuple[str, ...],
) -> TopicAnswer:
    """Harm: it has been reported, and how often is said where the first claim on it rests on a count."""
    harms = [claim for claim in headline if claim.kind == "harm"] or list(headline[:1])
    claim = harms[0]
    rate = max(_rates(claim, studies), key=lambda one: (one.people or 0, one.study, one.outcome), default=None)
    partly = rate is None and any(True for one in harms for _ in _rates(one, studies))
    return TopicAnswer(
        topic,
        "harm",
        claim.id,
        claim.verdict,
        None,
        rate,
        counted_elsewhere=partly,
        advice=advice,
        guidelines=named,
    )


def _rates(claim: Claim, studies: Mapping[str, Study]) -> Iterator[Contribution]:
    """The shares of people who had a harm, that a claim rests on."""
    for link in claim.for_:
        study = studies[link.study]
        outcome = next((one for one in study.outcomes if one.id == link.outcome), None)
        if study.retracted or outcome is None or outcome.estimate not in _COUNTED or outcome.unit != "percent":
            continue
        if outcome.value is not None:
            yield of_figure(study, outcome, outcome.comparison, outcome.n, "none")


def headlines(topic: Topic, claims: Mapping[str, Claim]) -> list[Claim]:
    """The claims of a topic in order, each once: ids that were merged into one lead to it."""
    return list({claim.id: claim for claim in (claims[key(name)] for name in topic.claims)}.values())


def _away(claim: Claim, family: Sequence[str]) -> int:
    """How many steps above a condition what a claim is about lies."""
    own = () if claim.question is None else claim.question.condition
    return next((steps for steps, code in enumerate(family) if code in own), len(family))


def concerns(claim: Claim, family: Iterable[str]) -> bool:
    """Whether an effect is about a condition, or about one that holds it."""
    return claim.question is not None and bool(set(claim.question.condition) & set(family))


def _advice(conditions: Iterable[str], guidelines: Iterable[Study]) -> Advice | None:
    """The first guideline that says something of some conditions; of any where there are none."""
    wanted = set(conditions)
    for study in guidelines:
        for one in study.recommendations:
            if not wanted or not one.condition or wanted & set(one.condition):
                return Advice(study.id, one)
    return None


def _pieces(claims: Iterable[Claim], studies: Mapping[str, Study]) -> Iterator[Piece]:
    """Every figure that answers some claims, each by itself: what a pool includes is seen as well.

    An estimate that only corrects another for bias is not one of its own.
    """
    for claim in claims:
        for link in claim.linked:
            if not link.corrects:
                alone = msgspec.structs.replace(claim, evidence=(link,), for_=(), against=())
                yield from body(alone, studies).pieces


def _leading(weighed: Weighed, pieces: Sequence[Piece]) -> Piece | None:
    """The figure that the verdict rests on; where nothing has an estimate, the one with most people."""
    if weighed.effect is not None:
        effect = weighed.effect
        return next(one for one in pieces if (one.study.id, one.outcome.id) == (effect.study, effect.outcome))
    return max((one for one in pieces if one.level == weighed.level), key=_weight, default=None)


def _strongest_against(pieces: Iterable[Piece], lead: Piece | None) -> Piece | None:
    """The strongest figure of the same two sides that does not favour: by level, people, and year.

    It is on the other side, on neither, or its interval includes no effect.
    """
    away = (lead.study.id, lead.outcome.id) if lead is not None else ("", "")
    found = [
        one
        for one in pieces
        if one.level in BETWEEN
        and (one.study.id, one.outcome.id) != away
        and (lead is None or _forms(one) == _forms(lead))
        and (one.side in ("opposes", "says-opposes", "none") or _includes_none(one))
    ]
    return max(found, key=_weight, default=None)


def _forms(piece: Piece) -> tuple[str, str]:
    """Which form of ketamine either side had: to set two forms against each other is to ask something else."""
    sides = (piece.outcome.first.casefold(), piece.outcome.second.casefold())
    first, second = map(_form, sides)
    return (first, second) if first != second else ("", "")


def _form(side: str) -> str:
    plain = "ketamine" if holds_ketamine(side) else ""
    return next((form for form in ("esketamine", "arketamine") if form in side), plain)


def _includes_none(piece: Piece) -> bool:
    found = piece.estimate
    return found is not None and found.low is not None and found.high is not None and found.low <= 0 <= found.high


def _weight(piece: Piece) -> tuple[object, ...]:
    people = piece.people if piece.people is not None else piece.study.n.randomised
    return (-LEVELS.index(piece.level), people or 0, piece.study.year, piece.study.id, piece.outcome.id)
