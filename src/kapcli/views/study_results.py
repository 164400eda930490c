"""What a study found, its harms and its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import phrases
from kapcli.views.claim import verdict_label
from kapcli.views.limitation_lines import limit_lines
from kapcli.views.study_sources import unverified
from kapcli.writers.interval_bar import LEGEND, inline_bar
from kapcli.writers.layout import Span

if TYPE_CHECKING:
    from kapcli.catalogue.model import Outcome, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.study_sheet import Sheet
    from kapcli.writers.layout import Line, Page

# From this width on the outcomes stand in a table.
_TABLE = 72
_SHARES = (30, 42, 28)
# Cells of an inline bar where it stands under its figure.
_BAR = 31
# Rules whose answer a reader would look for: where it is not known, that is said.
_ASKED = frozenset({"no-control", "not-randomised", "open-label", "small", "short-follow-up", "attrition"})


def found(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The findings, and every figure as it was reported."""
    study = sheet.study
    page.text(Span(study.finding, "strong"), indent=2)
    for text in study.findings:
        page.bullet(text)
    if study.outcomes:
        page.blank()
    if page.width >= _TABLE:
        rows = [
            (
                (Span(f"{number} {measure(outcome)}"),),
                _figure(outcome, study, vocabulary, page.column(_SHARES, 1) - 1),
                (Span(phrases.shows(outcome, vocabulary)),),
            )
            for number, outcome in enumerate(study.outcomes, 1)
        ]
        if rows:
            page.table(("Measure and time", "Figure, as reported", "Shows"), rows, _SHARES)
    else:
        for number, outcome in enumerate(study.outcomes, 1):
            page.bullet(Span(f"{number} {measure(outcome)}", "label"))
            page.text(phrases.figure(outcome, vocabulary), indent=4)
            if bar := inline_bar(outcome, study, min(_BAR, page.width - 4)):
                page.text(bar, indent=4)
            page.text(phrases.shows(outcome, vocabulary), indent=4)
    if any(inline_bar(outcome, study, _BAR) for outcome in study.outcomes):
        page.text(Span(LEGEND, "muted"), indent=2)
    for number, outcome in enumerate(study.outcomes, 1):
        if outcome.note:
            page.text(Span(f"({number}) {outcome.note}", "muted"), indent=2, hang=4)
    if study.follow_up:
        page.pair("Longest observation", study.follow_up.text)


def _figure(outcome: Outcome, study: Study, vocabulary: Vocabulary, cells: int) -> Line:
    """The figure, and under it its bar: as wide as its column, so that it gets a line of its own."""
    text = phrases.figure(outcome, vocabulary)
    bar = inline_bar(outcome, study, cells)
    return (Span(text), Span(f" {bar}")) if bar else (Span(text),)


def measure(outcome: Outcome) -> str:
    """What was measured, when, and on whom, in one phrase."""
    parts = [outcome.measure]
    if outcome.timepoint:
        parts.append(outcome.timepoint)
    if outcome.contrast:
        parts.append(outcome.contrast)
    return ", ".join(parts) + (" (primary)" if outcome.primary else "")


def safety(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """Harms: found, none, or not reported."""
    safety = sheet.study.safety
    page.text(Span(phrases.safety_status(sheet.study, vocabulary), "strong"), indent=2)
    if safety.text:
        page.text(safety.text, indent=2)
    if safety.common:
        page.pair("Named", ", ".join(safety.common))
    if safety.status != "not-reported" or safety.serious_adverse_events is not None or safety.withdrawals is not None:
        for label, count in (
            ("Serious adverse events", safety.serious_adverse_events),
            ("Withdrawals because of harm", safety.withdrawals),
        ):
            page.pair(label, "no count was read" if count is None else f"{count} in all")
    for claim in sheet.study.unverified:
        if claim.field == "safety":
            unverified(page, claim)


def limits(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The limits, heaviest first."""
    limit_lines(page, sheet.study, vocabulary, _ASKED)


def claims(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The claims that rest on a study: those it speaks for or against, then those it only stands beside."""
    names = {"for": "for", "against": "against", "context": "beside"}
    for assessed, side in sorted(sheet.claims, key=lambda pair: list(names).index(pair[1])):
        claim = assessed.claim
        label = verdict_label(claim, assessed.weighed, vocabulary)
        page.bullet(Span(f"{names[side]} ", "label"), Span(claim.id, "id"), f" ({label}): {claim.statement}")


__all__ = ["claims", "found", "limits", "measure", "safety"]
