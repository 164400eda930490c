"""When a word is taken for a misspelt one, and when it is left alone."""

from __future__ import annotations

import sqlite3
from itertools import product

import pytest
from index_studies import VOCABULARY, codes, compiled, made

from kapcli.catalogue import words
from kapcli.catalogue.outcome import Outcome
from kapcli.catalogue.publication import Name
from kapcli.index.query import understand

# What may stand before the name of a drug.
SPACES = ("", " ", "-", "\n", "\u00a0")


@pytest.fixture(scope="module")
def small() -> sqlite3.Connection:
    """Words that stand in a title, in prose, and as somebody's name, and nowhere in the vocabulary."""
    outcome = Outcome(
        id="a",
        measure="Wexford inventory",
        domain="depression",
        comparison="between-randomised",
        estimate="mean-difference",
        direction="favours-first",
        source="https://example.org/a",
    )
    return compiled(
        made(
            "zimmerlin2020",
            title="The flamingo habitat, a marmalade and the crux",
            authors=(Name(family="Zimmerlin"),),
            outcomes=(outcome,),
            finding="A porcupine was seen near the windowsill.",
        ),
        made("castor2020", title="Castor", finding="castle"),
    )


def searched(word: str, connection: sqlite3.Connection) -> tuple[str, ...]:
    """What a word was corrected to."""
    return tuple(correction.searched for correction in understand(word, connection, VOCABULARY).corrections)


def offered(word: str, connection: sqlite3.Connection) -> tuple[str, ...]:
    """What a word may have been, where none was taken."""
    return tuple(name for _, near in understand(word, connection, VOCABULARY).ambiguous for name in near)


class TestDistance:
    def test_one_edit_is_forgiven_from_five_letters(self, small: sqlite3.Connection) -> None:
        assert searched("flamngo", small) == ("flamingo",)

    @pytest.mark.parametrize("word", ["crxu", "curx"])
    def test_at_four_letters_only_two_neighbours_that_changed_places(
        self, small: sqlite3.Connection, word: str
    ) -> None:
        assert searched(word, small) == ("crux",)

    @pytest.mark.parametrize("word", ["crus", "crax", "xruc"])
    def test_at_four_letters_no_other_edit(self, small: sqlite3.Connection, word: str) -> None:
        assert searched(word, small) == ()

    def test_three_letters_are_never_corrected(self, small: sqlite3.Connection) -> None:
        assert searched("crx", small) == ()

    def test_eight_letters_do_not_have_two_edits(self, small: sqlite3.Connection) -> None:
        assert searched("flomengo", small) == ()

    def test_nine_letters_have_two_edits(self, small: sqlite3.Connection) -> None:
        assert searched("marmolede", small) == ("marmalade",)

    def test_nine_letters_do_not_have_three(self, small: sqlite3.Connection) -> None:
        assert searched("mormolede", small) == ()

    def test_the_first_letter_must_be_right(self, small: sqlite3.Connection) -> None:
        assert searched("plamingo", small) == ()


class TestTargets:
    @pytest.mark.parametrize(
        ("wrote", "meant"),
        [("zimmerlln", "zimmerlin"), ("habitta", "habitat"), ("wexfrod", "wexford"), ("bipolr", "bipolar")],
        ids=["author", "title", "measure", "vocabulary"],
    )
    def test_words_that_say_what_a_study_is_about(self, small: sqlite3.Connection, wrote: str, meant: str) -> None:
        assert searched(wrote, small) == (meant,)

    @pytest.mark.parametrize("word", ["porcupnie", "windowsil"])
    def test_running_prose_is_no_target(self, small: sqlite3.Connection, word: str) -> None:
        assert searched(word, small) == ()

    @pytest.mark.parametrize("word", ["porcupine", "windowsill"])
    def test_a_word_of_running_prose_is_known_and_stays(self, small: sqlite3.Connection, word: str) -> None:
        query = understand(word, small, VOCABULARY)
        assert (query.corrections, query.units[0].known) == ((), True)

    def test_a_known_word_stays_beside_a_commoner_neighbour(self, small: sqlite3.Connection) -> None:
        assert searched("castle", small) == searched("castor", small) == ()

    @pytest.mark.parametrize("word", ["whcih", "aruond", "betwen"])
    def test_a_function_word_is_no_target(self, small: sqlite3.Connection, word: str) -> None:
        assert searched(word, small) == ()

    @pytest.mark.parametrize("word", ["which", "around", "between", "evidence"])
    def test_a_function_word_is_never_corrected(self, small: sqlite3.Connection, word: str) -> None:
        assert understand(f"{word} flamingo", small, VOCABULARY).dropped == (word,)

    def test_a_word_that_cannot_be_corrected_is_kept_as_unknown(self, small: sqlite3.Connection) -> None:
        (unit,) = understand("qqqqqqq", small, VOCABULARY).units
        assert (unit.text, unit.known) == ("qqqqqqq", False)


class TestDigits:
    @pytest.mark.parametrize("word", ["flaming0", "feder2041", "zimmerlin2021", "0.55mg", "caps6", "phq10"])
    def test_a_token_with_a_digit_is_never_corrected(self, small: sqlite3.Connection, word: str) -> None:
        assert searched(word, small) == ()

    def test_nothing_is_corrected_to_a_token_with_a_digit(self) -> None:
        connection = compiled(made("a2020", title="The krypton85 tracer"))
        assert searched("kryptonx5", connection) == searched("krypton", connection) == ()

    @pytest.mark.parametrize("name", ["10.1001/jamapsychiatry.2014.63", "PMID 30917761", "NCT04560661", "PMC1234567"])
    def test_an_identifier_is_never_corrected(self, catalogue: sqlite3.Connection, name: str) -> None:
        query = understand(name, catalogue, VOCABULARY)
        assert (query.corrections, query.ambiguous) == ((), ())
        assert [unit.known for unit in query.units] == [False]


@pytest.mark.parametrize("word", ["adhd", "liver", "meth", "rape", "autism", "home"])
def test_words_that_look_like_others_stay_what_they_are(catalogue: sqlite3.Connection, word: str) -> None:
    query = understand(word, catalogue, VOCABULARY)
    assert (query.corrections, query.ambiguous) == ((), ())
    assert [unit.text for unit in query.units] == [word]


@pytest.mark.parametrize("word", ["overdose", "pregnancy", "kidney", "seizure", "psychosis", "abuse", "lethal"])
def test_a_word_about_harm_becomes_nothing_harmless(small: sqlite3.Connection, word: str) -> None:
    assert searched(word, small) == ()


class TestDrugs:
    @pytest.mark.parametrize(
        ("wrote", "meant"),
        [
            ("ketamne", "ketamine"),
            ("keatmine", "ketamine"),
            ("ketamime", "ketamine"),
            ("esketamne", "esketamine"),
            ("esketamime", "esketamine"),
            ("arketamne", "arketamine"),
            ("midazolan", "midazolam"),
        ],
    )
    def test_a_drug_that_only_one_other_word_is_near(
        self, catalogue: sqlite3.Connection, wrote: str, meant: str
    ) -> None:
        assert searched(wrote, catalogue) == (meant,)

    def test_between_two_drugs_both_are_offered_and_none_taken(self, catalogue: sqlite3.Connection) -> None:
        query = understand("eketamine", catalogue, VOCABULARY)
        assert query.corrections == ()
        assert {"ketamine", "esketamine"} <= set(offered("eketamine", catalogue))
        assert codes(query) == set()

    @pytest.mark.parametrize("word", ["sketamine", "rketamine", "aketamine", "erketamine", "asketamine"])
    def test_a_letter_before_ketamine_is_never_guessed(self, catalogue: sqlite3.Connection, word: str) -> None:
        assert searched(word, catalogue) == ()

    @pytest.mark.parametrize("drug", ["ketamine", "esketamine", "arketamine", "midazolam"])
    def test_a_known_drug_never_becomes_another(self, catalogue: sqlite3.Connection, drug: str) -> None:
        query = understand(drug, catalogue, VOCABULARY)
        assert query.corrections == ()
        assert f"drug:{drug}" in codes(query)
        assert {code for code in codes(query) if code.startswith("drug:")} == {f"drug:{drug}"}

    @pytest.mark.parametrize("word", ["methamphetamine", "norketamine", "metamizole", "amantadine", "memantine"])
    def test_another_substance_never_becomes_ketamine(self, catalogue: sqlite3.Connection, word: str) -> None:
        assert not set(searched(word, catalogue)) & {"ketamine", "esketamine", "arketamine"}

    @pytest.mark.parametrize(
        ("wrote", "drug"),
        [
            ("S-ketamine", "esketamine"),
            ("(S)-ketamine", "esketamine"),
            ("s-ketamine", "esketamine"),
            ("S(+)-ketamine", "esketamine"),
            ("R-ketamine", "arketamine"),
            ("(R)-ketamine", "arketamine"),
            ("R(-)-ketamine", "arketamine"),
            ("(R,S)-ketamine", "ketamine"),
            ("R,S-ketamine", "ketamine"),
            ("(S,R)-ketamine", "ketamine"),
            ("(R/S)-ketamine", "ketamine"),
            ("RS-ketamine", "ketamine"),
        ],
    )
    def test_the_mirror_images_are_read_before_words_are_split(
        self, catalogue: sqlite3.Connection, wrote: str, drug: str
    ) -> None:
        found = {code for code in codes(understand(wrote, catalogue, VOCABULARY)) if code.startswith("drug:")}
        assert found == {f"drug:{drug}"}

    def test_the_quick_look_for_them_overlooks_none(self) -> None:
        parts = product(("", "oral ", "x,"), ("", "("), ("S", "r", "R,S", "s / R", "RS"), ("", ")"), SPACES, SPACES)
        spellings = ["".join((*some, "Ketamine")) for some in parts]
        for text in spellings:
            changed = text
            for pattern, name in words._mirror_images():
                changed = pattern.sub(f" {name} ", changed)
            assert words.one_word_drugs(text) == changed

    @pytest.mark.parametrize("words", ["veteran's ketamine", "veteran’s ketamine", "FDA's ketamine warning"])
    def test_a_possessive_makes_no_mirror_image(self, catalogue: sqlite3.Connection, words: str) -> None:
        found = {code for code in codes(understand(words, catalogue, VOCABULARY)) if code.startswith("drug:")}
        assert found == {"drug:ketamine"}

    @pytest.mark.parametrize(
        ("wrote", "drug"), [("ketamin", "ketamine"), ("esketamin", "esketamine"), ("S-ketamin", "esketamine")]
    )
    def test_as_it_is_spelt_in_other_languages(self, catalogue: sqlite3.Connection, wrote: str, drug: str) -> None:
        found = {code for code in codes(understand(wrote, catalogue, VOCABULARY)) if code.startswith("drug:")}
        assert found == {f"drug:{drug}"}

    def test_in_a_sentence_too(self, catalogue: sqlite3.Connection) -> None:
        found = codes(understand("does (S)-ketamine beat placebo in depression?", catalogue, VOCABULARY))
        assert "drug:esketamine" in found
        assert "drug:ketamine" not in found


def test_a_correction_says_what_was_written_and_what_was_searched(catalogue: sqlite3.Connection) -> None:
    (correction,) = understand("depresion", catalogue, VOCABULARY).corrections
    assert (correction.wrote, correction.searched) == ("depresion", "depression")


def test_a_tie_goes_to_the_word_of_the_vocabulary() -> None:
    connection = compiled(made("a2020", title="Trochi"), made("b2020", title="Trochi, trochi"))
    assert searched("trochx", connection) == ("troche",)


def test_a_tie_goes_to_the_word_four_times_as_frequent() -> None:
    common = [made(f"a{number}", title="flamenco") for number in range(8)]
    connection = compiled(*common, made("b2020", title="flamency"))
    assert searched("flamencz", connection) == ("flamenco",)


def test_a_tie_of_words_about_as_frequent_is_offered() -> None:
    common = [made(f"a{number}", title="flamenco") for number in range(3)]
    connection = compiled(*common, made("b2020", title="flamency"))
    assert searched("flamencz", connection) == ()
    assert offered("flamencz", connection) == ("flamenco", "flamency")
