"""What a study asked, of whom, and what they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.views import phrases
from kapcli.writers.layout import Span

if TYPE_CHECKING:
    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.study_sheet import Sheet
    from kapcli.writers.layout import Page


def asked(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The question and the design."""
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


def who(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The people: condition, number, age."""
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


def given(page: Page, sheet: Sheet, vocabulary: Vocabulary) -> None:
    """The arms, the comparison, the therapy around them."""
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


__all__ = ["asked", "given", "who"]
