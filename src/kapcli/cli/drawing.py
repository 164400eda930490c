"""``--output`` of the commands that draw: the picture made, written, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Problem, Stop, usage
from kapcli.cli.exits import Exit
from kapcli.cli.files import Output, destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from kapcli.catalogue.model import Study
    from kapcli.cli.answer import Answer
    from kapcli.cli.asking import Asked
    from kapcli.pictures.frame import Frame
    from kapcli.pictures.sheet import Picture

INSTALL = "install it with: pip install 'kapcli[plot]'"
MEND = "mend what it names, or install it anew: pip install --force-reinstall matplotlib"


class Drawing(msgspec.Struct, frozen=True):
    """A picture that is asked for.

    Attributes:
        path: Where it goes.
        force: Whether a file that is there may be replaced.
        page: Whether a page is asked for besides (``--format``, ``--json``).
    """

    path: Path
    force: bool
    page: bool


def drawing(output: str | None, force: bool, *, page: bool) -> Drawing | None:
    """Read the options before anything is worked out; ``None`` where no picture is asked for.

    Raises:
        Stop: The file cannot be written, or matplotlib is not there.
    """
    if output is None:
        if force:
            raise usage("--force says nothing without --output", "name a file: --output FILE.svg")
        return None
    from kapcli.pictures.library import missing
    from kapcli.pictures.writing import SUFFIXES

    path = destination(output, SUFFIXES, force=force)
    if missing():
        raise Stop(Exit.INPUT_OUTPUT, Problem("a picture needs matplotlib, which is not installed", INSTALL))
    return Drawing(path, force, page)


def drawn(wanted: Drawing, answer: Answer, make: Callable[[], Picture], remarks: Sequence[str]) -> Answer:
    """The answer of a command with the picture that is to be written.

    Args:
        wanted: Where it goes.
        answer: The answer without it.
        make: Lays it out.
        remarks: What the page would have said first: said beside the picture where no page is printed.

    Raises:
        Stop: It could not be made.
    """
    from kapcli.pictures.faults import FontError, NoLibraryError, TooTallError
    from kapcli.pictures.writing import written

    suffix = wanted.path.suffix.lower()
    try:
        made = written(make, suffix)
    except NoLibraryError as error:
        raise Stop(Exit.INPUT_OUTPUT, Problem(f"matplotlib cannot be loaded: {error}", MEND)) from None
    except FontError as error:
        raise Stop(Exit.INPUT_OUTPUT, Problem(f"a font of matplotlib cannot be read: {error}", MEND)) from None
    except TooTallError as error:
        hint = "narrow the question, or write a file that has pages: --output FILE.pdf"
        raise usage(str(error), hint) from None
    answer.file = Output(wanted.path, made.data, wanted.force)
    answer.summary["output"] = {"file": str(wanted.path), "format": suffix[1:], "pages": made.pages}
    pages = f", {made.pages} pages" if made.pages > 1 else ""
    line = f"Written: {wanted.path} ({suffix[1:].upper()}{pages})"
    if wanted.page:
        answer.notes.append(line)
    else:
        answer.texts = {answer.format: lambda _: f"{line.replace(chr(10), '^J')}\n"}
        answer.notes[:0] = remarks
    return answer


def not_drawn(wanted: Drawing, answer: Answer, why: str) -> Answer:
    """The answer of a command that has nothing to draw: the page, and that there is no picture."""
    answer.notes.append(f"No picture was written to {wanted.path}: {why}")
    return answer


def frame(
    asked: Asked,
    shown: Iterable[Study],
    command: str,
    remarks: Sequence[str] = (),
    *,
    ids: Sequence[str] = (),
    domains: Sequence[str] = (),
) -> Frame:
    """What stands around a picture.

    Args:
        asked: The question.
        shown: The studies in it.
        command: What to type for the same figures.
        remarks: What has to be said first.
        ids: Studies asked for by name, where there are several.
        domains: Labels of the outcomes asked for with an option.
    """
    from kapcli import __version__
    from kapcli.pictures.frame import Frame
    from kapcli.render.footers import concerns_suicidality

    about = asked.session.about
    studies = list(shown)
    help_line = (about.urgent_help,) if any(map(concerns_suicidality, studies)) else ()
    return Frame(
        as_of=about.as_of,
        question=question(asked, ids, domains),
        command=command,
        disclaimer=(about.disclaimer, *(line for line in help_line if line not in remarks)),
        own=_own(asked.session.origins()),
        remarks=tuple(remarks),
        version=__version__,
    )


def question(asked: Asked, ids: Sequence[str] = (), domains: Sequence[str] = ()) -> str:
    """The question in words: what was typed, and each facet by its label."""
    facets, vocabulary = asked.facets, asked.session.vocabulary
    text = " ".join(ids) or asked.query.text.strip()
    parts = [f"“{text}”"] if text else []
    for name, codes in facets.codes.items():
        parts.append(f"{name.replace('_', ' ')}: {' or '.join(vocabulary.label(name, code) for code in codes)}")
    if facets.years:
        first, last = facets.years
        parts.append(f"year: {first}" if first == last else f"year: {first or ''}..{last or ''}")
    if facets.min_n is not None:
        parts.append(f"at least {facets.min_n} people")
    if facets.dose is not None:
        parts.append(f"dose: {facets.dose.low:g} to {facets.dose.high:g} {facets.dose.unit}")
    if domains:
        parts.append(f"outcomes: {' or '.join(domains)}")
    return "; ".join(parts) or "the whole catalogue"


def _own(origins: Mapping[str, int]) -> str:
    """How many studies come from catalogues other than the built-in one; their files by name, without the folder."""
    from pathlib import PurePath

    named = [
        f"{count} {'study' if count == 1 else 'studies'} from {PurePath(origin).name}"
        for origin, count in origins.items()
        if origin != "built-in"
    ]
    return f"Put on top of it by whoever made this picture: {', '.join(named)}." if named else ""


__all__ = ["Drawing", "drawing", "drawn", "frame", "not_drawn", "question"]
