"""A whole text held against the claims: each sentence, its parts, and what the text around it adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.words import one_word_drugs, words
from kapcli.checking.caution import as_heading, cautious, joined
from kapcli.checking.checker import CANDIDATES, Stored, near, study_names
from kapcli.checking.checking import Checked, check
from kapcli.checking.frame import Frame, inherit, read, within
from kapcli.checking.kinship import Kinship
from kapcli.checking.referencing import referencer
from kapcli.checking.splitting import LONGEST, parts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checking import Understood
    from kapcli.checking.splitting import Sentence
    from kapcli.evidence.certainty import Assessed

    Candidates = list[tuple[Assessed, Understood]]

# Claims that are looked at closely for a part of a sentence, and for the sentence before it.
_FOR_PART, _FOR_BEFORE = 8, 8
# A sentence that begins with one of these goes on about what was said before it.
_POINTING = frozenset("this these that those it they such both again here".split())
# Words for the people and makers of a study that is not named anew.
_OF_A_STUDY = frozenset("participants participant authors patients researchers trial study treatment sample".split())

_OF_MANY = frozenset("studies trials reviews evidence literature research researchers field".split())


class _Around(msgspec.Struct):
    """What was said before a sentence.

    Attributes:
        paragraph: The paragraph it is of.
        named: Studies named in the paragraph.
        section: Studies named last since a heading.
        before: The sentence before it in the paragraph, as read.
    """

    paragraph: int = -1
    named: frozenset[str] = frozenset()
    section: frozenset[str] = frozenset()
    before: Frame | None = None


class Passages:
    """Holds texts against the claims of an open catalogue."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._names, self._lookup = study_names(connection), Stored(connection)
        self._kin = Kinship(vocabulary)
        self._refer = referencer(connection)

    def check(self, text: Iterable[Sentence], most: int) -> Iterator[Checked]:
        """Check the sentences of a text, in order.

        Args:
            text: As split.
            most: How many claims for each at most.
        """
        around = _Around()
        for one in text:
            if one.entry is not None:
                yield self._refer(one.entry, most)
                continue
            if one.paragraph != around.paragraph:
                around = _Around(one.paragraph, section=frozenset() if one.heading else around.section)
            own = self._read(one.text[:LONGEST])
            found = self._sentence(own, around, most)
            yield as_heading(found) if one.heading else found
            if named := own.slots.get("study", frozenset()):
                around.named = around.section = named
            around.before = own

    def _read(self, text: str) -> Frame:
        return read(text, self._lookup, self._names)

    def _sentence(self, plain: Frame, around: _Around, most: int) -> Checked:
        likely = candidates = self._near(plain.text, CANDIDATES)
        found = check(within(plain, around.named), candidates, self._kin, most)
        if found.verdict is not None:
            return found
        others = list(self._readings(plain, around))
        if around.before is not None and _points_back(plain.text):
            candidates = _both(candidates, self._near(around.before.text, _FOR_BEFORE))
        tried = [cautious(check(other, candidates, self._kin, most)) for other in others]
        if settled := [one for one in tried if one.verdict is not None]:
            return msgspec.structs.replace(settled[0], frame=found.frame)
        return joined(found, [*tried, *self._parts(plain, likely, around, most)], most)

    def _readings(self, plain: Frame, around: _Around) -> Iterator[Frame]:
        """Other ways to take a sentence: by itself, with the sentence before it, or of a study named further up."""
        if "study" in plain.slots:
            return
        if around.named:
            yield plain
        elif around.section and _of_a_study(plain):
            yield within(plain, around.section)
        if around.before is not None and _points_back(plain.text):
            yield inherit(plain, around.before)

    def _parts(self, plain: Frame, likely: Candidates, around: _Around, most: int) -> Iterator[Checked]:
        context = around.named or (around.section if _of_a_study(plain) else frozenset())
        pieces = parts(plain.text)
        for place, part in enumerate(pieces):
            own = self._read(part)
            before = self._read(" ".join(pieces[: place + 1])) if place else own
            study = {"study": plain.slots["study"]} if "study" in plain.slots else {}
            read_whole = inherit(own, msgspec.structs.replace(before, slots={**before.slots, **study}))
            candidates = _both(self._near(part, _FOR_PART), likely)
            readings = [within(read_whole, context)]
            if "study" not in own.slots and "study" in readings[0].slots:
                bare = {slot: codes for slot, codes in read_whole.slots.items() if slot != "study"}
                readings.append(msgspec.structs.replace(read_whole, slots=bare))
                readings.append(own)
            for reading in readings:
                found = check(reading, candidates, self._kin, most)
                yield cautious(found, part, named="study" in own.slots)

    def _near(self, text: str, most: int) -> Candidates:
        return near(self._connection, words(one_word_drugs(text)), most)


def _both(first: Candidates, second: Candidates) -> Candidates:
    known = {one[0].claim.id for one in first}
    return [*first, *(one for one in second if one[0].claim.id not in known)]


def _points_back(text: str) -> bool:
    return next(iter(words(text)), "") in _POINTING


def _of_a_study(frame: Frame) -> bool:
    """Whether a sentence tells what was done or found in one study, though it names none."""
    if _OF_MANY & set(words(frame.text)):
        return False
    return frame.attributed or bool(_OF_A_STUDY & set(words(frame.text))) or (frame.strength == 1 and not frame.denied)
