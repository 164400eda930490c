"""The field by year as a picture: a square for each trial, its design as letter and colour, landmarks named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.evidence.designs import KINDS
from kapcli.pictures.letters import widest, width
from kapcli.pictures.marks import Box, Line, Mark, Shape, Text, moved
from kapcli.pictures.palette import DESIGNS, GAP_EDGE, GAP_HATCH, INK, MUTED, RULE
from kapcli.pictures.sheet import BODY, ROOM, SMALL, Block, Picture, gap, heading, paragraph
from kapcli.views.signs import LETTERS, WORDS
from kapcli.views.timeline import landmark_words, plan_words, title, unfinished

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.evidence.chronology import Chronology
    from kapcli.pictures.frame import Frame

_WIDEST, _NARROWEST, _APART = 17.0, 9.0, 14.0
# So many squares stand on one another; where a year has more, each stands for several.
_HIGHEST = 40
_RUNNING, _UNREPORTED = "running", "no results here"


def timeline_picture(found: Chronology, vocabulary: Vocabulary, frame: Frame) -> Picture:
    """Lay out the years, and beneath them the landmarks and what has no results yet."""
    head = title(found)
    room, chart = _chart(found)
    blocks = [chart, gap(6), *_legend(found, room)]
    if found.landmarks:
        blocks.append(
            heading("Landmarks, by rule: the first randomised trials in this catalogue, and the largest", room)
        )
        for one in found.landmarks:
            label = f"{one.study.year}  {one.study.id}"
            blocks.append(paragraph(landmark_words(one, vocabulary), room, label=label, hang=26))
    for name, studies in unfinished(found):
        blocks.append(heading(name, room))
        blocks += [paragraph(plan_words(study, vocabulary), room, label=study.id, hang=12) for study in studies]
    return Picture("Timeline of studies", head, _words(found, vocabulary, head), frame, room, tuple(blocks))


def each_of(found: Chronology) -> int:
    """For how many trials a square stands."""
    each = 1
    while any(_squares(year.kinds, each) > _HIGHEST for year in found.years):
        each += 1
        if each > max(year.trials for year in found.years):
            break
    return each


def _squares(kinds: dict[str, tuple[str, ...]], each: int) -> int:
    return sum(-(-len(ids) // each) for ids in kinds.values())


def _chart(found: Chronology) -> tuple[float, Block]:
    each = each_of(found)
    ends = [(name, ids) for name, ids in _ends(found) if ids]
    count = len(found.years) + len(ends)
    side = min(_WIDEST, max(_NARROWEST, (ROOM - 2 * _APART) / max(count, 1) - 1))
    step = side + 1
    room = max(ROOM, count * step + 2 * _APART)
    named: dict[int, list[str]] = {}
    for one in found.landmarks:
        named.setdefault(one.study.year, []).append(one.study.id)
    landmarks = {name for names in named.values() for name in names}
    squares = [_squares(year.kinds, each) for year in found.years] + [-(-len(ids) // each) for _, ids in ends]
    above = [widest([" · ".join(named[year.year])], SMALL) + 10 if year.year in named else 0 for year in found.years]
    above += [0.0] * len(ends)
    top = max(count * step + over + 12 for count, over in zip(squares, above, strict=True))
    start = (room - count * step - (_APART if ends else 0)) / 2 if count * step < room / 2 else 0.0
    marks: list[Mark] = []
    for place, year in enumerate(found.years):
        left = start + place * step
        marks += _year(left, top, side, year.kinds, each, landmarks)
        high = top - squares[place] * step
        if year.kinds:
            marks.append(Text(left + side / 2, high - 3, str(year.trials), SMALL, True, align="center"))
        if year.year in named:
            text = " · ".join(named[year.year])
            x = left + side / 2
            marks.append(Line(x, high - 11, x, high - 15, 0.5, MUTED))
            # Upright letters: their middle stands over the square.
            marks.append(Text(x, high - 17, text, SMALL, False, INK, "center", True))
        text = str(year.year)
        size = SMALL - 0.5
        marks.append(Text(left + side / 2, top + 26, text, size, False, INK, "center", True))
    end = start + len(found.years) * step
    if found.years:
        marks.append(Line(start, top + 1.5, end, top + 1.5, 0.8, INK))
    below = 30.0
    for place, (name, ids) in enumerate(ends):
        left = end + _APART + place * step
        marks += _year(left, top, side, {"planned": ids}, each, landmarks)
        high = top - -(-len(ids) // each) * step
        marks.append(Text(left + side / 2, high - 3, str(len(ids)), SMALL, True, align="center"))
        size = SMALL - 0.5
        below = max(below, width(name, size) + 8)
        marks.append(Text(left + side / 2, top + 4 + width(name, size), name, size, False, INK, "center", True))
    if ends:
        left = end + _APART
        marks.append(Line(left, top + 1.5, left + len(ends) * step, top + 1.5, 0.8, INK))
        marks.append(Line(end + _APART / 2, top - 40, end + _APART / 2, top + 8, 0.5, RULE, True))
    return room, Block(top + below, tuple(marks))


def _ends(found: Chronology) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_RUNNING, tuple(study.id for study in found.running)),
        (_UNREPORTED, tuple(study.id for study in found.unreported)),
    ]


def _year(
    left: float, base: float, side: float, kinds: dict[str, tuple[str, ...]], each: int, landmarks: set[str]
) -> list[Mark]:
    """The squares of a year, strongest design at the bottom; a gap where nothing appeared."""
    if not kinds:
        return [Box(left, base - 5, side, 5, "#ffffff", GAP_EDGE, GAP_HATCH, 0.4)]
    marks: list[Mark] = []
    outlined: list[Mark] = []
    y = base
    for kind, ids in kinds.items():
        # Landmarks below the others of their kind, so that their outlines stand together.
        ordered = sorted(ids, key=lambda name: name not in landmarks)
        for index in range(0, len(ordered), each):
            y -= side + 1
            marks += _square(left, y, side, kind, min(8.0, side * 0.6))
            if each == 1 and ordered[index] in landmarks:
                outlined.append(Box(left, y, side, side, "", "#000000", "", 1.8))
    return marks + outlined


def _legend(found: Chronology, room: float) -> list[Block]:
    each = each_of(found)
    stands = "one trial or work" if each == 1 else f"up to {each} trials or works"
    lines = [f"A square stands for {stands}, in the year of its own report; the number above counts them."]
    if found.running or found.unreported:
        lines.append("Trials without results here stand at the end, in no year, and are named below.")
    kinds = {kind for year in found.years for kind in year.kinds}
    if found.running or found.unreported:
        kinds.add("planned")
    signs: list[tuple[list[Mark], str]] = []
    for kind in KINDS:
        if kind in kinds:
            signs.append((_square(0, 0.5, 10, kind, 7), WORDS[kind]))
    if found.landmarks and each == 1:
        signs.append(
            ([Box(0.8, 1.3, 8.4, 8.4, "", "#000000", "", 1.8)], "thick outline: a landmark, named above its year")
        )
    if any(not year.kinds for year in found.years):
        signs.append(([Box(0, 3, 10, 5, "#ffffff", GAP_EDGE, GAP_HATCH, 0.4)], "nothing of that year here"))
    half = -(-len(signs) // 2)
    marks: list[Mark] = []
    for place, (drawn, text) in enumerate(signs):
        x, y = (place // half) * room / 2, (place % half) * 13.0
        marks += [*moved(drawn, x, y), Text(x + 16, y + 9, text, BODY)]
    return [*(paragraph(line, room) for line in lines), gap(2), Block(half * 13.0, tuple(marks))]


def _square(x: float, y: float, side: float, kind: str, size: float) -> list[Mark]:
    """A trial: its design as letter and colour; one without results is dotted, its letter kept free."""
    fill, ink = DESIGNS[kind]
    marks: list[Mark] = [Box(x, y, side, side, fill, "#333333", "....." if kind == "planned" else "", 0.4)]
    if kind == "planned":
        marks.append(Shape("circle", x + side / 2, y + side / 2, size + 2.5, "#ffffff"))
    return [*marks, Text(x + side / 2, y + side / 2 + size * 0.36, LETTERS[kind], size, True, ink, "center")]


def _words(found: Chronology, vocabulary: Vocabulary, head: str) -> tuple[str, ...]:
    lines = [f"A timeline. {head}."]
    for year in found.years:
        kinds = "; ".join(f"{WORDS[kind]}: {', '.join(ids)}" for kind, ids in year.kinds.items())
        lines.append(f"{year.year}: {year.trials} ({kinds})." if kinds else f"{year.year}: nothing here.")
    lines += [
        f"Landmark, {one.study.year}, {one.study.id}: {landmark_words(one, vocabulary)}." for one in found.landmarks
    ]
    for name, studies in unfinished(found):
        lines += [f"{name}: {study.id}: {plan_words(study, vocabulary)}." for study in studies]
    return tuple(lines)
