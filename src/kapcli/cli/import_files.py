"""``kap import``: reference files and registry records as drafts of catalogue entries."""

import contextlib
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kapcli.cli.adding import added, standing
from kapcli.cli.answer import Answer, Exit, usage
from kapcli.cli.command import command
from kapcli.cli.files import STDOUT, Output, destination
from kapcli.cli.locking import locked
from kapcli.cli.request import Request
from kapcli.cli.streams import content

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.importing.bringing import Source

HELP = """Make drafts of catalogue entries from reference files and registry records.

Reads BibTeX, RIS, PubMed (.nbib), CSL-JSON, CSV with a header, and ClinicalTrials.gov JSON, recognised by
content. Prints YAML, or adds it to a file with --output, leaving the rest of the file unchanged byte for byte. A draft
appears in no answer until a person has filled in its blanks and removed 'draft: true'; kap show ID says what is
missing. Works already in the catalogue are shown, not written.

Examples:

  kap import refs.bib search.nbib

  kap import refs.ris --output my.yaml

  kap import trial.json --json
"""
# The rows of `kapcli.importing.formats.FORMATS`; a test holds them to be the same.
FORMATS = ("clinicaltrials", "csl-json", "nbib", "ris", "bibtex", "csv")


@command("import", HELP, "text", "json", "ndjson")
def run(
    request: Request,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="The files to read; - for standard input.", show_default=False),
    ],
    given: Annotated[
        Literal[FORMATS] | None,  # type: ignore[valid-type]
        typer.Option("--from", help="The format of the files, if not recognised by content."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Add the drafts to this YAML file.")
    ] = None,
    duplicates: Annotated[bool, typer.Option("--duplicates", help="Write duplicates, too, as drafts.")] = False,
) -> Answer:
    """Answer ``kap import``."""
    from kapcli.importing.bringing import brought
    from kapcli.importing.duplicates import works
    from kapcli.importing.naming import taken
    from kapcli.importing.yaml_text import file_text
    from kapcli.views.importing import as_data, in_total, remarks

    output = None if output in STDOUT else output
    target = destination(output, (".yaml", ".yml"), force=True) if output is not None else None
    with contextlib.ExitStack() as held:
        before = b""
        if target is not None:
            # Nobody else adds to it until it is written.
            held.enter_context(locked(target))
            before = standing(target, request)
        # A file that cannot be added to is said before anything is read.
        session = request.session
        vocabulary = session.definitions()
        sources = [_source(name, given or "", vocabulary) for name in dict.fromkeys(files)]
        found = brought(sources, works(session), taken(session), vocabulary, apart=duplicates)
        entries = found.entries
        text = file_text(entries) if entries else ""
        written = None
        if target is not None and entries:
            data = added(before, entries, output or "", vocabulary)
            written = Output(target, data, force=True, seen=before, held=held.pop_all())
    faulty = found.count("faulty")
    total = in_total(found, len(sources), output or "", apart=duplicates)
    return Answer(
        texts={"text": lambda: "" if target is not None else text},
        results=lambda: [as_data(one) for one in found.outcomes],
        query={"files": list(files), "format": given, "output": output, "duplicates": duplicates},
        total=len(found.outcomes),
        summary={
            "read": len(found.outcomes),
            "drafts": found.count("draft"),
            "duplicates": found.count("duplicate"),
            "faulty": faulty,
            "formats": {source.name: source.format for source in sources},
            "yaml": None if target is not None else text,
        },
        notes=[
            *(f"{source.name}: {source.remark}" for source in sources if source.remark),
            *remarks(found.outcomes),
            total,
        ],
        exit=Exit.NOTHING_FOUND if faulty or not found.outcomes else Exit.ANSWERED,
        file=written,
    )


def _source(name: str, given: str, vocabulary: "Vocabulary") -> "Source":
    from kapcli.importing.bringing import FormatError, read_source
    from kapcli.index.loading import shown_name

    shown = shown_name(name)
    missing = ("nothing to read on standard input", "e.g. kap import - < refs.bib")
    try:
        return read_source(content(name, missing), shown, given, vocabulary)
    except FormatError as error:
        raise usage(f"{shown} is {error}", error.hint or f"say which: --from {' | '.join(FORMATS)}") from None
