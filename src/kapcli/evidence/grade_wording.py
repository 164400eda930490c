"""What may be said of a claim, by rule from what was weighed: never more than that, and harm never less.

After GRADE's plain wording: high "does", moderate "probably does", low "may", very low "very uncertain".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.certainty import FEW

if TYPE_CHECKING:
    from kapcli.catalogue.model import Claim
    from kapcli.evidence.certainty import Weighed

_HOLDS = {
    "high": "What was compared bears this out.",
    "moderate": "What was compared bears this out; it probably holds.",
    "low": "What was compared points this way; it may hold.",
    "very-low": "What was found points this way, but the evidence is very uncertain.",
}
_FAILS = {
    "high": "What was compared speaks against this.",
    "moderate": "What was compared speaks against this; it probably does not hold.",
    "low": "What was compared speaks against this; it may not hold.",
    "very-low": "What was found speaks against this, but the evidence is very uncertain.",
}
SHOWN = {
    "better": "better with the treatment",
    "worse": "worse with the treatment",
    "no-difference": "no difference shown",
    "not-better": "no better, or worse, with the treatment",
    "not-worse": "no worse, or better, with the treatment",
    "improved": "people improved, with nobody to compare them with",
    "worsened": "people got worse, with nobody to compare them with",
    "mixed": "studies disagree",
    "nothing": "nothing compared",
}
LEVELS = {
    "between-randomised": "groups formed by chance",
    "between": "groups not formed by chance",
    "within": "one group before and after",
}
_SETTLED = {
    "bias": "a trial whose comparator cannot be told from the drug, or in which people are asked what they had",
    "inconsistency": "a trial large enough to tell why the studies disagree",
    "indirectness": "a trial that asks this very question",
    "imprecision": f"more people: {FEW} or more analysed, with an interval",
}


def closing(claim: Claim, weighed: Weighed) -> str:
    """One sentence that closes what stands for and against a claim."""
    if claim.kind != "effect":
        return _OTHER[claim.kind].get(claim.verdict, _READ[claim.verdict])
    if weighed.certainty is None:
        return "Nothing in this catalogue compares it."
    if weighed.leaning == "mixed":
        return "The best studies here disagree."
    if weighed.level == "within":
        return "Nothing here compares it: people were only followed from before to after."
    opposed = " No opposing study in this catalogue." if weighed.leaning == "for" and not claim.against else ""
    return (_HOLDS if weighed.leaning == "for" else _FAILS)[weighed.certainty] + opposed


_READ = {
    "supported": "What was read says so.",
    "overstated": "What was read does not go so far.",
    "contradicted": "What was read says otherwise.",
    "mixed": "What was read disagrees.",
    "untested": "Nothing that was read tested it.",
    "unverified": "Nothing that was read says so.",
}
# Harm is never worded down: a report is a report, and none is no sign of safety.
_OTHER: dict[str, dict[str, str]] = {
    "harm": {
        "supported": "It has been reported. How often it happens is known only where a figure is given.",
        "overstated": "What was read does not bear it out: that is not shown to be safe.",
        "contradicted": "What was read says otherwise: harm has been reported.",
        "mixed": "It has been reported, and not found everywhere it was looked for.",
        "untested": "Nothing that was read looked for it: that is not shown to be safe.",
        "unverified": "Nothing that was read says so: that is not shown to be safe.",
    },
    "record": {},
    "field": {"supported": "The count, or a review that was read, bears it out."},
    "mechanism": {"supported": "What was read says so; how a treatment works is no measure of whether it does."},
    "rule": {"supported": "The guideline or authority that was read says so."},
}


def verdict_words(claim: Claim, weighed: Weighed, label: str) -> str:
    """The verdict as it is printed: what is supported at low certainty is supported weakly."""
    if claim.verdict == "supported" and weighed.certainty == "low":
        return f"{label}, weakly"
    return label


def settling(weighed: Weighed) -> tuple[str, ...]:
    """What would make one surer, from what made one less sure."""
    return tuple(dict.fromkeys(_SETTLED[step.name] for step in weighed.steps))
