"""A claim with the studies it links, ready to be laid out or written as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.model import Claim, Link, Outcome, Study
from kapcli.catalogue.orientation import oriented
from kapcli.evidence.body import RETRACTED
from kapcli.evidence.certainty import Weighed
from kapcli.evidence.grade_wording import closing, settling, verdict_words
from kapcli.views import phrases, study_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.certainty import Assessed

COLUMNS = ("id", "kind", "topic", "verdict", "certainty", "statement", "for", "against", "instead", "said_by", "origin")


class Linked(msgspec.Struct, frozen=True):
    """A link with its study and, where it rests on one, its outcome."""

    link: Link
    study: Study
    outcome: Outcome | None


class ClaimView(msgspec.Struct, frozen=True):
    """A claim and everything its page needs."""

    claim: Claim
    weighed: Weighed
    origin: str
    for_: tuple[Linked, ...]
    against: tuple[Linked, ...]
    context: tuple[Linked, ...]

    @property
    def studies(self) -> tuple[Study, ...]:
        """Every study that is linked."""
        return tuple(linked.study for linked in (*self.for_, *self.against, *self.context))


def claim_view(assessed: Assessed, study_of: Callable[[str], Study | None]) -> ClaimView:
    """Join a claim with its studies.

    Args:
        assessed: The claim.
        study_of: Finds a study by any of its ids.
    """
    claim = assessed.claim

    def joined(links: tuple[Link, ...]) -> tuple[Linked, ...]:
        found = []
        for link in links:
            if (study := study_of(link.study)) is not None:
                outcome = next((one for one in study.outcomes if one.id == link.outcome), None)
                found.append(Linked(link, study, outcome))
        return tuple(found)

    return ClaimView(
        claim, assessed.weighed, assessed.origin, joined(claim.for_), joined(claim.against), joined(claim.context)
    )


def verdict_label(claim: Claim, weighed: Weighed, vocabulary: Vocabulary) -> str:
    """The verdict in words, with its weakness."""
    return verdict_words(claim, weighed, vocabulary.label("verdict", claim.verdict))


def certainty_line(weighed: Weighed, vocabulary: Vocabulary) -> str:
    """The certainty as it stands in a list; empty for what has none."""
    return "" if weighed.certainty is None else f"certainty {vocabulary.label('certainty', weighed.certainty)}"


def ids(links: tuple[Link, ...], weighed: Weighed) -> str:
    """The studies of some links, each once, and which of them were retracted."""
    retracted = {name for name, reason in weighed.beside if reason == RETRACTED}
    names = dict.fromkeys(link.study for link in links)
    return ", ".join(f"{name} ({RETRACTED})" if name in retracted else name for name in names)


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
        ids(claim.for_, assessed.weighed),
        ids(claim.against, assessed.weighed),
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
        "for": [linked_data(linked, vocabulary) for linked in view.for_],
        "against": [linked_data(linked, vocabulary) for linked in view.against],
        "context": [linked_data(linked, vocabulary) for linked in view.context],
        "certainty": weighed.certainty,
        "shows": weighed.shows if shown else None,
        "leaning": weighed.leaning if shown else None,
        "level": weighed.level or None,
        "people": weighed.people,
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
        figure = msgspec.to_builtins(outcome) | {"oriented": oriented(outcome)}
    short = study_fields.as_data(linked.study, "", vocabulary)
    kept = ("title", "year", "design", "n", "comparator", "limits", "read_in_full", "record", "trial")
    return {
        "study": linked.study.id,
        "because": fields["because"],
        "outcome": fields["outcome"] or None,
        "rests_on": fields["rests_on"] or None,
        "indirect": fields["indirect"],
        "figure": figure,
        "figure_text": "" if outcome is None else phrases.figure(outcome, vocabulary),
        **{key: short[key] for key in kept},
    }
