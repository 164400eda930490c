"""The answers of a person who writes a study, and the entry that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.drafts import to_fill
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.publication import Name
from kapcli.catalogue.validation import Below
from kapcli.catalogue.yaml_reader import read_catalogue
from kapcli.importing.drafting import Entry
from kapcli.importing.duplicates import Known, of_record
from kapcli.importing.naming import id_for
from kapcli.importing.questions import Question, checked, questions
from kapcli.importing.record import Place, Record
from kapcli.importing.yaml_text import entry_lines, file_text
from kapcli.index.loading import read_layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.importing.duplicates import Match, Work

# After these answers it is looked for among what is there.
TELLING = frozenset({"record.doi", "record.pmid", "record.registry", "authors", "year"})
# Of what is asked part by part: without these it is no part of an entry yet.
_NEEDED = {"arms": {"drug", "role"}, "limitations": {"code", "note"}, "read_at": {"url", "read"}}
# A record that stands in no file.
_NOWHERE = Place("", 0)


class Interview:
    """What has been asked and answered so far."""

    def __init__(self, known: Iterable[Work], taken: Collection[str], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.answers: dict[str, Any] = {}
        self._known = Known(known)
        self._taken = taken
        self._asked: list[str] = []

    @property
    def question(self) -> Question | None:
        """The next question; ``None`` where all have been asked."""
        asked = set(self._asked)
        found = next((one for one in questions(self.answers) if one.key not in asked), None)
        if found is not None and found.field == "dose_max":
            # Most doses are one and not a range.
            lowest = self.answers.get(found.key.replace("dose_max", "dose_min"), "")
            return msgspec.structs.replace(found, default=lowest)
        if found is not None and found.key == "id":
            return msgspec.structs.replace(found, default=id_for(self._record(), self._taken.__contains__))
        return found

    def answer(self, question: Question, text: str) -> str:
        """Take an answer; says what is wrong with it, and then it is not taken."""
        text = text.strip() or question.default
        if not text:
            # The part of a group or of a limitation without which the rest says nothing.
            if question.needed and "." in question.key and not question.key.endswith(".url"):
                return "this is needed here: ? explains it, < goes back"
            self.answers.pop(question.key, None)
            self._asked.append(question.key)
            return ""
        value, fault = checked(question, text, self.vocabulary)
        if not fault and question.key == "id" and key(str(value)) in self._taken:
            fault = f"the id {text!r} is taken: choose another"
        if fault:
            return fault
        before = dict(self.answers)
        self.answers[question.key] = value
        if fault := self._fault():
            self.answers = before
            return fault
        self._asked.append(question.key)
        return ""

    def _fault(self) -> str:
        """What does not fit together in the answers so far."""
        lines = entry_lines(Entry(self._fields(), {}), (), "")
        _, faults = read_layer(file_text([lines]).encode(), "", self.vocabulary, {}, Below())
        fault = next((fault for fault in faults if fault.severity == "error"), None)
        return "" if fault is None else fault.message + (f": {fault.fix}" if fault.fix else "")

    def back(self) -> bool:
        """Take the last answer back; whether there was one."""
        if not self._asked:
            return False
        self.answers.pop(self._asked.pop(), None)
        return True

    def renew(self, taken: Collection[str]) -> str:
        """Look again at the ids that are in use; the one that was chosen where it has come to be taken, else empty."""
        self._taken = taken
        chosen = str(self.answers.get("id", ""))
        if not chosen or key(chosen) not in taken:
            return ""
        del self.answers["id"]
        return chosen

    def duplicate(self) -> Match | None:
        """What is there already and seems to be the same work."""
        return self._known.same(of_record(self._record()))

    def _record(self) -> Record:
        people: tuple[Name, ...] = tuple(Name(**one) for one in self.answers.get("authors", ()))
        return Record(
            place=_NOWHERE,
            title=self.answers.get("title", ""),
            authors=people,
            year=int(self.answers.get("year", 0)),
            doi=self.answers.get("record.doi", ""),
            pmid=self.answers.get("record.pmid", ""),
            registry=tuple(self.answers.get("record.registry", ())),
        )

    def entry(self) -> tuple[str, list[str], tuple[str, ...]]:
        """What the answers make: the id, the lines of the entry, and what is missing, so that it is a draft."""
        fields = self._fields()
        whole = Entry({name: value for name, value in fields.items() if name != "draft"}, {})
        lines = entry_lines(whole, (), "")
        _, faults = read_layer(file_text([lines]).encode(), "", self.vocabulary, {}, Below())
        problems = [fault for fault in faults if fault.severity == "error"]
        if not problems:
            return fields["id"], lines, ()
        draft = Entry(fields, {})
        read = read_catalogue(file_text([entry_lines(draft, (), "")]).encode(), "", self.vocabulary)
        blanks = to_fill(read.catalogue.drafts[0].draft) if read.catalogue.drafts else ()
        missing = tuple(f"{fault.path.partition('.')[2]} {fault.message}".strip() for fault in problems)
        return fields["id"], entry_lines(draft, blanks, ""), missing

    def _fields(self) -> dict[str, Any]:
        """The answers as the fields of an entry."""
        fields: dict[str, Any] = {"id": self.answers.get("id") or id_for(self._record(), self._taken.__contains__)}
        fields["draft"] = "true"
        for name, value in self.answers.items():
            first, *rest = name.split(".")
            if not rest:
                fields.setdefault(first, value)
            elif len(rest) == 1:
                fields.setdefault(first, {})[rest[0]] = value
            else:
                rows = fields.setdefault(first, [])
                while len(rows) <= int(rest[0]):
                    rows.append({})
                rows[int(rest[0])][rest[1]] = value
        for name, needed in _NEEDED.items():
            rows = fields.get(name, [])
            whole = [row for row in rows if needed <= set(row)]
            if len(whole) < len(rows):
                left = "; ".join(f"{field} {value}" for row in rows if row not in whole for field, value in row.items())
                fields.setdefault("unmapped", []).append(f"{name}, not finished: {left}")
                fields[name] = whole
        for row in fields.get("arms", []):
            # A dose and its unit are asked for one after the other, and mean nothing alone.
            if ("dose_min" in row) != ("unit" in row):
                left = ", ".join(
                    f"{field} {row.pop(field)}" for field in ("dose_min", "dose_max", "unit") if field in row
                )
                fields.setdefault("unmapped", []).append(f"a dose, not finished: {left}")
        # Days without words are no observation that could be read.
        if fields.get("follow_up") and "text" not in fields["follow_up"]:
            fields["follow_up"]["text"] = f"{fields['follow_up']['days']} days"
        order = [question.key.partition(".")[0] for question in questions(self.answers)]
        return {name: fields[name] for name in dict.fromkeys(["id", "draft", *order, "unmapped"]) if fields.get(name)}
