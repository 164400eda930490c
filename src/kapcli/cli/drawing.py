"""``--output`` of the commands that draw: their document as a figure, written, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Exit, Problem, Stop, usage
from kapcli.cli.files import Output, destination

if TYPE_CHECKING:
    from pathlib import Path

    from kapcli.cli.answer import Answer
    from kapcli.writers.figure_sheet import Frame

INSTALL = "install it with: pip install 'kapcli[plot]'"
MEND = "fix what it names, or reinstall it: pip install --force-reinstall matplotlib"


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
        Stop: The file cannot be written, or matplotlib is not there and must paint it.
    """
    if output is None:
        if force:
            raise usage("--force needs --output", "name a file: --output FILE.svg")
        return None
    from kapcli.writers.figure_files import PAINTED, SUFFIXES
    from kapcli.writers.figure_library import missing

    path = destination(output, SUFFIXES, force=force)
    suffix = path.suffix.lower()
    if suffix in PAINTED and missing():
        problem = f"a {suffix[1:].upper()} needs matplotlib, which is not installed (an SVG does not)"
        raise Stop(Exit.INPUT_OUTPUT, Problem(problem, INSTALL))
    return Drawing(path, force, page)


def drawn(wanted: Drawing, answer: Answer, format: str, around: Frame) -> Answer:
    """The answer of a command with the picture that is to be written.

    Args:
        wanted: Where it goes.
        answer: The answer without it; its document is what is drawn.
        format: The format asked for.
        around: What stands around it.

    Raises:
        Stop: It could not be made.
    """
    from kapcli.writers.figure import figure
    from kapcli.writers.figure_files import TooTallError, written
    from kapcli.writers.figure_library import FontError, NoLibraryError

    suffix = wanted.path.suffix.lower()
    assert answer.document is not None
    try:
        made = written(figure(answer.document(), around), suffix)
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
        # No page is printed, so that what it would have said first is said beside the picture.
        answer.document = None
        answer.texts = {format: lambda: f"{line.replace(chr(10), '^J')}\n"}
    return answer


def not_drawn(wanted: Drawing, answer: Answer, why: str) -> Answer:
    """The answer of a command that has nothing to draw: the page, and that there is no picture."""
    answer.notes.append(f"No picture was written to {wanted.path}: {why}")
    return answer
