"""What must hold between the fields of a catalogue: references, order, and figures that agree with themselves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec

from kapcli.catalogue.adverse_events import faults_of as adverse_events
from kapcli.catalogue.drafts import Draft
from kapcli.catalogue.faults import MAX_FAULTS, Fault, Fix, quoted
from kapcli.catalogue.identifiers import IdentifierError, doi, key
from kapcli.catalogue.model import Catalogue
from kapcli.catalogue.nearest import nearest
from kapcli.catalogue.orientation import RATIOS, contradicts
from kapcli.catalogue.printed import printed
from kapcli.catalogue.study import Study
from kapcli.catalogue.words import phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from kapcli.catalogue.outcome import Outcome
    from kapcli.catalogue.yaml_reader import Read

_PERCENT = frozenset({"response-rate", "remission-rate", "rate", "proportion-of-studies"})


class Below(msgspec.Struct, frozen=True):
    """What the catalogues below a file hold that it may refer to, or must not use again.

    Attributes:
        studies: Every id to its study.
        claims: Ids of claims, former ones too, folded.
        limits: Ids of limits of the field.
        topics: Ids of topics, folded.
        words: The words and phrases that lead to a topic, folded, to its id.
    """

    studies: dict[str, Study] = {}
    claims: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    words: dict[str, str] = {}

    def joined(self, catalogue: Catalogue) -> Below:
        """The same with one more catalogue."""
        return Below(
            self.studies | by_id(catalogue.studies),
            self.claims | {key(name) for claim in catalogue.claims for name in (claim.id, *claim.formerly)},
            self.limits | {limit.id for limit in catalogue.limitations},
            self.topics | {key(topic.id) for topic in catalogue.topics},
            self.words | {" ".join(phrase(text)): topic.id for topic in catalogue.topics for text in topic.words},
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
    yield from _ids(read, marker, elsewhere)
    # The reader drops a study that has faults of its own; ids that point to it cannot be judged then.
    complete = whole(read)
    for index, study in placed(read, "studies"):
        path = f"studies[{index}]"
        yield from _figures(study, path, marker)
        yield from printed(study, path, marker)
        if complete:
            yield from _references(study, path, marker, known, drafts)
    for index, one in placed(read, "drafts"):
        path = f"studies[{index}]"
        yield from _figures(one.draft, path, marker)
        yield from printed(one.draft, path, marker)
        if complete:
            yield from _references(one.draft, path, marker, known | drafts)
    for index, limit in placed(read, "limitations"):
        ways = (limit.rule is not None, bool(limit.variety), limit.seldom is not None, limit.days_under is not None)
        if sum(ways) != 1:
            place = f"limitations[{index}]"
            ways_to_count = "write one of 'rule', 'variety', 'seldom', 'days_under'"
            yield marker.fault(place, "nothing to count it by", ways_to_count)
    if complete and catalogue.about:
        for target in catalogue.about.on_harm:
            if target not in known:
                yield marker.fault("about.on_harm", f"no study {quoted(target)}", partial(_near, target, known))
    yield from _former(read, marker)
    for index, claim in placed(read, "claims"):
        for place, name in (("id", claim.id), *((f"formerly[{at}]", name) for at, name in enumerate(claim.formerly))):
            if key(name) in below.claims:
                yield marker.fault(
                    f"claims[{index}].{place}", f"the id {name!r} is already used below", "choose another"
                )
    yield from _topics(read, marker, below, known if complete else None)
    for index, study in placed(read, "studies"):
        for at, one in enumerate(study.exclusions):
            if len(one.people) != len(one.plain) or not one.people:
                place = f"studies[{index}].exclusions[{at}].plain"
                yield marker.fault(place, "not one for each of 'people'", "write as many, in the same order")


def _topics(read: Read, marker: Marker, below: Below, studies: Collection[str] | None) -> Iterator[Fault]:
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
    for index, topic in placed(read, "topics"):
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
                    yield marker.fault(place, f"no claim {quoted(name)}", partial(_like, name, claims))
        if not topic.claims:
            yield marker.fault(f"{path}.claims", "a topic without claims", "name the claims that answer it")
        for at, name in enumerate(topic.guidelines if studies is not None else ()):
            if studies is not None and name not in studies:
                place = f"{path}.guidelines[{at}]"
                yield marker.fault(place, f"no study {quoted(name)}", partial(_like, name, studies))
        for at, name in enumerate(topic.part_of):
            if key(name) not in topics and key(name) not in below.topics:
                yield marker.fault(f"{path}.part_of[{at}]", f"no topic {quoted(name)}", partial(_like, name, topics))
        for at, text in enumerate(topic.words):
            other = words.setdefault(" ".join(phrase(text)), topic.id)
            if other != topic.id:
                place = f"{path}.words[{at}]"
                yield marker.fault(place, f"{quoted(text)} already leads to {other}", "keep it in one of them")


def _former(read: Read, marker: Marker) -> Iterator[Fault]:
    """Ids that claims no longer have: none may be used again, and what is to be looked at must be there."""
    claims = {key(claim.id): claim.id for _, claim in placed(read, "claims")}
    former = [(f"claims[{at}].formerly", name) for at, claim in placed(read, "claims") for name in claim.formerly]
    former += [(f"gone[{at}].id", gone.id) for at, gone in placed(read, "gone")]
    seen: set[str] = set()
    for place, name in former:
        if key(name) in claims or key(name) in seen:
            yield marker.fault(place, f"the id {quoted(name)} is already used", "remove one of them")
        seen.add(key(name))
    for at, gone in placed(read, "gone"):
        if gone.see and key(gone.see) not in claims:
            yield marker.fault(f"gone[{at}].see", f"no claim {quoted(gone.see)}", partial(_near, gone.see, claims))


def by_id(studies: Iterable[Study]) -> dict[str, Study]:
    """Every id that some studies answer to, with the study."""
    studies = tuple(studies)
    found = {version.id: study for study in studies for version in study.versions if version.id}
    return found | {study.id: study for study in studies}


def whole(read: Read) -> bool:
    """Whether no study was dropped for faults of its own, so that references to studies can be judged."""
    faults = read.faults
    return faults.errors < MAX_FAULTS and not any(fault.path.startswith("studies") for fault in faults.kept)


class Marker:
    """Makes faults with the line of their place in a file."""

    def __init__(self, file: str, read: Read) -> None:
        self.file, self.lines, self._found = file, read.lines, read.faults

    def fault(self, path: str, message: str, fix: Fix = "") -> Fault:
        """A fault at a place of the document, with the line of the place or of what holds it."""
        place = path
        while place not in self.lines and "." in place:
            place = place.rpartition(".")[0]
        if not isinstance(fix, str):
            fix = "" if self._found.full else fix()
        return Fault(self.file, self.lines.get(place, 1), path, message, fix)

    def warning(self, path: str, message: str, fix: str) -> Fault:
        """The same where the file can be used all the same."""
        return Fault(self.file, self.lines.get(path, 1), path, message, fix, "warning")


def placed(read: Read, section: str) -> Iterator[tuple[int, Any]]:
    """The records of a section, each with its place in the file: those with faults of their own are not among them."""
    return zip(read.kept.get(section, ()), getattr(read.catalogue, section), strict=True)


def _ids(read: Read, marker: Marker, elsewhere: Mapping[str, str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    below = {key(name): (name, file) for name, file in elsewhere.items()}
    studies = [*placed(read, "studies"), *((index, one.draft) for index, one in placed(read, "drafts"))]
    for index, study in sorted(studies, key=lambda pair: pair[0]):
        for place, name in _names(study, f"studies[{index}]"):
            folded = key(name)
            if folded in seen:
                twin = seen[folded]
                what = "is used twice" if twin == name else f"differs from {twin!r} only in case"
                yield marker.fault(place, f"the id {name!r} {what}", "give each its own")
            elif folded in below:
                yield marker.fault(place, f"the id {name!r} is already used in {below[folded][1]}", "choose another")
            seen.setdefault(folded, name)
    for section in ("claims", "limitations", "glossary"):
        found: set[str] = set()
        for index, row in placed(read, section):
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
            yield marker.fault(place, f"no study {quoted(target)}", partial(_near, target, known))
        if target == study.id and not place.endswith(".trial"):
            yield marker.fault(place, "points to the study itself", "remove it")


def _near(target: str, known: Iterable[str]) -> str:
    near = nearest(target, known, 1)
    return f"did you mean {near[0]!r}?" if near else "add the study, or remove the reference"


def _like(target: str, known: Iterable[str]) -> str:
    near = nearest(target, known, 1)
    return f"did you mean {near[0]!r}?" if near else "remove it"


def _figures(study: Study, path: str, marker: Marker) -> Iterator[Fault]:
    yield from _not_negative(study.age, ("mean", "sd", "min", "max"), f"{path}.age", marker, "an age or its spread")
    if study.follow_up is not None:
        yield from _not_negative(study.follow_up, ("days",), f"{path}.follow_up", marker, "a number of days")
    if study.age.min is not None and study.age.max is not None and study.age.min > study.age.max:
        yield marker.fault(f"{path}.age", f"min {study.age.min:g} is above max {study.age.max:g}")
    if study.female_percent is not None and not 0 <= study.female_percent <= 100:
        yield marker.fault(f"{path}.female_percent", "a share lies between 0 and 100")
    kinds = ("planned", "enrolled", "randomised", "analysed", "ketamine", "control", "studies")
    yield from _not_negative(study.n, kinds, f"{path}.n", marker, "a count")
    yield from adverse_events(study.safety, f"{path}.safety", marker)
    for index, arm in enumerate(study.arms):
        place = f"{path}.arms[{index}]"
        if arm.dose_min is not None and arm.dose_max is not None and arm.dose_min > arm.dose_max:
            yield marker.fault(place, f"dose_min {arm.dose_min:g} is above dose_max {arm.dose_max:g}")
        yield from _not_negative(arm, ("dose_min", "dose_max"), place, marker, "a dose")
        yield from _not_negative(arm, ("sessions",), place, marker, "a count")
        if (arm.dose_min is None) != (arm.unit is None) or (arm.dose_max is not None and arm.dose_min is None):
            yield marker.fault(place, "a dose needs dose_min and unit together")
    seen: set[str] = set()
    for index, outcome in enumerate(study.outcomes):
        place = f"{path}.outcomes[{index}]"
        if outcome.id in seen:
            yield marker.fault(f"{place}.id", f"the id {quoted(outcome.id)} is used twice in this study")
        seen.add(outcome.id)
        yield from _outcome(outcome, place, marker)
    for field in ("authors", "editors"):
        for index, name in enumerate(getattr(study, field)):
            if not any(character.isalnum() for character in name.family + name.literal):
                yield marker.fault(
                    f"{path}.{field}[{index}]",
                    "a name without 'family' or 'literal'",
                    "write a person's family name under 'family', a group's name under 'literal'",
                )
    for index, claim in enumerate(study.unverified):
        if claim.field == "doi" and (wrong := _wrong_doi(claim.value)):
            yield marker.fault(f"{path}.unverified[{index}].value", f"{claim.value!r} is not valid", wrong)
    if isinstance(study, Draft):
        return
    if not study.read_at:
        yield marker.fault(f"{path}.read_at", "no source", "name at least one address it was read at")
    if study.authors_complete and not study.authors and study.csl_type == "article-journal":
        yield marker.fault(f"{path}.authors", "no authors", "list them, or write 'authors_complete: false'")


def _wrong_doi(text: str) -> str:
    """What is wrong with a DOI that stands in a field for any text, and has to be as it is cited; empty if nothing."""
    try:
        right = doi(text)
    except IdentifierError as error:
        return str(error)
    return "" if right == text else f"write {right}"


def _not_negative(row: Any, fields: tuple[str, ...], place: str, marker: Marker, what: str) -> Iterator[Fault]:
    for field in fields:
        value = getattr(row, field)
        if value is not None and value < 0:
            yield marker.fault(f"{place}.{field}", f"{what} is not negative", "check its sign")


def _ratio(outcome: Outcome, place: str, marker: Marker) -> Iterator[Fault]:
    """A ratio of shares or of hazards is not negative; nor is any limit of its interval."""
    if outcome.estimate not in RATIOS:
        return
    if outcome.value is not None and outcome.value < 0:
        yield marker.fault(f"{place}.value", "a ratio is not negative", "check its sign and 'estimate'")
    if outcome.ci95 is not None and min(outcome.ci95) < 0:
        yield marker.fault(f"{place}.ci95", "a ratio is not negative", "check the limits and 'estimate'")


def _outcome(outcome: Outcome, place: str, marker: Marker) -> Iterator[Fault]:
    yield from _ratio(outcome, place, marker)
    yield from _not_negative(outcome, ("n",), place, marker, "a count")
    yield from _not_negative(outcome, ("sd", "se"), place, marker, "a measure of spread")
    if outcome.ci95 is not None:
        low, high = outcome.ci95
        if low > high:
            yield marker.fault(f"{place}.ci95", f"{low:g} is above {high:g}", "lower limit first")
        elif outcome.value is not None and not low <= outcome.value <= high:
            yield marker.fault(
                f"{place}.ci95",
                f"the interval {low:g} to {high:g} excludes its own estimate {outcome.value:g}",
            )
    if outcome.estimate in _PERCENT and outcome.unit == "percent":
        for field in ("value", "control_value"):
            share = getattr(outcome, field)
            if share is not None and not 0 <= share <= 100:
                yield marker.fault(f"{place}.{field}", f"a share of {share:g} percent is impossible")
    if outcome.value is not None and outcome.unit is None:
        yield marker.fault(f"{place}.value", "a value without a unit", "add 'unit: ...'")
    if contradicts(outcome):
        yield marker.fault(
            f"{place}.direction",
            f"{outcome.direction!r} does not agree with {outcome.value:g} (minuend {outcome.minuend!r}, "
            f"{outcome.better} is better)",
            "check the sign, the minuend and the direction",
        )
