"""What stands around a picture: its title, the question in words, whose studies are in it, the last lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import so_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kapcli.catalogue.study import Study
    from kapcli.index.question import Question
    from kapcli.index.session import Session
    from kapcli.writers.figure_sheet import Frame


def frame(
    title: str,
    question: Question,
    shown: Iterable[Study],
    command: str,
    *,
    ids: Sequence[str] = (),
    domains: Sequence[str] = (),
) -> Frame:
    """What stands around a picture.

    Args:
        title: What it is.
        question: The question.
        shown: The studies in it, to know whether urgent help must be named.
        command: What to type for the same figures.
        ids: Studies asked for by name, where there are several.
        domains: Labels of the outcomes asked for with an option.
    """
    from kapcli import __version__
    from kapcli.views.closing_lines import last_lines
    from kapcli.writers.figure_sheet import Frame

    about = question.session.about
    return Frame(
        title=title,
        as_of=about.as_of,
        question=_words(question, ids, domains),
        command=command,
        closing=tuple(last_lines(about, shown)),
        own=_own(question.session),
        version=__version__,
    )


def _words(question: Question, ids: Sequence[str], domains: Sequence[str]) -> str:
    """The question in words: what was typed, and each facet by its label."""
    from kapcli.views.question_words import in_words

    typed = " ".join(ids) or question.query.text.strip()
    parts = [in_words(question, f"“{typed}”" if typed else ""), f"outcomes: {' or '.join(domains)}" if domains else ""]
    return "; ".join(filter(None, parts)) or "the whole catalogue"


def _own(session: Session) -> str:
    """How many studies come from catalogues other than the built-in one; their files by name, without the folder."""
    from pathlib import PurePath

    from kapcli.index.own import added, only_own

    if not session.builtin:
        return only_own(session)
    origins = session.origins()
    put = [one.id for one in added(session) if one.replaces and one.kind == "studies"]
    replaced = f" In the place of the catalogue's own: {', '.join(put)}." if put else ""
    named = [
        f"{so_many(count, 'study', 'studies')} from {PurePath(origin).name}"
        for origin, count in origins.items()
        if origin != "built-in"
    ]
    return f"Put on top of it by whoever made this picture: {', '.join(named)}.{replaced}" if named else ""
