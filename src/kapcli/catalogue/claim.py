"""A claim of the catalogue: a statement, the question it answers, and the figures that bear on it."""

from typing import Annotated, Literal

from kapcli.catalogue.forms import Code, Form, Row

# What an effect is set against, and what a statement says of it.
Comparator = Literal["inert", "active-placebo", "control", "active", "nothing"]
Says = Literal["better", "equal", "share", "universal", "cure", "duration", "no-difference"]


class Caveat(Row, frozen=True, kw_only=True):
    """A limitation of one study: a code of the vocabulary and what it means here."""

    code: Annotated[str, Code("limitation")]
    note: str


class Indirect(Row, frozen=True, kw_only=True):
    """In what a study's question differs from a claim's (GRADE's indirectness)."""

    kind: Annotated[str, Code("indirectness")]
    reason: str


class Link(Row, frozen=True, kw_only=True):
    """A study that bears on a claim.

    Attributes:
        study: The study.
        outcome: The figure the claim rests on; an effect always rests on one.
        rests_on: For other claims: the field of the study that was read, such as ``title`` or ``safety``.
        because: One sentence: why it bears on the claim.
        indirect: Where its question is not quite the claim's.
        leads: A pooled estimate that is the effect, before any single trial it may include.
        corrects: An estimate of the same pool, corrected for bias; it is shown beside the leading one.
        reversed: The statement claims what the figure's second side had.
    """

    study: Annotated[str, Form("id")]
    because: str
    outcome: str = ""
    rests_on: str = ""
    indirect: Indirect | None = None
    leads: bool = False
    corrects: bool = False
    reversed: bool = False


class Asked(Row, frozen=True, kw_only=True):
    """The question an effect answers; its outcome is the ``domain`` of the claim.

    Attributes:
        condition: Whom it is about.
        population: The same more closely, in words.
        intervention: What is given.
        comparator: What it is set against: nothing that can be felt, something that can be felt but does not treat,
            another treatment, or nothing at all.
        window: When it was measured.
    """

    condition: tuple[Annotated[str, Code("condition")], ...]
    intervention: str
    comparator: Comparator
    window: str
    population: str = ""


class Formal(Row, frozen=True, kw_only=True):
    """A formal rating of the same question: the study it stands in, and its id there."""

    study: Annotated[str, Form("id")]
    rating: Annotated[str, Form("id")]


class Claim(Row, frozen=True, kw_only=True, rename={"for_": "for"}):
    """A statement, and what bears on it.

    Attributes:
        wordings: Other ways to say exactly this: whatever holds for the statement holds for each of them.
        found_by: Sentences that lead here and say something else: of one case or one study, broader, or surer. A
            claim is found by them, and its verdict is not theirs.
        plain: The statement's answer for a person outside the field.
        said_by: Whose statement it is, where it is somebody's.
        verdict: On the statement as it is worded.
        domain: What an effect or harm was measured in; its evidence is of this domain.
        question: Of an effect: what is asked.
        says: Of an effect: that one side does better, that both do as well, or something that is not graded.
        evidence: Of an effect: the figures that answer the question. Which side each is on follows from the figure.
        for_: Of other claims: what says so. Of an effect only in files of the first edition.
        against: Of other claims: what says otherwise. Of an effect only in files of the first edition.
        context: What answers another question and must be known beside it.
        instead: What the sources say instead; needed unless the claim is supported.
        left_out: Of an overstated effect: the restriction it leaves out, or its word of certainty.
        both_sides: What explains a disagreement.
        formal: Formal ratings of the same question.
        unreported: Registered trials of the same question that ended over two years ago without results.
        counted_by: For a claim about the field: the limitation of the catalogue whose count bears it out.
        replaces: Whether it takes the place of the claim of the same id in the files below.
        formerly: Ids under which the claim, or one that was merged into it, stood before.
    """

    id: Annotated[str, Form("id")]
    kind: Annotated[str, Code("claim_kind")]
    statement: str
    plain: str
    topic: Annotated[str, Code("theme")]
    verdict: Annotated[str, Code("verdict")]
    replaces: bool = False
    wordings: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    said_by: str = ""
    domain: Annotated[str, Code("domain")] | None = None
    question: Asked | None = None
    says: Says = "better"
    evidence: tuple[Link, ...] = ()
    for_: tuple[Link, ...] = ()
    against: tuple[Link, ...] = ()
    context: tuple[Link, ...] = ()
    instead: str = ""
    left_out: str = ""
    both_sides: str = ""
    formal: tuple[Formal, ...] = ()
    unreported: tuple[Annotated[str, Form("id")], ...] = ()
    counted_by: Annotated[str, Form("id")] = ""
    formerly: tuple[Annotated[str, Form("id")], ...] = ()
    caveats: tuple[Caveat, ...] = ()

    @property
    def linked(self) -> tuple[Link, ...]:
        """What the claim rests on, whatever its kind and the edition of its file."""
        return (*self.evidence, *self.for_, *self.against)

    @property
    def first_edition(self) -> bool:
        """Whether it is an effect whose figures still stand on sides."""
        return self.kind == "effect" and bool(self.for_ or self.against)


class Gone(Row, frozen=True, kw_only=True):
    """A claim that was taken out: why, and which one to look at."""

    id: Annotated[str, Form("id")]
    because: str
    see: Annotated[str, Form("id")] = ""
