"""What every view ends with: as of when, hand-picked, not medical advice; how old it is, and where help is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from kapcli.catalogue.words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.views.document import Document

CURATED = "hand-picked, not a systematic review"
# What an empty answer does not show.
ELSEWHERE = "This is a hand-picked catalogue, so relevant studies may exist elsewhere."


def last_lines(about: About, studies: Iterable[Study], *, helped: bool = False) -> list[str]:
    """What every view ends with.

    Args:
        about: The catalogue's own account of itself.
        studies: The studies on the page: where one is about suicidality, urgent help is named.
        helped: Whether urgent help stands on the page already.
    """
    return [*(() if helped else _urgent(about, studies)), last_line(about)]


def _urgent(about: About, studies: Iterable[Study]) -> list[str]:
    return [about.urgent_help] if any(map(concerns_suicidality, studies)) else []


def stamp(about: About) -> str:
    """Of which date and edition an answer is."""
    return f"As of {about.as_of}" + (f", edition {about.edition}" if about.edition else "")


def last_line(about: About) -> str:
    """As of when, of which edition, and what it is not."""
    year, month, day = [*about.as_of.split("-"), "", ""][:3]
    date = f"{int(day)} {MONTHS[int(month) - 1]} {year}" if day else about.as_of
    edition = f" · edition {about.edition}" if about.edition else ""
    return f"{date}{edition} · {CURATED} · not medical advice"


def concerns_suicidality(study: Study) -> bool:
    """Whether a study treats or measures suicidality, or reports it among the harms."""
    safety = study.safety
    terms = (*safety.events, *(safety.comparator.events if safety.comparator is not None else ()))
    said = (safety.text, *safety.uncoded, *(event.term for event in terms), *safety.absent)
    if "suicid" in " ".join(said).casefold():
        return True
    return "suicidality" in study.conditions or any(outcome.domain == "suicidality" for outcome in study.outcomes)


def today() -> str:
    """The date, as ISO 8601 writes it."""
    return time.strftime("%Y-%m-%d")


def old_age(about: About) -> str:
    """What has to be said of a catalogue whose last search is twelve months ago or more; empty before."""
    last = max((search.when for search in about.searches), default=about.as_of)
    year, _, rest = last.partition("-")
    due = f"{int(year) + 1}-{rest}" if rest else str(int(year) + 1)
    if not last or today() < due:
        return ""
    what = "the field was last searched" if about.searches else "it was last changed"
    return f"This catalogue is old: {what} on {last}. Newer studies are not in it."


def danger_document(about: About) -> Document:
    """Help for somebody who may be in danger, alone: no study, no figure and no claim beside it."""
    from kapcli.views.document import Space, Span, text

    return (
        text(Span(about.urgent_help, "strong")),
        Space(),
        text("To see studies on suicidal thoughts: kap search suicidality"),
    )
