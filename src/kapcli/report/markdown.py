"""A report as Markdown: the same parts in the same order, the pictures as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.report import lay_harms
from kapcli.report.harms import RARE, SILENCE
from kapcli.writers.tables import escaped, markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.report.forest_drawing import ForestDrawing, PanelDrawing
    from kapcli.report.harms import Harms
    from kapcli.report.lay import LayReport, LaySource
    from kapcli.report.map_drawing import MapDrawing
    from kapcli.report.parts import ClaimPart, LinkedLine, Report


def full_markdown(
    made: Report, map: MapDrawing | None, forest: ForestDrawing | None, *, map_command: str, files: tuple[str, ...]
) -> str:
    """The whole report."""
    lines = _head(made.question or "The whole catalogue", "What the research says of ketamine, and how surely", made)
    lines += [
        f"As of {made.as_of}. Curated by hand, not a systematic search. {escaped(made.disclaimer)}",
        "## The answer in two sentences",
        escaped(f"Asked: {made.question or 'nothing in particular'}; {'; '.join(made.understood)}."),
        *(f"**{escaped(line)}**" for line in made.remarks),
        f"> {escaped(' '.join(made.answer))}",
    ]
    if made.quotes:
        lines.append("What the sources say instead:")
        lines.append(_list(f"{escaped(one.text)}: {escaped(one.instead)}" for one in made.quotes))
    lines += ["## Before the findings: their limits", escaped(f"{made.counts} {made.reading}".strip())]
    if made.limits:
        rows = [(limit.label, limit.count, limit.meaning) for limit in made.limits]
        lines.append(markdown_table(("Limit", "Holds for", "What it means"), rows).rstrip("\n"))
    lines += [escaped(line) for line in made.left_out]
    if made.claims or made.other_claims:
        lines.append("## Statements, for and against")
        lines += [block for claim in made.claims for block in _claim(claim)]
    if made.other_claims:
        lines.append("### Other statements that match")
        cells = [
            (one.statement, one.kind, one.verdict, one.certainty, one.instead, one.for_ids, one.against_ids)
            for one in made.other_claims
        ]
        header = ("Statement", "Kind", "Verdict", "Certainty", "Instead", "For", "Against")
        lines.append(markdown_table(header, cells).rstrip("\n"))
    if made.studies:
        lines += ["## The studies", _studies(made)]
    if map:
        lines += ["## Where there are studies, and where there are none", *_map(map, made.gaps, map_command)]
    if forest:
        lines += ["## Reported effects", *_forest(forest)]
    lines += ["## Harms", *_harms(made.harms)]
    if made.glossary:
        lines += ["## Terms used", _list(f"**{escaped(name)}**: {escaped(text)}" for name, text in made.glossary)]
    lines += ["## References", f"Style: {made.style}.", _references(made)]
    lines += [
        "## How this was made",
        _code(made.command),
        escaped(f"kap {made.version}, from: {made.title} ({', '.join(files)}), as of {made.as_of}. {made.scope}"),
        _list(map_escaped(made.inclusion)),
        escaped(made.method),
        f"**{escaped(made.urgent_help)}**",
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def lay_markdown(made: LayReport) -> str:
    """The client's version."""
    lines = [f"# {escaped(made.question)}", "What research says, in plain words"]
    lines += [escaped(made.no_advice), f"**{escaped(made.urgent_help)}**"]
    lines += ["## The short answer", *(f"**{escaped(line)}**" for line in made.remarks)]
    lines.append(f"> {escaped(' '.join(made.answer))}")
    lines += ["## First: why nobody can be sure", escaped(made.limits_of)]
    lines.append(_list(map_escaped(made.limits)))
    lines.append(escaped(made.unread))
    if made.findings:
        lines.append("## What was found")
        for one in made.findings:
            lines += [escaped(f"{one.plain} {one.sure}"), escaped(f"On the statement “{one.statement}”: {one.short}")]
    if made.studies:
        lines.append("## The studies")
        for study in made.studies:
            text = [study.plain, study.compared, *study.counts, study.weak, study.harms, f"({study.id})"]
            lines += [f"### {escaped(study.kind)}", escaped(" ".join(filter(None, text)))]
        lines.append(escaped(made.others))
    lines += [
        "## Harms",
        *map_escaped(made.more),
        escaped(f"{made.harm_counts} {lay_harms.SILENCE} {lay_harms.RARE}".strip()),
    ]
    lines += [escaped(made.harms), escaped(made.serious)]
    if made.known:
        lines += ["Known from elsewhere:", _list(escaped(f"{text} ({name})") for name, text in made.known)]
    lines += ["## Questions you can ask a doctor or therapist", _list(map_escaped(made.questions))]
    if made.words:
        lines += ["## Words used", _list(f"**{escaped(name)}**: {escaped(text)}" for name, text in made.words)]
    lines += [
        "## Where this comes from",
        f"From a hand-picked list of studies, as of {made.as_of}. There may be others. Nobody has added them up.",
        _list(map(_source, made.sources)),
        f"Made with kap {made.version}: {_code(made.command)}",
        escaped(made.no_advice),
        f"**{escaped(made.urgent_help)}**",
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def _source(one: LaySource) -> str:
    said = f"{one.said} " if one.said else ""
    return f"{escaped(f'{one.id}: {one.text}')}{f', {said}<{one.href}>' if one.href else ''}"


def map_escaped(texts: Iterable[str]) -> list[str]:
    """Texts as Markdown shows them."""
    return [escaped(text) for text in texts]


def _head(title: str, kicker: str, made: Report) -> list[str]:
    urgent = [f"**{escaped(made.urgent_help)}**"] if made.crisis else []
    return [*urgent, f"# {escaped(title)}", escaped(kicker)]


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _code(text: str) -> str:
    """A command as code; a text with backticks in it as text."""
    return escaped(text) if "`" in text else f"`{' '.join(text.split())}`"


def _claim(claim: ClaimPart) -> list[str]:
    head = [claim.verdict, f"certainty {claim.certainty}" if claim.certainty else "", claim.kind]
    head += [f"said by {claim.said_by}" if claim.said_by else "", f"from {claim.origin}" if claim.origin else ""]
    lines = [
        f"### {escaped(claim.statement)}",
        escaped(f"{' · '.join(filter(None, head))}. {claim.closing}"),
        escaped(f"Instead: {claim.instead}") if claim.instead else "",
    ]
    for name, side in (("For", claim.for_), ("Against", claim.against), ("Beside it", claim.beside)):
        if side:
            lines += [f"{name}:", _list(map(_linked, side))]
        elif name != "Beside it":
            lines.append(f"{name}: none in this catalogue.")
    if claim.shown:
        steps = f" Less sure because of: {'; '.join(claim.steps)}." if claim.steps else ""
        lines.append(escaped(f"What was found: {claim.shown}.{steps}"))
    return lines


def _linked(line: LinkedLine) -> str:
    return f"{escaped(line.study)}: {escaped(' · '.join(line.facts))}"


def _studies(made: Report) -> str:
    header = ("Study", "Year", "Design", "People", "Condition", "Given, and against what", "Found", "Limits")
    rows = [
        (
            f"{row.id}{f' (from {row.origin})' if row.origin else ''}",
            str(row.year),
            row.design,
            row.people_text,
            row.conditions,
            row.given,
            row.finding,
            f"{row.limits} · {row.reading}" if row.reading else row.limits,
        )
        for row in made.studies
    ]
    return markdown_table(header, rows).rstrip("\n")


def _map(map: MapDrawing, gaps: Iterable[str], command: str) -> list[str]:
    header = [escaped(cell) for cell in map.table[0]]
    asked = [escaped(f"Asked for: {map.asked_names}.")] if map.asked_names else []
    return [
        escaped(map.title),
        markdown_table(header, map.table[1:]).rstrip("\n"),
        *asked,
        _list(map_escaped(map.legend)),
        _list(map_escaped(gaps)),
        "An empty cell is no sign of safety, and no proof that there is no study.",
        f"In a terminal: {_code(command)}",
    ]


def _forest(forest: ForestDrawing) -> list[str]:
    lines = [escaped(f"{forest.over} {forest.balance}".strip()), _list(map_escaped(forest.keys))]
    for panel in forest.panels:
        lines += _panel(panel)
    if forest.listed:
        rows = [(one.study, one.measure, one.figure, one.shows, one.reason) for one in forest.listed]
        lines.append(f"### Reported, not drawn: {len(rows)}")
        lines.append(markdown_table(("Study", "Measure", "Figure", "Shows", "Not drawn because"), rows).rstrip("\n"))
    return [*lines, escaped(forest.elsewhere)]


def _panel(panel: PanelDrawing) -> list[str]:
    published = "As published, a meta-analysis: " if panel.published else ""
    sides = f" Left of the line: {panel.worse}; right of it: {panel.better}." if panel.better else ""
    rows = [
        (f"{row.number} {row.study}", row.design, row.people, row.measure, row.drawn, row.shows, row.reported)
        for row in panel.words
    ]
    header = ("Study", "Design", "People", "Measure", "As drawn: right is better", "Shows", "As reported")
    return [
        f"### {escaped(published + panel.heading)}",
        escaped(f"{panel.domain}. {panel.unit}{sides}"),
        markdown_table(header, rows).rstrip("\n"),
    ]


def _harms(harms: Harms) -> list[str]:
    counts = "; ".join(f"{status} in {count}" for status, count in harms.counts)
    works = f"{harms.people} {'work' if harms.people == 1 else 'works'} that treated or observed people"
    return [
        f"**{escaped(SILENCE)}** {escaped(RARE)}",
        escaped(f"Of {works}: {counts}." if harms.people else "No work that matches treated or observed people."),
        _list(f"{escaped(harm)}: {escaped(', '.join(ids))}" for harm, ids in harms.named),
        _list(f"{escaped(name)}: serious adverse events {escaped(text)}" for name, text in harms.serious),
        _list(f"{escaped(line.study)}: {escaped(line.text)}" for line in harms.lines),
        "Known from elsewhere, whatever was asked:" if harms.known else "",
        _list(f"{escaped(line.study)}: {escaped(line.text)}" for line in harms.known),
    ]


def _references(made: Report) -> str:
    lines = []
    for place, one in enumerate(made.references, 1):
        beside = f" ({escaped('; '.join(one.beside))})" if one.beside else ""
        read = ", ".join(f"<{source.href}>" if source.href else escaped(source.url) for source in one.sources)
        lines.append(f"{place}. {escaped(f'{one.id}: {one.text}')}{beside}{f' Read at: {read}' if read else ''}")
    return "\n".join(lines)


__all__ = ["full_markdown", "lay_markdown"]
