"""``kap validate``: whether catalogue files are sound, every fault with its line."""

import os
from typing import Annotated, Any

import typer

from kapcli.cli.answer import Answer, Problem, Stop, usage
from kapcli.cli.command import Request, command
from kapcli.cli.exits import Exit
from kapcli.views.document import text

HELP = """Check catalogue files; the built-in catalogue where none is named.

Every fault is named with file, line, place, what is wrong and what to write instead, all at once.

Examples:

  kap validate

  kap validate my-studies.yaml

  kap validate --migrate my-claims.yaml
"""


@command("validate", HELP, "text", "json", "ndjson", catalogue=False)
def run(
    request: Request,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="YAML files.", show_default=False)
    ] = None,
    migrate: Annotated[
        bool,
        typer.Option("--migrate", help="Rewrite files of the first edition: the sides of effects become evidence."),
    ] = False,
) -> Answer:
    """Answer ``kap validate``."""
    from kapcli.catalogue.files import built_in, read_bytes
    from kapcli.catalogue.layers import BUILT_IN, distinct
    from kapcli.catalogue.validation import Below
    from kapcli.index.loading import load_vocabulary, names, read_layer

    if migrate and not files:
        raise usage("no file to rewrite", "name it: kap validate --migrate FILE")
    vocabulary = load_vocabulary()
    base, base_faults = read_layer(read_bytes(built_in("studies.yaml")), BUILT_IN, vocabulary, {}, Below())
    checked = [(BUILT_IN, base, base_faults)] if not files else []
    # The built-in catalogue itself may be named: it is not checked against itself.
    own = str(built_in("studies.yaml"))
    itself = any(_same(file, own) for file in files or ())
    known = {} if itself else dict.fromkeys(names(base), BUILT_IN)
    below = Below() if itself else Below().joined(base)
    # All are opened before any is judged: a file that is not there must not hide behind another's faults.
    rewritten = [_migrate(file) for file in distinct(files or ())] if migrate else []
    contents = [(_shown(file), read_bytes(file)) for file in distinct(files or ())]
    for file, data in contents:
        catalogue, faults = read_layer(data, file, vocabulary, known, below)
        checked.append((file, catalogue, faults))
        known |= dict.fromkeys(names(catalogue), file)
        below = below.joined(catalogue)
    errors = [fault for _, _, faults in checked for fault in faults if fault.severity == "error"]
    warnings = [str(fault) for _, _, faults in checked for fault in faults if fault.severity == "warning"]
    results = [_summary(file, catalogue, faults) for file, catalogue, faults in checked]
    summary = [*rewritten, *(_sentence(result) for result in results)]
    return Answer(
        document=lambda: tuple(text(line, hang=2) for line in summary),
        query={"files": files or []},
        results=lambda: results,
        total=len(results),
        notes=warnings + (summary if errors and request.format == "text" else []),
        errors=[Problem(f.message, f.fix, f.file, f.line, f.path) for f in errors],
        exit=Exit.BAD_CATALOGUE if errors else Exit.ANSWERED,
    )


def _kept(message: str, hint: str) -> Stop:
    return Stop(Exit.BAD_CATALOGUE, Problem(message, hint))


def _migrate(file: str) -> str:
    """Rewrite one file in its place, whole or not at all, and say what was done."""
    from kapcli.catalogue.faults import CatalogueError
    from kapcli.catalogue.files import read_bytes
    from kapcli.catalogue.migration import MigrationError, migrated
    from kapcli.catalogue.yaml_reader import read_catalogue
    from kapcli.index.loading import load_vocabulary

    data, vocabulary = read_bytes(file), load_vocabulary()
    shown = _shown(file)
    try:
        read = read_catalogue(data, shown, vocabulary)
        if read.faults.errors:
            raise MigrationError("it has faults; mend them first")
        text, count = migrated(data.decode("utf-8-sig").replace("\r\n", "\n"), read)
        after = read_catalogue(text.encode(), shown, vocabulary)
    except CatalogueError as error:
        raise _kept(f"{shown} is not rewritten: {error.faults[0].message}", f"kap validate {shown}") from None
    except MigrationError as error:
        raise _kept(f"{shown} is not rewritten: {error}", f"kap validate {shown}") from None
    if [one.linked for one in after.catalogue.claims] != [one.linked for one in read.catalogue.claims]:
        raise _kept(f"{shown} is not rewritten: its lists could not be joined", "put 'evidence:' there by hand")
    if count:
        _replace(file, text)
    claims = f"{count} {'claim' if count == 1 else 'claims'}"
    return f"{shown}: {claims} rewritten" if count else f"{shown}: nothing to rewrite"


def _replace(file: str, text: str) -> None:
    """Write a file anew beside itself and put it in its place, with its rights kept."""
    import shutil
    import tempfile

    real = os.path.realpath(file)
    handle, name = tempfile.mkstemp(dir=os.path.dirname(real), prefix=".kap-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        shutil.copymode(real, name)
        os.replace(name, real)
    except BaseException:
        os.unlink(name)
        raise


def _same(file: str, other: str) -> bool:
    try:
        return os.path.samefile(file, other)
    except (OSError, ValueError):
        return False


def _shown(file: str) -> str:
    """A file's name as text on one line, whatever bytes it holds."""
    return file.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "^J")


# What JSON tells of a fault.
_FAULT = ("file", "line", "path", "message", "fix", "severity")


def _summary(file: str, catalogue: Any, faults: list[Any]) -> dict[str, Any]:
    from kapcli.catalogue.faults import counted

    return {
        "id": file,
        "studies": len(catalogue.studies),
        "outcomes": sum(len(study.outcomes) for study in catalogue.studies),
        "claims": len(catalogue.claims),
        "glossary": len(catalogue.glossary),
        "errors": counted(faults, "error"),
        "warnings": counted(faults, "warning"),
        "faults": [{name: getattr(fault, name) for name in _FAULT} for fault in faults],
    }


def _sentence(result: dict[str, Any]) -> str:
    counts = (
        ("studies", "study", "studies"),
        ("outcomes", "outcome", "outcomes"),
        ("claims", "claim", ""),
        ("glossary", "glossary term", ""),
    )
    parts = [(result[key], one, many or f"{one}s") for key, one, many in counts]
    found = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in parts)
    errors, warnings = result["errors"], result["warnings"]
    state = "sound" if not errors else f"{errors} {'fault' if errors == 1 else 'faults'}"
    if warnings:
        state += f", {warnings} {'warning' if warnings == 1 else 'warnings'}"
    return f"{result['id']}: {found}: {state}"
