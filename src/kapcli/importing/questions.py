"""What is asked of a person who writes a study, in which order, and how answers are checked; no terminal is here."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from kapcli.catalogue.claim import Caveat
from kapcli.catalogue.forms import Code
from kapcli.catalogue.outcome import Safety
from kapcli.catalogue.publication import Reading, Record
from kapcli.catalogue.schema import text_of
from kapcli.catalogue.study import Arm, FollowUp, People, Study
from kapcli.catalogue.vocabulary import fold
from kapcli.catalogue.yaml_events import Node
from kapcli.catalogue.yaml_walker import FAILED, Walker
from kapcli.importing import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kapcli.catalogue.vocabulary import Vocabulary

YES = frozenset({"y", "yes", "true"})
NO = frozenset({"n", "no", "false", ""})
# So many groups and limitations are asked for.
_MOST = 100


class Question(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        key: Where its answer belongs, such as ``arms.0.drug``.
        text: What is asked.
        struct: The record of the field that it fills.
        field: The field.
        needed: Whether a finished study, or what was answered before, must have it.
        default: What an empty answer means.
        more: Whether it only asks if there is another of what came before.
    """

    key: str
    text: str
    struct: type[msgspec.Struct] = Study
    field: str = ""
    needed: bool = False
    default: str = ""
    more: bool = False

    @property
    def hint(self) -> Any:
        """The type of the field."""
        return typing.get_type_hints(self.struct, include_extras=True)[self.field]

    @property
    def section(self) -> str:
        """The section of the vocabulary that it is answered from; empty where from none."""
        mark = _mark(self.hint) if self.field else None
        return mark.section if mark else ""

    @property
    def many(self) -> bool:
        """Whether it takes several answers, with commas between."""
        return bool(self.field) and get_origin(self.hint) is tuple

    def help(self, vocabulary: Vocabulary) -> list[str]:
        """What the field is for, and every code that it may have."""
        about = text_of(self.struct.__name__, self.field) if self.field else ""
        lines = [about] if about else []
        if self.section:
            terms = vocabulary.sections[self.section].values()
            lines += [f"  {term.code}: {term.label}" if term.label != term.code else f"  {term.code}" for term in terms]
        elif self.field and (choices := _choices(self.hint)):
            lines.append(f"  one of: {', '.join(choices)}")
        return lines or ["Leave it empty where no source says it."]


def _mark(hint: Any) -> Code | None:
    for part in get_args(hint):
        if isinstance(part, Code):
            return part
        if (found := _mark(part)) is not None:
            return found
    return None


def _choices(hint: Any) -> tuple[str, ...]:
    return tuple(map(str, get_args(hint))) if get_origin(hint) is Literal else ()


# Before anything else: a work that is there already need not be written.
_NUMBERS = (
    Question("record.doi", "DOI", Record, "doi"),
    Question("record.pmid", "PubMed number", Record, "pmid"),
    Question("record.registry", "Registry numbers, such as NCT02397889", Record, "registry"),
)
_WORK = (
    Question("title", "Title", Study, "title", needed=True),
    Question("authors", "Authors: Family, Given; Family, Given", Study, "authors", needed=True),
    Question("year", "Year of publication", Study, "year", needed=True),
    Question("id", "Id", Study, "id", needed=True),
    Question("csl_type", "Kind of document", Study, "csl_type", needed=True, default="article-journal"),
    Question("journal", "Journal", Study, "journal"),
    Question("volume", "Volume", Study, "volume"),
    Question("issue", "Issue", Study, "issue"),
    Question("pages", "Pages", Study, "pages"),
    Question("status", "Status", Study, "status", needed=True, default="published"),
    Question("read_at.0.url", "Address at which you read it", Reading, "url", needed=True),
    Question("read_at.0.read", "How much of it you read", Reading, "read", needed=True),
)
_STUDY = (
    Question("design", "Design", Study, "design", needed=True),
    Question("question", "What was asked, in a sentence", Study, "question"),
    Question("conditions", "Conditions", Study, "conditions"),
    Question("population", "Groups of people", Study, "population"),
    Question("n.randomised", "People randomised", People, "randomised"),
    Question("n.enrolled", "People enrolled", People, "enrolled"),
    Question("n.analysed", "People analysed", People, "analysed"),
)
_ARM = (
    ("drug", "Drug of this group; empty for no further group"),
    ("role", "Its role"),
    ("route", "Route"),
    ("dose_min", "Dose, the lowest"),
    ("dose_max", "Dose, the highest"),
    ("unit", "Unit of the dose"),
    ("sessions", "Number of sessions"),
    ("with_therapy", "With psychotherapy? y or n"),
)
_REST = (
    Question("comparator", "Compared with", Study, "comparator"),
    Question("therapy", "Psychotherapy", Study, "therapy"),
    Question("follow_up.text", "Longest observation, in words", FollowUp, "text"),
    Question("follow_up.days", "The same in days", FollowUp, "days"),
    Question("finding", "Main result, in one sentence of your own", Study, "finding", needed=True),
    Question("plain", "The same in plain words", Study, "plain"),
    Question("safety.status", "Adverse events: how far reported", Safety, "status"),
    Question("safety.text", "Adverse events, in words", Safety, "text"),
    Question("funding", "Who paid", Study, "funding"),
)


def questions(answers: Mapping[str, Any]) -> Iterator[Question]:
    """Every question that is asked after the answers so far."""
    for one in (*_NUMBERS, *_WORK, *_STUDY):
        # How much was read is asked of an address only.
        if one.key != "read_at.0.read" or answers.get("read_at.0.url"):
            yield one
    for index in range(_MOST):
        yield from _arm(index, answers)
        if not answers.get(f"arms.{index}.drug"):
            break
    yield from _REST
    for index in range(_MOST):
        yield Question(f"limitations.{index}.code", "Limitation; empty for no further one", Caveat, "code")
        if not answers.get(f"limitations.{index}.code"):
            return
        yield Question(f"limitations.{index}.note", "What it is here, in a sentence", Caveat, "note", needed=True)


def _arm(index: int, answers: Mapping[str, Any]) -> Iterator[Question]:
    """What is asked of one group: nothing beyond its drug where there is none, and of a dose where one is given."""
    given = answers.get(f"arms.{index}.drug")
    for field, text in _ARM:
        of_dose = field in ("dose_max", "unit")
        if field == "drug" or (given and not (of_dose and not answers.get(f"arms.{index}.dose_min"))):
            needed = field in ("role", "unit")
            yield Question(f"arms.{index}.{field}", f"Group {index + 1}: {text}", Arm, field, needed)


def checked(question: Question, text: str, vocabulary: Vocabulary) -> tuple[Any, str]:
    """What an answer stands for, as it is written into a file; and what is wrong with it, empty where nothing is."""
    if question.key == "authors":
        people, _ = names.people(names.listed(text))
        found = [{name: value for name, value in msgspec.structs.asdict(one).items() if value} for one in people]
        return found, "" if found else "no name: write Family, Given; Family, Given"
    if question.field == "with_therapy":
        if text.casefold() in YES | NO:
            return "true" if text.casefold() in YES else "false", ""
        return None, "answer y or n"
    parts = [part.strip() for part in text.split(",") if part.strip()] if question.many else [text]
    parts = [_coded(part, question.section, vocabulary) for part in parts]
    node = Node([Node(part, 1) for part in parts], 1) if question.many else Node(parts[0], 1)
    walker = Walker("", vocabulary)
    value = walker.value(node, question.hint, question.field)
    # Of a list the sound items come back.
    if value is FAILED or walker.faults.errors:
        fault = walker.faults.listed()[0]
        return None, f"{fault.message}{f': {fault.fix}' if fault.fix else ''}"
    return (list(map(str, value)) if question.many else _written(value)), ""


def _written(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _coded(text: str, section: str, vocabulary: Vocabulary) -> str:
    """The code where a label or another name of it was typed."""
    return vocabulary.names(section).get(fold(text), text) if section else text


def offers(question: Question, vocabulary: Vocabulary, start: str) -> list[str]:
    """What an answer that begins so may become: codes, of which the last of several is being typed."""
    if question.section:
        known: tuple[str, ...] = vocabulary.codes(question.section)
    else:
        known = _choices(question.hint) if question.field else ()
    return [code for code in known if code.startswith(start.casefold())]
