"""Compiles the catalogue into the wheel, so that the first lookup after an installation is as quick as any other."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCatalogue(BuildHookInterface[Any]):
    """Adds ``kapcli/data/<key>-<checksum>.db`` to a wheel; an editable installation compiles into the cache instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile and include, before the wheel is put together."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from kapcli.catalogue.layers import layers, read_sources
        from kapcli.index.store import compile_into, fingerprint

        self.folder = tempfile.TemporaryDirectory()
        sources = read_sources(layers())
        path = compile_into(Path(self.folder.name), sources, fingerprint(sources))
        build_data["force_include"][str(path)] = f"kapcli/data/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take the compiled file away again: the wheel has it."""
        if hasattr(self, "folder"):
            self.folder.cleanup()
