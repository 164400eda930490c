"""Counting a limit over a set of studies, and holding what is said of the field against the count."""

from __future__ import annotations

import msgspec

from kapcli.evidence.limitations import ONE_SIDED, RULES


class Tally(msgspec.Struct, frozen=True):
    """How a rule answers over a set of studies.

    Attributes:
        code: The limitation.
        yes: Ids of studies for which it holds.
        no: Ids for which it does not.
        unknown: Ids for which the sources do not tell.
    """

    code: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def known(self) -> int:
        """For how many the sources tell."""
        return len(self.yes) + len(self.no)

    @property
    def asked(self) -> int:
        """To how many the rule applies."""
        return self.known + len(self.unknown)

    @property
    def one_sided(self) -> bool:
        """Whether the limit is one that is never answered with a no (see `kapcli.evidence.limitations`)."""
        return self.code in ONE_SIDED or self.code not in RULES

    def bears_out(self) -> bool | None:
        """Whether it holds for more than half of the studies.

        Half of those for which the sources tell; for a limit that is never answered with a no, half of all to which
        it applies.

        Returns:
            ``None`` where the count cannot say.
        """
        if self.one_sided:
            return True if 2 * len(self.yes) > self.asked > 0 else None
        if not self.known:
            return None
        return 2 * len(self.yes) > self.known
