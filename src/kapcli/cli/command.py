"""What every command has in common: the options that it shares, and how its answer is completed."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, get_type_hints

import typer

from kapcli.cli.answer import Answer, Shape, usage
from kapcli.cli.danger import help_alone
from kapcli.cli.formats import plain_layout
from kapcli.cli.help_pages import OUTPUT
from kapcli.cli.options import (
    CatalogueOption,
    CompactOption,
    FieldsOption,
    HeaderOption,
    JsonOption,
    NoBuiltinOption,
    NoColorOption,
    NoHeaderOption,
    NoLimitationsOption,
    NoOwnOption,
    PlainLayoutOption,
    RawOption,
)
from kapcli.cli.own_part import own_part
from kapcli.cli.request import Request
from kapcli.cli.terminal import color_forbidden, on_terminal
from kapcli.views.closing_lines import old_age

# So many formats stand on one line of the help.
_LISTED = 8
# Of each range one that can be typed.
_FOR_EXAMPLE = {"year": "2014..2025", "min_n": 50, "dose": "0.2..0.5"}


def command(
    name: str,
    help: str,
    *formats: str,
    default: str = "text",
    piped: str = "",
    narrows: bool = False,
    catalogue: bool = True,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Make a command of a function.

    The function is given a `Request` first and its own options by name. It gives back an `Answer` without command,
    format and date, which are filled in here, as is what the catalogue's files made us say.

    Args:
        name: As it is typed.
        help: For ``--help``.
        formats: What it can be asked for, from `kapcli.cli.formats.WRITERS` or from the answer's own texts; where tsv
            is among them, csv is too.
        default: The format where none is asked for.
        piped: The same in a pipe; empty where it is the same.
        narrows: Whether it has the facets as options.
        catalogue: Whether it reads one.
    """
    if "tsv" in formats and "csv" not in formats:
        place = formats.index("tsv") + 1
        formats = (*formats[:place], "csv", *formats[place:])

    facets, ranges = _narrowing() if narrows else ({}, {})

    def decorate(function: Callable[..., Answer]) -> Callable[..., Answer]:
        def run(**values: Any) -> Answer:
            asked, as_json = values.pop("format"), values.pop("as_json")
            if values.pop("no_color"):
                color_forbidden.set(True)
            if values.pop("plain_layout"):
                plain_layout.set(True)
            for_people = on_terminal() or values.get("lay", False)
            chosen = _chosen(asked, as_json, default if for_people or not piped else piped)
            shape = _shape(values, chosen)
            request = Request(
                name,
                chosen,
                values.pop("catalogue", None) or (),
                {facet: values.pop(facet) or [] for facet in facets},
                {name: _once(name, values.pop(name)) for name in ranges},
                page=as_json or asked is not None,
                shape=shape,
                own=not values.pop("no_own", False),
                builtin=not values.pop("no_builtin", False),
            )
            answer = help_alone(request, values) or function(request, **values)
            answer.command, answer.format, answer.shape = name, request.format, shape
            try:
                return _completed(answer, request)
            except BaseException:
                # The command may be run once more, which must not wait for itself.
                if answer.file is not None:
                    answer.file.let_go()
                raise

        vars(run)["__signature__"] = _signature(function, formats, default, piped, facets | ranges, catalogue)
        run.__annotations__ = {p.name: p.annotation for p in vars(run)["__signature__"].parameters.values()}
        run.__name__, run.__doc__ = name, help
        return run

    return decorate


def _once(name: str, typed: Sequence[Any] | None) -> Any:
    """The one value of a range; a second one would silently take the place of the first."""
    if typed and len(typed) > 1:
        option = f"--{name.replace('_', '-')}"
        raise usage(f"{option} was given {len(typed)} times", f"type it once, e.g. {option} {_FOR_EXAMPLE[name]}")
    return typed[0] if typed else None


def _completed(answer: Answer, request: Request) -> Answer:
    """The answer with what the catalogue's files make us say."""
    if request.opened is not None:
        answer = answer.begun_with(own_part(request.session, request.asked, answer))
        answer = answer.begun_with(old_age(request.opened.about))
        answer.as_of, answer.edition = request.opened.about.as_of, request.opened.about.edition
        answer.notes += list(filter(None, [request.session.warning]))
    if answer.saved is None:
        return answer
    from kapcli.cli.files import in_file

    return in_file(answer)


def _narrowing() -> tuple[dict[str, Any], dict[str, Any]]:
    from kapcli.cli.narrowing import FACET_OPTIONS, RANGE_OPTIONS

    return FACET_OPTIONS, RANGE_OPTIONS


def _signature(
    function: Callable[..., Answer],
    formats: Sequence[str],
    default: str,
    piped: str,
    narrowing: dict[str, Any],
    catalogue: bool,
) -> inspect.Signature:
    """The parameters that Typer reads: the function's own, then those that every command has, then the facets."""
    hints = get_type_hints(function, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in list(inspect.signature(function).parameters.items())[1:]
    ]
    text = f"{default} on a terminal, {piped} in a pipe." if piped else f"{default} by default."
    # Many would make one long word of the help.
    many = len(formats) > _LISTED
    text = f"{', '.join(formats)} ({text.rstrip('.')})." if many else text
    option = typer.Option("--format", help=text, metavar="FORMAT" if many else None, rich_help_panel=OUTPUT)
    # Without None beside it: typing keeps one union of the same values, in the order of whichever came first.
    choice = Annotated[Literal[tuple(formats)], option]  # type: ignore[valid-type]
    shared: list[tuple[str, Any, Any]] = [("format", choice, None), ("as_json", JsonOption, False)]
    shared += [("fields", FieldsOption, None), ("no_limitations", NoLimitationsOption, False)]
    shared += [("compact", CompactOption, False)]
    if "csv" in formats:
        shared += [("no_header", NoHeaderOption, False), ("header", HeaderOption, False), ("raw", RawOption, False)]
    if catalogue:
        shared += [("catalogue", CatalogueOption, None), ("no_own", NoOwnOption, False)]
        shared += [("no_builtin", NoBuiltinOption, False)]
    shared += [("no_color", NoColorOption, False), ("plain_layout", PlainLayoutOption, False)]
    shared += [(name, annotation, None) for name, annotation in narrowing.items()]
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [inspect.Parameter(name, keyword, default=value, annotation=hint) for name, hint, value in shared]
    return inspect.Signature([parameter.replace(kind=keyword) for parameter in own] + added)


def _shape(values: dict[str, Any], format: str) -> Shape:
    """How a program wants to have the answer, taken out of what was typed.

    Raises:
        Stop: It goes with other formats than the one asked for.
    """
    typed = values.pop("fields")
    fields = (typed or "").replace(",", " ").split()
    shape = Shape(
        fields,
        limitations=not values.pop("no_limitations"),
        compact=values.pop("compact"),
        header=not values.pop("no_header", False),
        raw=values.pop("raw", False),
    )
    values.pop("header", None)
    if typed is not None and not fields:
        raise usage("--fields names no field", "e.g. --fields id,year,finding")
    if not shape.limitations and not fields:
        raise usage("--no-limitations goes with --fields", "e.g. --fields id,year --no-limitations")
    if fields and format not in ("json", "ndjson", "tsv", "csv"):
        raise usage("--fields is for programs", "add --json, or --format with ndjson, tsv or csv")
    if shape.compact and format not in ("json", "ndjson"):
        raise usage("--compact is for JSON", "add --json")
    if not shape.header and format not in ("tsv", "csv"):
        raise usage("--no-header is for tables", "add --format tsv or csv")
    if shape.raw and format != "csv":
        raise usage("--raw is for csv", "add --format csv")
    return shape


def _chosen(asked: str | None, as_json: bool, default: str) -> str:
    if as_json and asked not in (None, "json"):
        raise usage(f"use --json or --format {asked}, not both", "leave one of them out")
    return "json" if as_json else asked or default
