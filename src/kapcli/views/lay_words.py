"""Studies and claims in plain words: short sentences, no jargon, always what it was compared with, never advice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import counted
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.frequencies import frequency
from kapcli.evidence.grade_wording import closing, mostly
from kapcli.evidence.limitation_rules import gave_treatment
from kapcli.evidence.limitations import heaviest
from kapcli.views import harm_words, phrases

if TYPE_CHECKING:
    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Weighed

NO_ADVICE = "This is not medical advice. Talk with a clinician about what it means for you."
ALONE = " There was no comparison group."
UNSURE = "How often, and whether the drug caused them, is not always known."
SILENT = "The sources for this page say nothing about side effects. That does not mean that there were none."
_BRACKETS = re.compile(r" \([^()]*\)")
# Why a weakness matters.
WHY = {
    "no-control": "So time, hope or other care may explain a change.",
    "retrospective": "So things that matter may not have been noted down.",
    "not-randomised": "So the groups may have differed from the start.",
    "open-label": "So hope may sway what people feel and what is noted.",
    "unblinding": "So hope may sway the result even in a blind trial.",
    "very-small": "So chance alone may explain much of the result.",
    "attrition": "Those who left may have fared otherwise than those who stayed.",
    "short-follow-up": "So it is not known what comes later.",
    "small": "So chance may explain the result.",
}
_RETRACTION = {
    "retracted": "This report was withdrawn by its journal. Do not rely on it.",
    "corrected": "This report was corrected after it came out.",
    "concern": "The journal has warned that this report may not be reliable.",
}


# Fewer people than this are few.
_FEW = 100
_ANSWERS = {"high": "Yes", "moderate": "Probably", "low": "Possibly", "very-low": "We don't know"}


def in_short(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> str:
    """The verdict and the certainty in one breath: neither stands without the other."""
    if claim.kind != "effect":
        # That studies support a statement on harm would be read as being for the treatment.
        return closing(claim, weighed)
    sure = f"; {vocabulary.label('certainty', weighed.certainty)} certainty" if weighed.certainty else ""
    pooled = any(link.leads and link.study in weighed.weighed for link in claim.evidence)
    one = len(weighed.weighed) == 1 and not pooled
    few = "small " if weighed.known and weighed.everyone is not None and weighed.everyone < _FEW else ""
    who = f"One {few}study" if one else "Studies taken together" if pooled else "The studies"
    match claim.verdict:
        case "supported":
            answer = _ANSWERS.get(weighed.certainty or "", "The studies say so")
            return f"{answer}. {who} {'points' if one else 'point'} this way{sure}."
        case "mixed":
            return f"We don't know. The studies disagree{sure}."
        case "not-shown":
            return f"Not shown. {who} found no clear difference, and may have missed one{sure}."
        case "contradicted":
            return f"The research does not support this{sure}."
        case "overstated":
            return f"This goes further than the research{sure}."
        case "unverified":
            return "We could not confirm this."
        case "untested" if weighed.level == "within":
            return "We don't know. Everyone in the studies got the treatment, so we can't tell what it did."
        case "untested":
            return "We don't know. No study in this catalogue has tested this."
    if weighed.effect is None:
        return f"We don't know. {who} did not report enough to tell{sure}."
    way = {1: "this way", -1: "the other way"}.get(weighed.effect.sign, "neither way")
    if weighed.favours and weighed.opposes:
        way = f"mostly {way}" if mostly(claim, weighed) else "both ways"
    return f"We don't know. {who} {'points' if one else 'point'} {way}{sure}."


def kind(study: Study, vocabulary: Vocabulary) -> str:
    """What sort of study it is and how many people took part."""
    what = vocabulary.plain("design", study.design)
    count = counted(study)
    if study.design in REVIEWS:
        return what
    if count is None:
        return what + (f", planned for {study.n.planned} people" if study.n.planned else "")
    if study.design == "case-report" and count.people == 1:
        return what
    people = "1 person" if count.people == 1 else f"{count.people} people"
    return f"{what}, {people}"


def said_once(text: str, told: set[str]) -> str:
    """A sort of study without what explains it in brackets, where a page has explained it before."""
    found = _BRACKETS.search(text)
    if found is None:
        return text
    if found[0] in told:
        return text.replace(found[0], "", 1)
    told.add(found[0])
    return text


def named(study: Study) -> str:
    """By whom and when, as people speak of a study."""
    names = [phrases.family(name) for name in study.authors or study.editors]
    many = len(names) > 2 or not study.authors_complete
    who = f"{names[0]} and others" if names and many else " and ".join(names)
    return f"{who or study.publisher}, {study.year}" if who or study.publisher else f"A report of {study.year}"


def named_short(study: Study) -> str:
    """The same in two words, for a reference."""
    names = [phrases.family(name) for name in study.authors or study.editors]
    who = names[0] if names else study.publisher
    return f"{who or 'A report of'} {study.year}"


def named_kind(study: Study, vocabulary: Vocabulary) -> str:
    """By whom and when, what sort of study it is, and how many people took part."""
    return f"{named(study)}: {kind(study, vocabulary)}"


def compared(study: Study, vocabulary: Vocabulary) -> str:
    """Against what, or that there was no comparison group; empty for a work without participants."""
    if study.comparator == ("none",):
        alone = "There was no comparison group, so we can't tell what would have happened without it."
        return alone if gave_treatment(study) else ""
    named = [vocabulary.plain("comparator", code) for code in study.comparator if code not in ("none", "other")]
    return f"It was compared with: {', '.join(named)}." if named else ""


def counts(outcome: Outcome, study: Study, vocabulary: Vocabulary) -> str:
    """Of what so many of so many got better, with the other side; empty where the source does not give it."""
    found = frequency(outcome, study)
    # Who drank nothing did not *get better*; such counts have no plain words here.
    what = "" if outcome.domain in ("alcohol-use", "cocaine-use") else _WHAT.get(outcome.estimate, "")
    if found is None or not what:
        return ""
    domain = "" if outcome.domain == "other" else vocabulary.plain("domain", outcome.domain)
    text = f"{domain[:1].upper()}{domain[1:]}: " if domain else ""
    text += f"{found.count} of {found.of} people {what}"
    when = f" ({outcome.timepoint})" if outcome.timepoint else ""
    if found.other is None:
        return f"{text}{when}.{ALONE}"
    return f"{text}, against {found.other[0]} of {found.other[1]} in the comparison group{when}."


_WHAT = {"response-rate": "got clearly better", "remission-rate": "were nearly free of symptoms"}


def weak_points(study: Study, vocabulary: Vocabulary) -> str:
    """The heaviest limits in plain words."""
    return "; ".join(vocabulary.plain("limitation", limit.code) for limit in heaviest(study, vocabulary))


def harms(study: Study, vocabulary: Vocabulary) -> str:
    """What was said of side effects: reported, in part, none, or nothing; silence is no sign of safety."""
    status, named = study.safety.status, harm_words.names(study, vocabulary, plain=True)
    if status == "reported":
        told = f"Side effects and other events reported: {'; '.join(named)}.{_serious(study)}"
        return f"{told} {UNSURE}"
    if status == "partial":
        some = f" It names: {'; '.join(named)}." if named else ""
        return (
            "The report tells only part of the side effects, so others may have occurred."
            f"{some}{_serious(study)}{_stopped(study)}"
        )
    if status == "none-found":
        return "The report says that there were no side effects. In so few people rare ones would be missed."
    return SILENT


def _serious(study: Study) -> str:
    found = study.safety.serious
    if found is None or found.number is None:
        return ""
    if found.number == 0:
        return " It counted no serious ones."
    return f" Serious ones, whatever the cause: {harm_words.count(found)}."


def _stopped(study: Study) -> str:
    found = study.safety.stopped
    if found is None or not harm_words.count(found):
        return ""
    if found.number == 0:
        return " No one stopped because of them."
    return f" Stopped because of them: {harm_words.count(found)}."


def retraction(study: Study) -> str:
    """What has become of the publication, in plain words; empty where nothing has."""
    return _RETRACTION.get(study.retraction, "")
