"""What narrows claims beside facets: the options, and what was typed for them."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from kapcli.cli.answer import usage
from kapcli.cli.completion import codes_of
from kapcli.cli.question import instead
from kapcli.index.claim_search import Filters
from kapcli.index.session import Session


def _option(name: str, section: str, text: str) -> Any:
    return typer.Option(name, metavar="VALUE", show_default=False, help=text, autocompletion=codes_of(section))


VerdictOption = Annotated[
    list[str] | None,
    _option(
        "--verdict", "verdict", "supported, overstated, contradicted, mixed, not-shown, uncertain, untested, unverified"
    ),
]
CertaintyOption = Annotated[list[str] | None, _option("--certainty", "certainty", "high, moderate, low, very-low")]
KindOption = Annotated[
    list[str] | None, _option("--kind", "claim_kind", "effect, harm, rule, mechanism, field; record only here")
]
SaidByOption = Annotated[str | None, typer.Option("--said-by", metavar="WHO", help="Who made the claim, e.g. article.")]


def read_filters(
    session: Session,
    verdict: Sequence[str] | None,
    certainty: Sequence[str] | None,
    kind: Sequence[str] | None,
    said_by: str | None,
) -> Filters:
    """What was typed for these options.

    Raises:
        Stop: A value that is none.
    """
    return Filters(
        _codes(session, "verdict", verdict or ()),
        _codes(session, "certainty", certainty or ()),
        _codes(session, "claim_kind", kind or ()),
        said_by or "",
    )


def _codes(session: Session, section: str, values: Sequence[str]) -> tuple[str, ...]:
    from kapcli.catalogue.nearest import nearest
    from kapcli.catalogue.vocabulary import fold

    known = session.vocabulary.names(section)
    found = []
    for value in values:
        code = known.get(fold(value))
        if code is None:
            option = f"--{section.replace('claim_', '')}"
            codes = session.vocabulary.codes(section)
            hint = instead(option, nearest(value, codes), codes)
            raise usage(f"{option}: unknown {option[2:].replace('-', ' ')} {value!r}", hint)
        found.append(code)
    return tuple(found)
