"""``kap validate --migrate``: an older file rewritten in its place, whole or not at all."""

import os
from pathlib import Path

from kapcli.cli.answer import Exit, Problem, Stop
from kapcli.cli.files import refuse_read_only
from kapcli.cli.locking import locked


def _kept(message: str, hint: str) -> Stop:
    return Stop(Exit.BAD_CATALOGUE, Problem(message, hint))


def rewrite(file: str) -> str:
    """Rewrite one file in its place, whole or not at all, and say what was done."""
    with locked(file):
        return _rewritten(file)


def _rewritten(file: str) -> str:
    from kapcli.catalogue.faults import CatalogueError
    from kapcli.catalogue.files import read_bytes
    from kapcli.catalogue.migration import MigrationError, migrated
    from kapcli.catalogue.yaml_reader import read_catalogue
    from kapcli.index.loading import load_vocabulary, shown_name

    data, vocabulary = read_bytes(file), load_vocabulary()
    shown = shown_name(file)
    try:
        read = read_catalogue(data, shown, vocabulary)
        if read.faults.errors:
            raise MigrationError("it has errors; fix them first")
        text, claims, studies = migrated(data.decode("utf-8-sig").replace("\r\n", "\n"), read)
        after = read_catalogue(text.encode(), shown, vocabulary)
    except CatalogueError as error:
        raise _kept(f"{shown} was not rewritten: {error.faults[0].message}", f"kap validate {shown}") from None
    except MigrationError as error:
        raise _kept(f"{shown} was not rewritten: {error}", f"kap validate {shown}") from None
    if [one.linked for one in after.catalogue.claims] != [one.linked for one in read.catalogue.claims]:
        raise _kept(f"{shown} was not rewritten: its lists could not be joined", "write 'evidence:' by hand")
    if [study.safety for study in after.catalogue.studies] != [study.safety for study in read.catalogue.studies]:
        raise _kept(f"{shown} was not rewritten: its adverse events could not be kept", f"kap validate {shown}")
    if claims or studies:
        replace(file, text.encode())
    counts = ((claims, "claim", "claims"), (studies, "study", "studies"))
    done = " and ".join(f"{count} {one if count == 1 else many}" for count, one, many in counts if count)
    return f"{shown}: {done} rewritten" if done else f"{shown}: nothing to rewrite"


def replace(file: str, data: bytes) -> None:
    """Write a file anew beside itself and put it in its place, with its rights kept.

    Raises:
        Stop: It is only to be read.
    """
    import shutil
    import tempfile

    real = os.path.realpath(file)
    refuse_read_only(Path(file))
    handle, name = tempfile.mkstemp(dir=os.path.dirname(real), prefix=".kap-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        shutil.copymode(real, name)
        os.replace(name, real)
    except BaseException:
        os.unlink(name)
        raise
