"""Answers for a person outside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.grade_wording import closing
from kapcli.views import lay_words
from kapcli.writers.layout import Page, Span, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.model import About, GlossaryTerm, Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.limitation_counts import Tally
    from kapcli.views.claim import ClaimSheet
    from kapcli.writers.layout import Line


class LayPage(Page):
    """A page that ends with what its terms mean, as of when, and that it is no advice."""

    def close(self, about: About, glossary: Iterable[GlossaryTerm], *, urgent: bool = False) -> list[Line]:
        """Add the end and give the lines."""
        self.blank()
        terms = list(lay_words.explained(plain(self.lines), glossary))
        if terms:
            self.text(Span("Words used", "heading"))
            for name, meaning in terms:
                self.bullet(Span(name, "label"), f": {meaning}")
            self.blank()
        self.text(Span(f"As of {about.as_of}, from a hand-picked list of studies. {lay_words.NO_ADVICE}", "muted"))
        if urgent:
            self.text(Span(about.urgent_help, "strong"))
        return self.lines


def lay_claims(
    sheets: Sequence[ClaimSheet],
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """Claims for a person outside the field."""
    page = LayPage(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    for sheet in sheets:
        page.blank()
        lay_claim(page, sheet, vocabulary)
    urgent = any(sheet.claim.topic == "suicidality" for sheet in sheets)
    return page.close(about, glossary, urgent=urgent)


def lay_claim(page: Page, sheet: ClaimSheet, vocabulary: Vocabulary) -> None:
    """One claim: what people say, what the research says, how sure, and on what it rests."""
    claim, weighed = sheet.claim, sheet.weighed
    page.text(Span(f"“{claim.statement}”", "heading"))
    page.pair("In short", vocabulary.plain("verdict", claim.verdict).capitalize() + ".")
    page.text(claim.plain, indent=2)
    if weighed.certainty is not None:
        page.pair("How sure", vocabulary.plain("certainty", weighed.certainty).capitalize() + ".")
    elif claim.kind == "harm":
        page.pair("Harm", closing(claim, weighed))
    for name, side in (("For", sheet.for_), ("Against", sheet.against)):
        for linked in side:
            study = linked.study
            counts = lay_words.counts(linked.outcome, study) if linked.outcome is not None else ""
            parts = [lay_words.kind_of_study(study, vocabulary) + ".", counts]
            if not counts:
                parts.append(lay_words.compared(study, vocabulary))
            page.pair(name, Span(study.id, "id"), " · ", " ".join(filter(None, parts)), indent=4)


def lay_studies(
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    width: int,
    *,
    remarks: Sequence[str] = (),
    whole: bool = False,
) -> list[Line]:
    """Studies for a person outside the field; with harms and every count where they are asked for whole."""
    page = LayPage(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    for study in studies:
        page.blank()
        page.text(Span(study.id, "id"), f" · {lay_words.kind_of_study(study, vocabulary)}", hang=2)
        page.text(study.plain, indent=2)
        compared = lay_words.compared(study, vocabulary)
        if compared:
            page.text(compared, indent=2)
        counts = [text for outcome in study.outcomes if (text := lay_words.counts(outcome, study))]
        for text in counts if whole else counts[:1]:
            page.text(text, indent=2)
        if weak := lay_words.weak_points(study, vocabulary):
            page.pair("Weak points", weak)
        if whole and study.n != type(study.n)():
            page.text(lay_words.harms(study, vocabulary), indent=2)
    return page.close(about, glossary, urgent=_urgent(studies))


def _urgent(studies: Iterable[Study]) -> bool:
    from kapcli.views.closing_lines import concerns_suicidality

    return any(concerns_suicidality(study) for study in studies)


def lay_limits(
    tallies: Sequence[Tally],
    over: str,
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """What weakens the evidence, for a person outside the field."""
    page = LayPage(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.text(Span(f"What weakens this research: {over}", "heading"))
    page.text("The heaviest come first. A study can have several. Where a report does not tell, it is not counted.")
    for tally in tallies:
        if not tally.yes:
            continue
        of = tally.asked if tally.one_sided else tally.known
        least = "at least " if tally.one_sided else ""
        name = vocabulary.plain("limitation", tally.code)
        page.bullet(Span(name, "limit"), f": {least}{len(tally.yes)} of {of} studies")
    return page.close(about, glossary)


def lay_harms(
    studies: Sequence[Study],
    vocabulary: Vocabulary,
    about: About,
    glossary: Iterable[GlossaryTerm],
    width: int,
    remarks: Sequence[str] = (),
) -> list[Line]:
    """What was said of harm, study by study, for a person outside the field."""
    page = LayPage(width)
    for remark in remarks:
        page.text(Span(remark, "strong"))
    page.text(Span("Harms, study by study", "heading"))
    page.text("Most studies were small and short. Harms that are rare or slow to show would be missed.")
    for study in studies:
        kind = lay_words.kind_of_study(study, vocabulary)
        page.bullet(Span(study.id, "id"), f" ({kind}). {lay_words.harms(study, vocabulary)}")
    return page.close(about, glossary, urgent=_urgent(studies))


__all__ = ["LayPage", "lay_claim", "lay_claims", "lay_harms", "lay_limits", "lay_studies"]
