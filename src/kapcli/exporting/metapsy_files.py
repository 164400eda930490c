"""Effects as a database by the Metapsy data standard: the data, and what is to be known of them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kapcli.exporting.head import lines
from kapcli.exporting.metapsy import COLUMNS, metapsy_csv
from kapcli.exporting.package import json_file

if TYPE_CHECKING:
    from kapcli.exporting.columns import Selection
    from kapcli.exporting.metapsy import Effects

# So many figures that are left out are named on one line.
_NAMED = 40


def repository(found: Effects, selection: Selection) -> dict[str, bytes]:
    """The files of a folder as the standard lays it out, and the figures that are left out."""
    about = selection.about
    said = "\n".join(f"- {label}: {text}" for label, text in lines(selection))
    last = max((search.when for search in about.searches), default=about.as_of)
    searched = "\n".join(f"{search.when}: {search.what}" for search in about.searches)
    return {
        "data.csv": metapsy_csv(found).encode(),
        "left_out.csv": _left_out(found),
        "license": f"{about.licence}\n".encode(),
        "readme.md": f"# {about.title}\n\n{said}\n".encode(),
        "metadata/last_search.txt": f"{last}\n".encode(),
        "metadata/number_studies.txt": f"{studies(found)}\n".encode(),
        "metadata/search_string.txt": f"None: the studies are hand-picked.\n{searched}\n".encode(),
        "metadata/shorthand.txt": b"ketamine-kapcli\n",
        "metadata/variable_description.json": json_file({name: means for name, (_, means) in COLUMNS.items()}),
    }


def _left_out(found: Effects) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(("outcome_id", "reason"))
    writer.writerows((name, reason) for reason, names in found.left_out.items() for name in names)
    return file.getvalue().encode()


def studies(found: Effects) -> int:
    """How many trials the effects are of."""
    return len({row["study"] for row in found.rows})


def remarks(found: Effects) -> list[str]:
    """How far the effects go, and which figures are left out for which reason."""
    said = [
        f"{len(found.rows)} effects of {studies(found)} trials; {found.reported} of them stand only as their sources "
        "give them (reported_value, with the standard error from the interval), because what the standard asks for was "
        "not read"
    ]
    for reason, names in found.left_out.items():
        rest = len(names) - _NAMED
        named = ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
        said.append(f"left out, {reason}: {len(names)} ({named})")
    if any(len(names) > _NAMED for names in found.left_out.values()):
        said.append("a folder (--output FOLDER/) lists all that is left out in left_out.csv")
    return said
