"""How an answer begins where the catalogue is old."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kapcli.cli.answer import Answer
    from kapcli.views.document import Document


def begin_with(answer: Answer, remark: str) -> Answer:
    """The answer, begun by a remark: on its page, on stderr where there is none, and in what a program is told."""
    if not remark or remark in answer.remarks:
        return answer
    whole = answer.document

    def document() -> Document:
        from kapcli.views.document import remarks

        assert whole is not None
        return (*remarks([remark]), *whole())

    begun = None if whole is None else document
    return msgspec.structs.replace(answer, remarks=[remark, *answer.remarks], document=begun)
