"""Answers of registers as they were given, in the cache folder: an interrupted check goes on where it stopped."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import tempfile
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

# Retractions are not posted by the hour, and a check of one's files is run again after every mend.
DAYS = 7


class Answer(msgspec.Struct):
    """An answer.

    Attributes:
        address: Of what was asked.
        when: The moment, in UTC.
        data: What came; None where the register has no such record.
    """

    address: str
    when: datetime.datetime
    data: bytes | None


class Kept:
    """A folder of answers.

    Attributes:
        used: The moments of the answers that were taken from it.
    """

    def __init__(self, folder: Path | None, *, fresh: bool = False) -> None:
        """Name the folder; it is made when something is kept.

        Args:
            folder: Where; None to keep nothing.
            fresh: Take nothing from it, and keep what comes now.
        """
        self.used: list[datetime.datetime] = []
        self._folder, self._fresh = folder, fresh

    def get(self, address: str) -> Answer | None:
        """An answer not older than `DAYS`."""
        if self._folder is None or self._fresh:
            return None
        try:
            found = msgspec.msgpack.decode(self._file(self._folder, address).read_bytes(), type=Answer)
            age = datetime.datetime.now(datetime.UTC) - found.when
        except (OSError, msgspec.MsgspecError, TypeError, ValueError):
            return None
        if found.address != address or not datetime.timedelta() <= age < datetime.timedelta(days=DAYS):
            return None
        self.used.append(found.when)
        return found

    def put(self, address: str, data: bytes | None) -> None:
        """Keep an answer, whole or not at all; a folder that cannot be written to keeps nothing."""
        if self._folder is None:
            return
        answer = msgspec.msgpack.encode(Answer(address, datetime.datetime.now(datetime.UTC), data))
        with contextlib.suppress(OSError):
            os.makedirs(self._folder, mode=0o700, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._folder, prefix=".part-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(answer)
                os.replace(part, self._file(self._folder, address))
            except BaseException:
                os.unlink(part)
                raise

    def drop(self, address: str) -> None:
        """Keep an answer no longer."""
        if self._folder is not None:
            with contextlib.suppress(OSError):
                self._file(self._folder, address).unlink()

    @staticmethod
    def _file(folder: Path, address: str) -> Path:
        return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.answer"
