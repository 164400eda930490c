"""A sentence, or every sentence of a text, with the claims nearest to it and what can be told of it without them.

What is shown is what the claims say, and where the sentence differs from them. A sentence is given a verdict only where
it says exactly what a claim says, in the same or equal words (`kapcli.checking.gate`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.study_rules import KETAMINES
from kapcli.catalogue.words import words
from kapcli.checking.differences import Claimed, Difference, differences
from kapcli.checking.entries import entry
from kapcli.checking.gate import Gate, Same
from kapcli.checking.lists import one_name
from kapcli.checking.nearest import FLOOR, Finder, Near
from kapcli.checking.overstatement import Overstatement, overstatements
from kapcli.checking.questions import Asked, asked
from kapcli.checking.recorded import Cited, Recorded, Records
from kapcli.checking.splitting import LONGEST
from kapcli.index.query_reading import without_identifiers
from kapcli.index.spotting import Ways, spotted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.study import Study
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.entries import Entry
    from kapcli.checking.references import Reference
    from kapcli.checking.splitting import Sentence

_WRONG = frozenset({"contradicted", "overstated"})
# Records are looked for behind so many claims.
_BEHIND = 1
# What a sentence takes over from those before it in the same paragraph, where it names none itself.
_CARRIED = ("condition", "drug", "study")
_SAID_ANYWAY = ("drug", "ketamine")
# What was only compared with is no subject.
_DRUGS = frozenset(KETAMINES)
# A study is meant only by a sentence that points back.
_POINTING = frozenset("this these that those it they such both again participants patients people the average".split())


class Checked(msgspec.Struct, frozen=True):
    """What can be told of a sentence.

    Attributes:
        read: So much of it as was read.
        near: The nearest claims, the nearest first.
        differences: For each of them what it and the sentence name differently.
        overstatements: Words in it that nothing can bear out.
        recorded: A record that holds its figures.
        asked: Where it is a question: the statement that it was taken for.
        about: Codes, and ids of studies, taken over from the text before it.
        reference: Where it is an entry of a list of references: how that stands to the record.
        same: The claim that it repeats or denies, with the verdict that this gives it.
        cites: The studies whose DOI or number it gives.
    """

    read: str
    near: tuple[Near, ...] = ()
    differences: tuple[tuple[Difference, ...], ...] = ()
    overstatements: tuple[Overstatement, ...] = ()
    recorded: Recorded | None = None
    asked: Asked | None = None
    about: tuple[tuple[str, str], ...] = ()
    reference: Reference | None = None
    same: Same | None = None
    cites: tuple[Cited, ...] = ()

    @property
    def close(self) -> bool:
        """Whether any of the claims is close to the sentence."""
        return any(one.close >= FLOOR for one in self.near)

    @property
    def answered(self) -> bool:
        """Whether anything could be told of it."""
        return bool(self.close or self.doubtful or self.recorded or self.reference or self.cites)

    @property
    def doubtful(self) -> bool:
        """Whether something in it is wrong: an overstatement, a figure, a reference, or all of it."""
        wrong = self.reference is not None and self.reference.status == "differs"
        # Who asks says nothing that could be wrong.
        wrong = wrong or (self.asked is None and self.same is not None and self.same.verdict in _WRONG)
        wrong = wrong or any(one.said is not None for one in self.cites)
        return bool(self.overstatements) or wrong or (self.recorded is not None and bool(self.recorded.differs))


class Checker:
    """Checks one sentence after another against an open catalogue."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._ways = Ways.stored(connection)
        self._finder = Finder(connection)
        self._records = Records(connection)
        self._claimed: dict[str, Claimed] = {}
        self._gate = Gate()
        self._connection = connection
        self._works: list[Study] = []

    def sentence(self, text: str, most: int, about: tuple[tuple[str, str], ...] = ()) -> Checked:
        """Check one sentence.

        Args:
            text: The sentence; of a long one the beginning is read.
            most: How many claims at most.
            about: What the text before it names: section and code, or ``study`` and its id.
        """
        if found := entry(text):
            return self._held(text, found, most)
        read = text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]
        question = asked(read)
        said = question.words if question else read
        compared = one_name(question.compared if question else read)
        # Written out or abbreviated, a name leads to the same claims; whether a claim says the same has its own list.
        # A DOI tells which study is meant, and its digits are no figures.
        alike, identifiers = without_identifiers(one_name(said))
        addressed = self._records.identified(identifiers)
        meant = (*spotted(alike, self._ways), *about, *(("study", one) for one in addressed))
        near = tuple(self._finder.near(alike, dict.fromkeys(meant), most, one_name(said)))
        named = addressed or self._records.named(said) or [code for section, code in about if section == "study"]
        linked = [
            link.study
            for one in near[:_BEHIND]
            for link in (*one.assessed.claim.for_, *one.assessed.claim.against, *one.assessed.claim.context)
        ]
        overstated = () if question else overstatements(read)
        same = self._gate.same(said, [one.assessed.claim for one in near])
        return Checked(
            read,
            near,
            tuple(self._differences(compared, without_identifiers(compared)[0], one) for one in near),
            overstated,
            self._records.holding(alike, named, linked),
            question,
            about,
            same=None if same and overstated and same.verdict == "supported" else same,
            cites=self._records.cited(read, addressed),
        )

    def text(self, sentences: Iterable[Sentence], most: int) -> Iterator[Checked]:
        """Check every sentence of a text; what one is about carries over to the next of its paragraph."""
        before: dict[str, tuple[tuple[str, str], ...]] = {}
        paragraph = -1
        for one in sentences:
            if one.paragraph != paragraph:
                paragraph, before = one.paragraph, {}
            own = self._about(one_name(one.text[:LONGEST]))
            first = words(one.text[:LONGEST])[:1]
            taken = [
                pair
                for section, pairs in before.items()
                if section not in own and (section != "study" or _POINTING.intersection(first))
                for pair in pairs
                if pair != _SAID_ANYWAY
            ]
            yield self.sentence(one.text, most, tuple(taken))
            before |= own

    def _about(self, text: str) -> dict[str, tuple[tuple[str, str], ...]]:
        """What a sentence names of what may carry over."""
        named = (pair for pair in spotted(text, self._ways) if pair[0] != "drug" or pair[1] in _DRUGS)
        pairs = (*named, *(("study", name) for name in self._records.named(text)))
        found = {section: tuple(pair for pair in pairs if pair[0] == section) for section in _CARRIED}
        return {section: own for section, own in found.items() if own}

    def _held(self, text: str, found: Entry, most: int) -> Checked:
        """An entry of a list of references, with the claims about the record that it bears on."""
        # Few sentences are references, and no other needs these.
        from kapcli.checking.references import claims_on_record, hold
        from kapcli.index.records import every_study

        self._works = self._works or [study for study, _ in every_study(self._connection)]
        reference = hold(found, self._works)
        about = claims_on_record(self._connection, reference)
        reference = msgspec.structs.replace(reference, claims=tuple((one.claim.id, one.claim.verdict) for one in about))
        near = tuple(Near(one, one.claim.statement, 1.0) for one in about[:most])
        return Checked(text, near, ((),) * len(near), reference=reference)

    def _differences(self, whole: str, said: str, near: Near) -> tuple[Difference, ...]:
        claim = near.assessed.claim
        if claim.id not in self._claimed:
            self._claimed[claim.id] = Claimed(claim.statement, claim.wordings, self._ways)
        # Where the claim is of a DOI, that of the sentence counts.
        said = whole if without_identifiers(claim.statement)[1] else said
        return differences(said, self._claimed[claim.id], self._ways, self._vocabulary)
