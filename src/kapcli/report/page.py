"""A report as one HTML file: nothing in it asks for anything outside, and nothing in it runs but its own one script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING, Any

from kapcli.catalogue.files import packaged
from kapcli.render.cleaning import clean

if TYPE_CHECKING:
    from jinja2 import Environment

    from kapcli.report.forest_drawing import ForestDrawing
    from kapcli.report.lay import LayReport
    from kapcli.report.map_drawing import MapDrawing
    from kapcli.report.parts import Report


# Up to so many letters the client's version is printed in this type: two pages whichever it is.
_TYPES = ((5000, "roomy"), (6000, "even"), (10**9, "tight"))


def full_html(
    made: Report, map: MapDrawing | None, forest: ForestDrawing | None, *, map_command: str, files: tuple[str, ...]
) -> str:
    """The whole report, with a table that one small script makes sortable."""
    script = _text("table.js") if made.studies else ""
    return _page("full.html.j2", script, made=made, map=map, forest=forest, map_command=map_command, files=files)


def lay_html(made: LayReport) -> str:
    """The client's version: no script at all."""
    from kapcli.report.lay import letters

    length = letters(made)
    return _page("lay.html.j2", "", made=made, type=next(name for most, name in _TYPES if length <= most))


def _page(template: str, script: str, *, made: Report | LayReport, **values: Any) -> str:
    from markupsafe import Markup

    style = _text("page.css")
    return (
        _environment()
        .get_template(template)
        .render(
            made=made,
            version=made.version,
            policy=_policy(style, script),
            # Files of this package, never of a catalogue.
            style=Markup(style),
            script=Markup(script),
            **values,
        )
    )


def _policy(style: str, script: str) -> str:
    """A Content-Security-Policy that lets through this style and this script, and nothing else."""
    parts = ["default-src 'none'", f"style-src '{_hash(style)}'"]
    if script:
        parts.append(f"script-src '{_hash(script)}'")
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return packaged("report", "templates", name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from kapcli.report import harms, lay_harms

    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    environment.globals.update(
        silence=harms.SILENCE, rare=harms.RARE, lay_silence=lay_harms.SILENCE, lay_rare=lay_harms.RARE
    )
    return environment


def _finalize(value: Any) -> Any:
    """Every text of a catalogue, without characters that turn the reading direction or cannot stand in HTML."""
    return clean(value) if type(value) is str else value


__all__ = ["full_html", "lay_html"]
