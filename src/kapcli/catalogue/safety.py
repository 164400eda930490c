"""What a study says of adverse events: of each kind, and counted, with ketamine and on the other side."""

from typing import Annotated, Literal

from kapcli.catalogue.forms import Code, Row


class HarmCount(Row, frozen=True, kw_only=True):
    """How many had an adverse event: a count, a share as printed, or both.

    Attributes:
        number: How many had it; 0 only where a source says none.
        of: Of how many.
        percent: As printed, or the lower end of a printed range.
        percent_to: The upper end of a printed range.
        counted: What ``number`` and ``of`` are a number of, where it is not people.
        group: Of which arm or group; empty where the place says it.
    """

    number: int | None = None
    of: int | None = None
    percent: float | None = None
    percent_to: float | None = None
    counted: Literal["people", "events", "treatments", "reports", "deaths"] = "people"
    group: str = ""
    note: str = ""


class AdverseEvent(HarmCount, frozen=True, kw_only=True):
    """An adverse event that a source names, with its count where there is one.

    Attributes:
        risk: It is named as a risk, not as something that happened to anybody counted here.
    """

    term: Annotated[str, Code("adverse_event")]
    risk: bool = False


class ComparatorHarms(Row, frozen=True, kw_only=True):
    """What happened on the other side: it is no harm of ketamine."""

    group: str = ""
    any_event: HarmCount | None = None
    serious: HarmCount | None = None
    stopped: HarmCount | None = None
    events: tuple[AdverseEvent, ...] = ()


class Safety(Row, frozen=True, kw_only=True):
    """Adverse events: reported, in part only, none, or not reported (then: not known).

    Attributes:
        among: Who had them: patients, healthy people, users outside medicine, or reports without a number of users.
        any_event: People with any adverse event.
        serious: Those with a serious one, in the source's own terms.
        stopped: Those who stopped because of one.
        events: What happened with ketamine or esketamine.
        absent: What the source says did not occur; of everything else silence is no no.
        comparator: What happened on the other side.
        uncoded: What no term of the vocabulary covers, in words.
    """

    status: Annotated[str, Code("safety")] = "not-reported"
    among: Annotated[str, Code("exposure")] = "treatment"
    any_event: HarmCount | None = None
    serious: HarmCount | None = None
    stopped: HarmCount | None = None
    events: tuple[AdverseEvent, ...] = ()
    absent: tuple[Annotated[str, Code("adverse_event")], ...] = ()
    comparator: ComparatorHarms | None = None
    uncoded: tuple[str, ...] = ()
    text: str = ""
