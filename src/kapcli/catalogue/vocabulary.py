"""The closed vocabularies: every code a catalogue may use, with its labels and synonyms."""

from typing import Literal

import msgspec


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """One code of a closed vocabulary.

    Attributes:
        code: What a catalogue file writes.
        label: The professional's word.
        plain: The word for a person outside the field; the label where empty.
        synonyms: Other words that mean the same, as people type them.
        definition: One sentence.
        mesh: The MeSH heading, where there is one.
        broader: The code this one is a kind of.
        weight: For limitations: 1 is the heaviest.
        strength: For designs: 1 is the strongest.
        better: For instruments: which direction is better.
        range: For instruments: lowest and highest possible score.
        rater: For instruments: who fills it in.
        said_as: For topics, which no field of a study codes: the words by which a text speaks of it.
        system: For adverse events: the body system it belongs to.
        serious: For adverse events: whether it can kill, threaten life, need a hospital or leave lasting damage.
    """

    code: str
    label: str
    plain: str = ""
    synonyms: tuple[str, ...] = ()
    definition: str = ""
    mesh: str = ""
    broader: str = ""
    weight: int | None = None
    strength: int | None = None
    better: Literal["lower", "higher", "neither", ""] = ""
    range: tuple[float, float] | None = None
    rater: Literal["self", "clinician", ""] = ""
    said_as: tuple[str, ...] = ()
    system: str = ""
    serious: bool = False


# The sections of vocabulary.yaml, in the order in which they are listed to people.
SECTIONS = (
    "condition",
    "route",
    "drug",
    "design",
    "therapy",
    "comparator",
    "population",
    "dosing_model",
    "status",
    "limitation",
    "domain",
    "topic",
    "country",
    "company",
    "theme",
    "claim_kind",
    "verdict",
    "certainty",
    "indirectness",
    "instrument",
    "comparison",
    "estimate",
    "direction",
    "minuend",
    "unit",
    "dose_unit",
    "role",
    "allocation",
    "blinding",
    "safety",
    "exposure",
    "body_system",
    "adverse_event",
    "read",
    "csl_type",
)


class Vocabulary(msgspec.Struct, frozen=True):
    """All closed vocabularies, by section and code.

    Attributes:
        sections: Section name to code to term, in file order.
    """

    sections: dict[str, dict[str, Term]]

    def codes(self, section: str) -> tuple[str, ...]:
        """All codes of a section, in file order."""
        return tuple(self.sections.get(section, {}))

    def term(self, section: str, code: str) -> Term:
        """The term of a code.

        A code that the vocabulary does not have is shown as it is: a page is never lost over a label.
        """
        return self.sections.get(section, {}).get(code) or Term(code, code)

    def label(self, section: str, code: str) -> str:
        """The professional's word for a code."""
        return self.term(section, code).label

    def plain(self, section: str, code: str) -> str:
        """The everyday word for a code."""
        term = self.term(section, code)
        return term.plain or term.label

    def broader(self, section: str, code: str) -> tuple[str, ...]:
        """The code itself and every code above it, nearest first."""
        chain = [code]
        while (above := self.term(section, chain[-1]).broader) and above not in chain:
            chain.append(above)
        return tuple(chain)

    def narrower(self, section: str, code: str) -> tuple[str, ...]:
        """The code itself and every code below it, in file order."""
        return tuple(other for other in self.codes(section) if other == code or code in self.broader(section, other))

    def names(self, section: str) -> dict[str, str]:
        """Every way to write a code (code, label, plain label, synonyms), folded, to the code.

        The code itself wins over a label, a label over a synonym, and the first in the file over a later one.
        """
        found: dict[str, str] = {}
        terms = self.sections.get(section, {})
        for pick in (
            lambda term: (term.code,),
            lambda term: (term.label, term.plain),
            lambda term: term.synonyms,
        ):
            for code, term in terms.items():
                for name in pick(term):
                    if key := fold(name):
                        found.setdefault(key, code)
        return found


def fold(text: str) -> str:
    """Text as it is compared: NFKC, case folded, hyphens and white space as one blank."""
    import unicodedata

    text = unicodedata.normalize("NFKC", text).casefold()
    for dash in "-‐‑–_/":
        text = text.replace(dash, " ")
    return " ".join(text.split())
