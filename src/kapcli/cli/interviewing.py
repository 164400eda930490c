"""The questions on a study, put to a person one after another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kapcli.cli.asking import agreed, ask
from kapcli.cli.output import tell
from kapcli.importing.interview import TELLING
from kapcli.importing.questions import offers

if TYPE_CHECKING:
    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.importing.interview import Interview
    from kapcli.importing.questions import Question

# So many codes stand in a question itself.
_FEW = 6
_KEYS = "? explains a question, < goes back, . stops and keeps a draft, an empty line leaves out what no source says."


def asked(interview: Interview) -> bool:
    """Ask until nothing is left or nobody answers; whether there is anything to write."""
    tell(_KEYS)
    told: set[str] = set()
    while (question := interview.question) is not None:
        said = ask(_prompt(question, interview.vocabulary), partial(offers, question, interview.vocabulary))
        if said is None or said.strip() == ".":
            break
        if said.strip() == "?":
            for line in question.help(interview.vocabulary):
                tell(line)
        elif said.strip() == "<":
            if not interview.back():
                tell("This is the first question.")
        elif fault := interview.answer(question, said):
            tell(f"  {fault}")
        elif question.key in TELLING and (match := interview.duplicate()) and match.work.name not in told:
            told.add(match.work.name)
            tell(f"  That seems to be {match.work.name} ({match.work.where}): {match.because}.")
            if not agreed("  Go on all the same?", default=False):
                return False
    return bool(interview.answers)


def _prompt(question: Question, vocabulary: Vocabulary) -> str:
    """The question, with the codes that answer it where there is room for them."""
    codes = vocabulary.codes(question.section) if question.section else ()
    listed = f" ({', '.join(codes)})" if 0 < len(codes) <= _FEW else f" (? lists {len(codes)})" if codes else ""
    return f"{question.text}{listed}{f' [{question.default}]' if question.default else ''}:"
