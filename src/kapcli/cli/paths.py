"""``kap about --paths``: every file and folder that kap reads and writes by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kapcli.catalogue.files import built_in
from kapcli.catalogue.layers import VARIABLE, own_files, own_folder
from kapcli.cli.answer import Answer
from kapcli.views.paths import UsedPath, paths_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Where Typer puts what a shell completes by, below the home; the shells' own start files get a line each besides.
_COMPLETION = {
    "bash": (".bash_completions/kap.sh", ".bashrc"),
    "zsh": (".zfunc/_kap", ".zshrc"),
    "fish": (".config/fish/completions/kap.fish", ""),
}


def paths(catalogues: Sequence[str]) -> Answer:
    """The answer: it opens no catalogue, so that a broken one hides nothing."""
    found = list(_paths(catalogues))
    return Answer(
        document=lambda: paths_document(found),
        results=lambda: [one.as_data() for one in found],
        query={"paths": True},
        total=len(found),
    )


def _paths(catalogues: Sequence[str]) -> Iterator[UsedPath]:
    from kapcli.index.cache_folder import cache_folder

    data = built_in("studies.yaml").parent
    yield _path("catalogue", data / "studies.yaml", "read")
    yield _path("vocabulary", data / "vocabulary.yaml", "read")
    for compiled in sorted(data.glob("*.db")):
        yield _path("compiled", compiled, "read")
    if folder := own_folder():
        yield _path("own-folder", Path(folder), "both")
        for file in own_files():
            yield _path("own", Path(file), "both")
    for file in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
        yield _path("variable", Path(os.path.abspath(file)), "read")
    for file in catalogues:
        yield _path("option", Path(os.path.abspath(file)), "read")
    if (cache := cache_folder()) is not None:
        yield _path("cache", cache, "both")
        yield _path("registers", cache / "registers", "both")
    home = Path(os.path.expanduser("~"))
    for shell, (script, start) in _COMPLETION.items():
        yield _path("completion", home / script, "written", shell)
        if start and _names_completion(home / start):
            yield _path("start-file", home / start, "written", shell)


def _path(kind: str, path: Path, access: str, shell: str = "") -> UsedPath:
    """A path with what lies there now."""
    files = bytes_ = None
    if path.is_dir():
        sizes = [_size(Path(top) / name) for top, _, names in os.walk(path) for name in names]
        files, bytes_ = len(sizes), sum(sizes)
    elif path.exists():
        files, bytes_ = 1, _size(path)
    shown = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return UsedPath(shown, kind, access, shell, files, bytes_)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        # It went away in between, as a half-built catalogue does.
        return 0


def _names_completion(start: Path) -> bool:
    """Whether a shell's start file has the line that Typer puts there."""
    try:
        text = start.read_text("utf-8", "replace")
    except OSError:
        return False
    return "bash_completions/kap.sh" in text or (start.name == ".zshrc" and "fpath+=~/.zfunc" in text)
