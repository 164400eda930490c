"""The JSON Schema of what JSON holds, made of the shapes that are declared for each command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kapcli.catalogue.model import GlossaryTerm
from kapcli.catalogue.schema import DIALECT
from kapcli.views import output_catalogue as catalogue
from kapcli.views import output_check as check
from kapcli.views import output_claims as claims
from kapcli.views import output_imports as imports
from kapcli.views import output_limits as limits
from kapcli.views import output_parts as parts
from kapcli.views import output_pictures as pictures
from kapcli.views import output_studies as studies
from kapcli.views import output_topics as topics
from kapcli.views.output_parts import Nothing, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REF = "#/$defs/{name}"


class Problem(msgspec.Struct):
    """What went wrong."""

    message: str
    hint: Text
    file: Text
    line: int
    path: Text


class Envelope(msgspec.Struct):
    """The answer of a command."""

    kap: int
    draft: bool
    command: Text
    query: dict[str, Any]
    as_of: Text
    edition: Text
    total: int
    results: list[dict[str, Any]]
    summary: dict[str, Any]
    notes: list[str]
    errors: list[Problem]


class Shapes(NamedTuple):
    """What the envelope of a command may hold.

    Attributes:
        results: Each of its results is one of these.
        query: The question as understood.
        summary: What it says besides its results; most say nothing.
    """

    results: tuple[Any, ...]
    query: tuple[Any, ...]
    summary: tuple[Any, ...] = ()


SHAPES = {
    "search": Shapes((studies.Hit,), (studies.SearchQuestion,), (studies.SearchSummary,)),
    "topics": Shapes((topics.AnsweredTopic,), (parts.Words,)),
    "show": Shapes((studies.ShownStudy, catalogue.ShownDraft), (parts.NamedIds,)),
    "facets": Shapes((studies.FacetValue,), (studies.FacetAsked,)),
    "glossary": Shapes((GlossaryTerm,), (parts.Words,)),
    "claims": Shapes(
        (claims.WeighedClaim, claims.Finding), (claims.ClaimQuestion, parts.NamedIds), (claims.ClaimSummary,)
    ),
    "check": Shapes((check.NearClaim,), (check.Sentences,), (check.CheckSummary,)),
    "limits": Shapes(
        (limits.LimitCount, limits.LimitsOfStudy, limits.HarmsOfStudy),
        (parts.Question, limits.HarmQuestion, parts.NamedIds),
        (limits.LimitSummary, limits.HarmSummary, Nothing),
    ),
    "compare": Shapes((studies.StudyInShort,), (parts.NamedIds,), (studies.CompareSummary,)),
    "map": Shapes((pictures.MapCell,), (pictures.MapQuestion,), (pictures.MapSummary,)),
    "forest": Shapes((pictures.Figure,), (pictures.ForestQuestion,), (pictures.ForestSummary,)),
    "timeline": Shapes((pictures.Year,), (parts.Question,), (pictures.TimelineSummary,)),
    "report": Shapes((topics.Report,), (topics.ReportQuestion,), (topics.ReportSummary,)),
    "handout": Shapes((topics.Report,), (topics.ReportQuestion,), (topics.ReportSummary,)),
    "cite": Shapes((studies.Reference,), (studies.CiteQuestion,)),
    "open": Shapes((studies.Page,), (studies.PageAsked,)),
    "about": Shapes(
        (catalogue.Catalogue, catalogue.ChangedClaim, catalogue.UsedPath),
        (Nothing, catalogue.Since, catalogue.PathsAsked),
    ),
    "import": Shapes((imports.ImportedRecord,), (imports.ImportQuestion,), (imports.ImportSummary,)),
    "new": Shapes((imports.WrittenStudy,), (imports.WhereTo,)),
    "edit": Shapes((imports.EditedEntry,), (parts.NamedIds,)),
    "validate": Shapes((catalogue.CheckedFile,), (parts.Files,), (catalogue.ValidateSummary, Nothing)),
    "schema": Shapes((catalogue.Schema,), (Nothing,)),
}


def output_schema(contract: int, *, draft: bool, more: Mapping[str, Shapes] = {}) -> dict[str, Any]:
    """The schema of the envelope, with the results, the query and the summary of each command.

    Args:
        contract: The version of the contract.
        draft: Whether it is a draft.
        more: Commands whose JSON is declared elsewhere.
    """
    commands = SHAPES | dict(more)
    shapes = {shape for shapes in commands.values() for several in shapes for shape in several}
    _, definitions = msgspec.json.schema_components({*shapes, Envelope, Nothing}, ref_template=_REF)
    for definition in definitions.values():
        _state(definition)
    envelope = definitions.pop(Envelope.__name__)
    envelope["properties"] |= {
        "kap": {"const": contract},
        "draft": {"const": draft},
        "command": {"enum": [*commands, None]},
    }
    return {
        "$schema": DIALECT,
        "title": f"Output of kap, contract {contract}",
        **{key: value for key, value in envelope.items() if key != "title"},
        "allOf": [_of_command(name, shapes) for name, shapes in commands.items()],
        "$defs": dict(sorted(definitions.items())),
    }


def _of_command(command: str, shapes: Shapes) -> dict[str, Any]:
    """What the envelope of a command holds; after an error query and summary are empty."""
    return {
        "if": {"properties": {"command": {"const": command}}},
        "then": {
            "properties": {
                "query": _one_of([*shapes.query, Nothing]),
                "results": {"type": "array", "items": _one_of(shapes.results)},
                "summary": _one_of([*shapes.summary, Nothing]),
            }
        },
    }


def _one_of(shapes: Iterable[Any]) -> dict[str, Any]:
    names = dict.fromkeys(shape.__name__ for shape in shapes)
    refs = [
        {"type": "object", "maxProperties": 0} if name == Nothing.__name__ else {"$ref": _REF.format(name=name)}
        for name in names
    ]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _state(definition: dict[str, Any]) -> None:
    """Say of an object what holds of all that is written: every key is there, and null stands for an empty text."""
    properties = definition.get("properties")
    if properties is None:
        return
    definition["required"] = list(properties)
    for name, found in properties.items():
        empty = found.pop("default", None) == ""
        if not empty:
            continue
        kinds = found.pop("anyOf", [found.copy()])
        properties[name] = {"anyOf": [*kinds, {"type": "null"}]}
