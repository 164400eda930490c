"""``kap edit``: an entry of one's own in one's own editor, kept only if the file still loads."""

import os
from pathlib import Path
from typing import Annotated

import typer

from kapcli.catalogue.layers import own_files
from kapcli.cli.answer import Answer, Exit, Problem, Stop, usage
from kapcli.cli.asking import agreed
from kapcli.cli.command import command
from kapcli.cli.completion import complete_id, while_asked
from kapcli.cli.edited_copy import edited
from kapcli.cli.output import tell
from kapcli.cli.own_file import make_room, own_file
from kapcli.cli.request import Request
from kapcli.views.document import text

HELP = """Open an entry of your own in $VISUAL or $EDITOR, at its line, and check the file when you come back.

If the file no longer loads, you may open it again; otherwise the old one is kept, with your version next to it.
Looks in the files of --catalogue and KAP_CATALOGUE and in your data folder. A built-in study is not edited itself:
you are offered a copy that replaces it, in the file of --catalogue or in your data folder.

Examples:

  kap edit smith2030 --catalogue my.yaml
"""


@command("edit", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the entry.", autocompletion=while_asked(complete_id))
    ],
) -> Answer:
    """Answer ``kap edit``."""
    from kapcli.importing.places import line_of

    files = _files(request)
    for file in files:
        if line := line_of(file, name):
            return _edited(request, Path(file), name, line, files)
    found = _built_in(name) if request.builtin else None
    if found is None:
        raise _nowhere(request, name, files)
    return _replaced(request, found, files)


def _files(request: Request) -> list[str]:
    from kapcli.catalogue.layers import VARIABLE, distinct

    named = [*os.environ.get(VARIABLE, "").split(os.pathsep), *request.catalogues]
    return distinct([file for file in [*named, *(own_files() if request.own else ())] if file])


def _built_in(name: str) -> str | None:
    """The id of the built-in study of a name."""
    from kapcli.api.lookup import look_up
    from kapcli.index.session import open_session

    found, _ = look_up(open_session((), own=False), [name])
    return found[0].study.id if found and found[0].origin == "built-in" else None


def _nowhere(request: Request, name: str, files: list[str]) -> Stop:
    from kapcli.api.lookup import look_up
    from kapcli.index.session import open_session

    _, missing = look_up(open_session((), own=False), [name])
    problem = missing[0] if missing else Problem(f"no entry {name!r}")
    where = ", ".join(files) or "no file of your own; name one: --catalogue my.yaml"
    return Stop(Exit.NOTHING_FOUND, Problem(problem.message, f"looked in: {where}"))


def _replaced(request: Request, name: str, files: list[str]) -> Answer:
    """Let a copy of a built-in study be edited in a file of one's own, where it takes that one's place.

    Raises:
        Stop: Nobody wants it.
    """
    from kapcli.catalogue.files import built_in, read_bytes
    from kapcli.cli.adding import added
    from kapcli.importing.places import last_line_of, study_lines
    from kapcli.index.loading import load_vocabulary

    said = f"{name} is in the built-in catalogue, which is not edited: an update would undo it"
    target = Path(request.catalogues[-1]) if request.catalogues else own_file()
    if not request.machine:
        tell(f"{said}.")
    if request.machine or not agreed(f"Edit a copy in {target} that replaces it?", default=False):
        raise usage(said, f"copy it into a file of your own and write 'replaces: true' below its id: kap edit {name}")
    if not request.catalogues:
        make_room(target)
    entry = study_lines(read_bytes(built_in("studies.yaml")).decode("utf-8").splitlines(), name)
    before = read_bytes(target) if target.exists() else b""
    begun = added(before, [[entry[0], "    replaces: true", *entry[1:]]], str(target), load_vocabulary())
    line = last_line_of(begun, name)
    others = [file for file in files if file != str(target)]
    return _edited(request, target, name, line, [*others, str(target)], begun, before)


def _edited(
    request: Request,
    file: Path,
    name: str,
    line: int,
    files: list[str],
    begun: bytes | None = None,
    stood: bytes | None = None,
) -> Answer:
    changed = edited(file, line, files, begun, stood, asks=not request.machine)
    said = f"{file} was changed, and loads." if changed else f"{file} was not changed."
    return Answer(
        document=lambda: (text(said, hang=2),),
        results=lambda: [{"id": name, "file": str(file), "changed": changed}],
        query={"ids": [name]},
        total=1,
    )
