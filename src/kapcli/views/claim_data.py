"""A claim for a program: as the cells of a table, and as data with each link and its study in short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.orientation import oriented
from kapcli.evidence.assessment import Assessed
from kapcli.evidence.estimates import estimate
from kapcli.evidence.grade_wording import closing, settling
from kapcli.views import study_fields
from kapcli.views.claim import ClaimView, Linked, sides
from kapcli.views.linked import figure_text

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.assessment import Assessed

COLUMNS = (
    "id",
    "kind",
    "topic",
    "verdict",
    "certainty",
    "statement",
    "favours",
    "does_not_favour",
    "not_weighed_or_no_estimate",
    "instead",
    "said_by",
    "origin",
)
# Left out of compact JSON: said by other keys too, for other readers, or there to find the claim by.
ASIDE = (
    *("wordings", "found_by", "plain", "evidence", "says", "formal", "settle", "formerly", "counted_by"),
    *("weighed", "probable", "one_group", "people_all_known"),
)
# And of several claims: what one of them by its id tells. Verdict, certainty, estimate, sides, steps and limitations
# stay.
ASIDE_OF_MANY = (
    *("question", "context", "beside", "both_sides", "closing", "topic", "domain", "level", "start", "leaning"),
    *("left_out", "people_in_all"),
)


def as_cells(assessed: Assessed) -> tuple[str, ...]:
    """A claim as the cells of `COLUMNS`."""
    claim = assessed.claim
    return (
        claim.id,
        claim.kind,
        claim.topic,
        claim.verdict,
        assessed.weighed.certainty or "",
        claim.statement,
        *sides(claim, assessed.weighed),
        claim.instead,
        claim.said_by,
        assessed.origin,
    )


def as_data(view: ClaimView, vocabulary: Vocabulary) -> dict[str, Any]:
    """A claim for a program: its fields, what was weighed, and each link with its study in short."""
    claim, weighed = view.claim, view.weighed
    fields: dict[str, Any] = msgspec.to_builtins(claim)
    shown = weighed.certainty is not None
    return fields | {
        "evidence": [linked_data(linked, vocabulary) for _, group in view.groups for linked in group],
        "for": [linked_data(linked, vocabulary) for linked in view.for_],
        "against": [linked_data(linked, vocabulary) for linked in view.against],
        "no_estimate": [linked_data(linked, vocabulary) for linked in view.unsized],
        "context": [linked_data(linked, vocabulary) for linked in view.context],
        "certainty": weighed.certainty,
        "shows": weighed.shows if shown else None,
        "leaning": weighed.leaning if shown else None,
        "level": weighed.level or None,
        "people": weighed.people,
        "people_randomised": weighed.randomised,
        "people_not_known_of": weighed.uncounted,
        "people_in_all": weighed.everyone,
        "people_all_known": weighed.known,
        "effect": msgspec.to_builtins(weighed.effect),
        "rated": [{"who": who, "rating": rating, "outdated": old} for who, rating, old in weighed.rated],
        "start": weighed.start,
        "steps": msgspec.to_builtins(weighed.steps),
        "weighed": weighed.weighed,
        "beside": [{"study": name, "because": reason} for name, reason in weighed.beside],
        "probable": weighed.probable,
        "one_group": weighed.one_group,
        "closing": closing(claim, weighed),
        "settle": settling(weighed),
        "origin": view.origin,
    }


def linked_data(linked: Linked, vocabulary: Vocabulary) -> dict[str, Any]:
    """A link for a program."""
    fields: dict[str, Any] = msgspec.to_builtins(linked.link)
    outcome = linked.outcome
    figure = None
    if outcome is not None:
        found = estimate(outcome, linked.study)
        interval = None
        if found is not None and found.low is not None:
            interval = {"low": found.low, "high": found.high, "origin": found.origin, "scale": found.scale}
        figure = msgspec.to_builtins(outcome) | {"oriented": oriented(outcome), "interval": interval}
    short = study_fields.as_data(linked.study, "", vocabulary)
    kept = ("title", "year", "design", "n", "comparator", "limits", "read_in_full", "record", "trial")
    return {
        "study": linked.study.id,
        "because": fields["because"],
        "outcome": fields["outcome"] or None,
        "rests_on": fields["rests_on"] or None,
        "leads": fields["leads"],
        "corrects": fields["corrects"],
        "indirect": fields["indirect"],
        "figure": figure,
        "figure_text": "" if outcome is None else figure_text(linked, vocabulary),
        **{key: short[key] for key in kept},
    }
