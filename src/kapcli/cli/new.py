"""``kap new``: one study, question by question, into a file of one's own."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.catalogue.layers import own_folder
from kapcli.cli.adding import standing
from kapcli.cli.answer import Answer, Exit, Stop, usage
from kapcli.cli.command import command
from kapcli.cli.files import destination, refuse_read_only
from kapcli.cli.own_file import make_room, own_file
from kapcli.cli.request import Request
from kapcli.views.document import text

if TYPE_CHECKING:
    from kapcli.cli.typed_entry import Typed

HELP = """Write a study into a catalogue file of your own, question by question.

Each answer is checked at once. Type ? to see what a question means and its codes (the Tab key completes them), < to go
back, . to stop; leave empty what no source says. An unfinished study is kept as a draft: continue with kap edit ID.

Examples:

  kap new

  kap new --output my.yaml
"""
_FOLLOWING = (("Go on with it", "edit"), ("See it", "show"))


@command("new", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The YAML file to add to (default: your own catalogue)."),
    ] = None,
) -> Answer:
    """Answer ``kap new``."""
    from kapcli.cli.interviewing import asked
    from kapcli.cli.typed_entry import keep_typed, typed
    from kapcli.importing.duplicates import works
    from kapcli.importing.interview import Interview
    from kapcli.importing.naming import taken

    if output is None:
        target = own_file()
        make_room(target)
        refuse_read_only(target)
    else:
        target = destination(output, (".yaml", ".yml"), force=True)
    before = standing(target, request)
    session = request.session
    interview = Interview(works(session), taken(session), session.definitions())
    try:
        if not asked(interview):
            raise usage("nothing was answered, so nothing was written", "kap help new")
        return _answer(typed(interview, target, before, request), target)
    except BaseException as error:
        # A fault that is told says itself what became of the answers; an interrupt is ended without a word.
        if interview.answers and not isinstance(error, Stop):
            keep_typed(interview, target)
        raise


def _answer(entry: "Typed", target: Path) -> Answer:
    draft = bool(entry.missing)
    said = f"{entry.name} was written to {target}" + (", as a draft: it is in no answer yet." if draft else ".")
    more = [f"The id {entry.renamed} came to be taken meanwhile."] if entry.renamed else []
    more += [f"Still to do: {'; '.join(entry.missing)}"] if draft else []
    figures = [] if draft else ["Outcomes were not asked for: add them there, each with its source."]
    # What stands in one's own folder is read without being named.
    named = "" if os.path.dirname(os.path.abspath(target)) == own_folder() else f" --catalogue {target}"
    following = [f"{what}: kap {word} {entry.name}{named}" for what, word in _FOLLOWING]
    return Answer(
        document=lambda: tuple(text(line, hang=2) for line in (said, *more, *figures, *following)),
        results=lambda: [{"id": entry.name, "draft": draft, "file": str(target), "missing": list(entry.missing)}],
        query={"output": str(target)},
        total=1,
        exit=Exit.ANSWERED,
        file=entry.file,
    )
