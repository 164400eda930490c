"""A topic's answer for those in the field: the verdict, the figure that leads, what does not favour it, the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.orientation import RATIOS, SHARES
from kapcli.views.phrases import number
from kapcli.views.signs import CERTAINTIES
from kapcli.views.topic_words import NOT_TREATED, capital, date, exclusion, fitting, moment, on_part, ordered

if TYPE_CHECKING:
    from kapcli.catalogue.study import Recommendation
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import Contribution, TopicAnswer


_ADVICE = {
    "approves": "approves {}",
    "recommends": "recommends {}",
    "suggests": "suggests {}",
    "third-line": "puts {} third in line",
    "not-approved": "has not approved {}",
    "warns": "warns of {}",
    "not-shown": "not shown that {}",
    "does-not-recommend": "does not recommend {}",
    "suggests-against": "suggests against {}",
    "recommends-against": "recommends against {}",
}


_ESTIMATES = {
    "mean-difference": "mean difference",
    "median-difference": "median difference",
    "posterior-mean-difference": "mean difference",
    "risk-difference": "risk difference",
    "percent-difference": "difference",
    "standardised-difference": "SMD",
    "hedges-g": "g",
    "cohens-d": "d",
    "odds-ratio": "OR",
    "risk-ratio": "RR",
    "hazard-ratio": "HR",
    "regression-coefficient": "coefficient",
}


_UNITS = {"points": " points", "percent": "%", "percentage-points": " percentage points", "days": " days"}


def expert(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    """The answer for those in the field."""
    if answer.template == "exclusion":
        return exclusion(answer)
    advice = advice_words(answer)
    if answer.template == "harm":
        return fitting([(_harm(answer, vocabulary), advice), (_harm(answer, vocabulary),)])
    if answer.template == "rule":
        return fitting([(capital(vocabulary.label("verdict", answer.verdict)) + ".", advice)])
    standing = _standing(answer, vocabulary)
    if answer.template == "untested" or answer.lead is None:
        return fitting([(standing, "No study in this catalogue compares it.", advice)])
    lead = answer.lead
    if answer.template == "lasting":
        return fitting([(standing, _half(lead, answer.against, vocabulary), advice)])
    if answer.template == "single-group":
        said = [f"{_who(lead, single=True)}: {_within(lead, when=when)}." for when in (True, False)]
        return fitting(ordered(answer, advice, (standing, said[0]), (standing, said[1])))
    leads = f"{_who(lead)}: {_compared(lead)}."
    # What does not favour it is told with its figure where there is room; when and between whom always.
    ways = [(standing, leads, _against(answer.against, lead, figure=figure)) for figure in (True, False)]
    return fitting(ordered(answer, advice, *ways))


def _standing(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    label = capital(vocabulary.label("verdict", answer.verdict))
    domain = vocabulary.label("domain", answer.lead.domain) if answer.lead is not None else ""
    on = f" ({domain})" if domain and on_part(answer, domain) else ""
    if answer.certainty is None:
        return f"{label}, not rated{on}."
    weakly = ", weakly" if answer.verdict == "supported" and answer.certainty == "low" else ""
    certainty = vocabulary.label("certainty", answer.certainty)
    return f"{label}{weakly}, {CERTAINTIES[answer.certainty]} {certainty} certainty{on}."


def _half(one: Contribution, other: Contribution | None, vocabulary: Vocabulary) -> str:
    """After how long half had lost what they had gained."""
    said = f"Half of those who responded had relapsed after a median of {_lost(one, vocabulary)}"
    return f"{said} or {_lost(other, vocabulary)}; no comparison group." if other else f"{said}; no comparison group."


def _lost(one: Contribution, vocabulary: Vocabulary) -> str:
    return f"{number(one.value or 0)} days ({one.name}, {vocabulary.label('domain', one.domain)})"


def _who(one: Contribution, *, single: bool = False) -> str:
    parts = ["pooled"] if one.pooled else ["single group"] if single else []
    if one.route:
        parts.insert(0, one.route)
    if one.people is not None:
        parts.append(f"n {one.people}")
    elif one.randomised is not None:
        parts.append(f"{one.randomised} randomised")
    return f"{one.name} ({', '.join(parts)})" if parts else one.name


def _interval(one: Contribution, before: str = "") -> str:
    if one.low is None or one.high is None:
        return ""
    calculated = "" if one.origin == "source" else ", calculated"
    return f" ({before}95% CI {_rounded(one.low, one)} to {_rounded(one.high, one)}{calculated})"


def _rounded(value: float, one: Contribution) -> str:
    """As the source prints it; a calculated limit to the places that mean something."""
    if one.origin == "source":
        return number(value)
    return number(round(value, 2 if one.estimate in RATIOS or one.unit == "sd" else 1))


def _figure(one: Contribution) -> str:
    unit = _UNITS.get(one.unit, "")
    if one.value is None:
        name = _ESTIMATES.get(one.estimate, one.estimate.replace("-", " "))
        return "size not reported" if one.low is None else f"{name}{unit} not given{_interval(one)}"
    if one.other is not None and (one.estimate in SHARES or one.estimate == "pre-post-change"):
        first, second = (f"{side} " if one.first and one.second else "" for side in (one.first, one.second))
        return f"{first}{number(one.value)}{unit} vs {second}{number(one.other)}{unit}{_interval(one, 'difference ')}"
    name = _ESTIMATES.get(one.estimate, one.estimate.replace("-", " "))
    return f"{name} {number(one.value)}{unit}{_interval(one)}"


def _compared(one: Contribution) -> str:
    time = f", {moment(one)}" if one.timepoint else ""
    if one.value is None and one.low is None:
        return f"{one.measure}{time}, {_outcome(one)}"
    return f"{one.measure}{time}, {_figure(one)}, {_outcome(one)}"


def _outcome(one: Contribution) -> str:
    """Which side did better, or that no difference was shown."""
    if one.differs:
        return _favours(one)
    if one.first and one.second:
        return f"no difference shown between {one.first} and {one.second}"
    return "no difference shown"


def _favours(one: Contribution) -> str:
    better, worse = one.sides
    return f"favours {better} over {worse}"


def _against(one: Contribution | None, lead: Contribution, *, figure: bool) -> str:
    if one is None:
        return ""
    if one.study == lead.study:
        return f"Same trial, {one.measure}: no difference shown."
    versus = f" vs {one.second}" if one.second and one.second != lead.second else ""
    if one.domain != lead.domain:
        versus += f" in {one.domain.replace('-', ' ')}"
    if one.side == "opposes" or one.differs:
        told = f"{one.measure}, {moment(one)}, {_figure(one)}, " if figure and one.timepoint else ""
        return f"{_who(one)}: {told}{_favours(one)}."
    return f"{_who(one)}: no difference shown{versus}."


def _within(one: Contribution, *, when: bool) -> str:
    time = f", {moment(one)}" if when and one.timepoint else ""
    unit = _UNITS.get(one.unit, "")
    if one.value is None:
        return f"{one.measure}{time}, {_DIRECTIONS.get(one.direction, 'size not reported')}, size not reported"
    name = {
        "pre-post-change": "change",
        "response-rate": "response",
        "remission-rate": "remission",
        "rate": "rate",
    }.get(one.estimate)
    name = name or _ESTIMATES.get(one.estimate, "value")
    return f"{one.measure}{time}, {name} {number(one.value)}{unit}{_interval(one)}"


_DIRECTIONS = {"improved": "improved", "worsened": "worsened", "no-difference": "no change shown"}


def advice_words(answer: TopicAnswer) -> str:
    """What a guideline advises; empty where none does."""
    if answer.advice is None:
        return ""
    one = answer.advice.recommendation
    colon = ":" if one.says == "not-shown" else ""
    return f"{adviser(one)}{colon} {_ADVICE[one.says].format(one.what)}."


def adviser(one: Recommendation) -> str:
    """Whose advice it is, and of when."""
    return f"{one.who} {date(one.date)}" if one.date else f"{one.who} (undated copy)"


def _harm(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    subject = capital(answer.topic.subject or answer.topic.title)
    if answer.lead is not None:
        return f"{subject}: reported; {_rate(answer.lead, vocabulary)}."
    often = "known only in part" if answer.counted_elsewhere else "not known"
    return f"{subject}: reported, how often {often}."


def _rate(one: Contribution, vocabulary: Vocabulary) -> str:
    of = f" of {one.people} people" if one.people else ""
    groups = [vocabulary.label("population", code) for code in one.population if code in NOT_TREATED]
    return f"{one.measure} {number(one.value or 0)}%{of} ({', '.join([one.name, *groups])})"
