"""Words by what they do to a statement. All forms are compared by their stems, so one form of each is enough.

A word that stands in no list here, is no term of the vocabulary and is not among a claim's own words is a word that the
claim cannot answer for: a sentence that holds one is never called supported.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Drugs that claims speak of and the vocabulary has no code for: each is itself and no other.
OTHER_DRUGS = _words(
    """naltrexone rapamycin sirolimus sertraline fluoxetine escitalopram paroxetine venlafaxine lithium psilocybin lsd
    mdma ayahuasca morphine lamotrigine memantine nitrous propofol fentanyl clonidine prazosin aripiprazole olanzapine
    risperidone brexanolone zuranolone bupropion dextromethorphan methadone buprenorphine benzodiazepine ssri ssris
    antidepressants"""
)

# What happens to a measure.
DOWN = _words(
    """lower lowered reduce reduced reduction decrease decreased fall fell fallen drop dropped decline declined shrink
    shrank ease eased lessen lessened relieve relieved relief alleviate alleviated cut diminish diminished soothe
    subside subsided abate fewer dampen dampened halve halved blunt blunted"""
)
UP = _words(
    """raise raised increase increased rise rose risen grow grew climb climbed elevate elevated boost boosted heighten
    heightened higher doubled"""
)
GOOD = _words(
    """improve improved improvement strengthen strengthened help helped benefit better best superior superiority
    outperform outperformed beat beaten beats exceed exceeded surpass surpassed efficacious efficacy work worked
    respond responded response responder recover recovered remit remitted remission heal healed advantage gain
    gained succeed successful win won outdo outdid antidepressant favour favoured favor favored lift lifted
    prolong prolonged extend extended repair repaired"""
)
BAD = _words(
    """worse worsen worsened worsening aggravate aggravated exacerbate inferior inferiority deteriorate deteriorated
    harm ineffective useless underperform underperformed"""
)
# Both sides alike: said of a comparison that found none to be ahead, and stronger than "no difference was shown".
ALIKE = _words(
    """similar similarly equal equals equally comparable comparably same equivalent equivalence match matches matched
    noninferior noninferiority alike tied parity"""
)
DIFFER = _words("differ differed difference different differently distinguish separate separated")
PREVENT = _words("prevent prevented protect protected protection")
LESS = _words("less smaller lesser weaker slower rarer")
# Comparatives that tell two sides apart where nothing says which of them is better.
COMPARATIVE = {
    **dict.fromkeys("more greater larger higher longer later stronger commoner likelier".split(), "more"),
    **dict.fromkeys("less fewer smaller lower shorter earlier sooner weaker rarer".split(), "less"),
}
# What is measured where more of it is better, and where it is worse; a symptom is worse unless it is one of the first.
BETTER_HIGH = _words(
    """function functioning wellbeing abstinence abstinent sober sobriety remission response responder recovery quality
    connectivity plasticity bdnf glutamate engagement availability bioavailability"""
)
WORSE_HIGH = _words(
    """symptom score severity relapse risk ideation thought craving drinking rating depression anxiety pain ptsd stress
    flashback suicidality suicide death rate burden impairment use adverse event nausea dizziness dissociation
    vertigo sedation sleepiness cystitis"""
)

NEGATION = _words(
    """not no never neither nor none nobody nothing cannot fail failed fails lack lacked lacks absent unable
    hardly rarely"""
)
# Negation inside a word that has a list of its own, or that limits rather than denies.
NOT_ONLY = ("only", "just", "merely")

HEDGE = _words("may might could can possibly perhaps suggest suggested appear appeared seem seemed probably likely")
# A frame around a statement that says who found it, and nothing more.
REPORTING = _words(
    """read heard told find found show showed shown report reported see saw seen observe observed describe described say
    said says state stated note noted conclude concluded study studies trial trials research researcher paper article
    author colleague evidence data result results finding test tested publish published investigate investigated
    evaluate evaluated examine examined assess assessed measure measured analyse analyze analysis team according
    put give given gave get got take took taken receive received use used enrol enroll enrolled include included
    involve involved follow followed recruit recruited participate undergo underwent conduct conducted run ran
    lead led bring brought produce produced yield yielded experience experienced pool pooled pooling randomly
    assign assigned allocate allocated compare compared comparison comparing versus relative group arm side cite
    based assisted assist combine combined combination pair paired together alongside accompany accompanied add-
    on plus start started occur occurred meet met criterion criteria overall head turn turned out any warn
    warned list listed name named call called tell told claim claimed argue head-to-head went go goes"""
)
PEOPLE = _words(
    """people person patient participant adult individual subject client someone they them those who human sample
    volunteer sufferer case"""
)
MEASURE = _words(
    """symptom score severity level rating scale point total mean average effect outcome change course value scale
    treatment therapy drug medication medicine intervention condition disorder illness disease figure"""
)
TIME = _words(
    """hour day week month year minute immediately time after before later following within during end start beginning
    baseline follow-up afterwards initial final last first next soon by over throughout until since at"""
)
# Words that carry no content of their own.
FUNCTION = _words(
    """a an the this that these those it its their his her our your my of to in on at by for from with as and or but if
    than then so such is are was were be been being am do does did done doing has have had having will would shall
    should which who whom whose what when where while there here about into onto out off up down between among against
    versus vs per each both all-in i we you he she they them us me one's also too very just only even still yet more
    most much many some any other another each own via upon towards toward according et al ie eg how why because
    although though however whereas despite either plus"""
) - _words("only most many some all any still even")
QUANTIFIERS = _words("all every most many some any majority few half third quarter nearly almost about roughly around")
APPROXIMATE = _words("about roughly around nearly almost approximately some under")

# What nobody here can claim: each names itself in the answer.
OVERSTATED: dict[str, str] = {
    "cure": "nothing here shows a cure",
    "cures": "nothing here shows a cure",
    "cured": "nothing here shows a cure",
    "curative": "nothing here shows a cure",
    "heals": "nothing here shows a cure",
    "healed": "nothing here shows a cure",
    "eliminate": "an average that falls is not an end of symptoms",
    "eliminates": "an average that falls is not an end of symptoms",
    "eliminated": "an average that falls is not an end of symptoms",
    "eradicates": "an average that falls is not an end of symptoms",
    "erases": "an average that falls is not an end of symptoms",
    "wipes": "an average that falls is not an end of symptoms",
    "proven": "a study supports or does not; it does not prove",
    "proved": "a study supports or does not; it does not prove",
    "proves": "a study supports or does not; it does not prove",
    "prove": "a study supports or does not; it does not prove",
    "proof": "a study supports or does not; it does not prove",
    "conclusive": "no result here is beyond doubt",
    "conclusively": "no result here is beyond doubt",
    "definitively": "no result here is beyond doubt",
    "definitive": "no result here is beyond doubt",
    "undisputed": "no result here is beyond doubt",
    "undeniable": "no result here is beyond doubt",
    "undoubtedly": "no result here is beyond doubt",
    "unquestionably": "no result here is beyond doubt",
    "certainly": "no result here is beyond doubt",
    "established": "no result here is beyond doubt",
    "always": "no result here holds for every time",
    "never": "no result here holds for every time",
    "invariably": "no result here holds for every time",
    "guarantees": "no result here holds for every time",
    "guarantee": "no result here holds for every time",
    "guaranteed": "no result here holds for every time",
    "reliably": "no result here holds for every time",
    "permanently": "nobody was followed for good",
    "permanent": "nobody was followed for good",
    "forever": "nobody was followed for good",
    "lifelong": "nobody was followed for good",
    "everyone": "no result here holds for every person",
    "everybody": "no result here holds for every person",
    "anyone": "no result here holds for every person",
    "universally": "no result here holds for every person",
    "safe": "harms were looked for in few people and for a short time; not shown to be safe",
    "safely": "harms were looked for in few people and for a short time; not shown to be safe",
    "harmless": "harms were looked for in few people and for a short time; not shown to be safe",
    "riskless": "harms were looked for in few people and for a short time; not shown to be safe",
    "miracle": "a word of praise is no finding",
    "miraculous": "a word of praise is no finding",
    "breakthrough": "a word of praise is no finding",
    "revolutionary": "a word of praise is no finding",
    "amazing": "a word of praise is no finding",
    "wonder": "a word of praise is no finding",
}
OVERSTATED_PHRASES: dict[str, str] = {
    "no side effects": "harms were looked for in few people and for a short time; not shown to be safe",
    "without side effects": "harms were looked for in few people and for a short time; not shown to be safe",
    "free of side effects": "harms were looked for in few people and for a short time; not shown to be safe",
    "no risk": "harms were looked for in few people and for a short time; not shown to be safe",
    "risk free": "harms were looked for in few people and for a short time; not shown to be safe",
    "every patient": "no result here holds for every person",
    "every person": "no result here holds for every person",
    "all patients": "no result here holds for every person",
    "all people": "no result here holds for every person",
    "for all": "no result here holds for every person",
    "no doubt": "no result here is beyond doubt",
    "beyond doubt": "no result here is beyond doubt",
    "once and for all": "nobody was followed for good",
    "for good": "nobody was followed for good",
    "for life": "nobody was followed for good",
    "gold standard": "a word of praise is no finding",
    "game changer": "a word of praise is no finding",
    "hundred percent": "no result here holds for every person",
}
# Words of strength that deny themselves where negated ("not proven", "not safe", "not a cure").
# What an instrument measures: naming it names the condition.
INSTRUMENTS = {
    **dict.fromkeys("pcl-5 pcl pcl-6 caps-5 caps ies-r ies itq".split(), "ptsd"),
    **dict.fromkeys("madrs hdrs hdrs-6 hdrs-17 phq-9 qids-sr qids bdi bdi-ii epds gds".split(), "depression"),
    **dict.fromkeys("ssi bss bsi c-ssrs madrs-si phq-9-si".split(), "suicidality"),
    **dict.fromkeys("gad-7 ham-a stai bai".split(), "anxiety"),
    "ybocs": "ocd",
    "lsas": "social-anxiety",
}
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}

# Words that stand for one another in statements about studies: each is read as the first of its line.
ALIASES = {
    other: line.split()[0]
    for line in """
        benefit advantage
        sustain persist last maintain endure hold
        lasting durable durably long-lasting sustained persistent
        longer long
        rapid quick fast swift rapidly quickly
        add addition additional extra additionally adding
        mask blind conceal hide hid hidden
        thought idea ideation
        drink drank swallow swallowed
        anaesthetise anaesthesia anesthesia anesthetic anaesthetic anesthetize anesthetized anaesthetised
        stay carry continue kept keep remain
        abstinent sober dry abstain abstained
        death die died deaths
        respond response responder
        remit remission remitter
        return relapse back
        tablet lozenge
        switch move change swap
        prolong extend lengthen
        advantage edge lead
        bigger larger greater
        guess tell
        link associate connect relate
        infusion
        authorise approve license approval authorisation
        advise recommend suggest
        warn caution
        serious severe
        withdraw discontinue stop quit leave
        antagonist blocker block
        small modest
        alone itself only
        session treatment
        title headline
        journal magazine
        real genuine
    """.strip().splitlines()
    for other in line.split()[1:]
}
