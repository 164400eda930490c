"""What must hold between the parts of a catalogue: references, order, figures that agree, words of one topic each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from kapcli.catalogue.faults import Fault, Marker, quoted
from kapcli.catalogue.identifiers import key
from kapcli.catalogue.markup_faults import printed
from kapcli.catalogue.nearest import meant
from kapcli.catalogue.replacing import TAKE_PLACE, names_of, replacing_claim, replacing_study
from kapcli.catalogue.study_validation import study_faults
from kapcli.catalogue.words import phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kapcli.catalogue.claim import Claim
    from kapcli.catalogue.model import Catalogue
    from kapcli.catalogue.study import Study
    from kapcli.catalogue.yaml_reader import Read


class Below(msgspec.Struct, frozen=True):
    """What the catalogues below a file hold that it may refer to, or must not use again.

    Attributes:
        studies: Every id to its study.
        claims: Ids of claims, former ones too, folded.
        named: Every claim by its id, folded: what a claim may replace, and what rests on a study that is replaced.
        taken: Where nothing is known of the layers below: whether what takes a place there is accepted unseen.
        limits: Ids of limits of the field.
        topics: Ids of topics, folded.
        words: The words and phrases that lead to a topic, folded, to its id.
    """

    studies: dict[str, Study] = {}
    claims: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    words: dict[str, str] = {}
    named: dict[str, Claim] = {}
    taken: bool = False

    def joined(self, catalogue: Catalogue) -> Below:
        """The same with one more catalogue."""
        return Below(
            self.studies | by_id(catalogue.studies),
            self.claims | {key(name) for claim in catalogue.claims for name in (claim.id, *claim.formerly)},
            self.limits | {limit.id for limit in catalogue.limitations},
            self.topics | {key(topic.id) for topic in catalogue.topics},
            self.words | {" ".join(phrase(text)): topic.id for topic in catalogue.topics for text in topic.words},
            self.named | {key(claim.id): claim for claim in catalogue.claims},
            self.taken,
        )


def check(read: Read, file: str, elsewhere: Mapping[str, str], below: Below) -> Iterator[Fault]:
    """Every fault of a file that only shows when its fields are seen together.

    Args:
        read: What the reader made of the file.
        file: Its name for faults.
        elsewhere: Ids of studies in the catalogues below this one, to the file each stands in.
        below: What those catalogues hold.

    Yields:
        Faults in the order of the studies. Whoever takes them adds each to the reader's before the next: what to write
        instead is worked out as long as there is room.
    """
    marker = Marker(file, read)
    catalogue = read.catalogue
    known = set(elsewhere) | {study.id for study in catalogue.studies}
    known |= {version.id for study in catalogue.studies for version in study.versions if version.id}
    drafts = {one.draft.id for one in catalogue.drafts}
    yield from _ids(read, marker, elsewhere, below)
    # The reader drops a study that has faults of its own; ids that point to it cannot be judged then.
    complete = read.complete
    for index, study in read.placed("studies"):
        path = f"studies[{index}]"
        yield from study_faults(study, path, marker)
        yield from printed(study, path, marker)
        if complete:
            yield from _references(study, path, marker, known, drafts)
    for index, one in read.placed("drafts"):
        path = f"studies[{index}]"
        yield from study_faults(one.draft, path, marker)
        yield from printed(one.draft, path, marker)
        if complete:
            yield from _references(one.draft, path, marker, known | drafts)
    for path, part in read.partial.items():
        yield from study_faults(part, path, marker)
        yield from printed(part, path, marker)
    for index, limit in read.placed("limitations"):
        ways = (limit.rule is not None, bool(limit.variety), limit.seldom is not None, limit.days_under is not None)
        if sum(ways) != 1:
            place = f"limitations[{index}]"
            ways_to_count = "write one of 'rule', 'variety', 'seldom', 'days_under'"
            yield marker.fault(place, "nothing to count it by", ways_to_count)
    if complete and catalogue.about:
        for target in catalogue.about.on_harm:
            if target not in known:
                yield marker.fault(
                    "about.on_harm",
                    f"no study {quoted(target)}",
                    partial(meant, target, known, "add the study, or remove the reference"),
                )
    yield from former_ids(read, marker, below)
    for index, claim in read.placed("claims"):
        replaced = below.named.get(key(claim.id)) if claim.replaces else None
        if claim.replaces and not below.taken:
            yield from replacing_claim(claim, replaced, f"claims[{index}]", marker)
        former = {key(name) for name in (replaced.id, *replaced.formerly)} if replaced is not None else set()
        for place, name in (("id", claim.id), *((f"formerly[{at}]", name) for at, name in enumerate(claim.formerly))):
            if key(name) in below.claims - former and not (claim.replaces and place == "id"):
                instead = f"choose another, or {TAKE_PLACE}" if key(name) in below.named else "choose another"
                yield marker.fault(f"claims[{index}].{place}", f"the id {name!r} is already used below", instead)
    yield from topic_faults(read, marker, below, known if complete else None)
    for index, study in read.placed("studies"):
        for at, one in enumerate(study.exclusions):
            if len(one.people) != len(one.plain) or not one.people:
                place = f"studies[{index}].exclusions[{at}].plain"
                yield marker.fault(place, "not one for each of 'people'", "write as many, in the same order")


def by_id(studies: Iterable[Study]) -> dict[str, Study]:
    """Every id that some studies answer to, with the study."""
    studies = tuple(studies)
    found = {version.id: study for study in studies for version in study.versions if version.id}
    return found | {study.id: study for study in studies}


def _ids(read: Read, marker: Marker, elsewhere: Mapping[str, str], lower: Below) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    below = {key(name): (name, file) for name, file in elsewhere.items()}
    studies = [*read.placed("studies"), *((index, one.draft) for index, one in read.placed("drafts"))]
    for index, study in sorted(studies, key=lambda pair: pair[0]):
        replaced = lower.studies.get(study.id) if study.replaces else None
        if study.replaces and not lower.taken:
            yield from replacing_study(study, replaced, f"studies[{index}]", marker)
        freed = {key(name) for name in names_of(replaced)} if replaced is not None else set()
        for place, name in _names(study, f"studies[{index}]"):
            folded = key(name)
            if folded in seen:
                twin = seen[folded]
                what = "is used twice" if twin == name else f"differs from {twin!r} only in case"
                yield marker.fault(place, f"the id {name!r} {what}", "give each its own")
            elif folded in below and folded not in freed and not (study.replaces and name == study.id):
                whole = name in lower.studies and lower.studies[name].id == name and name == study.id
                instead = f"choose another, or {TAKE_PLACE}" if whole else "choose another"
                yield marker.fault(place, f"the id {name!r} is already used in {below[folded][1]}", instead)
            seen.setdefault(folded, name)
    for section in ("claims", "limitations", "glossary"):
        found: set[str] = set()
        for index, row in read.placed(section):
            if key(row.id) in found:
                yield marker.fault(f"{section}[{index}].id", f"the id {row.id!r} is used twice", "keep one")
            found.add(key(row.id))


def _names(study: Study, path: str) -> Iterator[tuple[str, str]]:
    yield f"{path}.id", study.id
    for index, version in enumerate(study.versions):
        if version.id:
            yield f"{path}.versions[{index}].id", version.id


def _references(
    study: Study, path: str, marker: Marker, known: set[str], drafts: Collection[str] = ()
) -> Iterator[Fault]:
    targets = [(f"{path}.parent", study.parent), (f"{path}.trial", study.trial)]
    targets += [(f"{path}.same_trial[{i}].id", same.id) for i, same in enumerate(study.same_trial)]
    if not isinstance(study.includes, str):
        targets += [(f"{path}.includes[{i}]", target) for i, target in enumerate(study.includes)]
    for place, target in targets:
        if target in drafts:
            yield marker.fault(place, f"{target!r} is a draft", "finish it first, or remove the reference")
        elif target and target not in known:
            yield marker.fault(
                place,
                f"no study {quoted(target)}",
                partial(meant, target, known, "add the study, or remove the reference"),
            )
        if target == study.id and not place.endswith(".trial"):
            yield marker.fault(place, "points to the study itself", "remove it")


def topic_faults(read: Read, marker: Marker, below: Below, studies: Collection[str] | None) -> Iterator[Fault]:
    """What topics name must be there, and no word may lead to two of them.

    Args:
        read: The file.
        marker: For faults.
        below: What the catalogues below hold.
        studies: Every id of a study; ``None`` where some could not be read, and none can be judged.
    """
    catalogue = read.catalogue
    claims = {key(name): name for claim in catalogue.claims for name in (claim.id, *claim.formerly)}
    gone = {key(one.id): one.see for one in catalogue.gone}
    # A claim that has faults of its own was dropped, and is not to be missed as well.
    judged = len(read.kept.get("claims", ())) == len(catalogue.claims) and not any(
        fault.path.startswith("claims") for fault in read.faults.kept
    )
    topics = {key(topic.id): topic.id for topic in catalogue.topics}
    seen: set[str] = set()
    words = dict(below.words)
    for index, topic in read.placed("topics"):
        path = f"topics[{index}]"
        if key(topic.id) in seen or key(topic.id) in below.topics:
            yield marker.fault(f"{path}.id", f"the id {quoted(topic.id)} is already used", "choose another")
        seen.add(key(topic.id))
        for at, name in enumerate(topic.claims):
            if judged and key(name) not in claims and key(name) not in below.claims:
                place = f"{path}.claims[{at}]"
                if key(name) in gone:
                    see = gone[key(name)]
                    fix = f"put {see!r} in its place" if see else "remove it"
                    yield marker.fault(place, f"the claim {quoted(name)} was withdrawn", fix)
                else:
                    yield marker.fault(place, f"no claim {quoted(name)}", partial(meant, name, claims, "remove it"))
        if not topic.claims:
            yield marker.fault(f"{path}.claims", "a topic without claims", "name the claims that answer it")
        for at, name in enumerate(topic.guidelines if studies is not None else ()):
            if studies is not None and name not in studies:
                place = f"{path}.guidelines[{at}]"
                yield marker.fault(place, f"no study {quoted(name)}", partial(meant, name, studies, "remove it"))
        for at, name in enumerate(topic.part_of):
            if key(name) not in topics and key(name) not in below.topics:
                yield marker.fault(
                    f"{path}.part_of[{at}]", f"no topic {quoted(name)}", partial(meant, name, topics, "remove it")
                )
        for at, text in enumerate(topic.words):
            other = words.setdefault(" ".join(phrase(text)), topic.id)
            if other != topic.id:
                place = f"{path}.words[{at}]"
                yield marker.fault(place, f"{quoted(text)} already leads to {other}", "keep it in one of them")


def former_ids(read: Read, marker: Marker, below: Below) -> Iterator[Fault]:
    """Ids that claims no longer have: none may be used again, and what is to be looked at must be there."""
    claims = {key(claim.id): claim.id for _, claim in read.placed("claims")}
    former = [(f"claims[{at}].formerly", name) for at, claim in read.placed("claims") for name in claim.formerly]
    former += [(f"gone[{at}].id", gone.id) for at, gone in read.placed("gone")]
    seen: set[str] = set()
    for place, name in former:
        if key(name) in claims or key(name) in seen:
            yield marker.fault(place, f"the id {quoted(name)} is already used", "remove one of them")
        seen.add(key(name))
    for at, gone in read.placed("gone"):
        if gone.see and key(gone.see) not in claims and key(gone.see) not in below.claims:
            yield marker.fault(
                f"gone[{at}].see",
                f"no claim {quoted(gone.see)}",
                partial(meant, gone.see, claims, "name another claim, or remove 'see'"),
            )
