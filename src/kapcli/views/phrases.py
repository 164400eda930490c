"""The parts of a study in words: who, what was given, how many, by which design, with which result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.study_rules import counted, holds_ketamine, ketamine_arms
from kapcli.catalogue.words import so_many
from kapcli.evidence.designs import REVIEWS
from kapcli.evidence.limitations import abstract_only, heaviest

if TYPE_CHECKING:
    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.publication import Name
    from kapcli.catalogue.study import Arm, Study
    from kapcli.catalogue.vocabulary import Vocabulary

NOT_KNOWN = "not known"
_RETRACTION = {
    "retracted": "RETRACTED: not counted, and not to be relied on",
    "corrected": "corrected after publication",
    "concern": "its journal has published an expression of concern",
}
WITHOUT_PEOPLE = frozenset({"guideline", "theory", "book"})

# Said where a study has no limitation: that none was found by rule does not mean that it has none.
NO_LIMITATION = "no limitation found by rule"


def number(value: float) -> str:
    """A number as it was given: no trailing zero, no exponent, a minus sign that is a hyphen."""
    # Adding zero takes the sign from a negative zero, also from one that only rounding makes.
    value = round(value, 10) + 0.0
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10f}".rstrip("0").rstrip(".")


def span(low: float, high: float) -> str:
    """A range, or one number where both ends are the same."""
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def people(study: Study) -> str:
    """How many people, and which count that is."""
    count = counted(study)
    if study.design in REVIEWS:
        parts = []
        if study.n.studies is not None:
            parts.append(f"{study.n.studies} studies included")
        if count is not None:
            parts.append(f"{count.people} participants")
        return ", ".join(parts) or "number of studies not reported"
    if count is not None:
        return f"n = {count.people} {count.kind}"
    if study.n.planned is not None:
        return f"{study.n.planned} planned, number enrolled not reported"
    return "no participants" if study.design in WITHOUT_PEOPLE else f"n {NOT_KNOWN}"


def comparator(study: Study, vocabulary: Vocabulary) -> str:
    """Against what."""
    if not study.comparator:
        return ""
    if study.comparator == ("none",):
        return vocabulary.label("comparator", "none")
    named = [vocabulary.label("comparator", code) for code in study.comparator if code != "none"]
    return "vs " + ", ".join(named)


def dose(arm: Arm) -> str:
    """An arm's dose with its unit; empty where none was given."""
    if arm.dose_min is None:
        return ""
    if arm.dose_max is None:
        return f"from {number(arm.dose_min)} {arm.unit}"
    return f"{span(arm.dose_min, arm.dose_max)} {arm.unit}"


def given(study: Study, vocabulary: Vocabulary) -> str:
    """Drug, route and dose of the ketamine arms, each combination once."""
    found: list[str] = []
    for arm in ketamine_arms(study):
        parts = [vocabulary.label("drug", arm.drug)]
        if arm.route and arm.route != "none":
            parts.append(vocabulary.label("route", arm.route))
        parts.append(dose(arm) or "dose not reported")
        found.append(" ".join(parts))
    return "; ".join(dict.fromkeys(found))


def therapy(study: Study, vocabulary: Vocabulary) -> str:
    """The psychotherapy, in one phrase; that none was reported is not that there was none."""
    if not study.therapy:
        return "psychotherapy not reported"
    if study.therapy == ("none",):
        return "no psychotherapy"
    return " + ".join(vocabulary.label("therapy", code) for code in study.therapy)


def conditions(study: Study, vocabulary: Vocabulary) -> str:
    """What was treated or studied."""
    named = [code for code in study.conditions if code != "none"]
    return ", ".join(vocabulary.label("condition", code) for code in named)


def limits_line(study: Study, vocabulary: Vocabulary) -> str:
    """The two heaviest limits."""
    named = [vocabulary.label("limitation", limit.code) for limit in heaviest(study, vocabulary)]
    return "; ".join(named) or NO_LIMITATION


def reading_mark(study: Study) -> str:
    """The mark of a study nobody read in full."""
    return "not read in full" if abstract_only(study) else ""


def byline(study: Study, most: int = 3) -> str:
    """Authors, cut to a few."""
    names = study.authors or study.editors
    shown = [family(name) for name in names]
    if not shown:
        return "author not given"
    text = ", ".join(shown) if len(shown) <= most else f"{shown[0]} et al."
    if not study.authors_complete and len(shown) <= most:
        text += " et al."
    return text + (" (eds)" if study.editors and not study.authors else "")


def family(name: Name) -> str:
    """A family name with its particle, or the group's name."""
    if name.literal:
        return name.literal
    return " ".join(part for part in (name.non_dropping_particle, name.family) if part)


def record(study: Study) -> str:
    """Where the work is registered for good, best identifier first."""
    found = study.record
    if found.doi:
        return f"https://doi.org/{found.doi}"
    if found.pmid:
        return f"PMID {found.pmid}"
    if found.pmcid:
        return found.pmcid
    if found.registry:
        return found.registry[0]
    if found.isbn:
        return f"ISBN {found.isbn}"
    return found.url


UNITS = {
    "points": "points",
    "percent": "%",
    "percentage-points": "percentage points",
    "days": "days",
    "sd": "SD",
    "mg": "mg",
    "mm-hg": "mm Hg",
    "beats-per-minute": "beats a minute",
    "ng/ml": "ng/ml",
}


def figure(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """The estimate with interval, p and n, with what was subtracted from what."""
    estimate = vocabulary.label("estimate", outcome.estimate)
    if outcome.estimate == "range":
        estimate = "highest of a range"
    unit = UNITS.get(outcome.unit or "", "")
    parts: list[str] = []
    if outcome.value is not None:
        parts.append(f"{_subject(outcome, estimate)} {number(outcome.value)}{_unit(unit)}")
    elif outcome.ci95 is not None:
        parts.append(f"{_subject(outcome, estimate)} no point estimate in our sources")
    if outcome.ci95 is not None:
        parts[-1] += f" (95% CI {number(outcome.ci95[0])} to {number(outcome.ci95[1])})"
    both = outcome.control_value is not None and outcome.end is not None and bool(outcome.first)
    if outcome.control_value is not None:
        if both and outcome.end is not None:
            parts.append(f"{outcome.first} {number(outcome.end)}{_unit(unit)}")
        who = outcome.second or "comparison"
        parts.append(f"{who} {number(outcome.control_value)}{_unit(unit)}")
    if outcome.baseline is not None and outcome.end is not None:
        parts.append(f"from {number(outcome.baseline)} to {number(outcome.end)}")
    elif outcome.baseline is not None:
        parts.append(f"baseline {number(outcome.baseline)}")
    elif outcome.end is not None and not both:
        parts.append(f"at the end {number(outcome.end)}")
    if outcome.sd is not None:
        parts.append(f"SD {number(outcome.sd)}")
    if outcome.se is not None:
        parts.append(f"SE {number(outcome.se)}")
    if outcome.p:
        parts.append(f"p {outcome.p}" if outcome.p[:1] in "<>=≤≥" else f"p = {outcome.p}")
    if outcome.n is not None:
        parts.append(f"n = {outcome.n}")
    return "; ".join(parts) or "not reported (in our sources)"


def _subject(outcome: Outcome, estimate: str) -> str:
    if outcome.minuend in ("first", "second") and outcome.first and outcome.second:
        top, other = (outcome.first, outcome.second) if outcome.minuend == "first" else (outcome.second, outcome.first)
        joint = "over" if outcome.estimate.endswith("ratio") else "minus"
        return f"{estimate}, {top} {joint} {other}:"
    if outcome.minuend == "end":
        return f"{estimate}, end minus start:"
    if outcome.minuend == "baseline":
        return f"{estimate}, start minus end:"
    if outcome.first and outcome.control_value is not None:
        return f"{estimate}: {outcome.first}"
    return f"{estimate}:"


def _unit(unit: str) -> str:
    if not unit:
        return ""
    return unit if unit == "%" else f" {unit}"


def shows(outcome: Outcome, vocabulary: Vocabulary) -> str:
    """What a figure shows, with the side it favours by its own name: both sides may hold ketamine."""
    direction = vocabulary.label("direction", outcome.direction)
    sides = (outcome.first, outcome.second)
    if outcome.direction.startswith("favours-") and all(sides):
        drug = [side for side in sides if holds_ketamine(side)]
        treated = drug[0] if len(drug) == 1 else outcome.first
        other = outcome.second if treated == outcome.first else outcome.first
        direction = f"favours {treated if outcome.direction == 'favours-ketamine' else other}"
    return f"{direction}; {vocabulary.label('comparison', outcome.comparison)}"


def safety_status(study: Study, vocabulary: Vocabulary) -> str:
    """Whether adverse events were reported, in words."""
    return vocabulary.label("safety", study.safety.status)


def same_trial_words(sure: str) -> str:
    """How sure the link between two papers is."""
    return "same people" if sure == "yes" else "probably the same people"


def main_outcome(study: Study) -> Outcome | None:
    """The first primary outcome; the first outcome where none is called primary."""
    return next((outcome for outcome in study.outcomes if outcome.primary), next(iter(study.outcomes), None))


def measure(outcome: Outcome) -> str:
    """What was measured, when, and on whom, in one phrase."""
    parts = [part for part in (outcome.measure, outcome.timepoint, outcome.contrast) if part]
    return ", ".join(parts) + (" (primary)" if outcome.primary else "")


def retraction(study: Study) -> str:
    """What has become of the publication, where that is known and matters; empty elsewhere."""
    return _RETRACTION.get(study.retraction, "")


def limits_and_reading(study: Study, vocabulary: Vocabulary) -> str:
    """The two heaviest limitations, and the mark of a study nobody read in full."""
    return " · ".join(filter(None, (limits_line(study, vocabulary), reading_mark(study))))


def own_mark(origin: str, *, replaces: bool) -> str:
    """Where an entry comes from; empty for one of the built-in catalogue.

    Args:
        origin: The file it came from.
        replaces: Whether it stands in the place of an entry below.
    """
    if origin == "built-in":
        return ""
    return f"replaced by your file {origin}" if replaces else f"from {origin}, not from the built-in catalogue"


def works(studies: int, trials: int) -> str:
    """How many publications there are, and of how many studies where these are fewer."""
    if trials == studies:
        return so_many(studies, "study", "studies")
    return f"{studies} publications of {so_many(trials, 'study', 'studies')}"
