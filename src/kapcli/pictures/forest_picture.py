"""The forest plot as a picture: a panel for each axis, its rows, and beneath them each row's own words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kapcli.pictures.forest_key import forest_key
from kapcli.pictures.forest_rows import columns_of, panel_blocks
from kapcli.pictures.palette import MUTED
from kapcli.pictures.sheet import ROOM, SMALL, Block, Picture, gap, heading, paragraph
from kapcli.views import forest_words as said
from kapcli.views import phrases
from kapcli.views.forest import balance, left_out, over, studies_of
from kapcli.views.phrases import measure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kapcli.catalogue.model import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.forest import Forest, Panel, Row, Undrawn
    from kapcli.pictures.frame import Frame

# Where more are not drawn than this, they are counted by reason, and the page that lists them is named.
_LISTED = 60


def forest_picture(forest: Forest, vocabulary: Vocabulary, frame: Frame, *, others: str = "") -> Picture:
    """Lay out the plot, what could not be drawn, and the limits of what was.

    Args:
        forest: What is drawn and what is not; at least one row.
        vocabulary: For labels.
        frame: What stands around it.
        others: The command that draws the domains left out.
    """
    domains = " or ".join(vocabulary.label("domain", code) for code in forest.domains)
    title = f"Forest plot of reported effects{f' on {domains}' if domains else ''}"
    blocks = [paragraph(over(forest, vocabulary), ROOM)]
    if text := _balance(forest):
        blocks.append(paragraph(text, ROOM))
    blocks += [gap(4), *forest_key(forest)]
    columns = columns_of(forest)
    domain, published = "", False
    for panel in forest.panels:
        if panel.domain != domain:
            domain, published = panel.domain, False
            blocks.append(heading(vocabulary.label("domain", domain).upper(), ROOM))
        if panel.published and not published:
            published = True
            blocks.append(heading(said.PUBLISHED, ROOM))
        blocks += panel_blocks(panel, vocabulary, columns)
    blocks += _undrawn(forest, vocabulary, frame)
    if elsewhere := left_out(forest, vocabulary):
        blocks += [gap(6), paragraph(elsewhere + (f" Draw them with: {others}" if others else ""), ROOM)]
    blocks += _limits(forest, vocabulary)
    return Picture(title, "", tuple(_words(forest, vocabulary, title)), frame, ROOM, tuple(blocks))


def _balance(forest: Forest) -> str:
    text = balance(forest)
    return text if len(forest.listed()) <= _LISTED else text.replace("listed beneath", "counted beneath")


def _undrawn(forest: Forest, vocabulary: Vocabulary, frame: Frame) -> list[Block]:
    listed = forest.listed()
    if not listed:
        return []
    blocks = [heading(f"Reported, not drawn: {len(listed)}", ROOM)]
    if len(listed) > _LISTED:
        counts = Counter(one.reason for one in listed)
        for why, count in counts.items():
            none = sum(one.reason == why and one.outcome.direction == "no-difference" for one in listed)
            aside = f" ({none} of them showed no difference)" if none else ""
            blocks.append(paragraph(f"{said.REASON_WORDS[why]}: {count}{aside}", ROOM, label="•", hang=8))
        blocks.append(paragraph(f"Each with its figure: {frame.command}", ROOM))
        return blocks
    reason: str = ""
    for one in listed:
        if one.reason != reason:
            reason = one.reason
            blocks.append(Block(3, bound=True))
            blocks.append(paragraph(said.REASON_WORDS[reason], ROOM, size=SMALL, bold=True, color=MUTED, bound=True))
        blocks.append(paragraph(_listed(one, vocabulary), ROOM, size=SMALL, label=one.study.id, hang=10))
    return blocks


def _listed(one: Undrawn, vocabulary: Vocabulary) -> str:
    return (
        f"{measure(one.outcome)}: {phrases.figure(one.outcome, vocabulary)}; {phrases.shows(one.outcome, vocabulary)}"
    )


def _limits(forest: Forest, vocabulary: Vocabulary) -> list[Block]:
    """Who was studied, against what, and what weakens it: no figure stands without it."""
    blocks = [heading("The works named, and what weakens them", ROOM)]
    for study in _named(forest):
        blocks.append(paragraph(_weakness(study, vocabulary), ROOM, size=SMALL, label=study.id, hang=10))
    return blocks


def _named(forest: Forest) -> Iterable[Study]:
    """The works drawn, and those listed one by one."""
    if len(forest.listed()) <= _LISTED:
        return studies_of(forest)
    return {row.study.id: row.study for row in forest.rows()}.values()


def _weakness(study: Study, vocabulary: Vocabulary) -> str:
    parts = [vocabulary.label("design", study.design), phrases.people(study), phrases.comparator(study, vocabulary)]
    mark = phrases.reading_mark(study)
    limits = f"Limits: {phrases.limits_line(study, vocabulary)}" + (f" · {mark}" if mark else "")
    return f"{' · '.join(filter(None, parts))}. {limits}"


def _words(forest: Forest, vocabulary: Vocabulary, title: str) -> Iterable[str]:
    yield f"{title}. {over(forest, vocabulary)} {said.RIGHT}"
    if text := balance(forest):
        yield text
    for panel in forest.panels:
        apart = f"{said.PUBLISHED}. " if panel.published else ""
        domain = vocabulary.label("domain", panel.domain)
        yield f"{apart}{domain}: {said.title(panel, vocabulary)}. {said.unit_line(panel, vocabulary)}"
        yield from (_row(row, panel, vocabulary) for row in panel.rows)
    for one in forest.listed():
        yield f"Not drawn ({said.REASON_WORDS[one.reason]}): {one.study.id}: {_listed(one, vocabulary)}."
    if elsewhere := left_out(forest, vocabulary):
        yield elsewhere
    for study in _named(forest):
        yield f"{study.id}: {_weakness(study, vocabulary)}."


def _row(row: Row, panel: Panel, vocabulary: Vocabulary) -> str:
    drawn = "; ".join(
        f"{mark.name} {said.as_drawn(row, mark)}, n {said.mark_people(row, mark)}".strip() for mark in row.effect.marks
    )
    parts = [f"{measure(row.outcome)}: {drawn}", said.shows(row, panel), said.turned(row), said.again(row)]
    parts += [said.WORKED_OUT.removeprefix("* ") if row.effect.worked_out else "", phrases.retraction(row.study)]
    parts.append(said.reported(row.outcome, vocabulary))
    return f"{row.number} {row.study.id}, {row.study.year}: {'. '.join(filter(None, parts))}."
