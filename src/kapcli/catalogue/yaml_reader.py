"""A file's bytes to the vocabularies or to the model, with all its faults at once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue import model
from kapcli.catalogue.drafts import Draft, Placed, Sorted, finished
from kapcli.catalogue.faults import MAX_FAULTS, CatalogueError, Fault, Tally, quoted
from kapcli.catalogue.older_safety import older, renew
from kapcli.catalogue.vocabulary import SECTIONS, Term, Vocabulary
from kapcli.catalogue.yaml_events import Node, parse
from kapcli.catalogue.yaml_walker import FAILED, NOTHING, Walker, offer

if TYPE_CHECKING:
    from collections.abc import Iterator


class Read(msgspec.Struct):
    """What reading a file gave.

    Attributes:
        catalogue: The records, drafts apart.
        faults: What was found wrong; errors make the catalogue unusable.
        lines: Path in the document to its line, for the checks that come after.
        kept: Section to the places of those of its records that had no fault of their own; drafts are one.
        older: The line and the node of each record of harms that stood there in free words, now in terms.
        partial: Path to a study that was dropped for faults of its own, as far as it could be read.
    """

    catalogue: Sorted
    faults: Tally
    lines: dict[str, int]
    kept: dict[str, list[int]]
    older: list[tuple[int, Node]] = []
    partial: dict[str, Draft] = {}

    @property
    def complete(self) -> bool:
        """Whether no study was dropped for faults of its own, so that references to studies can be judged."""
        dropped = any(fault.path.startswith("studies") for fault in self.faults.kept)
        return self.faults.errors < MAX_FAULTS and not dropped

    def placed(self, section: str) -> Iterator[tuple[int, Any]]:
        """The records of a section with their places in the file: those with faults of their own are not among them."""
        return zip(self.kept.get(section, ()), getattr(self.catalogue, section), strict=True)


def read_vocabulary(data: bytes, file: str) -> Vocabulary:
    """The vocabularies of a YAML file.

    Raises:
        CatalogueError: With every fault of the file.
    """
    walker = Walker(file, None)
    top = parse(data, file)
    sections: dict[str, dict[str, Term]] = {name: {} for name in SECTIONS}
    if top is None or not isinstance(top.value, dict):
        raise CatalogueError((Fault(file, 1, "", "no vocabularies", "write sections of terms"),))
    for name, (line, node) in top.value.items():
        if name not in sections:
            walker.fault(line, name, "no such section", functools.partial(offer, name, SECTIONS))
            continue
        terms = walker.value(node, tuple[Term, ...], name)
        for term in () if terms is FAILED else terms:
            if term.code in sections[name]:
                walker.fault(node.line, name, f"{quoted(term.code)} is used twice", "keep one")
            sections[name][term.code] = term
    for name, codes in sections.items():
        for term in codes.values():
            if term.broader and term.broader not in codes:
                walker.fault(1, f"{name}.{term.code}", f"broader: no {quoted(term.broader)} in {name}")
            if (name == "adverse_event" or term.system) and term.system not in sections["body_system"]:
                walker.fault(1, f"{name}.{term.code}", f"system: no {quoted(term.system)} in body_system")
    if walker.faults.kept:
        raise CatalogueError(tuple(walker.faults.listed()))
    return Vocabulary(sections)


def read_catalogue(data: bytes, file: str, vocabulary: Vocabulary) -> Read:
    """The records of one catalogue file.

    Args:
        data: The bytes of the file.
        file: Its name for faults.
        vocabulary: The codes that may stand in it.

    Raises:
        CatalogueError: The file is not YAML of the kind a catalogue may be, or holds no studies; faults of single
            fields come back in `Read.faults` instead, so that all are seen at once.
    """
    top = parse(data, file)
    if top is None or (isinstance(top.value, str) and top.plain and top.value in NOTHING):
        raise CatalogueError((Fault(file, 1, "", "no studies", "write a list under 'studies:'"),))
    if not isinstance(top.value, dict):
        kind = "a list" if isinstance(top.value, list) else "a text"
        raise CatalogueError((Fault(file, top.line, "", f"{kind} at the top", "write 'studies:' and a list below"),))
    walker = Walker(file, vocabulary)
    renewed = _renewed(top, walker, vocabulary)
    studies = top.value.get("studies")
    for node in studies[1].value if studies and isinstance(studies[1].value, list) else ():
        finished(node)
    catalogue = walker.value(top, model.Catalogue, "")
    if not any(name in top.value for name in ("studies", "claims", "glossary", "limitations")):
        walker.fault(top.line, "", "no studies", "write a list under 'studies:'")
    if catalogue is FAILED:
        walker.kept.clear()
        catalogue = model.Catalogue()
    return Read(_sorted(catalogue, walker), walker.faults, walker.lines, walker.kept, renewed, walker.partial)


def _sorted(catalogue: model.Catalogue, walker: Walker) -> Sorted:
    """The records with the drafts put apart from the studies: the one place at which they are left out."""
    kept = walker.kept.get("studies", [])
    pairs = list(zip(kept, catalogue.studies, strict=True))
    drafts = [(place, study) for place, study in pairs if isinstance(study, Draft)]
    if drafts:
        walker.kept["drafts"] = [place for place, _ in drafts]
        walker.kept["studies"] = [place for place, study in pairs if not isinstance(study, Draft)]
    fields = {name: getattr(catalogue, name) for name in catalogue.__struct_fields__}
    fields["studies"] = tuple(study for study in catalogue.studies if not isinstance(study, Draft))
    placed = tuple(Placed(study, walker.lines.get(f"studies[{place}]", 1)) for place, study in drafts)
    return Sorted(**fields, drafts=placed)


def _renewed(top: Node, walker: Walker, vocabulary: Vocabulary) -> list[tuple[int, Node]]:
    """Harms in free words put into terms, with a warning for each; where they stood."""
    found = list(older(top))
    names = vocabulary.names("adverse_event") if found else {}
    for index, line, safety in found:
        renew(safety, names)
        message = "adverse events in free words, as files had them before they were terms"
        fix = f"kap validate --migrate {walker.file} rewrites them"
        walker.faults.add(Fault(walker.file, line, f"studies[{index}].safety", message, fix, "warning"))
    return [(line, safety) for _, line, safety in found]
