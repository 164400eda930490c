"""The lines at the foot of every view: as of when, that it is hand-picked, that it is not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study

CURATED = "hand-picked, not a systematic review"
# What an empty answer does not show.
ELSEWHERE = "This is a hand-picked catalogue, so relevant studies may exist elsewhere."
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
