"""Words of ordinary English that a query may hold, by what they mean for the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kapcli.catalogue.words import words

if TYPE_CHECKING:
    from kapcli.index.ordering import Sort

# Words that a question needs and a study does not: dropped from a query, never corrected. "Trial" and "drug" are
# among them, because every study here is of a drug and half are trials.
FUNCTION_WORDS = frozenset(
    """
    a able about actual actually add added adds after against al all also always am among an and another answer any
    anybody anyone approach are around article articles as ask asking at available back bad be because become
    becoming been before being believe best better between big bigger biggest but by can cannot cant case client
    clients combined come comes common compare compared compares comparing could cure cured cures currently data
    describe did differ difference different discuss do does doesnt doing done dont drug drugs during each ease
    eases effect effective effects efficacy else enough et even ever every everyone evidence explain false feel
    feeling feels fewer find finding findings finds first fix fixes following for from get gets getting give given
    gives giving go goes going good got great had happen happens has have having he heal healing heals hear heard
    hello help helped helping helps her here hi him his how i if im improve improved improves improving in including
    information instead interested into is isnt issue issues it its ive just keep kind know known largest last latest
    legit less let lets like likely list lists literature little long longer look looking looks lot lots made main make
    makes many matter matters may maybe me mean means medication medications medicine medicines might more most much
    must my name need needed needs never new newest no nor not now number numbers of off often old on one ones only
    or order other our out outcome outcomes over overall own paper papers part particular patient patients people
    per person please plus point possible predict predicts problem problems proof prove proven proves put question
    questions quick quickly rather read real really reason recent recently recommended reduce reduced reduces
    relieve relieves reported research result results right same say says science scientific search seem seems
    several shall she should show showing shown shows simply since so some somebody someone something start started
    starts still stop stopping stops studies study such summary sure take taken takes taking tell than thanks that
    thats the their them then there these they thing things think this those though through time times to today
    together too total toward treat treated treating treatment treatments treats trial trials tried true trust try
    trying type types under understand until up upon us use used uses using usual usually versus very via vs want
    wants was way ways we well were what whats when where whether which while who whole whom whose why will with
    within without wont work worked working works worse worst would yes yet you your
    husband wife boyfriend girlfriend son daughter brother sister mum mom dad friend relative family loved
    """.split()
)

# Those of them that ask for an order, as the option that sorts has it.
ORDERS: dict[str, Sort] = {
    **dict.fromkeys(("newest", "latest", "recent", "recently"), "year"),
    **dict.fromkeys(("largest", "biggest"), "n"),
}

# Words that ask, where a study is named, whether its publication still stands.
RETRACTION = frozenset({"retract", "retracted", "retraction", "retractions", "withdrawn"})

# Words that ask about harm. They are known even where no study has them, so that none is "corrected" to something
# harmless; and where nothing is found for them, the answer says that this is no sign of safety.
SAFETY_WORDS = frozenset(
    """
    abuse abuses addict addicted addiction addictive adverse allergic allergy aneurysm asthma birth bladder bleeding
    blood brain breastfeeding breathing cancer cardiac cardiovascular cataract child children coma contraindicated
    contraindication contraindications convulsion cystitis danger dangerous dangers dead death deaths delirium
    dependence diabetes die died dizziness driving epilepsy epileptic eye fatal fetus fits foetus glaucoma
    hallucination hallucinations harm harmful harms headache heart hepatic hepatitis hypertension injury interact
    interaction interactions interacts intoxication kidney kidneys lethal liver lung lungs mania manic migraine
    misuse nausea overdose overdoses pancreatitis paranoia pregnancy pregnant pressure psychosis psychotic rash
    renal respiratory risk risks risky safe safely safety schizophrenia seizure seizures serotonin sick stroke
    suicide thyroid tolerance toxic toxicity ulcer ulcerative unsafe urinary urine vomiting withdrawal withdrawals
    """.split()
)

# Words and phrases of somebody who may be in danger: the answer names urgent help first, whatever it finds.
CRISIS_WORDS = frozenset({"suicide", "suicidal", "suizid", "hopeless", "hopelessness", "overdose", "crisis"})
CRISIS_PHRASES = (
    "want to die",
    "wants to die",
    "kill myself",
    "end my life",
    "ending my life",
    "not want to live",
    "dont want to live",
    "no reason to live",
    "self harm",
    "harm myself",
    "hurt myself",
    "hurting myself",
    "better off dead",
)

# Words that turn a search around. A search cannot be turned around: what stands behind them is looked for, and said so.
NEGATIONS = frozenset({"not", "no", "without", "never", "exclude", "excluding", "except"})


def in_crisis(text: str) -> bool:
    """Whether the words may be those of somebody in danger."""
    said = words(text.replace("'", "").replace("’", ""))
    return bool(CRISIS_WORDS & set(said)) or any(phrase in " ".join(said) for phrase in CRISIS_PHRASES)


def in_own_words(text: str) -> bool:
    """Whether somebody speaks of being in danger: that is no question to be answered with figures."""
    said = " ".join(words(text.replace("'", "").replace("’", "")))
    return any(phrase in said for phrase in CRISIS_PHRASES)
