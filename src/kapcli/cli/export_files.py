"""An export as an answer: on stdout, or in its file or folder with a line that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kapcli.catalogue.words import so_many
from kapcli.cli.answer import Answer, Cells, Exit, Problem, Stop
from kapcli.cli.export_target import ZIP
from kapcli.cli.files import Output
from kapcli.cli.folders import Folder
from kapcli.exporting.formats import FORMATS

if TYPE_CHECKING:
    from kapcli.cli.export_target import Target
    from kapcli.cli.request import Request
    from kapcli.exporting.formats import Asked

INSTALL = "install it with: pip install 'kapcli[export]'"


def write(
    request: Request, goes: Target, asked: Asked, query: dict[str, Any], total: int, remarks: list[str]
) -> Answer:
    """The answer: on stdout, or written to its file or folder with a line that says so.

    Raises:
        Stop: What writes the format is not installed.
    """
    from kapcli.exporting.head import described, head, objects

    about = request.session.about
    request.format = goes.format
    found = Answer(
        command=request.command,
        format=goes.format,
        shape=request.shape,
        query=query,
        total=total,
        results=lambda: objects(asked.tables),
        summary=head(asked.selection) | {"tables": described(asked.tables)},
        cells=(lambda: _cells(asked)) if len(asked.tables) == 1 else None,
        remarks=remarks,
        as_of=about.as_of,
        edition=about.edition,
    )
    if not request.machine:
        found.notes = _notes(goes, asked)
    chosen = FORMATS[goes.format]
    if goes.path is None:
        if chosen.write is not None:
            made = _made(goes, asked)
            found.texts = {goes.format: lambda: made}
        return found
    return _filed(found, goes, asked)


def _filed(found: Answer, goes: Target, asked: Asked) -> Answer:
    """The answer with the file or folder that is to be written, in place of what would be on stdout."""
    from kapcli.exporting.package import ours, zipped
    from kapcli.views.closing_lines import old_age

    assert goes.path is not None
    found = found.begun_with(old_age(asked.selection.about))
    if goes.folder:
        files = FORMATS[goes.format].folder
        assert files is not None
        made = files(asked)
        whole = goes.path.suffix.lower() == ZIP
        folder = None if whole else Folder(goes.path, made, goes.force, ours)
        found.file = folder or Output(goes.path, zipped(made), goes.force)
    else:
        data = _made(goes, asked) if FORMATS[goes.format].write else _shared(found)
        found.file = Output(goes.path, data.encode("utf-8", "replace") if isinstance(data, str) else data, goes.force)
    line = f"Written: {goes.path} ({_counted(asked, found.total)})".replace("\n", "^J")
    found.texts = {goes.format: lambda: f"{line}\n"}
    return found


def _made(goes: Target, asked: Asked) -> str | bytes:
    write = FORMATS[goes.format].write
    assert write is not None
    if goes.format != "xlsx":
        return write(asked)
    from kapcli.exporting.workbook import NoLibraryError

    try:
        return write(asked)
    except NoLibraryError:
        problem = "an Excel workbook needs XlsxWriter, which is not installed (csv does not)"
        raise Stop(Exit.INPUT_OUTPUT, Problem(problem, INSTALL)) from None


def _shared(found: Answer) -> str | bytes:
    """What the commands that print it share writes: csv, tsv and JSON."""
    from kapcli.cli.formats import WRITERS

    made = WRITERS[found.format].write(found, 80)
    assert isinstance(made, str | bytes)
    return made


def _cells(asked: Asked) -> Cells:
    from kapcli.exporting.columns import cell

    (only,) = asked.tables
    return Cells(only.names, [[cell(value) for value in row] for row in only.rows])


def _counted(asked: Asked, total: int) -> str:
    if asked.effects is not None:
        return so_many(total, "effect")
    if not asked.tables:
        return so_many(total, "study", "studies")
    return ", ".join(f"{one.table.title.lower()} {len(one.rows)}" for one in asked.tables)


def _notes(goes: Target, asked: Asked) -> list[str]:
    """What a file has no room for, and what it leaves out."""
    holds = FORMATS[goes.format].holds
    notes: list[str] = []
    if holds == "references":
        from kapcli.exporting.selection import reference_remarks

        notes += reference_remarks(asked.selection)
    if asked.effects is not None:
        from kapcli.exporting.metapsy_files import remarks as of_effects

        notes += of_effects(asked.effects)
    if goes.format in ("csv", "tsv") or holds != "tables":
        from kapcli.exporting.head import stamp

        notes.append(stamp(asked.selection))
    return notes
