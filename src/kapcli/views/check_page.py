"""Checked sentences as a page: one for an expert, a whole text in lines, either in plain words."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from kapcli.index.records import studies_named
from kapcli.views.check import NOT_CLOSE, check_document, told
from kapcli.views.claim import claim_views
from kapcli.views.document import Space, Span, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kapcli.catalogue.vocabulary import Vocabulary
    from kapcli.checking.checker import Checked
    from kapcli.checking.splitting import Sentence
    from kapcli.index.session import Session
    from kapcli.views.claim import ClaimView
    from kapcli.views.document import Block, Document

# Before the verdict on another statement than the one that was asked about.
_OTHER = "On that statement"


def check_page(
    session: Session,
    pairs: Sequence[tuple[Sentence, Checked]],
    remarks: Sequence[str],
    *,
    file: str = "",
    lay: bool = False,
    window: int | None = None,
) -> Document:
    """The page of one sentence or several.

    Args:
        session: The open catalogue.
        pairs: The sentences, checked.
        remarks: What has to be said beside them.
        file: What they are the whole text of; empty where it is one sentence.
        lay: In plain words.
        window: Lines of the window that it is for; ``None`` where it may be as long as it is.
    """
    vocabulary, about = session.vocabulary, session.about
    if file and not lay:
        from kapcli.views.check_file import file_document

        return file_document(Path(file).name, pairs, vocabulary, about, remarks)
    if lay:
        from kapcli.views.lay import lay_document

        views = [claim_views(session, [near.assessed for near in one.near]) for _, one in pairs]
        urgent = any(one.claim.topic == "suicidality" for own in views for one in own)
        blocks = _lay(pairs, views, vocabulary)
        return lay_document(blocks, about, session.glossary(), remarks=remarks, urgent=urgent)
    sentence, found = pairs[0]
    links = (link.study for near in found.near for link in (*near.assessed.claim.linked, *near.assessed.claim.context))
    studies = studies_named(session, dict.fromkeys(links))
    return check_document(sentence, found, studies, vocabulary, about, remarks, window=window)


def _lay(
    pairs: Sequence[tuple[Sentence, Checked]], views: Sequence[Sequence[ClaimView]], vocabulary: Vocabulary
) -> Iterator[Block]:
    """Sentences for a person outside the field: what is said too strongly, and the nearest claim of each."""
    from kapcli.views.lay import lay_claim

    for (sentence, found), own in zip(pairs, views, strict=True):
        notable = found.doubtful or (found.reference is not None and found.reference.notable)
        if len(pairs) > 1 and not notable and (found.reference is not None or not found.close):
            continue
        yield Space()
        yield text(Span(f"You asked about: “{sentence.text}”", "heading"))
        yield from (text(*spans, level=1, hang=2) for spans in told(found, vocabulary))
        if own and found.reference is None:
            near, label = "No statement here is just that. The nearest one may say something else:", _OTHER
            if found.same:
                near = "A statement that says the opposite:" if found.same.denied else "A statement on just this:"
                label = _OTHER if found.same.denied else "In short"
            yield text(near if found.close else NOT_CLOSE, level=1)
            same = (view for view in own if found.same and view.claim.id == found.same.claim)
            yield from lay_claim(next(same, own[0]), vocabulary, label)
            if not found.same and len(pairs) == 1:
                yield Space()
                yield text(f"What else is here on these words: kap search {shlex.quote(sentence.text)} --lay")
