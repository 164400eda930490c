"""Makes what a wheel holds besides the sources: the catalogue compiled, and the man page.

With the first lookup after an installation the compiled catalogue is as quick as with any other.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface[Any]):
    """Adds ``kapcli/data/<key>-<checksum>.db`` and ``share/man/man1/kap.1`` to a wheel.

    An editable installation compiles into the cache instead, and has no man page.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make and include them, before the wheel is put together."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path[:0] = [str(Path(self.root) / "src"), str(Path(self.root) / "bench")]
        from manual import man_page

        from kapcli.catalogue.layers import layers, read_sources
        from kapcli.index.store import compile_into, fingerprint

        self.folder = tempfile.TemporaryDirectory()
        sources = read_sources(layers())
        path = compile_into(Path(self.folder.name), sources, fingerprint(sources))
        build_data["force_include"][str(path)] = f"kapcli/data/{path.name}"
        page = Path(self.folder.name) / "kap.1"
        page.write_text(man_page(), "utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/kap.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take them away again: the wheel has them."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
