"""One study whole, as a clinician would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.forms import plain_title
from kapcli.render import phrases
from kapcli.render.footers import about_lines
from kapcli.render.limit_lines import limit_lines
from kapcli.render.page import Page, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About, Outcome, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.render.page import Line

# From this width on the outcomes stand in a table.
_TABLE = 72


class Sheet(msgspec.Struct, frozen=True):
    """A study with what the page needs from outside it.

    Attributes:
        papers: Id and title of every work of the same trial, this one included.
        reviews: Ids of reviews here that include it.
        reference: In APA style; empty if it could not be made.
        beside: What must be said beside the reference.
    """

    study: Study
    origin: str
    papers: tuple[tuple[str, str], ...]
    reviews: tuple[str, ...]
    reference: str
    beside: tuple[str, ...]


def study_page(sheets: Sequence[Sheet], vocabulary: Vocabulary, about: About, width: int) -> list[Line]:
    """Studies one below the other, laid out for a width."""
    page = Page(width)
    for index, sheet in enumerate(sheets):
        if index:
            page.blank()
            page.text(Span("─" * page.width, "muted"))
        _study(page, sheet, vocabulary)
    page.blank()
    for line in about_lines(about, [sheet.study for sheet in sheets]):
        page.text(Span(line, "muted"))
    return page.lines


def _study(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    page.text(Span(study.id, "id"), " · ", Span(plain_title(study.title), "heading"), hang=2)
    source = [phrases.byline(study), plain_title(study.journal or study.publisher), str(study.year)]
    page.text(" · ".join(filter(None, source)), indent=2)
    page.text(phrases.record(study) or "no DOI, PubMed or registry number known", indent=2)
    for claim in study.unverified:
        if claim.field == "doi":
            page.text(Span(f"DOI {claim.value}: unverified, the word of {claim.said_by} only", "warning"), indent=2)
    for version in study.versions:
        name = " ".join(filter(None, (version.id, version.journal, str(version.year or ""), version.doi)))
        page.text(f"also as {version.kind.replace('-', ' ')}: {name}", indent=2, hang=4)
    if sheet.origin != "built-in":
        page.text(Span(f"from {sheet.origin}, not from the built-in catalogue", "warning"), indent=2)
    if study.retraction not in ("not-checked", "none"):
        page.text(Span(f"retraction: {study.retraction}", "warning"), indent=2)
    in_short(page, sheet, vocabulary)
    for title, lines in sections(sheet, vocabulary, page.width):
        page.heading(title)
        page.lines += lines


def sections(sheet: Sheet, vocabulary: Vocabulary, width: int) -> list[tuple[str, list[Line]]]:
    """The parts of the page that have something to say: title and lines."""
    writers = (
        ("What was asked", _asked),
        ("Who", _who),
        ("What was given, against what", _given),
        ("What was found", _found),
        ("Safety", _safety),
        ("Limits, heaviest first", _limits),
        ("Who paid", _paid),
        ("Other works", _works),
        ("Where it was read", _read),
        ("Reference", _reference),
    )
    sections = []
    for title, write in writers:
        page = Page(width)
        write(page, sheet, vocabulary)
        if page.lines:
            sections.append((title, page.lines))
    return sections


def in_short(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """What somebody must see who reads no further: the result, of whom, against what, how weak, which harm."""
    study = sheet.study
    page.heading("In short")
    if study.plain:
        page.text(study.plain, indent=2)
    people = filter(None, (phrases.people(study), phrases.comparator(study, vocabulary)))
    page.pair("People", " · ".join(people))
    mark = phrases.reading_mark(study)
    limits = phrases.limits_line(study, vocabulary) + (f" · {mark}" if mark else "")
    page.text(Span("Weakest points: ", "label"), Span(limits, "limit"), indent=2, hang=4)
    harms = ", ".join(study.safety.common[:_HARMS]) + (" ..." if len(study.safety.common) > _HARMS else "")
    page.pair("Harms", phrases.safety_status(study, vocabulary) + (f" ({harms})" if harms else ""))


# Harms named at the head of a page; all of them stand under Safety.
_HARMS = 4


def _asked(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    if study.question:
        page.text(study.question, indent=2)
    detail = study.design_detail
    parts = [vocabulary.label("design", study.design)]
    if study.status != "published":
        parts.append(vocabulary.label("status", study.status))
    if detail.allocation:
        parts.append(vocabulary.label("allocation", detail.allocation))
    if detail.blinding:
        parts.append(vocabulary.label("blinding", detail.blinding))
    if detail.blinding_detail:
        parts.append(detail.blinding_detail)
    if detail.sites is not None:
        parts.append(f"{detail.sites} {'site' if detail.sites == 1 else 'sites'}")
    if detail.phase:
        parts.append(f"phase {detail.phase}")
    if detail.country:
        parts.append(", ".join(detail.country))
    page.pair("Design", " · ".join(parts))
    if detail.text:
        page.text(detail.text, indent=4)


def _who(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    if study.population_text:
        page.text(study.population_text, indent=2)
    if named := phrases.conditions(study, vocabulary):
        page.pair("Condition", named)
    if study.comorbidity:
        page.pair("Also", study.comorbidity)
    if study.population:
        page.pair("People", ", ".join(vocabulary.label("population", code) for code in study.population))
    page.pair("Number", _numbers(study))
    age = []
    if study.age.mean is not None:
        age.append(f"mean {phrases.number(study.age.mean)}")
    if study.age.sd is not None:
        age.append(f"SD {phrases.number(study.age.sd)}")
    if study.age.min is not None and study.age.max is not None:
        age.append(phrases.span(study.age.min, study.age.max))
    elif study.age.min is not None:
        age.append(f"from {phrases.number(study.age.min)}")
    elif study.age.max is not None:
        age.append(f"up to {phrases.number(study.age.max)}")
    if age:
        page.pair("Age", ", ".join(age), " years")
    if study.female_percent is not None:
        page.pair("Women", f"{phrases.number(study.female_percent)}%")
    if study.setting:
        page.pair("Where", study.setting)


def _numbers(study: Study) -> str:
    people = study.n
    named = [
        ("planned as a target", people.planned),
        ("enrolled", people.enrolled),
        ("randomised", people.randomised),
        ("analysed", people.analysed),
        ("on ketamine", people.ketamine),
        ("in comparison", people.control),
        ("studies or reports", people.studies),
    ]
    return ", ".join(f"{count} {name}" for name, count in named if count is not None) or phrases.NOT_KNOWN


def _given(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    for arm in study.arms:
        parts = [arm.label or vocabulary.label("drug", arm.drug)]
        if (
            arm.label
            and vocabulary.label("drug", arm.drug).casefold() not in arm.label.casefold()
            and arm.drug != "other"
        ):
            parts[0] += f" ({vocabulary.label('drug', arm.drug)})"
        if arm.route and arm.route != "none":
            parts.append(vocabulary.label("route", arm.route))
        if given := phrases.dose(arm):
            parts.append(given)
        if arm.sessions is not None:
            parts.append(f"{arm.sessions} {'session' if arm.sessions == 1 else 'sessions'}")
        if arm.schedule:
            parts.append(arm.schedule)
        page.bullet(Span(f"{vocabulary.label('role', arm.role)}: ", "label"), ", ".join(parts))
    if study.comparator:
        page.pair("Compared", phrases.comparator(study, vocabulary))
    if study.arms or study.therapy not in ((), ("none",)):
        page.pair("Psychotherapy", phrases.therapy(study, vocabulary))
    if study.therapy_detail:
        page.text(study.therapy_detail, indent=4)
    if study.dosing_model != "not-applicable":
        inferred = " (inferred, not the source's own word)" if study.dosing_model_inferred else ""
        page.pair("Dosing model", vocabulary.label("dosing_model", study.dosing_model) + inferred)


def _found(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
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
                (Span(phrases.figure(outcome, vocabulary)),),
                (Span(phrases.shows(outcome, vocabulary)),),
            )
            for number, outcome in enumerate(study.outcomes, 1)
        ]
        if rows:
            page.table(("Measure and time", "Figure, as reported", "Shows"), rows, (30, 42, 28))
    else:
        for number, outcome in enumerate(study.outcomes, 1):
            page.bullet(Span(f"{number} {measure(outcome)}", "label"))
            page.text(phrases.figure(outcome, vocabulary), indent=4)
            page.text(phrases.shows(outcome, vocabulary), indent=4)
    for number, outcome in enumerate(study.outcomes, 1):
        if outcome.note:
            page.text(Span(f"({number}) {outcome.note}", "muted"), indent=2, hang=4)
    if study.follow_up:
        page.pair("Longest observation", study.follow_up.text)


def measure(outcome: Outcome) -> str:
    """What was measured, when, and on whom, in one phrase."""
    parts = [outcome.measure]
    if outcome.timepoint:
        parts.append(outcome.timepoint)
    if outcome.contrast:
        parts.append(outcome.contrast)
    return ", ".join(parts) + (" (primary)" if outcome.primary else "")


def _safety(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
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
            page.text(
                Span(f"Unverified, the word of {claim.said_by} only: {claim.value}", "warning"),
                indent=2,
                hang=4,
            )


def _limits(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    limit_lines(page, sheet.study, vocabulary, _ASKED)


# Rules whose answer a reader would look for: where it is not known, that is said.
_ASKED = frozenset({"no-control", "not-randomised", "open-label", "small", "short-follow-up", "attrition"})


def _paid(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    page.pair("Funding", study.funding or f"{phrases.NOT_KNOWN}: not in what was read")
    page.pair("Conflicts of interest", study.conflicts or f"{phrases.NOT_KNOWN}: not in what was read")


def _works(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    for name, title in sheet.papers:
        if name != study.id:
            sure = {same.id: same.sure for same in study.same_trial}.get(name, "yes")
            relation = "the same trial" if sure == "yes" else "probably the same trial"
            page.bullet(Span(name, "id"), f": {relation}. {title}")
    for same in study.same_trial:
        if same.id not in {name for name, _ in sheet.papers}:
            page.bullet(Span(same.id, "id"), f": {phrases.same_trial_words(same.sure)}")
    if study.parent and study.parent not in {name for name, _ in sheet.papers}:
        page.bullet(Span(study.parent, "id"), ": the trial it draws on")
    if isinstance(study.includes, str):
        page.text("Which studies of this catalogue it includes was not read.", indent=2)
    elif study.includes:
        page.pair("Includes", ", ".join(study.includes))
    if sheet.reviews:
        page.pair("Included in", ", ".join(sheet.reviews))


def _read(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    study = sheet.study
    for reading in study.read_at:
        when = f", {reading.when}" if reading.when else ""
        page.bullet(f"{vocabulary.label('read', reading.read)}{when}: {reading.url}")
    figures = dict.fromkeys(outcome.source for outcome in study.outcomes)
    known = {reading.url for reading in study.read_at}
    for source in figures:
        if source not in known:
            page.bullet(f"figures: {source}")
    if len(figures) > 1:
        for number, outcome in enumerate(study.outcomes, 1):
            page.text(Span(f"figure {number}: {outcome.source}", "muted"), indent=4, hang=6)
    if study.not_found:
        page.pair("Looked for and not found", "; ".join(study.not_found))
    for note in study.notes:
        page.text(Span(note, "muted"), indent=2, hang=4)
    for claim in study.unverified:
        if claim.field not in ("doi", "safety"):
            page.text(
                Span(f"Unverified, the word of {claim.said_by} only: {claim.value}", "warning"),
                indent=2,
                hang=4,
            )


def _reference(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    if sheet.reference:
        page.text(sheet.reference, indent=2, hang=4)
    for remark in sheet.beside:
        page.text(Span(f"Note: {remark}.", "muted"), indent=2, hang=4)


__all__ = ["Sheet", "in_short", "measure", "sections", "study_page"]
