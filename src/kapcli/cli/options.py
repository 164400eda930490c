"""Each option written once: the same flag means the same on every command."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

import msgspec
import typer

from kapcli.catalogue.facets import FACETS, Facet
from kapcli.cli.answer import usage
from kapcli.cli.completion import codes_of, ids
from kapcli.cli.output import color_forbidden


def _forbid_color(asked: bool) -> None:
    if asked:
        color_forbidden.set(True)


CatalogueOption = Annotated[
    list[str] | None,
    typer.Option(
        "--catalogue",
        metavar="FILE",
        show_default=False,
        help="Add a catalogue file of your own (repeatable; also KAP_CATALOGUE).",
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="The answer as one JSON envelope."),
]
NoColorOption = Annotated[
    bool,
    typer.Option("--no-color", callback=_forbid_color, help="No colour (also NO_COLOR)."),
]
LimitOption = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="At most N of them (a screenful on a terminal, all elsewhere)."),
]
LayOption = Annotated[
    bool,
    typer.Option("--lay", help="In plain words: short sentences, no unexplained abbreviation, no advice."),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        metavar="FILE",
        show_default=False,
        help="Write it as a picture: FILE.svg, FILE.png or FILE.pdf (needs kapcli[plot]).",
    ),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="With --output: put the new file in the place of one that is there."),
]
IdsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids of studies, DOIs, PubMed or registry numbers.",
        autocompletion=ids(),
        show_default=False,
    ),
]


class Narrowing(msgspec.Struct, frozen=True):
    """Facet values as typed, before they are read against the vocabulary."""

    values: dict[str, list[str]] = {}
    year: str | None = None
    min_n: int | None = None
    dose: str | None = None

    def __bool__(self) -> bool:
        return bool(any(self.values.values()) or self.year or self.min_n is not None or self.dose)


def _facet(facet: Facet) -> Any:
    return Annotated[
        list[str] | None,
        typer.Option(
            facet.option, metavar="VALUE", show_default=False, help=facet.help, autocompletion=codes_of(facet.name)
        ),
    ]


_FACETS: dict[str, Any] = {name: _facet(facet) for name, facet in FACETS.items()}
_RANGES: dict[str, Any] = {
    "year": Annotated[
        str | None,
        typer.Option("--year", metavar="A..B", help="2020, 2014..2025, 2014.. or ..2019"),
    ],
    "min_n": Annotated[
        int | None,
        typer.Option(
            "--min-n",
            metavar="N",
            help="At least N people (randomised, else analysed, else enrolled).",
        ),
    ],
    "dose": Annotated[
        str | None,
        typer.Option(
            "--dose",
            metavar="A..B",
            help="0.2..0.5 (mg/kg) or 28..84mg: on the same arm as drug and route.",
        ),
    ],
}


def narrowed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the facet options; it receives them as one `Narrowing` named ``narrowing``."""

    def command(**values: Any) -> Any:
        codes = {name: values.pop(name) or [] for name in _FACETS}
        ranges = {name: values.pop(name) for name in _RANGES}
        return function(narrowing=Narrowing(codes, **ranges), **values)

    hints = get_type_hints(function, include_extras=True)
    parameters = [
        parameter.replace(annotation=hints[name])
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "narrowing"
    ]
    for name, annotation in (_FACETS | _RANGES).items():
        parameters.append(inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation))
    by_name = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in parameters]
    # Typer reads the signature and the annotations: both must show the options and not the struct.
    vars(command)["__signature__"] = inspect.Signature(by_name)
    command.__annotations__ = {p.name: p.annotation for p in by_name}
    command.__name__ = function.__name__
    command.__doc__ = function.__doc__
    return command


def chosen_format(asked: str | None, as_json: bool, default: str) -> str:
    """The format of an answer.

    Raises:
        Stop: ``--json`` together with another ``--format``.
    """
    if as_json and asked not in (None, "json"):
        raise usage(f"--json and --format {asked} exclude each other", "leave one of them out")
    return "json" if as_json else asked or default


__all__ = [
    "CatalogueOption",
    "ForceOption",
    "IdsArgument",
    "JsonOption",
    "LayOption",
    "LimitOption",
    "Narrowing",
    "NoColorOption",
    "OutputOption",
    "chosen_format",
    "narrowed",
]
