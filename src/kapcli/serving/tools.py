"""The tools that a model is given: what each takes, and its answer. A row of `TOOLS` is all that one needs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.api.faults import NotFoundError, QuestionError
from kapcli.catalogue.facets import FACETS
from kapcli.serving import answers
from kapcli.serving.paging import CursorError, page
from kapcli.writers.cleaning import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kapcli.api.catalogue import Catalogue
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.views.briefs import Brief

Schema = dict[str, Any]
# Words are as long as a question, a sentence as long as one that is read.
_WORDS, _SENTENCE = 500, 4_000


class Reply(msgspec.Struct, frozen=True):
    """What a tool says.

    Attributes:
        text: For the model.
        failed: Whether the arguments have to be mended first.
    """

    text: str
    failed: bool = False


class Tool(msgspec.Struct, frozen=True):
    """A tool.

    Attributes:
        name: By which it is called.
        title: For the person who allows it.
        description: For the model that chooses it.
        properties: Its arguments, as JSON Schema.
        required: Those it cannot do without.
        said: The argument that holds somebody's words.
        answer: Gives the answer in parts.
    """

    name: str
    title: str
    description: str
    properties: Callable[[Vocabulary], dict[str, Schema]]
    required: tuple[str, ...]
    said: str
    answer: Callable[[Catalogue, dict[str, Any]], Brief]

    def schema(self, vocabulary: Vocabulary) -> Schema:
        """Its arguments for the protocol."""
        properties = self.properties(vocabulary) | {"cursor": CURSOR}
        found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return found | {"required": list(self.required)} if self.required else found


INSTRUCTIONS = """\
What research says about ketamine-assisted psychotherapy and ketamine in psychiatry, from a hand-picked catalogue; \
offline and read-only. Start with "claims": it begins with the answer to a question, its certainty and the figure \
behind it. "search" finds studies, "study" shows one, "check" holds a sentence against the claims.

When you answer from it: give the certainty and the main limitations with every finding, and the address of the \
study. Do not count studies as votes, turn an uncontrolled change into an effect, or pool figures. "Not reported" \
and "nothing found" mean not known, never no and never safe: the catalogue is not a systematic review. It is not \
medical advice: do not recommend, dose or rule out a treatment for anyone."""


def call(catalogue: Catalogue, name: str, given: Mapping[str, Any]) -> Reply:
    """Answer a call; a mistake in its arguments is an answer too, which says how to mend it."""
    from kapcli.checking.danger import in_danger
    from kapcli.views.closing_lines import old_age

    tool = next((one for one in TOOLS if one.name == name), None)
    if tool is None:
        return Reply(f"There is no tool {name!r}. The tools are {', '.join(one.name for one in TOOLS)}.", failed=True)
    arguments = {name: _text(value) for name, value in given.items()}
    if in_danger(str(arguments.get(tool.said) or "")):
        return Reply(catalogue.about.urgent_help)
    try:
        cursor = str(arguments.pop("cursor", None) or "")
        _known(tool, arguments, catalogue.session.vocabulary)
        text = page(tool.answer(catalogue, arguments), cursor)
    except (QuestionError, NotFoundError, CursorError) as error:
        return Reply(str(error), failed=True)
    return Reply("\n\n".join(filter(None, (old_age(catalogue.about), _own(catalogue, tool.name, text), text))))


def _own(catalogue: Catalogue, tool: str, text: str) -> str:
    """The remark on one's own files, where a text names an entry of one."""
    from kapcli.index.own import own_remark, told_of

    entries = told_of(catalogue.session, tool)
    return own_remark(catalogue.session, entries, lambda: re.findall(r"[\w-]+", text), ())


def _text(value: Any) -> Any:
    """An argument without stand-ins for bytes that are no text."""
    if isinstance(value, str):
        return encodable(value)
    return [_text(one) for one in value] if isinstance(value, list) else value


# By the type of its schema what an argument may be: more than that where it is plain what is meant.
_FITS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, str | int) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, str) or (isinstance(value, list) and all(type(v) is str for v in value)),
}
_TAKES = {"string": "a text", "integer": "a whole number", "array": "a text or a list of texts"}
# So many characters of a value that does not fit are shown.
_SHOWN = 60


def _known(tool: Tool, arguments: Mapping[str, Any], vocabulary: Vocabulary) -> None:
    """Whether every argument is one of the tool's, and of a kind that it understands.

    Raises:
        QuestionError: It is not.
    """
    from kapcli.catalogue.nearest import nearest

    names = tool.properties(vocabulary)
    for name, value in arguments.items():
        if name not in names:
            raise QuestionError(f"{tool.name} has no argument {name!r}", tuple(nearest(name, names, 1)), tuple(names))
        takes = names[name]["type"]
        if value is not None and not _FITS[takes](value):
            raise QuestionError(f"{name} takes {_TAKES[takes]}, not {json.dumps(value)[:_SHOWN]}")
        longest = _SENTENCE if name == "sentence" else _WORDS
        if isinstance(value, str) and len(value) > longest:
            raise QuestionError(f"{name} has more than {longest} characters: ask for less at once")
    for name in tool.required:
        if not str(arguments.get(name) or "").strip():
            raise QuestionError(f"{tool.name} needs {name}")


CURSOR: Schema = {"type": "string", "description": "Where the next page begins, as the last answer said."}


def _string(description: str, longest: int = _WORDS) -> Schema:
    return {"type": "string", "description": description, "maxLength": longest}


def _any_of(description: str, codes: tuple[str, ...]) -> Schema:
    told = {"description": description} if description else {}
    return {"type": "array", **told, "items": {"type": "string", "enum": list(codes)}}


def _facets(vocabulary: Vocabulary) -> dict[str, Schema]:
    return {name: _any_of(_FACET.get(name, ""), tuple(vocabulary.codes(name))) for name in FACETS} | {
        "year": _string("2020, 2014..2025, 2014.. or ..2019"),
        "min_n": {"type": "integer", "minimum": 1, "description": "At least so many people."},
        "dose": _string("0.2..0.5 (mg/kg) or 28..84mg, in one arm with drug and route."),
    }


_FACET = {
    "condition": "Any of these; broader ones hold narrower ones.",
    "route": "Of the ketamine arm.",
    "therapy": "kap: ketamine with any psychotherapy.",
    "design": "rct: randomised trials.",
}

TOOLS = (
    Tool(
        "search",
        "Find studies",
        "Find studies by words and filters, best match first: finding, design, people, dose, comparator, the two main "
        "limitations and the address of each. Words match in any order, with synonyms; different filters must all "
        "hold.",
        lambda vocabulary: {
            "words": _string("Topics, names, measures, ids or DOIs, e.g. oral ptsd. Few words find more."),
            "sort": {"type": "string", "enum": ["relevance", "design", "year", "n"]},
            **_facets(vocabulary),
        },
        (),
        "words",
        answers.search,
    ),
    Tool(
        "study",
        "Show one study",
        "One study in full: finding, participants, doses, comparator, every figure with its interval, adverse events, "
        "all limitations, the claims that rest on it, funding, where it was read.",
        lambda _: {"id": _string("Id such as feder2014, a DOI, a PubMed or a registry number. It is never corrected.")},
        ("id",),
        "id",
        answers.study,
    ),
    Tool(
        "claims",
        "Weigh claims",
        "What can be said on a question and how certain it is: first the answer of the topic, then statements with "
        "verdict, certainty, a fairer wording and the studies for and against. Without arguments: the questions that "
        "have an answer. With the id of one claim: its figures, studies and the steps of its certainty.",
        lambda vocabulary: {
            "words": _string("A topic (oral ptsd, bladder, who should not have it), or the id of one claim."),
            "verdict": _any_of("", tuple(vocabulary.codes("verdict"))),
            "certainty": _any_of("", tuple(vocabulary.codes("certainty"))),
            "kind": _any_of("record: what one paper says.", tuple(vocabulary.codes("claim_kind"))),
            **{name: schema for name, schema in _facets(vocabulary).items() if name in FACETS and FACETS[name].claimed},
        },
        (),
        "words",
        answers.claims,
    ),
    Tool(
        "check",
        "Check a sentence",
        "Hold one sentence against the claims: the nearest ones with what was found, a fairer wording and what "
        "differs; words, figures and references in it that the record does not bear out. A verdict only where a claim "
        "says the same.",
        lambda _: {"sentence": _string("One sentence, as it was said.", _SENTENCE)},
        ("sentence",),
        "sentence",
        answers.check,
    ),
)
