"""``kap validate --online``: records held against the registers, with a bar while it takes its time."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.words import so_many
from kapcli.cli.answer import Exit, Problem, Stop
from kapcli.cli.streams import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kapcli.catalogue.drafts import Sorted
    from kapcli.catalogue.faults import Fault
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.online.confirming import Confirmed
    from kapcli.online.differences import Difference
    from kapcli.online.kept import Kept

    CheckedFile = tuple[str, Sorted, list[Fault]]

EMAIL = "KAP_EMAIL"
_ADDRESS = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\"]+\.[^\s@,;<>()\"]+", re.ASCII)
_INSTALL = "install it with: pip install 'kapcli[online]'"


class LookedUp(msgspec.Struct):
    """What came of asking the registers, to be said by the command.

    Attributes:
        faults: Of each file, what the registers have otherwise.
        notes: Remarks for the standard error.
        summary: Lines for people.
        data: For programs.
        exit: How the command ends where nothing else is wrong.
    """

    faults: list[list[Fault]] = []
    notes: list[str] = []
    summary: list[str] = []
    data: dict[str, Any] = {}
    exit: Exit = Exit.ANSWERED


def look_up(checked: Sequence[CheckedFile], paths: Sequence[str], *, write: bool, fresh: bool) -> LookedUp:
    """Ask the registers for every study of some files, and put what is certain into them where that is wanted.

    Args:
        checked: The files as they were checked, without errors.
        paths: Where they are; none for the built-in catalogue.
        write: Whether to write.
        fresh: Whether to ask again for what was answered lately.

    Raises:
        Stop: The package that connects is not installed, or a file cannot be written into.
    """
    if importlib.util.find_spec("httpx") is None:
        problem = Problem("--online needs the Python package httpx, which is not installed", _INSTALL)
        raise Stop(Exit.INPUT_OUTPUT, problem)
    from kapcli.catalogue.files import built_in
    from kapcli.catalogue.yaml_reader import read_catalogue
    from kapcli.index.loading import load_vocabulary
    from kapcli.online.confirming import confirmed
    from kapcli.views.registers import as_data, faults, in_short, remarks

    vocabulary = load_vocabulary()
    # A study may be replaced by a later file: what differs is said of the entry that it was found in.
    studies = [study for _, catalogue, _ in checked for study in catalogue.studies]
    by = contact()
    with _bar() as told:
        found = confirmed(studies, _kept(fresh=fresh), by, told)
    settled, said = _write(checked, paths, found, vocabulary) if write else ([], [])
    listed = []
    for (name, catalogue, _), path in zip(checked, paths or [str(built_in("studies.yaml"))], strict=True):
        ids = {study.id for study in catalogue.studies}
        open_ = [one for one in found.differences if one.study in ids and one not in settled]
        listed.append(list(faults(read_catalogue(given(path), name, vocabulary), name, open_)))
    return LookedUp(
        listed,
        list(remarks(found, by)),
        [*said, in_short(found, len(settled))],
        {"online": as_data(found, settled)},
        Exit.INPUT_OUTPUT if found.unanswered else Exit.ANSWERED,
    )


def given(name: str) -> bytes:
    """What stands in a file that is to be checked."""
    return content(name, ("nothing to read on standard input", "e.g. kap validate - < my.yaml"))


def contact() -> str:
    """The address that KAP_EMAIL gives; empty where it gives none.

    Raises:
        Stop: It is no address.
    """
    given = os.environ.get(EMAIL, "").strip()
    if given and not _ADDRESS.fullmatch(given):
        raise Stop(Exit.USAGE, Problem(f"{EMAIL} is no e-mail address: {given!r}", f"e.g. {EMAIL}=you@example.org"))
    return given


def _kept(*, fresh: bool) -> Kept:
    from kapcli.index.cache_folder import cache_folder, prepare
    from kapcli.online.kept import Kept

    folder = cache_folder()
    usable = folder is not None and not prepare(folder)
    return Kept(folder / "registers" if folder is not None and usable else None, fresh=fresh)


def _write(
    checked: Sequence[CheckedFile], paths: Sequence[str], found: Confirmed, vocabulary: Vocabulary
) -> tuple[list[Difference], list[str]]:
    """Put what is certain into the files; the differences that are settled by it, and a line on each file."""
    from kapcli.catalogue.files import read_bytes
    from kapcli.cli.locking import locked
    from kapcli.cli.rewriting import replace
    from kapcli.online.amending import AmendError, amended

    settled: list[Difference] = []
    said: list[str] = []
    for (name, catalogue, _), path in zip(checked, paths, strict=True):
        ids = {study.id for study in catalogue.studies}
        days = {one: day for one, day in found.checked.items() if one in ids}
        with locked(path):
            before = read_bytes(path)
            try:
                after = amended(before, [one for one in found.differences if one.study in ids], days, name, vocabulary)
            except AmendError as error:
                raise Stop(Exit.BAD_CATALOGUE, Problem(f"{name} was not written to: {error}")) from None
            if after.data != before:
                replace(path, after.data)
        settled += after.written
        count = len(after.written)
        what = f"{so_many(count, 'difference')} written" if count else "nothing certain to write"
        said.append(f"{name}: {what}" + (f"; retractions looked up for {len(days)} studies" if days else ""))
    return settled, said


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """A bar on the standard error of a terminal; nothing anywhere else."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda settled, whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Looking up records", total=None)
        yield lambda settled, whole: progress.update(task, completed=settled, total=whole)
