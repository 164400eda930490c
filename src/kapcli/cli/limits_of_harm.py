"""``kap limits --safety``: adverse events in place of limitations, by term or of one term."""

from kapcli.api.lookup import look_up
from kapcli.cli.answer import Answer, Cells, Exit
from kapcli.cli.command import Request
from kapcli.views.document import Document


def harms_answer(request: Request, words: list[str], *, lay: bool, full: bool) -> Answer:
    """What the studies that match say of adverse events, or one adverse event that the words name."""
    from kapcli.evidence.adverse_events import speaking
    from kapcli.index.harm_terms import harm_asked
    from kapcli.index.question import command_line
    from kapcli.views import adverse_events as view
    from kapcli.views import harm_data
    from kapcli.views import question as said
    from kapcli.views.harm_term import term_document

    session = request.session
    vocabulary = session.vocabulary
    asked = harm_asked(" ".join(words), session) if words else None
    alone = asked is not None and not asked.ambiguous
    question = request.ask(asked.rest if asked is not None and alone else words)
    studies = speaking(question.counted)
    told = [line for line in said.remarks(question) if line != said.SEE_HARMS]
    remarks = [*told, *said.left_out(question), *said.retracted(question)]
    if asked is not None and alone:
        label = vocabulary.label("adverse_event", asked.code)
        rest = f" (and {', '.join(asked.rest)})" if asked.rest else ""
        remarks.insert(0, f"Read as the adverse event {label}{rest}.")
    if not studies:
        from kapcli.views.nothing_found import NO_SIGN_OF_SAFETY, nothing_found

        remarks += [*nothing_found(question), NO_SIGN_OF_SAFETY]
    on_harm = [named.study for named in look_up(session, session.about.on_harm)[0]]
    harms = view.harms_of(studies, on_harm, vocabulary)
    short = request.format == "text" and not full and len(studies) > view.FEW
    typed = {**question.options(), "safety": True, "full": True}
    more = command_line("limits", words, typed) if short else ""

    def document() -> Document:
        from kapcli.views.lay import lay_document, lay_harms, urgent

        if lay:
            named = [*studies, *harms.known]
            blocks = lay_harms(named, vocabulary, term=asked.code if asked is not None and alone else "")
            return lay_document(blocks, session.about, session.glossary(), remarks=remarks, urgent=urgent(named))
        if asked is not None and alone:
            definition = session.definitions().term("adverse_event", asked.code).definition
            return term_document(
                harms, asked.code, vocabulary, session.about, definition=definition, remarks=remarks, full=more
            )
        also = None
        if asked is not None:
            also = next((count for count in harms.terms if count.code == asked.code), None)
        return view.harms_document(harms, vocabulary, session.about, remarks=remarks, also=also, full=more)

    return Answer(
        document=document if studies else None,
        cells=lambda: Cells(harm_data.COLUMNS, [harm_data.as_cells(study, vocabulary) for study in studies]),
        results=lambda: [harm_data.as_data(study, vocabulary) for study in studies],
        query=question.as_data() | {"safety": True, "adverse_event": asked.code if asked is not None else None},
        total=len(studies),
        summary=harm_data.summary(harms, vocabulary),
        remarks=remarks,
        exit=Exit.ANSWERED if studies else Exit.NOTHING_FOUND,
    )
