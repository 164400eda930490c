"""Words as they are indexed and compared, and the words that say nothing about a study."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")

# Words of ordinary English that a question needs and a study does not: dropped from a query, never corrected.
FUNCTION_WORDS = frozenset(
    """
    need needs needed take takes taking taken versus vs compared comparing compare
    a about after against all also am among an and another any anybody anyone are around as at be because been
    before being between but by can cannot could did do does doing done during each else ever every everyone for
    from get gets getting give given gives giving go goes going good got had has have having he her here him his how
    i if in into is it its just kind last let like long longer made make makes many may me might more most much must
    my no nor not of off on one ones only or other our out over own per please put really same say says seem seems
    shall she should show shows since so some somebody someone something such than that the their them then there
    these they thing things this those through to too toward try under until up upon us use used uses using very via
    want was way ways we well were what when where whether which while who whom whose why will with within without
    work works working would yes yet you your evidence research study studies paper papers article articles science
    literature finding findings result results tell know known think believe happen happens help helps helped
    helping treat treats treating treatment treatments treated therapy's people person patient patients effective
    effect effects efficacy worked better best
    """.split()
)

# Words that ask about harm. They are known even where no study has them, so that none is "corrected" to something
# harmless; and where nothing is found for them, the answer says that this is no sign of safety.
SAFETY_WORDS = frozenset(
    """
    abuse abuses addict addicted addiction addictive adverse aneurysm allergy allergic asthma birth bladder bleeding
    blood brain breastfeeding breathing cancer cardiac cardiovascular cataract child children coma contraindication
    contraindications contraindicated convulsion cystitis danger dangerous dangers dead death deaths delirium
    dependence diabetes die died dizziness driving epilepsy epileptic eye fatal fetus fits foetus glaucoma
    hallucination hallucinations harm harmful harms headache heart hepatic hepatitis hypertension injury interact
    interaction interactions interacts intoxication kidney kidneys lethal liver lung lungs mania manic memory
    migraine misuse nausea overdose overdoses pancreatitis paranoia pregnancy pregnant pressure psychosis psychotic
    renal respiratory rash risk risks risky safe safely safety schizophrenia seizure seizures serotonin sick stroke
    suicide thyroid tolerance toxic toxicity ulcer ulcerative unsafe urinary urine vomiting withdrawal withdrawals
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text as the index sees them: letters and digits, folded, without diacritics."""
    return [plain(word) for word in _WORD.findall(text)]


def plain(word: str) -> str:
    """A word folded and without diacritics, as FTS5's unicode61 tokenizer has it."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def singular(word: str) -> str:
    """A word without a plural s, so that *lozenges* finds the synonym *lozenge*."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def phrase(text: str) -> tuple[str, ...]:
    """A label or synonym as a sequence of words to be compared with those of a query."""
    return tuple(singular(word) for word in words(text))


__all__ = ["FUNCTION_WORDS", "SAFETY_WORDS", "phrase", "plain", "singular", "words"]
