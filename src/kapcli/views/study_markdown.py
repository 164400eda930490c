"""One study whole, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.forms import plain_title
from kapcli.views import phrases
from kapcli.views.closing_lines import about_lines
from kapcli.views.study import in_short, sections
from kapcli.views.study_results import measure
from kapcli.writers.layout import Page, plain
from kapcli.writers.tables import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kapcli.catalogue.model import About
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.study_sheet import Sheet


def study_markdown(sheets: Sequence[Sheet], vocabulary: Vocabulary, about: About) -> str:
    """The same as Markdown: the page's own text under headings, the outcomes as a table."""
    parts = []
    for sheet in sheets:
        study = sheet.study
        parts.append(f"# {escaped(plain_title(study.title))}\n")
        head = Page(10_000)
        in_short(head, sheet, vocabulary)
        parts += [f"- {escaped(line.strip())}" for line in plain(head.lines).splitlines()[1:]]
        parts.append("")
        for title, lines in sections(sheet, vocabulary, 10_000):
            parts.append(f"## {title}\n")
            if title == "What was found" and study.outcomes:
                parts.append(f"{escaped(study.finding)}\n")
                rows = [
                    (
                        measure(outcome),
                        phrases.figure(outcome, vocabulary),
                        phrases.shows(outcome, vocabulary),
                        outcome.source,
                    )
                    for outcome in study.outcomes
                ]
                parts.append(markdown_table(("Measure", "Figure", "Shows", "Read at"), rows))
                parts += [f"- {escaped(text)}" for text in study.findings]
                parts.append("")
            else:
                for line in plain(lines).splitlines():
                    parts.append(f"- {escaped(line.strip().removeprefix('• '))}")
                parts.append("")
    parts += [escaped(line) for line in about_lines(about, [sheet.study for sheet in sheets])]
    return "\n".join(parts) + "\n"


__all__ = ["study_markdown"]
