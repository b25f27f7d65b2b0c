"""Packs: what a school prints, whole and readable aloud, and tickets that are in clear on one sheet and nowhere else."""

import re
import subprocess
import sys
from datetime import date, time, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from fontTools.ttLib import TTFont
from sqlalchemy import select

from surveys.class_codes import ClassWanted, add_class_codes
from surveys.definitions import BANK, add_survey, drafts, read_definition
from surveys.doors import door_with_code
from surveys.languages import LANGUAGES
from surveys.local_places import add_place, rename_place
from surveys.packs import languages_of, room_for_tickets
from surveys.responses import Receipt
from surveys.tickets import drop_tickets, make_tickets, unused_tickets
from surveys.waves import WaveSchool, add_wave
from surveys.workers import Role
from tests import make
from tests.pdfs import read, tagged, words
from voice import printing
from voice.printing import NOTO, NOTO_FAMILIES

PARTS = ("Poster", "Tutor’s script", "Slips", "Questionnaire", "Letter to parents", "Monitoring checklist")
TICKET = re.compile(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b")
HOSTILE = '#read("/etc") *b* <i> @ref $x$ \\u{41}'
TODAY = date.today()


@pytest.fixture
def school(record):
    return make.school(record, name="Brook Lane High School")


@pytest.fixture
def place(record, school):
    return make.wave_in(
        record, school, name="Autumn look", from_time=time(8, 30), to_time=time(15, 15)
    ).schools[0]


class Hat(NamedTuple):
    """A school whose pupils draw tickets, as plain values: reading the record would take the write lock."""

    id: str
    urn: str
    printed_code: str


def hat_of(record, roll):
    place = make.wave_in(record, make.school(record, roll=roll), uses_tickets=True).schools[0]
    found = Hat(place.id, place.school.urn, place.printed_code)
    record.commit()
    return found


@pytest.fixture
def hat(record):
    """A school of 20 pupils, so with a cap of 22."""
    return hat_of(record, 20)


@pytest.fixture
def pack(signed_in):
    """Return a function that prints the pack of a place, as the lead does."""

    def printed(place, language="en"):
        lead = signed_in(Role.LEAD)
        response = lead.client.get(f"/places/{place.id}/pack.pdf?language={language}")
        assert response.mimetype == "application/pdf", response.get_data(as_text=True)
        return response.data

    return printed


def parts(pdf):
    """Return the text of each page by what its foot says it belongs to; the poster has no foot."""
    texts = [" ".join(page.extract_text().split()) for page in read(pdf).pages]
    return [next((part for part in PARTS if f"{part} " in text[-80:]), "Poster") for text in texts], texts


def test_a_pack_has_its_six_parts_in_order_each_on_pages_of_its_own(pack, place):
    named, _ = parts(pack(place))
    assert list(dict.fromkeys(named)) == list(PARTS)
    assert named.count("Poster") == 1


def test_a_pack_can_be_read_aloud(pack, place):
    pdf = pack(place)
    reader = read(pdf)
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"] == "en-GB"
    assert reader.metadata.title == "Survey pack: Brook Lane High School, Autumn look"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.root_object["/Metadata"].get_data()
    levels = [int(element["/S"][2]) for element in tagged(pdf, "/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert levels.count(1) == len(PARTS)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tables = tagged(pdf, "/Table")
    assert len(tables) >= 5
    assert len(tagged(pdf, "/TH")) >= 3 * len(tables)
    alts = [figure["/Alt"] for figure in tagged(pdf, "/Figure")]
    assert alts == [f"A square that a camera reads. It opens http://localhost/#{place.code}"]


def test_the_poster_says_where_to_go_what_to_type_and_whom_to_call(pack, place):
    poster = parts(pack(place))[1][0]
    assert "What is school like for you?" in poster
    assert "Go to http://localhost" in poster
    assert f"Your code {place.printed_code}" in poster
    assert "Call Childline on 0800 1111." in poster
    assert "Text SHOUT to 85258." in poster
    assert "For pupils at Brook Lane High School" in poster


def test_the_tutor_is_told_what_to_say_what_not_to_promise_and_whom_to_go_to(pack, place):
    script = " ".join(text for part, text in zip(*parts(pack(place)), strict=True) if part == PARTS[1])
    assert "I will not look at your screen." in script
    assert "What not to promise" in script
    assert "Ada Byrne, the safeguarding lead" in script
    assert "the deputy, Bo Kerr" in script
    assert "It works on school days from 08:30 to 15:15." in script
    for case in ("is upset", "finishes early", "wifi drops", "Devices are shared", "finds reading hard"):
        assert case in script


def test_a_script_without_cover_has_a_line_for_the_name(record, pack, school):
    later = TODAY + timedelta(days=30)
    wave = add_wave(
        record,
        name="Later",
        version=make.version(record),
        schools=[school],
        opens_on=later,
        closes_on=later,
        on=TODAY,
    )
    assert "the safeguarding lead (write the name here:" in words(pack(wave.schools[0]))


def test_each_class_gets_a_page_of_slips_with_its_own_code(record, pack, place):
    codes = add_class_codes(
        record, place=place, classes=[ClassWanted("7A", 28), ClassWanted(HOSTILE[:38], 30)], on=TODAY
    )
    record.commit()
    slips = [text for part, text in zip(*parts(pack(place)), strict=True) if part == "Slips"]
    assert len(slips) == 2
    for code, text in zip(codes, slips, strict=True):
        assert f"Slips for {code.name}" in text
        assert text.count(code.printed_code) >= code.cap


def test_without_class_codes_slips_hold_the_code_of_the_school(pack, place):
    slips = [text for part, text in zip(*parts(pack(place)), strict=True) if part == "Slips"]
    assert len(slips) == 1
    assert slips[0].count(place.printed_code) >= 30


def test_paper_asks_every_question_and_offers_every_choice(record, pack, place):
    told = words(pack(place))
    english = place.wave.version.words()
    for question in place.wave.version.questions:
        assert english[question.code] in told
        for choice in question.choices:
            if f"{question.code}.{choice.code}" in english:
                assert english[f"{question.code}.{choice.code}"] in told
    assert "Matters most" in told
    assert "Tick each place. Then tick the times, if you like." in told
    assert "Somebody helped me to fill this in" in told


@pytest.mark.parametrize("file", sorted(BANK.glob("[!f]*.toml")), ids=lambda file: file.stem)
def test_every_survey_of_the_bank_can_be_printed(record, pack, school, file):
    make.cover(record, school)
    version = add_survey(record, file, on=TODAY, with_spare=True)
    wave = add_wave(
        record, name=file.stem, version=version, schools=[school], opens_on=TODAY, closes_on=TODAY, on=TODAY
    )
    told = words(pack(wave.schools[0]))
    for question in version.questions:
        assert read_definition(file).words[question.code] in told


def test_a_school_finds_its_own_names_of_places_on_paper(record, pack, place, school):
    wave, place.wave.opens_on = (
        place.wave,
        TODAY + timedelta(days=1),
    )  # names stand still while a wave is open
    record.flush()
    rename_place(record, school=school, code="yard", name="The *Top* Court", on=TODAY)
    add_place(record, school=school, name="#eval(Hub) <b>", on=TODAY)
    wave.opens_on = TODAY
    told = words(pack(place))
    assert "The *Top* Court" in told
    assert "Yard or field" not in told
    assert "#eval(Hub) <b>" in told


def test_names_are_only_ever_text(record, pack):
    school = make.school(record, name=HOSTILE)
    place = make.wave_in(record, school, name=f"Wave {HOSTILE}").schools[0]
    pdf = pack(place)
    assert read(pdf).metadata.title == f"Survey pack: {HOSTILE}, Wave {HOSTILE}"
    assert f"For pupils at {HOSTILE}" in words(pdf)


@pytest.mark.parametrize("name", ["W" * 200, "学校 😭 \u202e evil", "Szkoła " * 25])
def test_a_name_that_is_long_or_in_other_letters_spoils_nothing(record, pack, name):
    place = make.wave_in(record, make.school(record, name=name)).schools[0]
    named, _ = parts(pack(place))
    assert named.count("Poster") >= 1


@pytest.mark.parametrize("code", LANGUAGES)
def test_poster_and_paper_come_in_every_language_and_the_rest_in_english(pack, place, code):
    pdf = pack(place, code)
    poster, script = (page.extract_text() for page in read(pdf).pages[:2])
    assert "For the tutor: ten minutes, word by word" in script
    assert ("Get help now" in poster) == (code == "en")
    spoken = {str(element["/Lang"]) for element in tagged(pdf, *SPOKEN) if "/Lang" in element}
    assert code == "en" or code in spoken


SPOKEN = ("/H1", "/H2", "/H3", "/P", "/L", "/LI", "/LBody", "/Span", "/Table", "/TD", "/TH", "/Div")
"""Elements of a PDF’s structure that may name the language of what they hold."""


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_of_a_language_has_a_shape_on_paper(code):
    folder = printing.fonts_folder()
    drawn = set(TTFont(folder / "DejaVuSans.ttf").getBestCmap())
    if code in NOTO_FAMILIES:
        stem = NOTO_FAMILIES[code].replace(" ", "")
        [font] = NOTO.glob(f"*/400Regular/{stem}_400Regular.ttf")
        drawn |= set(TTFont(font).getBestCmap())
    texts = drafts().get(code, read_definition(BANK / "secondary.toml").words)
    missing = {sign for text in texts.values() for sign in text if ord(sign) not in drawn and sign != "\n"}
    assert missing == set()


def test_a_language_without_a_font_is_refused_in_a_sentence(monkeypatch, signed_in, record, place):
    monkeypatch.setitem(NOTO_FAMILIES, "ur", "No Such Font")
    record.commit()
    lead = signed_in(Role.LEAD)
    sent = lead.get(f"/places/{place.id}/pack.pdf?language=ur")
    assert sent.response.location == f"/places/{place.id}/pack"
    assert "This server has no letters for Urdu." in lead.get(sent.response.location).text


@pytest.mark.parametrize("language", ["xx", "", "<script>", "EN", "u" * 5_000])
def test_a_language_that_there_is_not_is_refused_in_a_sentence(signed_in, record, place, language):
    record.commit()
    lead = signed_in(Role.LEAD)
    sent = lead.get(f"/places/{place.id}/pack.pdf", query_string={"language": language})
    assert sent.status == 302
    assert "There is no pack in that language." in lead.get(sent.response.location).text


def test_a_survey_of_which_little_is_translated_is_printed_in_english_alone(record):
    version = make.version(record)
    assert [spoken.language.code for spoken in languages_of(record, version.id)] == list(LANGUAGES)
    for number, wording in enumerate(version.wordings):
        if wording.language == "pl" and number % 3:
            record.delete(wording)
    record.flush()
    left = [spoken.language.code for spoken in languages_of(record, version.id)]
    assert left == [code for code in LANGUAGES if code != "pl"]


def test_the_page_of_a_pack_says_where_the_poster_leads_and_what_is_a_draft(signed_in, record, place):
    record.commit()
    page = signed_in(Role.LEAD).get(f"/places/{place.id}/pack")
    assert "The poster sends pupils to http://localhost/" in page.text
    assert "Pack in Urdu (PDF) – a draft" in page.text
    assert "Pack in English (PDF) Pack in" in page.text
    assert "Make tickets" not in page.text


def test_the_same_pack_is_the_same_bytes(pack, place):
    assert pack(place) == pack(place)


@pytest.mark.parametrize("what", ["pack", "pack.pdf"])
def test_a_pack_is_for_the_lead_and_the_school_itself(signed_in, visitor, record, place, what):
    other = make.school(record)
    record.commit()
    address = f"/places/{place.id}/{what}"
    assert visitor.get(address).status == 302
    for role in (Role.SCHOOL, Role.SAFEGUARDING_LEAD):
        assert signed_in(role, urn=place.school.urn).get(address).status == 200
        assert signed_in(role, urn=other.urn).get(address).status == 404
    for role in (Role.READER, Role.YOUTH_WORKER, Role.SUBGROUP_MEMBER):
        assert signed_in(role).get(address).status == 403


def print_tickets(somebody, place, count):
    return somebody.post(
        f"/places/{place.id}/tickets.pdf", {"count": count}, form_on=f"/places/{place.id}/pack"
    )


def test_tickets_are_on_the_sheet_and_nowhere_else(app, signed_in, record, hat):
    own = signed_in(Role.SCHOOL, urn=hat.urn)
    response = print_tickets(own, hat, "22").response
    assert response.mimetype == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    told = words(response.data)
    assert "This sheet cannot be printed again, only made anew:" in told
    tickets = TICKET.findall(told)
    assert len(set(tickets)) == 22
    mark = app.extensions["voice_seal"].mark_of_ticket
    for ticket in tickets:
        assert door_with_code(record.connection(), ticket, mark=mark).place_id == hat.id
    stored = " ".join(repr(row) for row in record.execute(select(Receipt.__table__)))
    assert not any(ticket.replace("-", "") in stored for ticket in tickets)


def test_hundreds_of_tickets_come_on_one_sheet(signed_in, record):
    place = hat_of(record, 900)
    pdf = print_tickets(signed_in(Role.LEAD), place, "990").response.data
    assert len(set(TICKET.findall(words(pdf)))) == 990
    assert unused_tickets(record, place.id) == 990


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        ("23", "Answers and tickets together may come to 22 at this school"),
        ("99999999999999999999", "Answers and tickets together may come to 22"),
        ("0", "Ask for between 1 and 3,000 tickets."),
        ("-5", "Ask for between 1 and 3,000 tickets."),
        ("", "Write how many tickets you need, in figures, such as 30."),
        ("many", "Write how many tickets you need, in figures, such as 30."),
    ],
)
def test_a_count_that_cannot_be_is_refused_in_a_sentence(signed_in, record, hat, count, sentence):
    page = print_tickets(signed_in(Role.LEAD), hat, count)
    assert page.status == 200
    assert sentence in page.text
    assert unused_tickets(record, hat.id) == 0


def test_answers_and_tickets_together_stay_under_the_cap(signed_in, record, hat):
    lead = signed_in(Role.LEAD)
    assert print_tickets(lead, hat, "15").response.mimetype == "application/pdf"
    make.responses(record, record.get_one(WaveSchool, hat.id), count=5)
    record.commit()
    assert "more than are left" in print_tickets(lead, hat, "3").text
    assert unused_tickets(record, hat.id) == 15


def test_the_room_left_does_not_tell_how_many_have_answered(record, hat):
    place, rooms = record.get_one(WaveSchool, hat.id), set()
    make_tickets(record, place=place, count=10, mark=str, on=TODAY)
    for _ in range(9):
        rooms.add(room_for_tickets(record, place))
        make.responses(record, place, count=1)
    assert rooms == {12}
    drop_tickets(record, place=place)
    assert room_for_tickets(record, place) == 22


def test_where_nobody_knows_the_roll_there_is_no_cap(record):
    place = make.wave_in(record, make.school(record, roll=None), uses_tickets=True).schools[0]
    assert room_for_tickets(record, place) is None


def test_a_school_whose_pupils_draw_tickets_gets_no_code(pack, hat):
    told = words(pack(hat))
    assert "Your code is on the ticket you pick." in told
    assert "Tickets instead of slips" in told
    assert hat.printed_code not in told


def test_a_school_with_a_code_gets_no_tickets(signed_in, record, place, hat):
    with_code = place.id
    record.commit()
    lead = signed_in(Role.LEAD)
    page = lead.post(f"/places/{with_code}/tickets.pdf", {"count": "5"}, form_on=f"/places/{hat.id}/pack")
    assert "The pupils of this school use a code, not tickets." in page.text


def test_tickets_take_a_form_with_its_token(signed_in, record, hat):
    lead = signed_in(Role.LEAD)
    assert lead.post(f"/places/{hat.id}/tickets.pdf", {"count": "5"}, form_on="").status == 400
    assert lead.get(f"/places/{hat.id}/tickets.pdf").status == 405
    assert unused_tickets(record, hat.id) == 0


def test_nobody_of_another_school_makes_tickets(signed_in, record, hat):
    own = hat_of(record, 50)
    stranger = signed_in(Role.SCHOOL, urn=own.urn)
    page = stranger.post(f"/places/{hat.id}/tickets.pdf", {"count": "5"}, form_on=f"/places/{own.id}/pack")
    assert page.status == 404
    assert unused_tickets(record, hat.id) == 0


def test_packs_are_loaded_without_the_print_library():
    loads = "import sys, voice.packs; print([n for n in ('typst', 'matplotlib') if n in sys.modules])"
    told = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
