"""The lines at the foot of a page: as of when, that it is curated, that it is not medical advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import About, Study

CURATED = "curated, not a systematic search"


def about_lines(about: About, studies: Iterable[Study]) -> list[str]:
    """What stands under every answer.

    Args:
        about: The catalogue's own account of itself.
        studies: The studies on the page: where one is about suicidality, urgent help is named.
    """
    return [*_urgent(about, studies), f"{stamp(about)}; {CURATED}. {about.disclaimer}"]


def last_lines(about: About, studies: Iterable[Study], *, helped: bool = False) -> list[str]:
    """The same for a page that is a window high.

    Args:
        about: The catalogue's own account of itself.
        studies: The studies on the page.
        helped: Whether urgent help stands on the page already.
    """
    return [*(() if helped else _urgent(about, studies)), last_line(about)]


def _urgent(about: About, studies: Iterable[Study]) -> list[str]:
    return [about.urgent_help] if any(map(concerns_suicidality, studies)) else []


def stamp(about: About) -> str:
    """Of which date and edition an answer is."""
    return f"As of {about.as_of}" + (f", edition {about.edition}" if about.edition else "")


def last_line(about: About) -> str:
    """The same in one line, for a page that has no more room."""
    year, month, day = [*about.as_of.split("-"), "", ""][:3]
    date = f"{int(day)} {_MONTHS[int(month) - 1]} {year}" if day else about.as_of
    return f"{date} · hand-picked, not a systematic review · not medical advice"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def concerns_suicidality(study: Study) -> bool:
    """Whether a study treats or measures suicidality, or reports it among the harms."""
    safety = study.safety
    terms = (*safety.events, *(safety.comparator.events if safety.comparator is not None else ()))
    said = (safety.text, *safety.uncoded, *(event.term for event in terms), *safety.absent)
    if "suicid" in " ".join(said).casefold():
        return True
    return "suicidality" in study.conditions or any(outcome.domain == "suicidality" for outcome in study.outcomes)
