"""Files of tagged lines, as RIS and MEDLINE are: ``TI  - A title``, one record after the other.

They are read by own code because a record that cannot be read must be named with its line, which no reader tells; the
tests hold what is read against rispy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class Lines(msgspec.Struct):
    """The tagged lines of one record.

    Attributes:
        line: Where it begins.
        values: Tag to its values, in the order of the file.
        loose: Whether something stands before its first tag.
    """

    line: int
    values: dict[str, list[str]] = {}
    loose: str = ""

    def first(self, *tags: str) -> str:
        """The first value of the first tag that has one."""
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")

    def all(self, *tags: str) -> list[str]:
        """Every value of some tags."""
        return [value for tag in tags for value in self.values.get(tag, ()) if value]


def records(text: str, tagged: re.Pattern[str], first: str, last: str = "") -> Iterator[Lines]:
    """The records of a file.

    Args:
        text: The file.
        tagged: A line with a tag (group 1) and its value (group 2).
        first: The tag that begins a record.
        last: The tag that ends one; where there is none, an empty line does. The next one's first tag does in any case.
    """
    record: Lines | None = None
    tag = ""
    for number, line in enumerate(text.split("\n"), 1):
        found = tagged.match(line)
        if found is None:
            stripped = line.strip()
            if not stripped:
                if not last and record is not None and record.values:
                    yield record
                    record, tag = None, ""
                continue
            if record is not None and tag:
                record.values[tag][-1] = f"{record.values[tag][-1]} {stripped}".strip()
            elif record is None:
                record = Lines(number, loose=stripped)
            continue
        tag, value = found[1].upper(), found[2].strip()
        if tag == first and record is not None:
            # Whatever stood before a first record and has no tag is a heading of the file's.
            if record.values or not record.loose:
                yield record
            record = None
        if record is None or (record.loose and not record.values):
            record = Lines(number)
        if last and tag == last:
            if record.values:
                yield record
            record, tag = None, ""
            continue
        record.values.setdefault(tag, []).append(value)
    if record is not None and record.values:
        yield record
