"""The evidence gap map as a picture: a cell for each pair, darker where there is more, hatched where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.pictures.letters import widest, width, wrapped
from kapcli.pictures.marks import Box, Line, Mark, Text, moved
from kapcli.pictures.palette import GAP_EDGE, GAP_HATCH, INK, MUTED, RULE, STEPS
from kapcli.pictures.sheet import BODY, LEADING, ROOM, SMALL, Block, Picture, gap, heading, paragraph
from kapcli.views import gap_sentences as gap_words
from kapcli.views.gap_map import AMONG, HERE, gap_lines, legend, notes, title
from kapcli.views.gap_map_grid import NOT_STATED_NAME, columns_of, rows_of
from kapcli.views.signs import GAP, WORDS

if TYPE_CHECKING:
    from kapcli.evidence.gap_map import Cell, EvidenceMap
    from kapcli.pictures.frame import Frame
    from kapcli.writers.grid import Column, Part

# The least of each step of colour.
STUDIES, PARTICIPANTS = (1, 2, 5, 10, 20), (1, 50, 200, 500, 2000)
_LABELS = 185.0
_NARROW, _WIDE = 30.0, 62.0
_PAD, _BETWEEN, _APART = 4.0, 2.0, 8.0
_INDENT = 9.0
_NUMBER = 9.0


class _Place(msgspec.Struct, frozen=True):
    """A column of the grid: its left edge, its width, and whether it holds values and not a rest or a sum."""

    column: Column
    left: float
    width: float
    inside: bool


def map_picture(found: EvidenceMap, frame: Frame, *, metric: str, narrowed: bool) -> Picture:
    """Lay out the map.

    Args:
        found: The counted map.
        frame: What stands around it.
        metric: ``studies`` or ``participants``: what the numbers count.
        narrowed: Whether it is of a part of the catalogue.
    """
    here = AMONG if narrowed else HERE
    names = rows_of(found)
    labels = min(_LABELS, max(widest([name], BODY) + indent * _INDENT / 2 for indent, name, _ in names) + 2 * _PAD)
    places, upright = _places(found, metric, labels)
    room = max(ROOM, places[-1].left + places[-1].width)
    head = title(found, metric)
    blocks = [_header(found, places, labels, upright), *_rows(found, places, labels, metric), gap(8)]
    blocks += [_steps(found, metric), gap(4)]
    for line in legend(found, metric, here=here):
        blocks.append(_gap_key(line, room) if line.startswith(GAP) else paragraph(line, room, size=SMALL + 0.5, hang=8))
    blocks += [paragraph(line, room, size=SMALL + 0.5, hang=8) for line in notes(found, metric, here=here)]
    gaps = gap_lines(found, here=here)
    if gaps:
        blocks.append(heading("Gaps where most is studied around them", room))
        blocks += [paragraph(line, room, label="•", hang=8) for line in gaps]
        blocks.append(paragraph(gap_words.CURATED, room, color=MUTED))
    return Picture("Evidence gap map", head, _words(found, metric, head, gaps), frame, room, tuple(blocks))


def _places(found: EvidenceMap, metric: str, labels: float) -> tuple[list[_Place], bool]:
    """Where the columns stand, and whether their names stand upright because there is no room for them."""
    columns = columns_of(found, metric)
    numbers = max(widest([_text(part) for column in columns for part in column.parts], _NUMBER, True) + 3, 12.0)
    flat = [max(_NARROW, numbers + 2 * _PAD, _longest_word(column.label) + 2 * _PAD) for column in columns]
    narrow = max(_NARROW, numbers + 2 * _PAD)
    upright = labels + sum(flat) > ROOM * 1.25 and narrow * len(columns) < 0.8 * sum(flat)
    widths = [narrow] * len(columns) if upright else flat
    # The columns of values alike, where that does not make the picture much wider.
    values = len(found.columns.values)
    alike = [max(widths[:values], default=0.0)] * values + widths[values:]
    if labels + sum(alike) <= ROOM * 1.25:
        widths = alike
    spare = ROOM - labels - sum(widths) - len(columns) * _BETWEEN - 2 * _APART
    if spare > 0:
        widths = [min(max(one, _WIDE), one + spare / len(widths)) for one in widths]
    places, left = [], labels
    for place, (column, wide) in enumerate(zip(columns, widths, strict=True)):
        if place >= values:
            left += _APART if place in (values, len(columns) - 1) else 0
        places.append(_Place(column, left, wide, place < values))
        left += wide + _BETWEEN
    return places, upright


def _longest_word(label: str) -> float:
    return widest(label.split(), SMALL + 0.5, True)


def _header(found: EvidenceMap, places: list[_Place], labels: float, upright: bool) -> Block:
    """The names of the two dimensions and of the columns."""
    size = SMALL + 0.5
    step = size * LEADING
    rows, columns = (axis.dimension.replace("_", " ") for axis in (found.rows, found.columns))
    marks: list[Mark] = []
    if upright:
        high = max(widest([place.column.label], size, True) for place in places)
    else:
        lines = [wrapped(place.column.label, size, place.width, True) for place in places]
        high = max(map(len, lines)) * step
    top = BODY * LEADING + 4
    inside = [place for place in places if place.inside]
    if inside:
        middle = (inside[0].left + inside[-1].left + inside[-1].width) / 2
        marks.append(Text(middle, BODY, columns, BODY, True, MUTED, "center"))
    for index, place in enumerate(places):
        middle = place.left + place.width / 2
        color = MUTED if place.column.label == NOT_STATED_NAME else INK
        if upright:
            marks.append(Text(middle, top + high, place.column.label, size, True, color, "center", True))
            continue
        for number, line in enumerate(lines[index]):
            y = top + high - (len(lines[index]) - 1 - number) * step - 2
            marks.append(Text(middle, y, line, size, True, color, "center"))
    marks.append(Text(0, top + high - 2, rows, BODY, True, MUTED))
    return Block(top + high + 4, tuple(marks), True)


def _rows(found: EvidenceMap, places: list[_Place], labels: float, metric: str) -> list[Block]:
    blocks = []
    names = rows_of(found)
    for row, (indent, name, _) in enumerate(names):
        inside = row < len(found.rows.values)
        last = row == len(names) - 1
        left = indent * _INDENT / 2
        lines = wrapped(name, BODY, labels - left - _PAD, last)
        high = max(18.0, len(lines) * BODY * 1.15 + 5)
        top = _APART if not inside and row in (len(found.rows.values), len(names) - 1) else 0.0
        marks: list[Mark] = []
        if top:
            end = places[-1].left + places[-1].width
            marks.append(Line(0, -_APART / 2, end, -_APART / 2, 0.5, RULE))
        for number, line in enumerate(lines):
            y = high / 2 + BODY * 0.36 + (number - (len(lines) - 1) / 2) * BODY * 1.15
            color = INK if inside or last else MUTED
            marks.append(Text(left, y, line, BODY, last, color))
        for column, place in enumerate(places):
            cell = found.cells[row][column] if inside and place.inside else None
            marks += moved(_cell(place, row, high, cell, metric), place.left, 0)
        blocks.append(Block(top + high + _BETWEEN, moved(marks, 0, top), True))
    return blocks


def _cell(place: _Place, row: int, high: float, cell: Cell | None, metric: str) -> list[Mark]:
    part = place.column.parts[row]
    if part.number == GAP:
        return [Box(0, 0, place.width, high, "#ffffff", GAP_EDGE, GAP_HATCH, 0.5)]
    marks: list[Mark] = []
    color = INK
    if cell is not None:
        fill, color = _step(cell, metric)
        marks.append(Box(0, 0, place.width, high, fill, "#9fb6c9", "", 0.4))
    if part.number:
        letter = _NUMBER - 1.5
        wide = width(part.number, _NUMBER, True) + (3 + width(part.sign, letter) if part.sign else 0)
        start, y = (place.width - wide) / 2, high / 2 + _NUMBER * 0.36
        marks.append(Text(start, y, part.number, _NUMBER, True, color))
        if part.sign:
            marks.append(Text(start + wide, y, part.sign, letter, False, color, "right"))
    return marks


def _text(part: Part) -> str:
    return "" if part.number == GAP else f"{part.number} {part.sign}".strip()


def _step(cell: Cell, metric: str) -> tuple[str, str]:
    counted, least = (cell.people, PARTICIPANTS) if metric == "participants" else (cell.trials, STUDIES)
    if counted is None:
        return "#ffffff", INK
    return STEPS[max(0, sum(counted >= one for one in least) - 1)]


def _steps(found: EvidenceMap, metric: str) -> Block:
    """What the shades mean."""
    least = PARTICIPANTS if metric == "participants" else STUDIES
    size = SMALL + 0.5
    name = "Participants:" if metric == "participants" else "Trials or works:"
    marks: list[Mark] = [Text(0, size + 1, name, size, True)]
    left = width(name, size, True) + 8
    for place, (fill, _) in enumerate(STEPS):
        top = f" to {least[place + 1] - 1}" if place + 1 < len(least) else " or more"
        text = f"{least[place]}" if top == f" to {least[place]}" else f"{least[place]}{top}"
        marks += [Box(left, 0, 16, 10, fill, "#9fb6c9", "", 0.4), Text(left + 20, size + 1, text, size)]
        left += 20 + width(text, size) + 12
    return Block(12, tuple(marks))


def _gap_key(line: str, room: float) -> Block:
    inner = paragraph(line.removeprefix(GAP).strip(), room - 20, size=SMALL + 0.5)
    box = Box(0, 0.5, 16, 8.5, "#ffffff", GAP_EDGE, GAP_HATCH, 0.5)
    return Block(inner.height + 1, (box, *moved(inner.marks, 20, 0)))


def _words(found: EvidenceMap, metric: str, head: str, gaps: list[str]) -> tuple[str, ...]:
    """The map in words: every row with every cell."""
    columns = columns_of(found, metric)
    values = len(found.columns.values)
    lines = [f"An evidence gap map. {head}."]
    for row, (_, name, _) in enumerate(rows_of(found)):
        parts = []
        for place, column in enumerate(columns):
            part = column.parts[row]
            if not part.number:
                continue
            label = column.label
            if part.number == GAP:
                parts.append(f"{label}: gap")
                continue
            inside = row < len(found.rows.values) and place < values
            kind = found.cells[row][place].strongest if inside else ""
            parts.append(f"{label}: {part.number}" + (f" (strongest: {WORDS[kind]})" if kind else ""))
        lines.append(f"{name}: {'; '.join(parts)}.")
    return (*lines, *gaps)
