"""What each format says, in the fields it belongs to."""

from __future__ import annotations

import json

import pytest

from kapcli.catalogue.decoding import guessed
from kapcli.catalogue.publication import Name
from kapcli.cli.import_files import FORMATS as OFFERED
from kapcli.importing.bringing import FormatError, read_source
from kapcli.importing.formats import FORMATS, format_of
from kapcli.importing.names import listed, people, person
from kapcli.importing.record import Faulty, Record, clean
from kapcli.index.loading import load_vocabulary


def read(text: str | bytes, format: str = "") -> list[Record | Faulty]:
    data = text.encode() if isinstance(text, str) else text
    return read_source(data, "f", format, load_vocabulary()).records


def one(text: str | bytes, format: str = "") -> Record:
    (record,) = read(text, format)
    assert isinstance(record, Record), record
    return record


RIS = "TY  - JOUR\nTI  - A title\nAU  - Made, Ada\nPY  - 2020\nER  - \n"
NBIB = "PMID- 12345678\nTI  - A title.\nFAU - Made, Ada B\nDP  - 2014 Winter\nJT  - Journal of Made\n"
BIB = "@article{a, title={A title}, author={Made, Ada}, year=2020, journal={J}}"


class TestWhichFormat:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            (RIS, "ris"),
            ("\n  note\n" + RIS, "ris"),
            (NBIB, "nbib"),
            (BIB, "bibtex"),
            ("% a comment\n" + BIB, "bibtex"),
            ('[{"title": "A"}]', "csl-json"),
            ('{"protocolSection": {}}', "clinicaltrials"),
            ("Title,Year\nA,2020\n", "csv"),
            ("PMID;Autoren\n1;x\n", "csv"),
            ("DOI\tx\n10.1/x\ty\n", "csv"),
            ("nothing of the kind", ""),
            ("<html><body>PMID</body></html>", ""),
        ],
    )
    def test_it_is_known_by_its_content(self, text: str, name: str) -> None:
        assert format_of(text) == name

    def test_the_command_offers_them_all(self) -> None:
        assert tuple(FORMATS) == OFFERED

    @pytest.mark.parametrize("text", ["", "  \n", "hello"])
    def test_none_is_said(self, text: str) -> None:
        with pytest.raises(FormatError):
            read(text)


class TestEncodings:
    @pytest.mark.parametrize(
        "name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
    )
    def test_letters_come_through(self, name: str) -> None:
        text = RIS.replace("Made", "Gödel").replace("A title", "Étude")
        record = one(text.encode(name))
        assert (record.title, record.authors[0].family) == ("Étude", "Gödel")

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_any_line_end(self, end: str) -> None:
        assert one(RIS.replace("\n", end)).year == 2020

    def test_a_guess_is_said(self) -> None:
        assert "Windows-1252" in guessed("é’".encode("cp1252"))[1]
        assert guessed("é".encode())[1] == ""

    @pytest.mark.parametrize("text", ["a\x1b[31mb", "a\u202eb", "a\u200bb", "a&#27;[31mb", "a\ud800b"])
    def test_nothing_that_steers_a_terminal_is_left(self, text: str) -> None:
        assert set(clean(text)) <= set("ab[31m")

    def test_entities_are_what_they_stand_for(self) -> None:
        assert clean("R&amp;D &lt; 5&nbsp;mg") == "R&D < 5 mg"


class TestRis:
    def test_fields(self) -> None:
        text = (
            "TY  - JOUR\nAU  - van der Kolk, Bessel A.\nAU  - Feder A\nAU  - Yale University\nAU  - et al.\n"
            "TI  - One\n  two\nJF  - The Journal\nJA  - J\nVL  - 3\nIS  - 2\nSP  - 681\nEP  - 8\n"
            "DO  - doi:10.1000/x.y\nY1  - 2014/05/01/\nAN  - 24740528\nDB  - PubMed\n"
            "N1  - NCT00749203 was registered\nXX  - odd\nER  -\n"
        )
        record = one(text)
        assert record.authors == (
            Name(family="Kolk", given="Bessel A.", non_dropping_particle="van der"),
            Name(family="Feder", given="A."),
            Name(literal="Yale University"),
        )
        assert not record.authors_complete
        assert (record.title, record.pages, record.year) == ("One two", "681-688", 2014)
        assert (record.doi, record.pmid, record.registry) == ("10.1000/x.y", "24740528", ("NCT00749203",))
        assert "XX: odd" in record.also

    def test_a_missing_end_loses_nothing(self) -> None:
        assert [r.title for r in read(RIS.replace("ER  - \n", "") + RIS) if isinstance(r, Record)] == ["A title"] * 2

    def test_one_without_a_beginning_is_named(self) -> None:
        records = read(RIS + "TI  - Lost\nER  - \n" + RIS)
        assert [type(record) for record in records] == [Record, Faulty, Record]
        assert records[1].place.line == 6

    @pytest.mark.parametrize(
        ("given", "pages", "article", "remarks"),
        [
            ("681-8", "681-688", "", 0),
            ("681--688", "681-688", "", 0),
            ("e2022345", "", "e2022345", 0),
            ("2299124", "", "2299124", 0),
            ("634", "634", "", 1),
            ("S195-S198", "S195-S198", "", 0),
            ("99-101", "99-101", "", 0),
        ],
    )
    def test_pages_and_numbers_of_articles(self, given: str, pages: str, article: str, remarks: int) -> None:
        record = one(RIS.replace("ER", f"SP  - {given}\nER"))
        assert (record.pages, record.article_number, len(record.also)) == (pages, article, remarks)

    def test_a_line_that_goes_on_is_no_tag(self) -> None:
        assert one(RIS.replace("A title", "Effects\n  in - vitro")).title == "Effects in - vitro"
        assert one(NBIB.replace("A title", "Effects\n      in - vitro")).title == "Effects in - vitro"

    def test_one_blank_before_the_dash(self) -> None:
        assert one(RIS.replace("  - ", " - ")).title == "A title"

    def test_a_doi_that_is_none_is_named(self) -> None:
        record = one(RIS.replace("ER", "DO  - 10.oops\nER"))
        assert record.doi == ""
        assert any("10.oops" in line for line in record.also)

    def test_rispy_reads_the_same(self) -> None:
        import rispy

        text = RIS + RIS.replace("A title", "Another").replace("2020", "2021///")
        theirs = rispy.loads(text)
        mine = [record for record in read(text) if isinstance(record, Record)]
        assert [entry["title"] for entry in theirs] == [record.title for record in mine]
        assert [entry["authors"] for entry in theirs] == [["Made, Ada"]] * 2


class TestMedline:
    def test_fields(self) -> None:
        text = (
            NBIB + "PG  - 681-8\nLID - S0006-3223(14)00001 [pii]\nAID - 10.1000/x [doi]\nPMC - PMC123456\n"
            "LA  - ger\nPT  - Randomized Controlled Trial\n"
            "PT  - Journal Article\nSI  - ClinicalTrials.gov/NCT00749203\n"
            "MH  - Stress Disorders, Post-Traumatic/*drug therapy\nMH  - Veterans\nMH  - Adult\nOT  - sleep\n"
            "CN  - A study group\nRIN - Elsewhere. 2020\n"
        )
        record = one(text)
        assert (record.title, record.year, record.pages, record.doi) == ("A title", 2014, "681-688", "10.1000/x")
        assert (record.pmid, record.pmcid, record.language) == ("12345678", "PMC123456", "de")
        assert (record.design, record.inferred, record.retraction) == ("rct", ("design",), "retracted")
        assert record.authors == (Name(family="Made", given="Ada B."), Name(literal="A study group"))
        assert ("MeSH", "Stress Disorders, Post-Traumatic") in record.keywords

    def test_records_without_an_empty_line_between(self) -> None:
        assert len(read(NBIB + NBIB)) == 2

    def test_one_without_a_number_is_still_a_record(self) -> None:
        assert len(read(NBIB + "\nTI  - Only a title.\n\n" + NBIB)) == 3


class TestBibtex:
    def test_fields(self) -> None:
        text = r"""
@String(jp = "JAMA Psychiatry")
@Article{x, title = {The {PTSD} of G{\"o}del \& 50% of \textit{others} -- $\alpha$}, journal = jp,
  author = {van der Kolk, Bessel and {{World Health Organization}} and Ludwig van Beethoven and Cruz, Jr., Juan},
  date = {2014-06-01}, pages = {681--8}, doi = {https://doi.org/10.1000/a\_b}, keywords = {PTSD, sleep},
  pmid = {24740528}, url = {https://example.org/a%20b}, file = {/home/x.pdf}, rating = {5}}
"""
        record = one(text)
        assert record.title == "The PTSD of Gödel & 50% of others – α"
        assert record.authors == (
            Name(family="Kolk", given="Bessel", non_dropping_particle="van der"),
            Name(literal="World Health Organization"),
            Name(family="Beethoven", given="Ludwig", non_dropping_particle="van"),
            Name(family="Cruz", given="Juan", suffix="Jr."),
        )
        assert (record.journal, record.year, record.pages) == ("JAMA Psychiatry", 2014, "681-688")
        assert (record.doi, record.url) == ("10.1000/a_b", "https://example.org/a%20b")
        assert record.also == ("rating: 5",)

    def test_one_that_is_not_closed_does_not_take_the_next_with_it(self) -> None:
        text = "@article{a, title={A}}\n@article{b, title={B, year=2012\n@article{c, title={C}, year=2013}\n"
        assert [type(r) for r in read(text)] == [Record, Faulty, Record]
        assert read(text)[1].place.line == 2

    def test_a_key_given_twice_is_two_records(self) -> None:
        first, second = read(f"@string{{j = {{A journal}}}}\n{BIB}\n{BIB.replace('{J}', 'j')}")
        assert isinstance(first, Record)
        assert isinstance(second, Record)
        assert (first.authors, first.title) == (second.authors, second.title)
        assert second.journal == "A journal"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("@article{a, title={T, year=2020\n\n@article{b, title={X}}", "before the next entry begins, on line 3"),
            ("@article{a,\n title={x}", "is not closed before the file ends"),
            ("@article{a\n title={x}}", "no comma behind the name of the entry, on line 2"),
            ('@article{a,\n title "x"}', "a field without a sign of equality behind its name, on line 2"),
            ("@article{a,\n title}", "a field without a sign of equality behind its name, on line 2"),
            ("@article{a, title={x} year=2020}", "no comma behind the field 'title'"),
            ("@article{a, title=x year=2020}", "no comma behind the field 'title'"),
        ],
    )
    def test_what_is_broken_is_said_in_plain_words(self, text: str, said: str) -> None:
        first = read(text)[0]
        assert isinstance(first, Faulty)
        assert said in first.message
        assert "`" not in first.message

    def test_a_field_given_twice_is_named(self) -> None:
        (record,) = read("@article{a, title={A}, title={B}}")
        assert isinstance(record, Faulty)
        assert "title" in record.message

    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            (r"{Ketamine & PTSD: \textit{in vivo}}", "Ketamine & PTSD: in vivo"),
            (r"{R\&D & \emph{x} && y}", "R&D & x && y"),
            (r"{A \\& \"o}", "A & ö"),
            (r"{a # b_c ^ < > | @ * ! [1] \textit{d} 50%}", "a # b_c ^ < > | @ * ! [1] d 50%"),
            ('"Con" # "cat"', "Concat"),
            ('{A } # name # { title} # "."', "A made up title."),
            ("name", "made up"),
            ('NAME # " # " # {"}', 'made up # "'),
            ("other # 1", "made up name1"),
            # What is no such sum stays as it is.
            ("{C # {sharp}}", "C # sharp"),
            ('"x" #', '"x" #'),
        ],
    )
    def test_a_value_is_all_that_it_is_made_of(self, title: str, expected: str) -> None:
        strings = '@string{name = "made" # " up"}\n@STRING(Other = name # { name})\n'
        assert one(f"{strings}@article{{a, title = {title}, year = 2020}}").title == expected

    def test_names_of_names_do_not_grow_for_ever(self) -> None:
        strings = ['@string{s0 = "ha"}', *(f"@string{{s{n} = s{n - 1} # s{n - 1}}}" for n in range(1, 60))]
        assert one("\n".join([*strings, "@article{a, title = s59}"])).title.startswith("haha")

    def test_files_are_not_read(self) -> None:
        assert "root:" not in one(BIB.replace("A title", r"A \input{/etc/passwd} title")).title

    def test_a_preprint_is_one(self) -> None:
        record = one("@article{a, title={A}, journal={medRxiv}, year=2024}")
        assert (record.csl_type, record.status) == ("article", "preprint")

    def test_nothing_is_told_on_stderr(self, capsys: pytest.CaptureFixture[str]) -> None:
        read("@article{b, title={B, year=2012\n@article{c, title={C}}")
        assert capsys.readouterr() == ("", "")


class TestCslJson:
    def test_fields(self) -> None:
        item = {
            "type": "article-journal",
            "title": "A",
            "author": [{"family": "Kolk", "given": "B", "non-dropping-particle": "van der"}, {"literal": "WHO"}, {}],
            "issued": {"date-parts": [["2014", 6]]},
            "container-title": ["J"],
            "page": "12-5",
            "volume": 7,
            "DOI": "10.1000/x",
        }
        record = one(json.dumps([item]))
        assert (record.year, record.journal, record.pages, record.volume) == (2014, "J", "12-15", "7")
        assert record.authors[0] == Name(family="Kolk", given="B.", non_dropping_particle="van der")
        assert any("a name that cannot be read" in line for line in record.also)

    @pytest.mark.parametrize(
        "broken",
        [
            '{"a": NaN}',
            '{"title": B}',
            '"te, \\"xt"',
            "7",
            "{" * 3 + "}" * 3,
            '{"x":' * 3000 + "1" + "}" * 3000,
        ],
        ids=["NaN", "no quotes", "a text", "a number", "no keys", "deep"],
    )
    def test_a_broken_one_does_not_take_the_others_with_it(self, broken: str) -> None:
        records = read(f'[{{"title": "A"}},\n{broken},\n{{"title": "C"}}]', "csl-json")
        good = [record.title for record in records if isinstance(record, Record)]
        assert good == ["A", "C"]
        assert [record.place.line for record in records if isinstance(record, Faulty)] == [2]

    def test_a_file_cut_short(self) -> None:
        records = read('[{"title": "A"},\n{"title": "B')
        assert [type(record) for record in records] == [Record, Faulty]
        assert records[1].place.line == 2

    def test_dates_of_any_make(self) -> None:
        for issued in ({"raw": "June 2014"}, {"literal": "2014"}, {"date-parts": [[2014]]}, "2014-01-01"):
            assert one(json.dumps([{"title": "A", "issued": issued}])).year == 2014
        for issued in ({"date-parts": []}, {"date-parts": [[]]}, {}, None, 7):
            assert one(json.dumps([{"title": "A", "issued": issued}])).year == 0


class TestCsv:
    def test_fields(self) -> None:
        text = (
            'Title;Authors;Year;DOI;Conditions;Mood\n"A; b";Feder A, Parides MK;2014;10.1000/x;PTSD|Depression;good\n'
        )
        record = one(text)
        assert (record.title, record.year, record.doi) == ("A; b", 2014, "10.1000/x")
        assert [name.family for name in record.authors] == ["Feder", "Parides"]
        assert record.conditions == ("PTSD", "Depression")
        assert "Mood: good" in record.also

    def test_the_export_of_pubmed(self) -> None:
        record = one(
            "\ufeffPMID,Title,Authors,Citation,First Author,Journal/Book,"
            "Publication Year,Create Date,PMCID,NIHMS ID,DOI\n"
            '99999991,"A title, made up","Smith J, Doe A, Roe BC.","J Made. 2020 Jan;1(2):3-4.",Smith J,J Made,2020,'
            "2019/12/02,PMC999991,,10.5555/made\n"
        )
        assert record.authors == (
            Name(family="Smith", given="J."),
            Name(family="Doe", given="A."),
            Name(family="Roe", given="B. C."),
        )
        assert (record.pmid, record.pmcid, record.doi) == ("99999991", "PMC999991", "10.5555/made")
        assert (record.journal, record.year, record.csl_type) == ("J Made", 2020, "article-journal")
        assert "Citation: J Made. 2020 Jan;1(2):3-4." in record.also

    def test_a_name_a_line(self) -> None:
        assert len(one('title,authors\nA,"Made, Ada\nDoe, Bo"\n').authors) == 2

    def test_one_person_or_two_is_said(self) -> None:
        record = one('title,authors\nA,"Ada Made, Bo Doe"\n')
        assert record.also == ("authors, taken for one person: Ada Made, Bo Doe",)
        record = one('title,authors\nA,"Made, Ada, Doe, Bo"\n')
        assert record.also == ("authors, taken for one person: Made, Ada, Doe, Bo",)
        assert one('title,authors\nA,"Made, Ada, Jr."\n').also == ()
        record = one('title,authors\nA,"Ada Made, Bo Doe and Cy Roe"\n')
        assert record.also == ("authors, taken for 3 people: Ada Made, Bo Doe and Cy Roe",)

    def test_a_row_of_other_length_is_named(self) -> None:
        records = read('title,year\nA,2020\nB\n\n"C\nc",2021\nD,2022,x\n')
        assert [(type(record), record.place.line) for record in records] == [
            (Record, 2),
            (Faulty, 3),
            (Record, 5),
            (Faulty, 7),
        ]


class TestTrials:
    def test_a_strange_shape_is_named_or_left_out(self) -> None:
        shapes = [
            {"protocolSection": 5},
            {"protocolSection": {"identificationModule": {"nctId": "NCT1"}}},
            {"protocolSection": {"identificationModule": {"nctId": "NCT01234567"}, "armsInterventionsModule": []}},
            {"protocolSection": {"identificationModule": [], "designModule": {"phases": "x", "enrollmentInfo": 7}}},
        ]
        records = read(json.dumps({"studies": shapes}), "clinicaltrials")
        assert [type(record) for record in records] == [Faulty, Faulty, Record, Faulty]

    def test_planned_and_enrolled_are_told_apart(self) -> None:
        for kind, expected in (("ESTIMATED", (60, None)), ("ACTUAL", (None, 60)), ("", (None, None))):
            info = {"count": 60} | ({"type": kind} if kind else {})
            study = {
                "protocolSection": {
                    "identificationModule": {"nctId": "NCT01234567", "briefTitle": "A"},
                    "designModule": {"enrollmentInfo": info},
                }
            }
            record = one(json.dumps(study))
            assert (record.planned, record.enrolled) == expected
            assert bool(record.also) == (not kind)

    def test_a_route_that_two_words_contradict_is_left_out(self) -> None:
        group = {"label": "K", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Ketamine"]}
        for text, route in (
            ("given intravenously as infusion", "iv"),
            ("oral or intranasal", None),
            ("injection", None),
        ):
            module = {
                "armGroups": [group | {"description": text}],
                "interventions": [{"type": "DRUG", "name": "Ketamine"}],
            }
            study = {
                "protocolSection": {"identificationModule": {"briefTitle": "A"}, "armsInterventionsModule": module}
            }
            assert one(json.dumps(study)).arms[0].route == route


class TestNames:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Feder, Adriana", Name(family="Feder", given="Adriana")),
            ("Feder A", Name(family="Feder", given="A.")),
            ("Parides MK", Name(family="Parides", given="M. K.")),
            ("de la Cruz J", Name(family="Cruz", given="J.", non_dropping_particle="de la")),
            ("Zarate, C. A., Jr.", Name(family="Zarate", given="C. A.", suffix="Jr.")),
            ("Zarate, Carlos A Jr", Name(family="Zarate", given="Carlos A.", suffix="Jr.")),
            ("Smith, Ada B 3rd", Name(family="Smith", given="Ada B.", suffix="3rd")),
            ("Sartre, J-P", Name(family="Sartre", given="J.-P.")),
            ("Vincent, I", Name(family="Vincent", given="I.")),
            ("Plato", Name(family="Plato")),
            ("World Health Organization", Name(literal="World Health Organization")),
            ("", None),
        ],
    )
    def test_a_name(self, text: str, name: Name | None) -> None:
        assert person(text) == name

    def test_lists(self) -> None:
        assert listed("A, B; C, D") == ["A, B", "C, D"]
        assert listed("Feder A, Parides MK") == ["Feder A", "Parides MK"]
        assert listed("Feder, Adriana") == ["Feder, Adriana"]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # PubMed.
            ("Made A, Doe B, Roe BC.", "Made/A. Doe/B. Roe/B. C."),
            ("Made A.", "Made/A."),
            ("Made AB Jr, O'Doe K 3rd, A Study Group.", "Made/A. B./Jr. O'Doe/K./3rd A Study Group"),
            ("A Study Group, Made A, Doe B", "A Study Group Made/A. Doe/B."),
            ("Made A, et al.", "Made/A. ..."),
            ("Made A, Doe B, et al", "Made/A. Doe/B. ..."),
            # Scopus, of then and of now.
            ("Made A.B., Doe C.-D.", "Made/A. B. Doe/C.-D."),
            ("Made, A.; Doe, B.", "Made/A. Doe/B."),
            # APA, Vancouver, and what people write.
            ("Made, A., Doe, B., & Roe, B. C.", "Made/A. Doe/B. Roe/B. C."),
            ("Made, A., Jr., Doe, B.", "Made/A./Jr. Doe/B."),
            ("Made A, Doe B, and Roe C", "Made/A. Doe/B. Roe/C."),
            ("Made, Ada and Doe, Bo", "Made/Ada Doe/Bo"),
            ("Made A and Doe B", "Made/A. Doe/B."),
            ("Ada Made, Bo Doe, Cy Roe", "Ada Made Bo Doe Cy Roe"),
            ("Ada Made, Bo Doe and Cy Roe", "Ada Made Bo Doe Cy Roe"),
            ("Ada Made, Bo Doe, and Cy Roe", "Ada Made Bo Doe Cy Roe"),
            ("Made, Ada, and Bo Doe", "Made/Ada Bo Doe"),
            ("van der Made, Ada B., and Bo Doe", "van der Made/Ada B. Bo Doe"),
            # One name each.
            ("Made, Ada B", "Made/Ada B."),
            ("van der Made, Ada B", "van der Made/Ada B."),
            ("Made, A., Jr.", "Made/A./Jr."),
            ("Food and Drug Administration", "Food and Drug Administration"),
            ("Centers for Disease Control and Prevention", "Centers for Disease Control and Prevention"),
        ],
    )
    def test_lists_of_people_however_they_are_parted(self, text: str, expected: str) -> None:
        found, whole = people(listed(text))
        parts = ["/".join(filter(None, (one.family, one.given, one.suffix))) for one in found]
        names = [
            one.literal or f"{one.non_dropping_particle} {part}".strip() for one, part in zip(found, parts, strict=True)
        ]
        assert " ".join([*names, *([] if whole else ["..."])]) == expected
