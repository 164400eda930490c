"""What people type, and what it is understood to mean."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_studies import VOCABULARY, codes, compiled, find, ids, made

from kapcli.catalogue.publication import Name, Record, Version
from kapcli.index.facets import facets
from kapcli.index.query import MAX_QUERY, QueryError, understand
from kapcli.index.search import search

few = settings(
    derandomize=True,
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class TestSynonyms:
    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("lozenge", "route:sublingual"),
            ("lozenges", "route:sublingual"),
            ("troche", "route:sublingual"),
            ("under the tongue", "route:sublingual"),
            ("nose spray", "route:intranasal"),
            ("drip", "route:iv"),
            ("shot", "route:im"),
            ("vets", "population:veteran"),
            ("soldiers", "population:military"),
            ("nurses", "population:healthcare-worker"),
            ("weed", "condition:cannabis-use"),
            ("heroin", "condition:opioid-use"),
            ("drinking", "condition:alcohol-use"),
            ("talk therapy", "therapy:psychotherapy"),
            ("talking therapies", "therapy:psychotherapy"),
            ("eye movement", "therapy:emdr"),
            ("eye movements", "therapy:emdr"),
            ("eyemovement", "therapy:emdr"),
            ("side effects", "domain:safety"),
            ("racemic", "drug:ketamine"),
            ("special k", "drug:ketamine"),
            ("Special-K", "drug:ketamine"),
            ("shock therapy", "drug:ect"),
            ("MDD", "condition:mdd"),
            ("complex trauma", "condition:cptsd"),
        ],
    )
    def test_everyday_words_lead_to_the_code(self, catalogue: sqlite3.Connection, words: str, code: str) -> None:
        assert code in codes(understand(words, catalogue, VOCABULARY))

    @pytest.mark.parametrize("words", ["under the tongue", "special k", "eye movement", "talk therapy"])
    def test_several_words_are_one_thing_asked_for(self, catalogue: sqlite3.Connection, words: str) -> None:
        query = understand(words, catalogue, VOCABULARY)
        assert ([unit.text for unit in query.units], query.dropped) == ([words], ())

    def test_the_longest_synonym_wins(self, catalogue: sqlite3.Connection) -> None:
        assert codes(understand("written exposure therapy", catalogue, VOCABULARY)) == {"therapy:written-exposure"}

    def test_case_and_diacritics_do_not_matter(self, catalogue: sqlite3.Connection) -> None:
        assert codes(understand("LÖZENGE", catalogue, VOCABULARY)) == codes(
            understand("lozenge", catalogue, VOCABULARY)
        )

    @pytest.mark.parametrize("word", ["act", "group", "clinic", "medical"])
    def test_a_code_that_is_an_everyday_word_is_only_a_word(self, catalogue: sqlite3.Connection, word: str) -> None:
        assert codes(understand(word, catalogue, VOCABULARY)) == set()

    def test_a_synonym_finds_what_the_code_finds(self, catalogue: sqlite3.Connection) -> None:
        assert ids(catalogue, "vets") >= ids(catalogue, population="veteran")


class TestFunctionWords:
    def test_they_are_passed_over_and_listed(self, catalogue: sqlite3.Connection) -> None:
        query = understand("what does the research say about ketamine for ptsd", catalogue, VOCABULARY)
        assert [unit.text for unit in query.units] == ["ketamine", "ptsd"]
        assert set(query.dropped) >= {"what", "does", "the", "say", "about", "for"}

    def test_a_question_finds_what_its_words_find(self, catalogue: sqlite3.Connection) -> None:
        assert ids(catalogue, "does ketamine help with ptsd?") == ids(catalogue, "ketamine ptsd")


@pytest.fixture(scope="module")
def named() -> sqlite3.Connection:
    """A study with every kind of name."""
    record = Record(doi="10.1000/ABC.1", pmid="12345678", pmcid="PMC7654321", registry=("NCT00000001",))
    version = Version(kind="preprint", id="doe2019", doi="10.1101/2019.01")
    doe = (Name(family="Doe", given="Jo"),)
    return compiled(
        made("doe2020", record=record, versions=(version,), authors=doe), made("doe2021", year=2021, authors=doe)
    )


class TestIdentifiers:
    @pytest.mark.parametrize(
        "name",
        [
            "doe2020",
            "DOE2020",
            "doe 2020",
            "10.1000/abc.1",
            "https://doi.org/10.1000/ABC.1",
            "https://dx.doi.org/10.1000/abc.1",
            "doi:10.1000/abc.1",
            "(10.1000/abc.1).",
            "PMID 12345678",
            "12345678",
            "pmc7654321",
            "nct00000001",
            "doe2019",
            "10.1101/2019.01",
        ],
    )
    def test_each_name_of_a_study_finds_it(self, named: sqlite3.Connection, name: str) -> None:
        assert ids(named, name) == {"doe2020"}

    def test_the_study_named_stands_first(self, catalogue: sqlite3.Connection) -> None:
        first = find(catalogue, "feder 2021").hits[0]
        assert (first.study.id, first.match) == ("feder2021", "identifier")

    def test_an_id_nobody_has_is_unknown(self, named: sqlite3.Connection) -> None:
        assert ids(named, "doe2022") == set()


class TestOrder:
    def test_what_a_study_is_about_comes_before_what_it_mentions(self) -> None:
        connection = compiled(
            made("mentions2024", design="meta-analysis", finding="Sleep was not looked at."),
            made("about2010", design="case-report", title="Sleep"),
        )
        about, mentions = find(connection, "sleep").hits
        assert (about.study.id, about.match) == ("about2010", "about")
        assert (mentions.study.id, mentions.match) != ("mentions2024", "about")

    def test_then_the_stronger_design_then_the_newer(self) -> None:
        connection = compiled(
            made("series2024", design="case-series", title="Sleep"),
            made("old2010", title="Sleep"),
            made("new2020", title="Sleep"),
        )
        assert [hit.study.id for hit in find(connection, "sleep").hits] == ["new2020", "old2010", "series2024"]

    def test_where_nothing_has_all_words_the_nearest_say_what_they_lack(self) -> None:
        others = (made(f"b{number}", title="Dreams") for number in range(3))
        connection = compiled(made("a2020", title="Sleep"), *others)
        found = find(connection, "sleep xylophone")
        assert found.total == 0
        assert [(hit.study.id, hit.match, hit.missing) for hit in found.hits] == [("a2020", "partial", ("xylophone",))]

    @pytest.mark.parametrize("field", ["notes", "not_found"])
    def test_a_mention_in_the_margin_is_no_subject(self, field: str) -> None:
        connection = compiled(made("a2020", **{field: ("xylophone",)}))
        assert ids(connection, "xylophone") == set()


class TestLength:
    def test_the_longest_query_is_read(self, catalogue: sqlite3.Connection) -> None:
        assert understand("x" * MAX_QUERY, catalogue, VOCABULARY).units

    def test_a_longer_one_is_refused(self, catalogue: sqlite3.Connection) -> None:
        with pytest.raises(QueryError, match="500"):
            understand("x" * (MAX_QUERY + 1), catalogue, VOCABULARY)


class TestOperators:
    @pytest.mark.parametrize(
        "text",
        [
            "ptsd OR depression",
            "ptsd AND NOT oral",
            "NEAR(ptsd oral)",
            "title : ptsd",
            "pts*",
            '"ptsd',
            '"ptsd" "',
            "^ptsd",
            "ptsd -oral",
            "{title people} : ptsd",
            "' OR 1=1 --",
            "a\x00b",
            "(((",
            "ptsd)",
        ],
    )
    def test_they_are_only_words_and_signs(self, catalogue: sqlite3.Connection, text: str) -> None:
        find(catalogue, text)

    def test_not_does_not_negate(self, catalogue: sqlite3.Connection) -> None:
        assert ids(catalogue, "ptsd NOT oral") == ids(catalogue, "ptsd oral")

    def test_quotes_do_not_matter(self, catalogue: sqlite3.Connection) -> None:
        assert ids(catalogue, '"ptsd" "oral"') == ids(catalogue, "ptsd oral")

    def test_a_token_that_stands_for_a_facet_cannot_be_typed(self, catalogue: sqlite3.Connection) -> None:
        assert ids(catalogue, "xconditionxptsd0") == set()


WORDS = ["ptsd", "depression", "oral", "ketamine", "veterans", "randomised", "feder", "lozenge", "sleep", "vein", "iv"]
FACETS = [
    ("condition", "ptsd"),
    ("condition", "depression"),
    ("route", "iv"),
    ("route", "oral"),
    ("drug", "ketamine"),
    ("drug", "esketamine"),
    ("drug", "midazolam"),
    ("design", "rct"),
    ("therapy", "psychotherapy"),
    ("population", "veteran"),
    ("status", "published"),
]
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)
narrowings = st.lists(st.sampled_from(FACETS), max_size=4, unique=True)


def narrowed(connection: sqlite3.Connection, words: list[str], pairs: list[tuple[str, str]]) -> set[str]:
    values: dict[str, list[str]] = {}
    for name, code in pairs:
        values.setdefault(name, []).append(code)
    found = search(connection, understand(" ".join(words), connection, VOCABULARY), facets(VOCABULARY, values))
    return {hit.study.id for hit in found.hits if hit.match != "partial"}


class TestAlways:
    @few
    @given(text=st.text(max_size=80))
    def test_any_text_is_understood(self, catalogue: sqlite3.Connection, text: str) -> None:
        find(catalogue, text)

    @few
    @given(text=st.text(alphabet="\"'()*:^-+{}~ ANDORNOTEptsd\x00", max_size=40))
    def test_no_sign_is_an_operator(self, catalogue: sqlite3.Connection, text: str) -> None:
        find(catalogue, text)

    @few
    @given(text=st.text(max_size=40))
    def test_understanding_is_the_same_twice(self, catalogue: sqlite3.Connection, text: str) -> None:
        assert understand(text, catalogue, VOCABULARY) == understand(text, catalogue, VOCABULARY)

    @few
    @given(words=queries, random=st.randoms(use_true_random=False))
    def test_word_order_does_not_matter(self, catalogue: sqlite3.Connection, words: list[str], random: object) -> None:
        other = list(words)
        random.shuffle(other)  # type: ignore[attr-defined]
        assert ids(catalogue, " ".join(words)) == ids(catalogue, " ".join(other))

    @few
    @given(words=queries, pairs=narrowings, more=st.sampled_from(FACETS))
    def test_another_facet_never_adds_a_hit(
        self, catalogue: sqlite3.Connection, words: list[str], pairs: list[tuple[str, str]], more: tuple[str, str]
    ) -> None:
        before = [pair for pair in pairs if pair[0] != more[0]]
        assert narrowed(catalogue, words, [*before, more]) <= narrowed(catalogue, words, before)

    @few
    @given(words=queries, pairs=narrowings, more=st.sampled_from(FACETS))
    def test_another_value_of_a_facet_never_removes_a_hit(
        self, catalogue: sqlite3.Connection, words: list[str], pairs: list[tuple[str, str]], more: tuple[str, str]
    ) -> None:
        same = [pair for pair in FACETS if pair[0] == more[0] and pair != more][:1] or [more]
        before = [*(pair for pair in pairs if pair[0] != more[0]), *same]
        assert narrowed(catalogue, words, before) <= narrowed(catalogue, words, [*before, more])

    @few
    @given(words=queries)
    def test_a_further_word_never_adds_a_hit(self, catalogue: sqlite3.Connection, words: list[str]) -> None:
        assert ids(catalogue, " ".join([*words, "suicidality"])) <= ids(catalogue, " ".join(words))
