"""Other programs that cite and read references, run on ours: Pandoc and bibutils."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Set to "required" where the programs must be there, so that nothing is skipped by mistake.
REQUIRED = os.environ.get("KAP_READER_TESTS") == "required"


def needs(program: str, found: bool) -> pytest.MarkDecorator:
    """Skip tests whose program is not installed, unless all of them are required."""
    return pytest.mark.skipif(not (found or REQUIRED), reason=f"{program} is not installed")


needs_pandoc = needs("pypandoc_binary", importlib.util.find_spec("pypandoc") is not None)
needs_bibutils = needs("bibutils", shutil.which("bib2xml") is not None and shutil.which("ris2xml") is not None)


def folded(text: str) -> str:
    """The text in NFC, every run of blanks one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def ran(command: list[str], given: str, folder: Path) -> str:
    """The standard output of a program that must succeed."""
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def pandoc(arguments: list[str], given: str, folder: Path) -> str:
    """What Pandoc makes of a text."""
    import pypandoc

    return ran([pypandoc.get_pandoc_path(), *arguments], given, folder)


def pandoc_references(csl_json: str, style: Path, locale: str, folder: Path) -> dict[str, str]:
    """References as Pandoc formats them.

    Args:
        csl_json: The works.
        style: A CSL style file.
        locale: The language of the reference list, such as ``en-GB``.
        folder: Where the works can be put for Pandoc to read.

    Returns:
        Id to plain text, without the number that numbered styles put before it.
    """
    (folder / "works.json").write_text(csl_json, encoding="utf-8")
    head = {"bibliography": "works.json", "nocite": "@*", "lang": locale}
    # A header of Markdown is YAML, and JSON is that too.
    document = f"---\n{json.dumps(head)}\n---\n"
    written = pandoc(["-f", "markdown", "-t", "json", "--citeproc", "--csl", str(style)], document, folder)
    return dict(_entries(json.loads(written)["blocks"]))


def _entries(blocks: list[Any]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if block["t"] == "Div":
            (name, _, _), inside = block["c"]
            if name.startswith("ref-"):
                yield name.removeprefix("ref-"), folded(_text(inside))
            else:
                yield from _entries(inside)


def _text(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_text, node))
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Quoted":
        opening, closing = {"SingleQuote": "‘’", "DoubleQuote": "“”"}[content[0]["t"]]
        return f"{opening}{_text(content[1])}{closing}"
    if kind in ("Span", "Link", "Div"):
        return "" if "csl-left-margin" in content[0][1] else _text(content[1])
    return _text(content)  # emphasis and its like
