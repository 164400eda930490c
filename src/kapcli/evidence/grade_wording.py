"""What may be said of a claim, by rule from its verdict and certainty: never more than that, and harm never less.

After GRADE's plain wording: high "does", moderate "probably does", low "may", very low "very uncertain".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import BETWEEN
from kapcli.evidence.assessment import joined
from kapcli.evidence.thresholds import PEOPLE

if TYPE_CHECKING:
    from kapcli.catalogue.claim import Claim
    from kapcli.evidence.assessment import Step, Weighed

_HOLDS = {
    "high": "The comparative evidence shows this, with high certainty.",
    "moderate": "The comparative evidence shows that this is probably so, with moderate certainty.",
    "low": "The comparative evidence points this way, with low certainty: it may be so.",
}
_FAILS = {
    "high": "The comparative evidence speaks against this, with high certainty.",
    "moderate": "The comparative evidence probably speaks against this, with moderate certainty.",
    "low": "The comparative evidence may speak against this, with low certainty.",
}
_UNCERTAIN = {
    "for": "The evidence points this way but is very uncertain.",
    "against": "The evidence points the other way and is very uncertain.",
    "unsized": "A difference was reported without its size.",
    "torn": "The evidence points both ways and is very uncertain.",
    "mostly for": "The evidence points mostly this way and is very uncertain.",
    "mostly against": "The evidence points mostly the other way and is very uncertain.",
    "open": "It was compared, but too little was reported to tell.",
}
_NOT_SHOWN = "No difference was shown; one may have been missed."
_UNTESTED = "No study in this catalogue compares it."
_FOLLOWED = "No study in this catalogue compares it: one group was followed from before to after."
_ALONE = " No opposing study in this catalogue."
SHOWN = {
    "better": "better with the treatment",
    "worse": "worse with the treatment",
    "no-difference": "no difference shown",
    "unsized": "a difference reported without its size",
    "improved": "people improved, with no comparison group",
    "worsened": "people got worse, with no comparison group",
    "mixed": "the studies disagree",
    "nothing": "nothing compared",
}
LEVELS = {
    "between-randomised": "randomised",
    "between": "not randomised",
    "within": "one group before and after",
}
_DOMAINS = {
    "bias": "risk of bias",
    "inconsistency": "inconsistency",
    "indirectness": "indirectness",
    "imprecision": "imprecision",
    "publication": "publication bias",
}
_LEVELS_DOWN = {1: "one level", 2: "two levels", 3: "three levels"}
_SETTLED = {
    "bias": "a trial that keeps its blinding and shows that it did, with few people lost to follow-up",
    "inconsistency": "a trial large enough to tell why the studies disagree",
    "indirectness": "a trial that asks this very question",
    "imprecision": f"more people: {PEOPLE[0]} or more, with an interval",
    "publication": "the results of every trial that was registered",
    "rating": "a formal rating that sees what has appeared since",
}


def step_words(step: Step, longest: int | None = None) -> str:
    """A step as GRADE words it.

    Args:
        step: The step.
        longest: A reason of more letters than this is left out.
    """
    if step.name == "rating":
        return f"{step.reason}: {_LEVELS_DOWN[step.down]} lower than the other steps"
    down = f"rated down {_LEVELS_DOWN[step.down]} for {_DOMAINS[step.name]}"
    return down if longest is not None and len(step.reason) > longest else f"{down}: {step.reason}"


def shown_words(weighed: Weighed) -> str:
    """What was found, whatever the claim says."""
    return SHOWN[weighed.shows]


def people_words(weighed: Weighed) -> str:
    """The people whose figures point the claimed way; where the studies disagree, beside those of both sides."""
    if weighed.people is None:
        begun = f"; {weighed.begun} randomised in all" if weighed.begun is not None else ""
        return f"number of people compared not known{begun}"
    noun = "person" if weighed.people == 1 else "people"
    said = f"{weighed.people} {noun} {'randomised' if weighed.randomised else 'analysed'}"
    if weighed.uncounted:
        said = f"at least {said}; number not known for {joined(weighed.uncounted)}"
    if weighed.shows != "mixed" or weighed.everyone in (None, weighed.people):
        return said
    return f"{said} on the side of the claim; {'' if weighed.known else 'at least '}{weighed.everyone} in all"


def closing(claim: Claim, weighed: Weighed) -> str:
    """One or two sentences that close what bears on a claim."""
    if claim.kind != "effect":
        return _OTHER[claim.kind].get(claim.verdict, _READ[claim.verdict])
    if claim.verdict == "unverified":
        return _READ["unverified"]
    if claim.says not in ("better", "equal"):
        return _SEEN[claim.verdict]
    if weighed.level not in BETWEEN:
        return _FOLLOWED if weighed.level == "within" else _UNTESTED
    verdict = claim.verdict
    if verdict == "overstated":
        from kapcli.evidence.verdicts import by_rule

        return f"This says more than the comparisons show. {_compared(claim, by_rule(claim, weighed), weighed)}"
    return _compared(claim, verdict, weighed) + (_ALONE if verdict == "supported" and _alone(claim, weighed) else "")


def _compared(claim: Claim, verdict: str, weighed: Weighed) -> str:
    sure = weighed.certainty or ""
    if verdict == "mixed":
        return "The studies disagree."
    if verdict == "supported" and sure in _HOLDS:
        return _HOLDS[sure]
    if verdict == "contradicted" and sure in _FAILS:
        return _FAILS[sure]
    if verdict == "not-shown":
        return _NOT_SHOWN
    words = _UNCERTAIN[_direction(claim, weighed)]
    # "Very uncertain" beside low or moderate would say two things at once.
    return words if sure in ("", "very-low") else words.replace("very uncertain", "uncertain")


def mostly(claim: Claim, weighed: Weighed) -> int:
    """On which side most of it is where estimates are on both and chance explains that; 0 where on neither.

    A pool that leads counts for more than a trial. Otherwise the figure that counts and the number of estimates agree.
    """
    effect = weighed.effect
    if effect is None:
        return 0
    pool = any(link.leads and (link.study, link.outcome) == (effect.study, effect.outcome) for link in claim.linked)
    more = len(weighed.favours) - len(weighed.opposes)
    return effect.sign if pool or more * effect.sign > 0 else 0


def _direction(claim: Claim, weighed: Weighed) -> str:
    if weighed.effect is None:
        return "unsized" if weighed.unsized else "open"
    if weighed.favours and weighed.opposes:
        return {1: "mostly for", -1: "mostly against", 0: "torn"}[mostly(claim, weighed)]
    return {1: "for", -1: "against", 0: "open"}[weighed.effect.sign]


def _alone(claim: Claim, weighed: Weighed) -> bool:
    """Whether nothing linked of the same question, weighed or not, fails to favour the claim."""
    beside = any(reason != "retracted" for _, reason in weighed.beside)
    return not (weighed.opposes or weighed.silent or weighed.unsized or beside or claim.context or claim.both_sides)


_READ = {
    "supported": "Our sources support this.",
    "overstated": "This goes further than our sources.",
    "contradicted": "Our sources say otherwise.",
    "mixed": "Our sources disagree.",
    "not-shown": "No difference was shown in our sources.",
    "uncertain": "Our sources are too few to tell.",
    "untested": "None of our sources tested it.",
    "unverified": "None of our sources says this.",
}
# Of shares, cures, durations and everybody: what was seen decides, and nothing is graded.
_SEEN = _READ | {"contradicted": "What was observed says otherwise.", "untested": _UNTESTED}
# Harm is never worded down: a report is a report, and none is no sign of safety.
_OTHER: dict[str, dict[str, str]] = {
    "harm": {
        "supported": "It has been reported. How often it happens is known only where a figure is given.",
        "overstated": "Our sources do not support this: safety is not shown.",
        "contradicted": "Our sources say otherwise: harm has been reported.",
        "mixed": "It has been reported, and not found everywhere it was looked for.",
        "not-shown": "It was looked for and no difference was shown, which does not show that it is safe.",
        "uncertain": "It was looked for, and our sources do not settle it: safety is not shown.",
        "untested": "None of our sources looked for it, which does not show that it is safe.",
        "unverified": "None of our sources says this, which does not show that it is safe.",
    },
    "record": {},
    "field": {"supported": "The count, or a review, supports this."},
    "mechanism": {"supported": "Our sources support this. How a treatment may work does not show whether it does."},
    "rule": {
        "supported": "The guideline or authority says this.",
        "untested": "None of our sources says this.",
    },
}


def verdict_words(claim: Claim, weighed: Weighed, label: str) -> str:
    """The verdict as it is printed: what is supported at low certainty is supported weakly."""
    if claim.verdict == "supported" and weighed.certainty == "low":
        return f"{label}, weakly"
    return label


def settling(weighed: Weighed) -> tuple[str, ...]:
    """What would make one surer, from what made one less sure."""
    return tuple(dict.fromkeys(_SETTLED[step.name] for step in weighed.steps))
