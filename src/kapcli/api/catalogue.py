"""The open catalogue: one object to put every question to. The commands of ``kap`` ask through it as well."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from kapcli.api.faults import NotFoundError, QuestionError
from kapcli.index.session import Session, close, open_session

if TYPE_CHECKING:
    from os import PathLike

    from kapcli.api.check import Check
    from kapcli.api.claims import Claims
    from kapcli.api.effects import Effects
    from kapcli.api.filters import Value
    from kapcli.api.limits import Limits
    from kapcli.api.result import Record
    from kapcli.api.studies import Studies
    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import About
    from kapcli.catalogue.study import Study
    from kapcli.checking.checker import Checker
    from kapcli.index.ordering import Sort
    from kapcli.index.question import Question


def open_catalogue(*files: str | PathLike[str], own: bool = True, builtin: bool = True) -> Catalogue:
    """Open the built-in catalogue, offline; close it with `Catalogue.close`, or use it in a ``with`` block.

    Args:
        files: Catalogue files of your own to put on top, as with ``--catalogue``. Files that the variable
            ``KAP_CATALOGUE`` names are put on top too.
        own: Whether the files in your data folder are read as well, below those.
        builtin: Whether the studies and claims of the built-in catalogue are; its help in danger always is.

    Raises:
        CatalogueError: A file is not a sound catalogue; ``faults`` lists what is wrong and where.
        UnreadableError: A file cannot be read.
        NothingToReadError: Without the built-in catalogue nothing is left.
    """
    return Catalogue(open_session([str(file) for file in files], own=own, builtin=builtin))


class Catalogue:
    """An open catalogue. Like the SQLite file behind it, it is for the thread that opened it.

    Filters are those of the commands, by the same names: ``condition``, ``route``, ``drug``, ``design``, ``therapy``,
    ``comparator``, ``population``, ``dosing_model``, ``status``, each one value or several (any of them); ``year``
    (``2020`` or ``"2014..2025"``), ``min_n`` (people) and ``dose`` (``"0.2..0.5"`` in mg/kg, or ``"28..84mg"``).
    Synonyms are understood as values. Different filters must all hold.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Catalogue: edition {self.about.edition}, {self.about.as_of}>"

    def close(self) -> None:
        """Close it. What was found can still be looped over; take ``records()`` and ``data()`` of it before."""
        close(self.session)

    @property
    def about(self) -> About:
        """What the catalogue is: ``edition``, ``as_of``, ``scope``, ``inclusion``, ``disclaimer``, ``licence`` ..."""
        return self.session.about

    def question(self, words: str = "", **filters: Value | None) -> Question:
        """Read words and filters without running them.

        Raises:
            QuestionError: An unknown filter or value, or words that cannot be understood.
        """
        from kapcli.api.filters import narrowing
        from kapcli.index.facets import FacetError
        from kapcli.index.query import QueryError
        from kapcli.index.question import question

        values, ranges = narrowing(filters)
        try:
            found = question(self.session, words, values, **ranges)
        except FacetError as error:
            name = error.option.removeprefix("--").replace("-", "_")
            raise QuestionError(f"{name}: {error}", error.near, error.choices) from None
        except QueryError as error:
            raise QuestionError(f"{error}; use fewer words") from None
        if words.strip() and found.everything:
            raise QuestionError("nothing to search for: only filler words or signs")
        return found

    def search(
        self, words: str = "", *, limit: int | None = None, sort: Sort = "relevance", **filters: Value | None
    ) -> Studies:
        """Studies that match all of some words and filters, best first, each with its limitations.

        Args:
            words: Topics, names, measures, ids or DOIs; synonyms and typos are understood, and `Studies.remarks` tells.
            limit: At most so many; all where ``None``. ``total`` tells how many there are.
            sort: ``relevance``, ``design``, ``year`` or ``n``; words such as *newest* and *largest* choose one, too.
            filters: See `Catalogue`.

        Raises:
            QuestionError: An unknown filter or value, or words that cannot be understood.
        """
        from kapcli.api.studies import studies_of
        from kapcli.index.ordering import Sort

        if sort not in (known := get_args(Sort)):
            raise QuestionError(f"sort: {sort!r} is no order", choices=known)
        return studies_of(self.question(words, **filters), limit=limit, sort=sort)

    def study(self, name: str) -> Study:
        """One study, whole: every field of docs/catalogue.md, among them ``outcomes``, ``arms`` and ``sources``.

        Args:
            name: Its id, DOI, PubMed or registry number. It is never corrected: *feder2014* is not *feder2021*.

        Raises:
            NotFoundError: There is none of that name; ``near`` has ids that look like it.
            QuestionError: A registry number that several publications share; ``choices`` has their ids.
        """
        from kapcli.api.lookup import look_up, near_names

        found, missing = look_up(self.session, [name])
        if not found:
            said = missing[0].message if missing else "no study has an empty name"
            raise NotFoundError(name, said, tuple(near_names(self.session, name)))
        if len(found) > 1:
            raise QuestionError(f"{name!r} names several studies", choices=tuple(one.study.id for one in found))
        return found[0].study

    def claims(
        self,
        words: str = "",
        *,
        verdict: Value = (),
        certainty: Value = (),
        kind: Value = (),
        said_by: str = "",
        limit: int | None = None,
        **filters: Value | None,
    ) -> Claims:
        """Statements on a topic, each weighed; with the answer of the topic that the question meets.

        Args:
            words: A topic; or ids of claims, also former ones.
            verdict: ``supported``, ``overstated``, ``contradicted``, ``mixed``, ``not-shown``, ``uncertain``,
                ``untested`` or ``unverified``.
            certainty: ``high``, ``moderate``, ``low`` or ``very-low``.
            kind: ``effect``, ``harm``, ``rule``, ``mechanism`` or ``field``; only here also ``record``.
            said_by: Who made the claim.
            limit: At most so many; all where ``None``.
            filters: See `Catalogue`: a claim matches where a study that it rests on does.

        Raises:
            QuestionError: An unknown filter or value, words that cannot be understood, or a filter beside an id.
        """
        from kapcli.api.claims import claims_named, claims_of
        from kapcli.api.filters import codes
        from kapcli.index.claim_search import Filters

        if (named := claims_named(self.session, words.split())) is not None:
            if named and (verdict or certainty or kind or said_by or any(one is not None for one in filters.values())):
                raise QuestionError("a claim's id cannot be combined with a filter")
            return named
        chosen = {
            section: codes(self.session.vocabulary, section, given)
            for section, given in (("verdict", verdict), ("certainty", certainty), ("claim_kind", kind))
        }
        narrow = Filters(chosen["verdict"], chosen["certainty"], chosen["claim_kind"], said_by)
        return claims_of(self.question(words, **filters), narrow, limit=limit)

    def claim(self, name: str) -> Claim:
        """One claim by its id, also by a former one.

        Raises:
            NotFoundError: There is none of that id.
        """
        from kapcli.catalogue.nearest import nearest
        from kapcli.index.claims import claim_ids, claim_named

        found = claim_named(self.session.connection, name.strip())
        if found is None:
            near = nearest(name, claim_ids(self.session.connection))
            raise NotFoundError(name, f"no claim {name!r} in this catalogue", tuple(near))
        return found.claim

    def check(self, sentence: str, *, claims: int = 3) -> Check:
        """The claims nearest to a sentence, what differs from it, and words, figures and references without support.

        Args:
            sentence: One sentence.
            claims: At most so many claims.
        """
        from kapcli.api.check import Check

        text = " ".join(sentence.split())
        return Check(self.session, text, self.checker.sentence(text, claims))

    @cached_property
    def checker(self) -> Checker:
        """Checks one sentence after another."""
        from kapcli.checking.checker import Checker

        return Checker(self.session.connection, self.session.vocabulary)

    def limits(self, words: str = "", **filters: Value | None) -> Limits:
        """What weakens the evidence: each limitation with the studies that have it; retracted ones are not counted.

        Raises:
            QuestionError: An unknown filter or value, or words that cannot be understood.
        """
        from kapcli.api.limits import limits_of

        return limits_of(self.question(words, **filters))

    def forest(self, words: str = "", *, domain: Value = (), **filters: Value | None) -> Effects:
        """Reported effects with their intervals, of the studies that match; nothing is pooled.

        Args:
            words: As in `search`.
            domain: Only these outcomes (``ptsd``, ``depression``, ``suicidality``, ``safety`` ...); all where empty.
            filters: See `Catalogue`.

        Raises:
            QuestionError: An unknown filter or value, or words that cannot be understood.
        """
        from kapcli.api.effects import effects_of
        from kapcli.api.filters import codes

        question = self.question(words, **filters)
        return effects_of(question, codes(self.session.vocabulary, "domain", domain))

    def table(self, name: str, words: str = "", **filters: Value | None) -> list[Record]:
        """A tidy table of what matches, as ``kap export`` has it: rows for a data frame, with keys to join by.

        Args:
            name: ``studies``, ``arms``, ``outcomes``, ``adverse_events``, ``limitations``, ``claims``, ``steps``,
                ``links``, ``characteristics`` or ``findings``; docs/export.md describes their columns and units.
            words: As in `search`.
            filters: See `Catalogue`.

        Returns:
            Rows by column: texts, numbers, booleans, lists of texts, and ``None`` for what is not known.

        Raises:
            QuestionError: There is no such table, or the question cannot be understood.
        """
        from kapcli.exporting.selection import selected
        from kapcli.exporting.tables import TABLES, filled

        if name not in TABLES:
            raise QuestionError(f"no table {name!r}", choices=tuple(TABLES))
        (found,) = filled(name, selected(self.question(words, **filters), name))
        return [dict(zip(found.names, row, strict=True)) for row in found.rows]

    def cite(self, *names: str, style: str = "apa", format: Literal["text", "bibtex", "ris"] = "text") -> str:
        """References of studies, one a line; with ``format`` as BibTeX or RIS.

        Args:
            names: As in `study`.
            style: As ``kap cite`` names it, such as ``apa`` or ``vancouver``.
            format: ``text``, ``bibtex`` or ``ris``.

        Raises:
            NotFoundError: There is no study of a name.
            QuestionError: There is no style of that name.
        """
        from kapcli.citing.bibtex import bibtex
        from kapcli.citing.engine import format_references
        from kapcli.citing.from_study import csl_item
        from kapcli.citing.ris import ris
        from kapcli.citing.style_table import STYLES

        items = [csl_item(self.study(name)) for name in names]
        if format != "text":
            return bibtex(items) if format == "bibtex" else ris(items)
        if style not in STYLES:
            raise QuestionError(f"unknown style {style!r}", choices=tuple(STYLES))
        return "\n".join(format_references(items, style))
