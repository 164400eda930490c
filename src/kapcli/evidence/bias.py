"""Signals of bias in a study, read from its fields and typed limitations, after the domains of RoB 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.limitation_rules import INERT, NO_TREATMENT
from kapcli.evidence.thresholds import MISSING

if TYPE_CHECKING:
    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.study import RiskOfBias, Study

_FELT = frozenset({"midazolam", "active-placebo"})
_TYPED = {
    "missing-data": "missing data",
    "attrition": "missing data",
    "selective-reporting": "selective reporting",
    "early-stop": "stopped early",
    "carry-over": "carry-over",
}


def comparator(claim: Claim, study: Study, outcome: Outcome) -> str:
    """What the claim sets the treatment against; of a claim without a question, what the study names.

    A figure against what can be felt, of a claim about inert controls too, is not said to be against what cannot.
    """
    named = set(study.comparator)
    asked = claim.question.comparator if claim.question is not None else ""
    if asked in ("control", "inert") and (outcome.second in _FELT or (named & _FELT and not named & INERT)):
        return "active-placebo"
    if asked == "control":
        return "inert" if named & INERT else "active-placebo"
    if asked:
        return asked
    if named & INERT:
        return "inert"
    if named & _FELT:
        return "active-placebo"
    return "nothing" if not named or named & NO_TREATMENT else "active"


def signals(claim: Claim, study: Study, outcome: Outcome) -> dict[str, str]:
    """Kind of signal to its reason; empty where there is none.

    Args:
        claim: Its comparator tells whether the treatment can be felt against it.
        study: With its design, blinding, numbers and typed limitations.
        outcome: Whether it pools, and against what, is what matters.
    """
    found: dict[str, str] = {}
    if reason := _blinding(claim, study, outcome):
        found["blinding"] = reason
    stated = study.risk_of_bias
    if stated is not None and stated.level != "not-read" and outcome.comparison.startswith("pooled"):
        # What a review says of its trials is its own judgement of them all.
        return _stated(stated)
    codes = {caveat.code for caveat in study.limitations}
    for code, kind in _TYPED.items():
        if code in codes:
            found.setdefault(kind, kind)
    if (share := _missing(study)) is not None and share > MISSING:
        found.setdefault("missing data", f"missing data ({share:.0%} not analysed)")
    return found


def _stated(stated: RiskOfBias) -> dict[str, str]:
    if stated.level == "low":
        return {}
    found = {"stated": f"what the review says of its trials: {stated.text}"}
    return found | {"stated high": "most of them at high risk"} if stated.level == "most" else found


def _blinding(claim: Claim, study: Study, outcome: Outcome) -> str:
    """Whoever rates, a person or the people themselves, can be led by knowing what was given."""
    blinding, guesses = study.design_detail.blinding, study.design_detail.guesses
    if guesses == "held":
        return ""
    against = comparator(claim, study, outcome)
    if blinding in ("open", "raters") or against == "nothing":
        return "open label"
    if guesses == "broken":
        return "blinding was checked and had not held"
    if against == "inert":
        return "the comparator has no effect that could be felt"
    if against == "active-placebo":
        return "the comparator feels different, and blinding was not shown to hold"
    return ""


def _missing(study: Study) -> float | None:
    begun, analysed = study.n.randomised, study.n.analysed
    if not begun or analysed is None or analysed > begun:
        return None
    return 1 - analysed / begun
