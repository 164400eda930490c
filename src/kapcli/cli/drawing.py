"""``--output`` of the commands that draw: their document as a figure, written, and said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.cli.answer import Problem, Stop, usage
from kapcli.cli.exits import Exit
from kapcli.cli.files import Output, destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kapcli.catalogue.model import Study
    from kapcli.cli.answer import Answer
    from kapcli.index.question import Question
    from kapcli.writers.figure_frame import Frame

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
    from kapcli.writers.figure_faults import FontError, NoLibraryError, TooTallError
    from kapcli.writers.figure_files import written

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


def frame(
    title: str,
    question: Question,
    shown: Iterable[Study],
    command: str,
    *,
    ids: Sequence[str] = (),
    domains: Sequence[str] = (),
) -> Frame:
    """What stands around a picture.

    Args:
        title: What it is.
        question: The question.
        shown: The studies in it, to know whether urgent help must be named.
        command: What to type for the same figures.
        ids: Studies asked for by name, where there are several.
        domains: Labels of the outcomes asked for with an option.
    """
    from kapcli import __version__
    from kapcli.views.closing_lines import last_lines
    from kapcli.writers.figure_frame import Frame

    about = question.session.about
    return Frame(
        title=title,
        as_of=about.as_of,
        question=_words(question, ids, domains),
        command=command,
        closing=tuple(last_lines(about, shown)),
        own=_own(question.session.origins()),
        version=__version__,
    )


def _words(question: Question, ids: Sequence[str], domains: Sequence[str]) -> str:
    """The question in words: what was typed, and each facet by its label."""
    from kapcli.views.question import in_words

    typed = " ".join(ids) or question.query.text.strip()
    parts = [in_words(question, f"“{typed}”" if typed else ""), f"outcomes: {' or '.join(domains)}" if domains else ""]
    return "; ".join(filter(None, parts)) or "the whole catalogue"


def _own(origins: Mapping[str, int]) -> str:
    """How many studies come from catalogues other than the built-in one; their files by name, without the folder."""
    from pathlib import PurePath

    named = [
        f"{count} {'study' if count == 1 else 'studies'} from {PurePath(origin).name}"
        for origin, count in origins.items()
        if origin != "built-in"
    ]
    return f"Put on top of it by whoever made this picture: {', '.join(named)}." if named else ""
