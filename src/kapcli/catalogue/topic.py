"""A topic of the catalogue: a question that people bring, and the claims and guidelines that answer it."""

from typing import Annotated, Literal

from kapcli.catalogue.rows import Code, Form, Row

# What a topic asks: what the treatment does, what harm it does, or who should not have it.
Asks = Literal["effect", "harm", "exclusion"]


class Codes(Row, frozen=True, kw_only=True):
    """The codes that lead to a topic, as words or as facets."""

    condition: tuple[Annotated[str, Code("condition")], ...] = ()
    route: tuple[Annotated[str, Code("route")], ...] = ()
    drug: tuple[Annotated[str, Code("drug")], ...] = ()
    therapy: tuple[Annotated[str, Code("therapy")], ...] = ()
    comparator: tuple[Annotated[str, Code("comparator")], ...] = ()
    population: tuple[Annotated[str, Code("population")], ...] = ()


class Topic(Row, frozen=True, kw_only=True):
    """A question that people bring.

    Attributes:
        title: For those in the field.
        plain_title: For everybody else.
        subject: Of a harm: what it is about, as it stands in a sentence.
        plain_subject: The same in plain words.
        claims: Ids of its headline claims, the most telling first.
        guidelines: Ids of studies that are guidelines or texts of an authority; the first that says something of it
            stands in the answer.
        words: Words and phrases that lead to it.
        about: Codes that lead to it.
        part_of: Ids of wider topics: where words lead to both, this one is meant.
    """

    id: Annotated[str, Form("id")]
    title: str
    plain_title: str
    asks: Asks = "effect"
    subject: str = ""
    plain_subject: str = ""
    claims: tuple[Annotated[str, Form("id")], ...]
    guidelines: tuple[Annotated[str, Form("id")], ...] = ()
    words: tuple[str, ...] = ()
    about: Codes = Codes()
    part_of: tuple[Annotated[str, Form("id")], ...] = ()
