"""``kap validate``: whether catalogue files are sound, every fault with its line."""

import os
from typing import Annotated

import typer

from kapcli.cli.answer import Answer, Problem
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.views.document import text

HELP = """Check catalogue files; the built-in catalogue where none is named.

Every fault is named with file, line, place, what is wrong and what to write instead, all at once.

Examples:

  kap validate

  kap validate my-studies.yaml
"""


@command("validate", HELP, "text", "json", "ndjson", catalogue=False)
def run(
    request: Request,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="YAML files.", show_default=False)
    ] = None,
) -> Answer:
    """Answer ``kap validate``."""
    from kapcli.catalogue.files import built_in, read_bytes
    from kapcli.catalogue.layers import BUILT_IN, distinct
    from kapcli.catalogue.validation import Below
    from kapcli.index.loading import load_vocabulary, names, read_layer
    from kapcli.views.validation import as_data, sentence

    vocabulary = load_vocabulary()
    base, base_faults = read_layer(read_bytes(built_in("studies.yaml")), BUILT_IN, vocabulary, {}, Below())
    checked = [(BUILT_IN, base, base_faults)] if not files else []
    # The built-in catalogue itself may be named: it is not checked against itself.
    own = str(built_in("studies.yaml"))
    itself = any(_same(file, own) for file in files or ())
    known = {} if itself else dict.fromkeys(names(base), BUILT_IN)
    below = Below() if itself else Below().joined(base)
    # All are opened before any is judged: a file that is not there must not hide behind another's faults.
    contents = [(_shown(file), read_bytes(file)) for file in distinct(files or ())]
    for file, data in contents:
        catalogue, faults = read_layer(data, file, vocabulary, known, below)
        checked.append((file, catalogue, faults))
        known |= dict.fromkeys(names(catalogue), file)
        below = below.joined(catalogue)
    errors = [fault for _, _, faults in checked for fault in faults if fault.severity == "error"]
    warnings = [str(fault) for _, _, faults in checked for fault in faults if fault.severity == "warning"]
    results = [as_data(file, catalogue, faults) for file, catalogue, faults in checked]
    summary = [sentence(result) for result in results]
    return Answer(
        document=lambda: tuple(text(line, hang=2) for line in summary),
        query={"files": files or []},
        results=lambda: results,
        total=len(results),
        notes=warnings + (summary if errors and request.format == "text" else []),
        errors=[Problem(f.message, f.fix, f.file, f.line, f.path) for f in errors],
        exit=Exit.BAD_CATALOGUE if errors else Exit.ANSWERED,
    )


def _same(file: str, other: str) -> bool:
    try:
        return os.path.samefile(file, other)
    except (OSError, ValueError):
        return False


def _shown(file: str) -> str:
    """A file's name as text on one line, whatever bytes it holds."""
    return file.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "^J")
