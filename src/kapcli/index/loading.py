"""Reading and checking every layer of a catalogue. A lookup that finds it compiled never comes here."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.drafts import Sorted
from kapcli.catalogue.faults import ALONE, CatalogueError, Fault, Marker, Tally
from kapcli.catalogue.files import built_in, read_bytes
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.layers import BUILT_IN, distinct, read_sources
from kapcli.catalogue.replacing import names_of, without
from kapcli.catalogue.validation import Below, check
from kapcli.catalogue.yaml_reader import Read, read_catalogue, read_vocabulary
from kapcli.evidence.claim_validation import complaints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kapcli.catalogue.layers import Layer, Sources
    from kapcli.catalogue.vocabulary import Vocabulary


class Loaded(msgspec.Struct, frozen=True):
    """Every layer read and checked.

    Attributes:
        parts: Origin and records, the built-in catalogue first; drafts are no studies.
        warnings: Faults that do not stop anything.
    """

    vocabulary: Vocabulary
    parts: tuple[tuple[str, Sorted], ...]
    warnings: tuple[Fault, ...]


def load(files: Sequence[Layer]) -> Loaded:
    """Read and check every layer.

    Raises:
        CatalogueError: With all faults of all files.
        UnreadableError: A file cannot be opened.
    """
    return load_sources(read_sources(files))


def load_sources(sources: Sources) -> Loaded:
    """Check every layer of what has been read.

    Raises:
        CatalogueError: With all faults of all files.
    """
    vocabulary = read_vocabulary(sources.vocabulary, "vocabulary.yaml")
    parts: list[tuple[str, Sorted]] = []
    faults: list[Fault] = []
    elsewhere: dict[str, str] = {}
    below = Below(taken=not all(layer.whole for layer, _ in sources.files))
    for layer, data in sources.files:
        if not layer.whole:
            parts.append((layer.origin, _outline(data, layer, vocabulary, [one for one, _ in sources.files])))
            continue
        catalogue, found = read_layer(data, layer.origin, vocabulary, elsewhere, below)
        faults += found
        parts = [*((origin, without(part, catalogue)) for origin, part in parts), (layer.origin, catalogue)]
        elsewhere |= dict.fromkeys(names(catalogue), layer.origin)
        below = below.joined(catalogue)
    if any(fault.severity == "error" for fault in faults):
        if below.taken:
            message = "it was read without the built-in catalogue, which it may rest on"
            faults.append(Fault(sources.files[-1][0].origin, 0, "", message, ALONE))
        raise CatalogueError(tuple(faults))
    return Loaded(vocabulary, tuple(parts), tuple(faults))


def _outline(data: bytes, layer: Layer, vocabulary: Vocabulary, files: Sequence[Layer]) -> Sorted:
    """What is kept of the built-in catalogue where its studies are left out: where to turn, and that it is no advice.

    Its date and its search are not those of the other files: these stand for the day on which they were changed last.
    """
    about = read_catalogue(data, layer.origin, vocabulary).catalogue.about
    assert about is not None
    changed = max((os.stat(one.path).st_mtime for one in files if one.whole), default=0.0)
    return Sorted(
        about=msgspec.structs.replace(
            about,
            title="Your own files, without the built-in catalogue",
            as_of=time.strftime("%Y-%m-%d", time.localtime(changed)),
            scope="What stands in these files. The built-in catalogue is left out.",
            inclusion=("What whoever wrote these files put into them.",),
            method="Not known to kap: the files do not say.",
            edition="",
            searches=(),
            missing=(),
            licence="",
            report="",
            on_harm=(),
        )
    )


def check_files(
    files: Sequence[str], *, strict: bool = False, read: Callable[[str], bytes] = read_bytes
) -> list[tuple[str, Sorted, list[Fault]]]:
    """Check files as layers, each on top of the built-in catalogue and of those before it.

    Args:
        files: As they were named; the built-in catalogue where there are none.
        strict: Whether to look at what `kapcli.catalogue.strict` does besides.
        read: What gives the bytes of a file; ``-`` is standard input.

    Returns:
        For each its name as it is shown, what could be read of it, and its faults.

    Raises:
        UnreadableError: A file cannot be opened.
    """
    # All are opened before any is judged: a file that is not there must not hide behind another's faults, nor be told
    # of only when all that stands below it has been read.
    contents = [(shown_name(file), read(file)) for file in distinct(files)]
    vocabulary = load_vocabulary()
    base, base_faults = read_layer(read_bytes(built_in("studies.yaml")), BUILT_IN, vocabulary, {}, Below())
    checked = [(BUILT_IN, base, base_faults)] if not files else []
    owners: dict[str, str] = {}
    if strict and not files:
        data = read_bytes(built_in("studies.yaml"))
        checked = [(BUILT_IN, base, _with_strict(base_faults, data, BUILT_IN, vocabulary, owners))]
    # The built-in catalogue itself may be named: it is not checked against itself.
    own = str(built_in("studies.yaml"))
    itself = any(_same(file, own) for file in files)
    known = {} if itself else dict.fromkeys(names(base), BUILT_IN)
    below = Below() if itself else Below().joined(base)
    if strict and files and not itself:
        from kapcli.catalogue.strict import owned

        owners |= owned(base.studies)
    for file, data in contents:
        catalogue, faults = read_layer(data, file, vocabulary, known, below)
        if strict:
            faults = _with_strict(faults, data, file, vocabulary, owners)
        checked.append((file, catalogue, faults))
        known |= dict.fromkeys(names(catalogue), file)
        below = below.joined(catalogue)
    return checked


def _with_strict(
    faults: list[Fault], data: bytes, file: str, vocabulary: Vocabulary, owners: dict[str, str]
) -> list[Fault]:
    """The faults of a file with those that only a strict look finds; where it is not sound, that comes first."""
    from kapcli.catalogue.strict import strict_faults

    if any(fault.severity == "error" for fault in faults):
        return faults
    read = read_catalogue(data, file, vocabulary)
    tally = Tally(file)
    for fault in [*faults, *strict_faults(read, file, owners)]:
        tally.add(fault)
    return tally.listed()


def _same(file: str, other: str) -> bool:
    try:
        return os.path.samefile(file, other)
    except (OSError, ValueError):
        return False


def shown_name(file: str) -> str:
    """A file's name as text on one line, whatever bytes it holds."""
    if file == "-":
        return "standard input"
    return file.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "^J")


def names(catalogue: Sorted) -> list[str]:
    """Every id that a study or a draft of a catalogue answers to."""
    studies = [*catalogue.studies, *(one.draft for one in catalogue.drafts)]
    versions = [version.id for study in studies for version in study.versions if version.id]
    return [study.id for study in studies] + versions


def load_vocabulary() -> Vocabulary:
    """The vocabularies that come with kapcli."""
    return read_vocabulary(read_bytes(built_in("vocabulary.yaml")), "vocabulary.yaml")


def read_layer(
    data: bytes, name: str, vocabulary: Vocabulary, elsewhere: Mapping[str, str], below: Below
) -> tuple[Sorted, list[Fault]]:
    """One file's records, with every fault that could be found in it.

    Args:
        data: Its bytes.
        name: Its name for faults.
        vocabulary: The codes that may stand in it.
        elsewhere: Ids of the layers below, to the file each stands in.
        below: What those layers hold.

    Returns:
        The records, and at most `MAX_FAULTS` errors and as many warnings; where there are more, a last one says how
        many.
    """
    try:
        read = read_catalogue(data, name, vocabulary)
    except CatalogueError as error:
        return Sorted(), list(error.faults)
    # Taken one by one, so that no more than are kept are ever held.
    for fault in check(read, name, elsewhere, below):
        read.faults.add(fault)
    for fault in _claims(read, name, below):
        read.faults.add(fault)
    for fault in _rests_on_replaced(read, name, below):
        read.faults.add(fault)
    return read.catalogue, read.faults.listed()


def _rests_on_replaced(read: Read, file: str, below: Below) -> Iterator[Fault]:
    """Claims below that rest on a study which this file replaces, and would not hold with it."""
    replacing = [(index, study) for index, study in read.placed("studies") if study.replaces]
    if not (read.complete and replacing):
        return
    known, marker = below.joined(read.catalogue), Marker(file, read)
    own = {key(claim.id) for claim in read.catalogue.claims}
    for index, study in replacing:
        names = names_of(study)
        for claim in below.named.values():
            linked = [link.study for link in (*claim.linked, *claim.context)] + [one.study for one in claim.formal]
            if key(claim.id) in own or not any(name in names for name in linked):
                continue
            for place, message, _ in complaints(claim, known.studies, known.limits):
                # As in its own file, where that is no more than a warning.
                if place in ("verdict", "question") and claim.kind == "effect" and claim.question is None:
                    continue
                said = f"the claim {claim.id!r} below rests on this study and would not hold: {message}"
                fix = "keep what it rests on, or replace the claim as well"
                yield marker.fault(f"studies[{index}].replaces", said, fix)


def _claims(read: Read, file: str, below: Below) -> Iterator[Fault]:
    """What does not hold of the claims: their links, and their verdicts weighed; and what is of the first edition."""
    if not read.complete:
        return
    known = below.joined(read.catalogue)
    drafts = {one.draft.id for one in read.catalogue.drafts}
    marker = Marker(file, read)
    for index, claim in read.placed("claims"):
        if claim.first_edition:
            place = "for" if claim.for_ else "against"
            message = f"{claim.id}: an effect's figures stand on sides, which now follow from the figures"
            yield marker.warning(f"claims[{index}].{place}", message, f"kap validate --migrate {file} rewrites them")
        # Without a question an effect is of the first edition: its verdict was written by other rules.
        older = claim.kind == "effect" and claim.question is None
        for place, message, fix in complaints(claim, known.studies, known.limits, drafts):
            where, said = f"claims[{index}].{place}", f"{claim.id}: {message}"
            if older and place in ("verdict", "question"):
                yield marker.warning(where, said, fix if isinstance(fix, str) else fix())
            else:
                yield marker.fault(where, said, fix)
