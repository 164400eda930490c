"""The options that narrow a question: the facets, and ranges."""

from typing import Annotated, Any

import typer

from kapcli.catalogue.facets import FACETS, Facet
from kapcli.cli.completion import codes_of
from kapcli.cli.help_pages import FILTERS


def _facet(facet: Facet) -> Any:
    return Annotated[
        list[str] | None,
        typer.Option(
            facet.option,
            metavar="VALUE",
            show_default=False,
            help=facet.help,
            autocompletion=codes_of(facet.name),
            rich_help_panel=FILTERS,
        ),
    ]


FACET_OPTIONS: dict[str, Any] = {name: _facet(facet) for name, facet in FACETS.items()}
# Each is asked for once: of two, which is meant?
RANGE_OPTIONS: dict[str, Any] = {
    "year": Annotated[
        list[str] | None,
        typer.Option("--year", metavar="A..B", help="2020, 2014..2025, 2014.. or ..2019", rich_help_panel=FILTERS),
    ],
    "min_n": Annotated[
        list[int] | None,
        typer.Option(
            "--min-n",
            metavar="N",
            help="Minimum sample size (randomised, else analysed, else enrolled).",
            rich_help_panel=FILTERS,
        ),
    ],
    "dose": Annotated[
        list[str] | None,
        typer.Option(
            "--dose",
            metavar="A..B",
            help="0.2..0.5 (mg/kg) or 28..84mg, in the same arm as drug and route.",
            rich_help_panel=FILTERS,
        ),
    ],
}
