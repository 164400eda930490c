"""A topic's answer for everybody else: the same facts, in words that a person outside the field uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.orientation import SHARES
from kapcli.views.topic_words import NOT_TREATED, capital, exclusion, fitting, ordered

if TYPE_CHECKING:
    from kapcli.catalogue.study import Recommendation
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.topic_answer import Contribution, TopicAnswer


_ADVICE = {
    "approves": "has approved it",
    "recommends": "recommends it",
    "suggests": "suggests it for some people",
    "third-line": "puts it third in line",
    "not-approved": "has not approved it",
    "does-not-recommend": "does not recommend it",
    "suggests-against": "suggests not using it",
    "recommends-against": "recommends not using it",
}


# The verdict with its certainty, as a person outside the field may say it.
_SUPPORTED = {"high": "Yes", "moderate": "Probably", "low": "Possibly"}


_VERDICTS = {
    "uncertain": "We can't be sure",
    "not-shown": "This has not been shown",
    "mixed": "The best studies disagree",
    "contradicted": "The research does not support this",
    "overstated": "This goes further than the research",
    "untested": "We don't know",
    "unverified": "We could not confirm this",
}


_DOMAINS = {
    "ptsd": "PTSD symptoms",
    "depression": "depression",
    "anxiety": "anxiety",
    "suicidality": "suicidal thoughts",
    "alcohol-use": "drinking",
    "cocaine-use": "cocaine use",
    "function": "daily life",
    "wellbeing": "wellbeing",
}


_SHARES = {
    "remission-rate": "were nearly free of symptoms",
    "response-rate": "got clearly better",
    "rate": "did better",
}


_INSTRUMENTS = {"ybocs": "OCD symptoms"}


_SIDES = {
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


def lay(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    """The answer for everybody else."""
    if answer.template == "exclusion":
        return exclusion(answer)
    advice = _advice(answer)
    if answer.template == "harm":
        return fitting([(_harm(answer, vocabulary), advice), (_harm(answer, vocabulary),)])
    standing = _standing(answer)
    if answer.template == "rule":
        return fitting([(advice or standing,)])
    if answer.template == "untested" or answer.lead is None:
        return fitting([(standing, "No study in this catalogue has tested this.", advice)])
    lead = answer.lead
    if answer.template == "lasting":
        said = f"{_study(lead)} half of those who got better were worse again after {_days(lead)}"
        if answer.against is not None:
            said += f", in another after {_days(answer.against)}"
        return fitting([(standing, f"{said}. There was no comparison group.", advice)])
    if answer.template == "single-group":
        said = f"{_study(lead)} {_within(lead)}, but everyone got the drug, so we can't tell why."
        return fitting(ordered(answer, advice, (standing, said)))
    missed = " A real one may have been missed." if answer.verdict == "not-shown" else ""
    route = vocabulary.plain("route", lead.route) if lead.route else ""
    said = f"{_study(lead)} {_compared(lead, route)}.{missed}"
    return fitting(ordered(answer, advice, (standing, said, _against(answer.against, lead))))


def in_short(answer: TopicAnswer) -> str:
    """The verdict alone, after a warning where there is one."""
    if answer.template == "exclusion":
        return "See what labels name."
    if answer.template == "harm":
        return "This has been reported."
    said = _SUPPORTED.get(answer.certainty or "", "Possibly") if answer.verdict == "supported" else ""
    warns = answer.advice is not None and answer.advice.recommendation.says == "warns"
    who = f"The {answer.advice.recommendation.who} has warned. " if answer.advice is not None and warns else ""
    return f"{who}{said or _VERDICTS[answer.verdict]}."


def _standing(answer: TopicAnswer) -> str:
    if answer.verdict == "supported" and answer.certainty is not None:
        said = _SUPPORTED.get(answer.certainty, "Possibly")
    elif answer.verdict == "supported":
        said = "This has been reported"
    else:
        said = _VERDICTS[answer.verdict]
    if answer.certainty is None:
        return f"{said}."
    return f"{said} ({answer.certainty.replace('-', ' ')} certainty)."


def _days(one: Contribution) -> str:
    return f"{_in_100(one.value or 0)} days ({subject(one)})"


def _advice(answer: TopicAnswer) -> str:
    if answer.advice is None:
        return ""
    one: Recommendation = answer.advice.recommendation
    when = f" ({one.date[:4]})" if one.date else ""
    what = one.plain_what or one.what
    if one.says == "warns":
        return f"{capital(one.plain)} has warned of {what}{when}."
    if one.says == "not-shown":
        return f"Not shown, says {one.plain}: that {what}."
    return f"{capital(one.plain)} {_ADVICE[one.says]}{when}."


def _harm(answer: TopicAnswer, vocabulary: Vocabulary) -> str:
    said = f"Yes, this has been reported: {answer.topic.plain_subject or answer.topic.plain_title}."
    if answer.lead is None or answer.lead.value is None:
        return f"{said} How often is {'known only in part' if answer.counted_elsewhere else 'not known'}."
    one = answer.lead
    most = "up to " if one.estimate == "range" else "about "
    groups = [vocabulary.plain("population", code) for code in one.population if code in NOT_TREATED]
    where = f"In one study of {groups[0]}" if groups else "In one study"
    return f"{said} {where} it was {most}{_in_100(one.value or 0)} in 100 people."


def _in_100(share: float) -> int:
    """A share as people of a hundred, a half rounded up."""
    return int(share + 0.5)


def _study(one: Contribution) -> str:
    people = (
        f" ({one.people} people)" if one.pooled and one.people else f" of {one.people} people" if one.people else ""
    )
    if one.pooled:
        return f"In studies taken together{people},"
    if not people and one.randomised:
        people = f" of {one.randomised} people"
    return f"In one study{people},"


def subject(one: Contribution) -> str:
    """What a figure is on, in plain words."""
    if one.instrument in _INSTRUMENTS:
        return _INSTRUMENTS[one.instrument]
    if "pain" in one.measure.casefold():
        return "pain"
    return _DOMAINS.get(one.domain, "symptoms")


def _side(side: str) -> str:
    return _SIDES.get(side.casefold(), side)


def _sides(one: Contribution) -> tuple[str, str, str]:
    """Both sides, and what both were given besides."""
    first, plus, both = one.first.partition(" + ")
    second, _, other = one.second.partition(" + ")
    if plus and both == other:
        return _side(first), _side(second), f". All also had {both}"
    return _side(one.first), _side(one.second), ""


def _compared(one: Contribution, route: str = "") -> str:
    first, second, added = _sides(one)
    if route and one.first.startswith("ketamine"):
        first = f"{first} ({route})"
    if one.estimate in SHARES and one.value is not None and one.other is not None and one.unit == "percent":
        what = _SHARES[one.estimate]
        shares = (_in_100(one.value), _in_100(one.other))
        return f"{shares[0]} in 100 people {what} with {first}, and {shares[1]} in 100 with {second}{added}"
    if not one.differs:
        return f"there was no clear difference between {first} and {second}"
    better, worse = (first, second) if one.better == "first" else (second, first)
    measure = one.measure.casefold()
    if "relapse" in measure:
        return f"fewer people became ill again with {better} than with {worse}"
    for event, what in (("response", "eased clearly"), ("remission", "nearly went away")):
        if event in measure:
            return f"{subject(one)} {what} in more people with {better} than with {worse}{added}"
    if one.domain in ("alcohol-use", "cocaine-use"):
        drug = one.domain.partition("-")[0]
        if "day" in measure:
            return f"people had more days without {drug} with {better} than with {worse}"
        return f"people stayed off {drug} more with {better} than with {worse}"
    return f"{subject(one)} eased more with {better} than with {worse}{added}"


def _against(one: Contribution | None, lead: Contribution) -> str:
    if one is None:
        return ""
    if one.study == lead.study:
        if "relapse" in one.measure.casefold():
            return "Whether people relapsed did not clearly differ."
        return "On another measure it found no clear difference."
    count = one.people if one.people is not None else one.randomised
    larger = count is not None and not lead.pooled and (lead.people or 0) < count
    kind = "Studies taken together" if one.pooled else "A larger study" if larger else "One more study"
    # Of few pools it is known which trials they hold.
    among = lead.pooled and not one.pooled
    if among:
        kind = "One study"
    # What another study measured is named where it is not what the first one did.
    what = f" on {subject(one)}" if one.domain != lead.domain else ""
    kind += what
    people = f" ({count} people)" if count else ""
    people += ", perhaps among these," if among else ""
    if one.differs:
        return f"{kind}{people} found {_side(one.sides[0])} better."
    return f"{kind}{people} found no clear difference."


def _within(one: Contribution) -> str:
    if one.estimate in SHARES and one.unit == "percent" and one.value is not None:
        return f"{_in_100(one.value)} in 100 people {_SHARES[one.estimate]}"
    if one.direction == "improved":
        return f"{subject(one)} eased"
    if one.direction == "worsened":
        return f"{subject(one)} got worse"
    return f"no change in {subject(one)} was shown"
