"""A topic's answer in words, for those in the field and for everybody else; each at most `MOST` words.

Three ways: groups were compared, one group was followed, harm or a rule. Every word comes from the facts that
`kapcli.evidence.topics` chose; no sentence of a claim or a study is quoted, so that none can be cut or joined wrongly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.orientation import RATIOS, SHARES
from kapcli.views.claim import SIGNS
from kapcli.views.phrases import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.topics import Recommendation
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import Contribution, Excluded, TopicAnswer

MOST = 45
CANNOT_TELL = "This catalogue cannot tell who may safely have it. Labels and guidelines name:"
NONE_NAMED = "This catalogue cannot tell who may safely have it, and has no label or guideline that names whom."
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
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
_ADVICE_PLAIN = {
    "approves": "has approved it",
    "recommends": "recommends it",
    "suggests": "suggests it for some people",
    "third-line": "puts it third in line",
    "not-approved": "has not approved it",
    "does-not-recommend": "does not recommend it",
    "suggests-against": "suggests not using it",
    "recommends-against": "recommends not using it",
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
# The verdict with its certainty, as a person outside the field may say it.
_PLAIN_SUPPORTED = {"high": "Yes", "moderate": "Probably", "low": "Possibly"}
_PLAIN_VERDICT = {
    "uncertain": "We can't be sure",
    "not-shown": "This has not been shown",
    "mixed": "The best studies disagree",
    "contradicted": "The research does not support this",
    "overstated": "This goes further than the research",
    "untested": "We don't know",
    "unverified": "We could not confirm this",
}
_DOMAINS_PLAIN = {
    "ptsd": "PTSD symptoms",
    "depression": "depression",
    "anxiety": "anxiety",
    "suicidality": "suicidal thoughts",
    "alcohol-use": "drinking",
    "cocaine-use": "cocaine use",
    "function": "daily life",
    "wellbeing": "wellbeing",
}
_SHARES_PLAIN = {
    "remission-rate": "were nearly free of symptoms",
    "response-rate": "got clearly better",
    "rate": "did better",
}
_INSTRUMENTS_PLAIN = {"ybocs": "OCD symptoms"}
_SIDES_PLAIN = {
    "midazolam": "midazolam (a sedative)",
    "saline": "salt water",
    "control": "a comparison drug",
    "controls": "a comparison drug",
    "active controls": "an active comparison drug",
    "ketamine iv": "a ketamine drip",
    "placebo": "a dummy drug",
    "placebo spray": "a dummy spray",
    "ect": "ECT",
    "usual care": "usual care",
    "cbt": "added talking therapy (CBT)",
    "quetiapine": "quetiapine (another medicine)",
}


def expert(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    """The answer for those in the field."""
    if answer.template == "exclusion":
        return CANNOT_TELL if answer.exclusions else NONE_NAMED
    advice = _advice(answer)
    if answer.template == "harm":
        return _fitting([(_harm(answer, vocabulary), advice), (_harm(answer, vocabulary),)])
    if answer.template == "rule":
        return _fitting([(_capital(vocabulary.label("verdict", answer.verdict)) + ".", advice)])
    standing = _standing(answer, vocabulary)
    if answer.template == "untested" or answer.lead is None:
        return _fitting([(standing, "No study in this catalogue compares it.", advice)])
    lead = answer.lead
    if answer.template == "lasting":
        return _fitting([(standing, _half(lead, answer.against, vocabulary), advice)])
    if answer.template == "single-group":
        said = [f"{_who(lead, single=True)}: {_within(lead, when=when)}." for when in (True, False)]
        return _fitting(_ordered(answer, advice, (standing, said[0]), (standing, said[1])))
    against = _against(answer.against, lead)
    ways = [(standing, f"{_who(lead)}: {_compared(lead, when=when)}.", against) for when in (True, False)]
    return _fitting(_ordered(answer, advice, *ways))


def _ordered(answer: TopicAnswer, advice: str, *ways: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each way with the advice, then the last without: what a regulator warns of comes first and is never left out."""
    if answer.advice is not None and answer.advice.recommendation.says == "warns":
        return [(advice, *way) for way in ways]
    return [*((*way, advice) for way in ways), ways[-1]]


def lay(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    """The answer for everybody else."""
    if answer.template == "exclusion":
        return CANNOT_TELL if answer.exclusions else NONE_NAMED
    advice = _advice_plain(answer)
    if answer.template == "harm":
        return _fitting([(_harm_plain(answer, vocabulary), advice), (_harm_plain(answer, vocabulary),)])
    standing = _standing_plain(answer)
    if answer.template == "rule":
        return _fitting([(advice or standing,)])
    if answer.template == "untested" or answer.lead is None:
        return _fitting([(standing, "No study in this catalogue has tested this.", advice)])
    lead = answer.lead
    if answer.template == "lasting":
        said = f"{_study_plain(lead)} half of those who got better were worse again after {_days(lead)}"
        if answer.against is not None:
            said += f", in another after {_days(answer.against)}"
        return _fitting([(standing, f"{said}. There was no comparison group.", advice)])
    if answer.template == "single-group":
        said = f"{_study_plain(lead)} {_within_plain(lead)}, but everyone got the drug, so we can't tell why."
        return _fitting(_ordered(answer, advice, (standing, said)))
    missed = " One may have been missed." if answer.verdict == "not-shown" else ""
    said = f"{_study_plain(lead)} {_compared_plain(lead)}.{missed}"
    return _fitting(_ordered(answer, advice, (standing, said, _against_plain(answer.against, lead))))


def exclusion_lines(answer: TopicAnswer, *, plain: bool = False) -> list[str]:
    """Who should not have it, by label and guideline, whole, with agency and date."""
    return [_exclusion(one, plain=plain) for one in answer.exclusions]


def _exclusion(one: Excluded, *, plain: bool) -> str:
    found = one.exclusion
    how = {
        "contraindicated": ("contraindicated", "not to be used where there is"),
        "relative": ("not recommended or relatively contraindicated", "not advised where there is"),
        "care": ("only with care", "only with special care where there is"),
    }[found.force][plain]
    people = "; ".join(found.plain if plain else found.people)
    return f"{found.who}, {date(found.date)}, on {found.what}, {how}: {people}."


def words(text: str) -> int:
    """How many words a text has; a sign counts as one."""
    return len(text.split())


def date(text: str) -> str:
    """A date of a guideline: month and year, or the year alone."""
    year, *rest = text.split("-")
    return f"{_MONTHS[int(rest[0]) - 1]} {year}" if rest else year


def _fitting(ways: Iterable[tuple[str, ...]]) -> str:
    """The first way of saying it that is short enough, else the last, which holds what leads and what opposes."""
    said = ""
    for parts in ways:
        said = " ".join(part for part in parts if part)
        if words(said) <= MOST:
            break
    return said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _standing(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    label = _capital(vocabulary.label("verdict", answer.verdict))
    if answer.certainty is None:
        return f"{label}, not rated."
    weakly = ", weakly" if answer.verdict == "supported" and answer.certainty == "low" else ""
    certainty = vocabulary.label("certainty", answer.certainty)
    return f"{label}{weakly}, {SIGNS[answer.certainty]} {certainty} certainty."


def _standing_plain(answer: TopicAnswer) -> str:
    if answer.verdict == "supported" and answer.certainty is not None:
        said = _PLAIN_SUPPORTED.get(answer.certainty, "Possibly")
    elif answer.verdict == "supported":
        said = "This has been reported"
    else:
        said = _PLAIN_VERDICT[answer.verdict]
    if answer.certainty is None:
        return f"{said}."
    return f"{said} ({answer.certainty.replace('-', ' ')} certainty)."


def _half(one: Contribution, other: Contribution | None, vocabulary: Vocabulary) -> str:
    """After how long half had lost what they had gained."""
    said = f"Half of those who responded had relapsed after a median of {_lost(one, vocabulary)}"
    return f"{said} or {_lost(other, vocabulary)}; no comparison group." if other else f"{said}; no comparison group."


def _lost(one: Contribution, vocabulary: Vocabulary) -> str:
    return f"{number(one.value or 0)} days ({one.name}, {vocabulary.label('domain', one.domain)})"


def _days(one: Contribution) -> str:
    return f"{_in_100(one.value or 0)} days ({_topic_plain(one)})"


def _who(one: Contribution, *, single: bool = False) -> str:
    parts = ["pooled"] if one.pooled else ["single group"] if single else []
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
        return "size not reported" if one.low is None else _interval(one).strip(" ()")
    if one.other is not None and (one.estimate in SHARES or one.estimate == "pre-post-change"):
        return f"{number(one.value)}{unit} vs {number(one.other)}{unit}{_interval(one, 'difference ')}"
    name = _ESTIMATES.get(one.estimate, one.estimate.replace("-", " "))
    return f"{name} {number(one.value)}{unit}{_interval(one)}"


def _compared(one: Contribution, *, when: bool) -> str:
    time = f", {one.timepoint}" if when and one.timepoint else ""
    if one.value is None and one.low is None:
        return f"{one.measure}{time}, {_outcome(one)}"
    return f"{one.measure}{time}, {_figure(one)}, {_outcome(one)}"


def _outcome(one: Contribution) -> str:
    """Which side did better, or that no difference was shown."""
    sides = (one.first, one.second)
    if one.better and (one.low is None or one.excludes_none):
        better, worse = sides if one.better == "first" else sides[::-1]
        return f"favours {better} over {worse}"
    return f"no difference shown between {sides[0]} and {sides[1]}" if all(sides) else "no difference shown"


def _against(one: Contribution | None, lead: Contribution) -> str:
    if one is None:
        return ""
    if one.study == lead.study:
        return f"Same trial, {one.measure}: no difference shown."
    versus = f" vs {one.second}" if one.second and one.second != lead.second else ""
    if one.domain != lead.domain:
        versus += f" in {one.domain.replace('-', ' ')}"
    if one.side == "opposes" or (one.better and (one.low is None or one.excludes_none)):
        better = one.first if one.better == "first" else one.second
        worse = one.second if one.better == "first" else one.first
        return f"{_who(one)}: favours {better} over {worse}."
    return f"{_who(one)}: no difference shown{versus}."


def _within(one: Contribution, *, when: bool) -> str:
    time = f", {one.timepoint}" if when and one.timepoint else ""
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


def _advice(answer: TopicAnswer) -> str:
    if answer.advice is None:
        return ""
    one = answer.advice.recommendation
    when = f" {date(one.date)}" if one.date else " (undated copy)"
    colon = ":" if one.says == "not-shown" else ""
    return f"{one.who}{when}{colon} {_ADVICE[one.says].format(one.what)}."


def _advice_plain(answer: TopicAnswer) -> str:
    if answer.advice is None:
        return ""
    one: Recommendation = answer.advice.recommendation
    when = f" ({one.date[:4]})" if one.date else ""
    what = one.plain_what or one.what
    if one.says == "warns":
        return f"{_capital(one.plain)} has warned of {what}{when}."
    if one.says == "not-shown":
        return f"Not shown, says {one.plain}: that {what}."
    return f"{_capital(one.plain)} {_ADVICE_PLAIN[one.says]}{when}."


# Groups whose rates say little of people in treatment: they are named beside the rate.
_NOT_TREATED = ("recreational-user", "healthy", "animal")


def _harm(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    subject = _capital(answer.topic.subject or answer.topic.title)
    if answer.lead is not None:
        return f"{subject}: reported; {_rate(answer.lead, vocabulary)}."
    often = "known only in part" if answer.counted_elsewhere else "not known"
    return f"{subject}: reported, how often {often}."


def _rate(one: Contribution, vocabulary: Vocabulary) -> str:
    of = f" of {one.people} people" if one.people else ""
    groups = [vocabulary.label("population", code) for code in one.population if code in _NOT_TREATED]
    return f"{one.measure} {number(one.value or 0)}%{of} ({', '.join([one.name, *groups])})"


def _harm_plain(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    said = f"Yes, this has been reported: {answer.topic.plain_subject or answer.topic.plain_title}."
    if answer.lead is None or answer.lead.value is None:
        return f"{said} How often is {'known only in part' if answer.counted_elsewhere else 'not known'}."
    one = answer.lead
    most = "up to " if one.estimate == "range" else "about "
    groups = [vocabulary.plain("population", code) for code in one.population if code in _NOT_TREATED]
    where = f"In one study of {groups[0]}" if groups else "In one study"
    return f"{said} {where} it was {most}{_in_100(one.value or 0)} in 100 people."


def _in_100(share: float) -> int:
    """A share as people of a hundred, a half rounded up."""
    return int(share + 0.5)


def _study_plain(one: Contribution) -> str:
    people = (
        f" ({one.people} people)" if one.pooled and one.people else f" of {one.people} people" if one.people else ""
    )
    if one.pooled:
        return f"In studies taken together{people},"
    if not people and one.randomised:
        people = f" of {one.randomised} people"
    return f"In one study{people},"


def _topic_plain(one: Contribution) -> str:
    if one.instrument in _INSTRUMENTS_PLAIN:
        return _INSTRUMENTS_PLAIN[one.instrument]
    if "pain" in one.measure.casefold():
        return "pain"
    return _DOMAINS_PLAIN.get(one.domain, "symptoms")


def _side_plain(side: str) -> str:
    return _SIDES_PLAIN.get(side.casefold(), side)


def _sides_plain(one: Contribution) -> tuple[str, str, str]:
    """Both sides, and what both were given besides."""
    first, plus, both = one.first.partition(" + ")
    second, _, other = one.second.partition(" + ")
    if plus and both == other:
        return _side_plain(first), _side_plain(second), f", both with {both}"
    return _side_plain(one.first), _side_plain(one.second), ""


def _compared_plain(one: Contribution) -> str:
    first, second, added = _sides_plain(one)
    if one.estimate in SHARES and one.value is not None and one.other is not None and one.unit == "percent":
        what = _SHARES_PLAIN[one.estimate]
        shares = (_in_100(one.value), _in_100(one.other))
        return f"{shares[0]} in 100 people {what} with {first}, and {shares[1]} in 100 with {second}{added}"
    if not one.better or (one.low is not None and not one.excludes_none):
        return f"there was no clear difference between {first} and {second}"
    better, worse = (first, second) if one.better == "first" else (second, first)
    measure = one.measure.casefold()
    if "relapse" in measure:
        return f"fewer people became ill again with {better} than with {worse}"
    if one.domain in ("alcohol-use", "cocaine-use"):
        drug = one.domain.partition("-")[0]
        return f"people stayed off {drug} more with {better} than with {worse}"
    return f"{_topic_plain(one)} eased more with {better} than with {worse}{added}"


def _against_plain(one: Contribution | None, lead: Contribution) -> str:
    if one is None:
        return ""
    if one.study == lead.study:
        return "On another measure it found no clear difference."
    count = one.people if one.people is not None else one.randomised
    larger = count is not None and not lead.pooled and (lead.people or 0) < count
    kind = "Studies taken together" if one.pooled else "A larger study" if larger else "One more study"
    # What another study measured is named where it is not what the first one did.
    what = f" on {_topic_plain(one)}" if one.domain != lead.domain else ""
    kind += what
    people = f" ({count} people)" if count else ""
    if one.better and (one.low is None or one.excludes_none):
        better = one.first if one.better == "first" else one.second
        return f"{kind}{people} found {_side_plain(better)} better."
    return f"{kind}{people} found no clear difference."


def _within_plain(one: Contribution) -> str:
    if one.estimate in SHARES and one.unit == "percent" and one.value is not None:
        return f"{_in_100(one.value)} in 100 people {_SHARES_PLAIN[one.estimate]}"
    if one.direction == "improved":
        return f"{_topic_plain(one)} eased"
    if one.direction == "worsened":
        return f"{_topic_plain(one)} got worse"
    return f"no change in {_topic_plain(one)} was shown"
