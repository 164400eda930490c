"""``kap new``: one study, question by question, into a file of one's own."""

import contextlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.catalogue.faults import CatalogueError, UnreadableError
from kapcli.catalogue.layers import own_folder
from kapcli.cli.answer import Answer, Exit, Problem, Stop, usage
from kapcli.cli.asking import agreed, ask
from kapcli.cli.command import command
from kapcli.cli.files import Output, destination, refuse_read_only
from kapcli.cli.locking import locked
from kapcli.cli.output import tell
from kapcli.cli.own_file import make_room, own_file
from kapcli.cli.request import Request
from kapcli.views.document import text

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.importing.interview import Interview
    from kapcli.importing.questions import Question

HELP = """Write a study into a catalogue file of your own, question by question.

Each answer is checked at once. Type ? to see what a question means and its codes (the Tab key completes them), < to go
back, . to stop; leave empty what no source says. An unfinished study is kept as a draft: continue with kap edit ID.

Examples:

  kap new

  kap new --output my.yaml
"""
# So many codes stand in a question itself.
_FEW = 6
_FOLLOWING = (("Go on with it", "edit"), ("See it", "show"))
_KEYS = "? explains a question, < goes back, . stops and keeps a draft, an empty line leaves out what no source says."


@command("new", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The YAML file to add to (default: your own catalogue)."),
    ] = None,
) -> Answer:
    """Answer ``kap new``."""
    from kapcli.importing.duplicates import works
    from kapcli.importing.interview import Interview
    from kapcli.importing.naming import taken

    if output is None:
        target = own_file()
        make_room(target)
        refuse_read_only(target)
    else:
        target = destination(output, (".yaml", ".yml"), force=True)
    before = _before(target, request)
    session = request.session
    interview = Interview(works(session), taken(session), session.definitions())
    tell(_KEYS)
    try:
        if not _asked(interview):
            raise usage("nothing was answered, so nothing was written", "kap help new")
        return _written(interview, target, before, request)
    except BaseException as error:
        # A fault that is told says itself what became of the answers; an interrupt is ended without a word.
        if interview.answers and not isinstance(error, Stop):
            _keep(interview, target)
        raise


def _before(target: Path, request: Request) -> bytes:
    """What stands in the file; a file with errors is refused before anybody is asked anything."""
    from kapcli.catalogue.files import read_bytes

    data = read_bytes(target) if target.exists() else b""
    if data.strip():
        request.catalogues = (*request.catalogues, str(target))
    return data


def _asked(interview: "Interview") -> bool:
    """Ask until nothing is left or nobody answers; whether there is anything to write."""
    from kapcli.importing.interview import TELLING
    from kapcli.importing.questions import offers

    told: set[str] = set()
    while (question := interview.question) is not None:
        said = ask(_prompt(question, interview.vocabulary), partial(offers, question, interview.vocabulary))
        if said is None or said.strip() == ".":
            break
        if said.strip() == "?":
            for line in question.help(interview.vocabulary):
                tell(line)
        elif said.strip() == "<":
            if not interview.back():
                tell("This is the first question.")
        elif fault := interview.answer(question, said):
            tell(f"  {fault}")
        elif question.key in TELLING and (match := interview.duplicate()) and match.work.name not in told:
            told.add(match.work.name)
            tell(f"  That seems to be {match.work.name} ({match.work.where}): {match.because}.")
            if not agreed("  Go on all the same?", default=False):
                return False
    return bool(interview.answers)


def _prompt(question: "Question", vocabulary: "Vocabulary") -> str:
    """The question, with the codes that answer it where there is room for them."""
    codes = vocabulary.codes(question.section) if question.section else ()
    listed = f" ({', '.join(codes)})" if 0 < len(codes) <= _FEW else f" (? lists {len(codes)})" if codes else ""
    return f"{question.text}{listed}{f' [{question.default}]' if question.default else ''}:"


def _written(interview: "Interview", target: Path, before: bytes, request: Request) -> Answer:
    """The answer with the file, made of what stands in it now: the questions took their time."""
    from kapcli.cli.import_files import added
    from kapcli.importing.yaml_text import file_text

    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locked(target))
            seen, renamed = _renewed(interview, target, before, request)
            name, lines, missing = interview.entry()
            data = added(seen, [lines], str(target), interview.vocabulary)
        except (Stop, CatalogueError, UnreadableError) as error:
            raise _kept(error, interview, target) from None
        kept = file_text([lines]).encode()
        written = Output(target, data, force=True, seen=seen, held=held.pop_all(), kept=kept)
    said = f"{name} was written to {target}" + (", as a draft: it is in no answer yet." if missing else ".")
    more = [f"The id {renamed} came to be taken meanwhile."] if renamed else []
    more += [f"Still to do: {'; '.join(missing)}"] if missing else []
    figures = [] if missing else ["Outcomes were not asked for: add them there, each with its source."]
    # What stands in one's own folder is read without being named.
    named = "" if os.path.dirname(os.path.abspath(target)) == own_folder() else f" --catalogue {target}"
    following = [f"{what}: kap {word} {name}{named}" for what, word in _FOLLOWING]
    return Answer(
        document=lambda: tuple(text(line, hang=2) for line in (said, *more, *figures, *following)),
        results=lambda: [{"id": name, "draft": bool(missing), "file": str(target), "missing": list(missing)}],
        query={"output": str(target)},
        total=1,
        exit=Exit.ANSWERED,
        file=written,
    )


def _renewed(interview: "Interview", target: Path, before: bytes, request: Request) -> tuple[bytes, str]:
    """What stands in the file now, and the id that somebody else has taken in it meanwhile, if any."""
    from kapcli.api.catalogue import open_catalogue
    from kapcli.catalogue.files import read_bytes
    from kapcli.importing.naming import taken

    now = read_bytes(target) if target.exists() else b""
    if now == before or not now.strip():
        return now, ""
    files = dict.fromkeys([*request.catalogues, str(target)])
    fresh = open_catalogue(*files, own=request.own, builtin=request.builtin)
    return now, interview.renew(taken(fresh.session))


def _keep(interview: "Interview", target: Path) -> None:
    """Keep everything that was typed in a file of its own, and say where."""
    from kapcli.cli.writing import keep
    from kapcli.importing.yaml_text import file_text

    if copy := keep(target, file_text([interview.entry()[1]]).encode()):
        tell("")
        tell(f"What you wrote stands in {copy}")


def _kept(error: Exception, interview: "Interview", target: Path) -> Stop:
    """The same fault with everything that was typed kept in a file of its own."""
    from kapcli.cli.writing import keeping
    from kapcli.importing.yaml_text import file_text

    if isinstance(error, CatalogueError):
        fault = error.faults[0]
        stop = Stop(Exit.BAD_CATALOGUE, Problem(fault.message, fault.fix, fault.file, fault.line, fault.path))
    elif isinstance(error, Stop):
        stop = error
    else:
        stop = Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be read: {error}", "", repr(str(target))))
    return keeping(stop, target, file_text([interview.entry()[1]]).encode())
