"""``kap edit``: an entry of one's own in one's own editor, kept only if the file still loads."""

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kapcli.catalogue.layers import own_files
from kapcli.cli.answer import Answer, Exit, Problem, Stop, usage
from kapcli.cli.asking import agreed
from kapcli.cli.command import command
from kapcli.cli.completion import complete_id, while_asked
from kapcli.cli.editor import edit
from kapcli.cli.files import refuse_read_only
from kapcli.cli.locking import locked
from kapcli.cli.output import tell
from kapcli.cli.own_file import make_room, own_file
from kapcli.cli.request import Request
from kapcli.views.document import text

if TYPE_CHECKING:
    from kapcli.catalogue.faults import Fault

HELP = """Open an entry of your own in $VISUAL or $EDITOR, at its line, and check the file when you come back.

If the file no longer loads, you may open it again; otherwise the old one is kept, with your version next to it.
Looks in the files of --catalogue and KAP_CATALOGUE and in your data folder. A built-in study is not edited itself:
you are offered a copy that replaces it, in the file of --catalogue or in your data folder.

Examples:

  kap edit smith2030 --catalogue my.yaml
"""
_SHOWN = 10


@command("edit", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="The id of the entry.", autocompletion=while_asked(complete_id))
    ],
) -> Answer:
    """Answer ``kap edit``."""
    files = _files(request)
    for file in files:
        if line := _line_of(file, name):
            return _edited(Path(file), name, line, files)
    found = _built_in(name) if request.builtin else None
    if found is None:
        raise _nowhere(request, name, files)
    return _replaced(request, found, files)


def _files(request: Request) -> list[str]:
    from kapcli.catalogue.layers import VARIABLE, distinct

    named = [*os.environ.get(VARIABLE, "").split(os.pathsep), *request.catalogues]
    return distinct([file for file in [*named, *(own_files() if request.own else ())] if file])


def _line_of(file: str, name: str) -> int:
    """The line at which an entry begins, whether the file loads or not; 0 where it has no such entry."""
    from kapcli.catalogue.faults import CatalogueError
    from kapcli.catalogue.files import read_bytes
    from kapcli.catalogue.yaml_events import parse

    data = read_bytes(file)
    try:
        top = parse(data, file)
    except CatalogueError:
        # What is no YAML at all can be mended here as well.
        wanted = re.compile(rf"""[\s{{-]*["']?id["']?:\s*["']?{re.escape(name)}["']?\s*(?:[#,}}].*)?$""", re.IGNORECASE)
        lines = data.decode("utf-8", "replace").splitlines()
        return next((number for number, line in enumerate(lines, 1) if wanted.match(line)), 0)
    sections = top.value.values() if top is not None and isinstance(top.value, dict) else ()
    for _, section in sections:
        for entry in section.value if isinstance(section.value, list) else ():
            found = entry.value.get("id") if isinstance(entry.value, dict) else None
            if found is not None and str(found[1].value).casefold() == name.casefold():
                return found[0]
    return 0


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
    from kapcli.cli.import_files import added
    from kapcli.index.loading import load_vocabulary

    said = f"{name} is in the built-in catalogue, which is not edited: an update would undo it"
    target = Path(request.catalogues[-1]) if request.catalogues else own_file()
    tell(f"{said}.")
    if request.machine or not agreed(f"Edit a copy in {target} that replaces it?", default=False):
        raise usage(said, f"copy it into a file of your own and write 'replaces: true' below its id: kap edit {name}")
    if not request.catalogues:
        make_room(target)
    entry = _entry(read_bytes(built_in("studies.yaml")).decode("utf-8").splitlines(), name)
    before = read_bytes(target) if target.exists() else b""
    begun = added(before, [[entry[0], "    replaces: true", *entry[1:]]], str(target), load_vocabulary())
    line = _line_in(begun, name)
    others = [file for file in files if file != str(target)]
    return _edited(target, name, line, [*others, str(target)], begun, before)


def _entry(lines: list[str], name: str) -> list[str]:
    """The lines of a study of the built-in catalogue, whose studies stand one below the other."""
    first = lines.index(f"  - id: {name}", lines.index("studies:"))
    ends = (at for at in range(first + 1, len(lines)) if lines[at][:4].strip())
    last = next(ends, len(lines))
    while not lines[last - 1].strip():
        last -= 1
    return lines[first:last]


def _line_in(data: bytes, name: str) -> int:
    lines = data.decode("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if line.strip() == f"- id: {name}")


def _edited(
    file: Path, name: str, line: int, files: list[str], begun: bytes | None = None, stood: bytes | None = None
) -> Answer:
    """Let a copy be edited until it loads or is given up; only one that loads takes the file's place.

    Args:
        file: The file.
        name: The entry.
        line: Where it begins.
        files: All files that are read together.
        begun: What the editor is given in place of what stands in the file.
        stood: What stands in the file then.
    """
    refuse_read_only(file)
    real = Path(os.path.realpath(file))
    before = real.read_bytes() if begun is None else begun
    stood = before if stood is None else stood
    handle, copy = tempfile.mkstemp(prefix=f".{real.stem}-", suffix=real.suffix or ".yaml", dir=real.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(before)
    if real.exists():
        shutil.copymode(real, copy)
    try:
        while True:
            edit(Path(copy), line)
            if Path(copy).read_bytes() == before:
                return _answer(file, name, f"{file} was not changed.")
            faults = _faults(copy, str(file), files)
            if not faults:
                _put(Path(copy), real, stood, file)
                return _answer(file, name, f"{file} was changed, and loads.", changed=True)
            for fault in faults[:_SHOWN]:
                tell(str(fault))
            tell(f"The file would not load: {len(faults)} {'error' if len(faults) == 1 else 'errors'}.")
            line = faults[0].line or line
            if not agreed("Open it again?", default=True):
                message = f"{file} was kept as it was: what you wrote does not load"
                raise Stop(Exit.BAD_CATALOGUE, Problem(message))
    except Stop as stop:
        raise _with_copy(stop, Path(copy), before) from None
    finally:
        # What a person wrote stays, however this ends.
        if os.path.exists(copy) and Path(copy).read_bytes() == before:
            os.unlink(copy)


def _put(copy: Path, real: Path, stood: bytes, shown: Path) -> None:
    """Put what was edited into the place of the file.

    Raises:
        Stop: Somebody else has written to it since it was opened.
    """
    with locked(real):
        if (real.read_bytes() if real.exists() else b"") != stood:
            message = f"{shown} was changed by somebody else while you edited it, and was left as it is now"
            raise Stop(Exit.INPUT_OUTPUT, Problem(message, "take over what you changed from there by hand"))
        refuse_read_only(real)
        os.replace(copy, real)


def _with_copy(stop: Stop, copy: Path, before: bytes) -> Stop:
    """The same fault with where to find what was written, if anything was."""
    import msgspec

    if copy.read_bytes() == before:
        return stop
    first, *rest = stop.problems
    hint = "; ".join(filter(None, (f"what you wrote stands in {copy}", first.hint)))
    return Stop(stop.code, msgspec.structs.replace(first, hint=hint), *rest)


def _faults(copy: str, shown: str, files: list[str]) -> list["Fault"]:
    import msgspec

    from kapcli.index.loading import check_files

    # The others may refer to what stands in this one, and this one to the others.
    together = [copy if file == shown else file for file in files]
    return [
        msgspec.structs.replace(fault, file=shown if file == copy else file)
        for file, _, faults in check_files(together)
        for fault in faults
        if fault.severity == "error"
    ]


def _answer(file: Path, name: str, said: str, *, changed: bool = False) -> Answer:
    return Answer(
        document=lambda: (text(said, hang=2),),
        results=lambda: [{"id": name, "file": str(file), "changed": changed}],
        query={"ids": [name]},
        total=1,
    )
