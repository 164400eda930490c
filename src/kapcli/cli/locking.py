"""One writer at a time: a lock beside a file that is read, added to and written again."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING

from kapcli.cli.answer import Exit, Problem, Stop

if TYPE_CHECKING:
    from collections.abc import Iterator

# An import of a large file takes some seconds on a slow machine.
WAIT = 60.0
_PAUSE = 0.05


@contextlib.contextmanager
def locked(file: str | os.PathLike[str]) -> Iterator[None]:
    """Keep every other kap from writing a file, and wait while one does.

    The system holds the lock and lets go of it when the process ends, however that ends: what a crash leaves behind is
    an empty file that locks nobody out.

    Raises:
        Stop: Another one holds it for too long, or no file can be made beside it.
    """
    real = os.path.realpath(file)
    lock = os.path.join(os.path.dirname(real), f".{os.path.basename(real)}.lock")
    until = time.monotonic() + WAIT
    try:
        while (handle := _taken(lock)) is None:
            if time.monotonic() > until:
                raise _refused(file, "another kap is writing it", "try again when that one is done")
            time.sleep(_PAUSE)
    except OSError as error:
        raise _refused(file, (error.strerror or str(error)).lower(), "") from None
    try:
        yield
    finally:
        # While it is held: who waits for it sees that it is gone, and makes another one. Windows takes away no file
        # that is open, whoever has it open.
        if sys.platform == "win32":
            os.close(handle)
        with contextlib.suppress(OSError):
            os.unlink(lock)
        if sys.platform != "win32":
            os.close(handle)


def _refused(file: str | os.PathLike[str], why: str, hint: str) -> Stop:
    return Stop(Exit.INPUT_OUTPUT, Problem(f"cannot be written: {why}", hint, repr(os.fspath(file))))


def _taken(lock: str) -> int | None:
    """The handle of a lock that is ours now; ``None`` where another one has it."""
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        # What somebody else's crash left behind locks as well.
        handle = os.open(lock, os.O_RDONLY)
    mine = False
    try:
        # It may have been taken away between the two by the one that had it.
        mine = _alone(handle) and os.path.samestat(os.fstat(handle), os.stat(lock))
    except FileNotFoundError:
        pass
    finally:
        if not mine:
            os.close(handle)
    return handle if mine else None


if sys.platform == "win32":
    import msvcrt

    def _alone(handle: int) -> bool:
        """Whether nobody else had a lock, which is ours from now."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _alone(handle: int) -> bool:
        """Whether nobody else had a lock, which is ours from now."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: that nothing was written meanwhile is looked at before a file is replaced.
            return True
        return True
