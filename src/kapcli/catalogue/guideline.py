"""What a label or a guideline says of a treatment: how it is advised, and who should not have it."""

from typing import Annotated, Literal

from kapcli.catalogue.forms import Code, Form, Row

# What a guideline or an authority says of a treatment, from for to against; who warns says neither.
Says = Literal[
    "approves",
    "recommends",
    "suggests",
    "third-line",
    "not-approved",
    "warns",
    "not-shown",
    "does-not-recommend",
    "suggests-against",
    "recommends-against",
]


class Recommendation(Row, frozen=True, kw_only=True):
    """What a guideline or an authority says of ketamine or esketamine for a condition.

    Attributes:
        who: Agency or society, as it is printed.
        plain: The same for a person outside the field, such as "the US medicines regulator (FDA)".
        date: Of the text that says so; empty where the copy that was read has none.
        what: What it speaks of, as it stands in a sentence, such as "ketamine for PTSD".
        plain_what: The same in plain words, where they are other ones.
        source: Where it was read.
    """

    who: str
    plain: str
    says: Says
    what: str
    plain_what: str = ""
    date: Annotated[str, Form("date")] = ""
    source: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    condition: tuple[Annotated[str, Code("condition")], ...] = ()


class Exclusion(Row, frozen=True, kw_only=True):
    """Who a label or a guideline says should not have the treatment, or only with care.

    Attributes:
        who: Agency or society, as it is printed.
        date: Of the text that says so.
        what: The drug and use it speaks of, as it stands in a sentence.
        force: Whether it rules the treatment out, advises against it as a rule, or asks for care.
        people: Conditions in the field's words, every one that the text names.
        plain: The same in plain words, one for each.
        source: Where it was read.
        note: What a reader must know of how it was read.
    """

    who: str
    date: Annotated[str, Form("date")]
    what: str
    force: Literal["contraindicated", "relative", "care"]
    people: tuple[str, ...]
    plain: tuple[str, ...]
    source: Annotated[str, Form("url")]
    read: Annotated[str, Code("read")]
    note: str = ""
