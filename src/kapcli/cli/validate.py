"""``kap validate``: whether catalogue files are sound, every fault with its line."""

from typing import Annotated

import typer

from kapcli.cli.answer import Answer, Exit, Problem, usage
from kapcli.cli.command import command
from kapcli.cli.registers import LookedUp, given, look_up
from kapcli.cli.request import Request
from kapcli.cli.streams import is_stream
from kapcli.views.document import text

HELP = """Check catalogue files, or the built-in catalogue if no file is given.

Lists every problem with its file, its line and a suggested fix. With --online, and only then, it connects: to
Crossref, PubMed, ClinicalTrials.gov and the ISRCTN registry, for records, retractions and corrections. Their answers
are kept for a week.

Examples:

  kap validate

  kap validate my-studies.yaml

  kap validate --strict my-studies.yaml

  kap validate --online --write my-studies.yaml

  kap validate --migrate my-claims.yaml
"""


@command("validate", HELP, "text", "json", "ndjson", "github", catalogue=False)
def run(
    request: Request,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="The YAML files to check; - for standard input.", show_default=False),
    ] = None,
    migrate: Annotated[
        bool,
        typer.Option("--migrate", help="Rewrite files of an older format."),
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Also find drafts, odd identifiers, pages and years, and stray numbers."),
    ] = False,
    online: Annotated[
        bool, typer.Option("--online", help="Look up records in their registers; KAP_EMAIL is sent as your contact.")
    ] = False,
    write: Annotated[bool, typer.Option("--write", help="With --online: write what is certain to the files.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="With --online: ignore stored answers.")] = False,
) -> Answer:
    """Answer ``kap validate``."""
    from kapcli.catalogue.layers import distinct
    from kapcli.cli.rewriting import rewrite
    from kapcli.index.loading import check_files
    from kapcli.views.draft import note
    from kapcli.views.validation import as_data, sentence

    if migrate and not files:
        raise usage("--migrate needs a file", "e.g. kap validate --migrate FILE")
    if (write or fresh) and not online:
        raise usage(f"{'--write' if write else '--fresh'} goes with --online", "kap validate --online FILE")
    if write and not files:
        raise usage("--write needs a file", "e.g. kap validate --online --write FILE")
    if (migrate or write) and any(is_stream(file) for file in files or ()):
        raise usage("standard input or a pipe cannot be rewritten", "name a file")
    rewritten = [rewrite(file) for file in distinct(files or ())] if migrate else []
    checked = check_files(files or (), strict=strict, read=given)
    unsound = any(fault.severity == "error" for _, _, faults in checked for fault in faults)
    looked_up = (
        look_up(checked, distinct(files or ()), write=write, fresh=fresh) if online and not unsound else LookedUp()
    )
    checked = [
        (file, catalogue, faults + more)
        for (file, catalogue, faults), more in zip(checked, looked_up.faults or [[]] * len(checked), strict=True)
    ]
    errors = [fault for _, _, faults in checked for fault in faults if fault.severity == "error"]
    warnings = [str(fault) for _, _, faults in checked for fault in faults if fault.severity == "warning"]
    results = [as_data(file, catalogue, faults) for file, catalogue, faults in checked]
    drafts = [note(result["id"], draft) for result in results for draft in result["drafts"] if not strict]
    summary = [*rewritten, *(sentence(result) for result in results), *looked_up.summary]
    return Answer(
        document=lambda: tuple(text(line, hang=2) for line in summary),
        query={"files": files or [], "strict": strict, "online": online},
        results=lambda: results,
        total=len(results),
        summary=looked_up.data,
        notes=warnings + drafts + looked_up.notes + (summary if errors and request.format == "text" else []),
        errors=[Problem(f.message, f.fix, f.file, f.line, f.path) for f in errors],
        exit=Exit.BAD_CATALOGUE if errors else looked_up.exit,
    )
