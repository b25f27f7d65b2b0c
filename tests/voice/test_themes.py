"""Themes: protected figures for all who may see them, single answers for those who check, and who said so on each."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.protection import protect_rows
from surveys.codings import Coding, Decision, Proposal, decide, store_proposals
from surveys.concerns import Concern
from surveys.findings import FindingKind, finding, replace_findings, store_findings
from surveys.quotes import Quote
from surveys.readings import Source
from surveys.responses import Answer
from surveys.themes import theme_with_code
from surveys.waves import add_school_to_wave, wave_with_id
from surveys.workers import Role
from tests import make
from tests.borough import FINE, NOTE, RAW, SCHOOL_URN, THEME


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def theme_page(borough):
    return f"/waves/{borough.wave_id}/themes/{THEME}"


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def press(visitor, theme_page, text_id, wish):
    return visitor.post(f"{theme_page}/{text_id}", {"wish": wish}, form_on=theme_page)


def codings(engine, text_id):
    with Session(engine) as session:
        found = session.scalars(
            select(Coding).where((Coding.answer_id == text_id) | (Coding.note_id == text_id))
        )
        return {coding.theme.code: (coding.decision, coding.who) for coding in found}


def raw_id(engine):
    with Session(engine) as session:
        return make.answer_saying(session, RAW)


def test_a_wave_lists_its_themes_with_protected_figures_and_the_method(lead, borough):
    page = lead.get(f"/waves/{borough.wave_id}/themes")
    row = page.soup.select_one("tbody tr").get_text(" ", strip=True)
    assert row == "Getting to school 140 pupils, about 3 in 10 140 pupils, about 3 in 10 Half or more"
    assert "The method is “seeds 1”" in page.text
    assert "lockers, bags (140 texts)" in page.text
    assert "Autumn wave" in lead.get("/themes").text


def test_before_a_count_the_pages_say_so(lead, record):
    wave_id = make.wave(record).id
    record.commit()
    assert "has not been counted yet" in lead.get(f"/waves/{wave_id}/themes").text
    page = lead.get(f"/waves/{wave_id}/themes/{THEME}")
    assert "has not been counted in" in page.text
    assert "No read answer is under this theme." in page.text


def test_a_theme_shows_how_many_where_its_words_and_its_quotes(lead, theme_page):
    page = lead.get(theme_page)
    assert "about 3 in 10 of pupils who wrote, wrote about it: 140 of 550" in page.text
    assert "half or more is how many workshops talked about it" in page.text
    assert [word.text for word in page.soup.select(".voice-word")] == ["bus", "late"]
    assert [quote.text for quote in page.soup.select("blockquote")] == [f"“{FINE}”"]
    assert "Brook Lane High School about 2 in 10 (60 of 300)" in page.text


def test_a_theme_says_how_far_to_trust_it_and_what_to_look_at(lead, record, theme_page, borough):
    assert "How far to trust this. It has not been worked out for this wave yet." in lead.get(theme_page).text
    figures = finding(record, wave_id=borough.wave_id, kind=FindingKind.THEME, subject=THEME).figures
    caution = {"kind": "too wide", "reason": "It hides what could be done.", "facts": ["About 3 in 10."]}
    stored = {
        (FindingKind.THEME, THEME): {**figures, "cautions": [caution]},
        (FindingKind.TRUST, THEME): {"sentence": "People agree with 8 in 10."},
    }
    replace_findings(record, wave_id=borough.wave_id, figures=stored, on=make.TODAY)
    record.commit()
    page = lead.get(theme_page)
    assert "How far to trust this. People agree with 8 in 10." in page.text
    for shown in (page, lead.get("/themes")):
        assert "It hides what could be done. About 3 in 10." in shown.text


def test_a_subgroup_sees_cleared_quotes_and_no_single_answer(signed_in, theme_page, borough):
    page = signed_in(Role.SUBGROUP_MEMBER).get(theme_page)
    assert [quote.text for quote in page.soup.select("blockquote")] == [f"“{FINE}”"]
    for others in ("[hidden]", NOTE, borough.text_id, "Confirm", "the machine ("):
        assert others not in page.response.text


@pytest.mark.parametrize("writers", [0, 1, 9])
def test_the_page_of_a_theme_with_few_writers_shows_no_figure_and_no_quote(
    lead, record, theme_page, borough, writers
):
    figures = finding(record, wave_id=borough.wave_id, kind=FindingKind.THEME, subject=THEME).figures
    line = {name: one.as_json() for name, one in protect_rows({SCHOOL_URN: (writers, 300)}).items()}
    small = {**figures, "written": line, "ticked": line, "words": [], "workshops": {"said_in": 0, "of": 0}}
    whole = finding(record, wave_id=borough.wave_id, kind=FindingKind.OVERVIEW, subject="wave").figures
    figures = {(FindingKind.THEME, THEME): small, (FindingKind.OVERVIEW, "wave"): whole}
    store_findings(record, wave_id=borough.wave_id, figures=figures, on=make.TODAY)
    record.commit()
    page = lead.get(theme_page)
    shown = page.soup.select_one(".voice-stats").text + page.soup.select_one("table tbody").text
    assert "too small to say" in shown
    assert not any(sign.isdigit() for sign in shown)
    assert page.soup.select("blockquote") == []
    listed = lead.get(f"/waves/{borough.wave_id}/themes").soup.select_one("tbody tr").text
    assert not any(sign.isdigit() for sign in listed)


def test_a_school_that_came_after_the_count_does_not_break_the_page(
    lead, signed_in, record, theme_page, borough
):
    wave = wave_with_id(record, borough.wave_id)
    add_school_to_wave(record, wave=wave, school=make.school(record, name="Late School"))
    record.commit()
    assert lead.get(theme_page).status == 200
    assert lead.get("/subgroups/transport").status == 200


def test_each_answer_says_who_put_it_there(lead, theme_page, engine):
    page = lead.get(theme_page)
    says = [line.get_text(" ", strip=True) for line in page.soup.select(".voice-check__who")]
    assert any("Says the machine (seeds 1), 60% sure, because of: bus" in line for line in says)
    assert any(
        "Says Lena Lead (confirmed), 90% sure, because of: bus. Cleared as a quote" in line for line in says
    )
    assert "Barrier. Says the machine (seeds 1)." in page.text


@pytest.mark.parametrize("wish", ["confirmed", "removed"])
def test_a_person_decides_in_their_own_name_and_a_new_run_leaves_it(
    signed_in, record, engine, theme_page, wish
):
    text_id = raw_id(engine)
    reader = signed_in(Role.READER)
    press(reader, theme_page, text_id, wish)
    assert f"{wish}, in your name. Figures follow at the next count." in reader.get(theme_page).text
    store_proposals(record, {(Source.ANSWER, text_id): [Proposal(THEME, 0.9, [])]}, method="seeds 2")
    record.commit()
    assert codings(engine, text_id)[THEME] == (Decision(wish), f"Sam Field ({wish})")
    assert f"Sam Field ({wish})" in reader.get(theme_page).text
    assert f"Sam Field ({wish})" in reader.get(f"/texts/answer/{text_id}/themes").text


def test_a_quote_is_cleared_and_taken_back(lead, theme_page, engine):
    text_id = raw_id(engine)
    press(lead, theme_page, text_id, "quote")
    assert "Cleared as a quote, in your name." in lead.get(theme_page).text
    assert len(lead.get(theme_page).soup.select("blockquote")) == 2
    press(lead, theme_page, text_id, "unquote")
    assert [quote.text for quote in lead.get(theme_page).soup.select("blockquote")] == [f"“{FINE}”"]


def test_what_may_not_be_quoted_gets_a_sentence(lead, borough, engine):
    page = f"/waves/{borough.wave_id}/themes/SLP"
    token = lead.get("/themes").field("csrf_token")
    lead.post(f"{page}/{borough.text_id}", {"wish": "quote", "csrf_token": token})
    assert "This answer is not counted under" in lead.get(page).text
    lead.post(f"{page}/{borough.unread_id}", {"wish": "quote", "csrf_token": token})
    assert "Only an answer that a person has read and let through can be quoted." in lead.get(page).text
    with Session(engine) as session:
        assert len(session.scalars(select(Quote)).all()) == 1


@pytest.mark.parametrize("wish", ["", "added", "nonsense", "CONFIRMED", "removed:"])
def test_an_unknown_wish_is_refused_and_changes_nothing(lead, theme_page, borough, engine, wish):
    before = codings(engine, borough.text_id)
    assert press(lead, theme_page, borough.text_id, wish).status == 400
    assert codings(engine, borough.text_id) == before


@pytest.mark.parametrize("wish", ["confirmed", "removed"])
def test_nobody_decides_on_an_unread_answer(lead, theme_page, borough, engine, wish):
    assert press(lead, theme_page, borough.unread_id, wish).status == 404
    assert codings(engine, borough.unread_id) == {}


@pytest.mark.parametrize("source", ["answer", "note"])
def test_a_theme_is_added_to_a_text_and_taken_off_again(lead, borough, engine, source):
    text_id = borough.text_id if source == "answer" else borough.note_id
    address = f"/texts/{source}/{text_id}/themes"
    page = lead.post(address, {"theme": "SLP"})
    assert page.response.location == address
    assert codings(engine, text_id)["SLP"] == (Decision.ADDED, "Sam Field (added)")
    lead.post(address, {"wish": "removed:SLP"})
    assert codings(engine, text_id)["SLP"] == (Decision.REMOVED, "Sam Field (removed)")
    assert "Removed" in lead.get(address).text
    lead.post(address, {"wish": "confirmed:SLP"})
    assert codings(engine, text_id)["SLP"][0] is Decision.CONFIRMED


@pytest.mark.parametrize(
    "sent",
    [
        {"theme": "ZZZ"},
        {},
        {"wish": "nonsense:SLP", "theme": "SLP"},
        {"wish": "", "theme": "SLP"},
        {"wish": "added", "theme": "SLP"},
        {"wish": "confirmed:ZZZ"},
        {"wish": "confirmed:"},
        {"wish": "add:ZZZ", "theme": "SLP"},
        {"wish": "x" * 9_000},
    ],
)
def test_a_wish_that_makes_no_sense_changes_nothing(lead, borough, engine, sent):
    before = codings(engine, borough.text_id)
    page = lead.post(f"/texts/answer/{borough.text_id}/themes", sent)
    assert page.status in (200, 400, 404)
    assert codings(engine, borough.text_id) == before


@pytest.mark.parametrize("page", ["-1", "0", "abc", "", "1.5", "9" * 30, "2", "💥"])
def test_any_page_may_be_asked_for(lead, theme_page, page):
    assert lead.get(f"{theme_page}?page={page}").status == 200


def test_answers_come_fifteen_on_a_page(lead, record, theme_page, borough):
    wave = wave_with_id(record, borough.wave_id)
    reader = make.worker(record, Role.READER)
    theme = theme_with_code(record, THEME)
    make.responses(record, wave.schools[0], *(f"bus {number}" for number in range(20)))
    make.read_everything(record, reader)
    for answer in record.scalars(select(Answer)).all():
        if not (answer.text or "").startswith("bus "):
            continue
        decide(
            record,
            source=Source.ANSWER,
            text_id=answer.id,
            theme=theme,
            decision=Decision.ADDED,
            worker=reader,
            on=make.TODAY,
        )
    record.commit()
    first, second = lead.get(theme_page), lead.get(f"{theme_page}?page=2")
    assert len(first.soup.select(".voice-check")) == 15
    assert len(second.soup.select(".voice-check")) == 7
    assert first.soup.find("a", string="More answers")
    assert second.soup.find("a", string="Earlier answers")
    assert not second.soup.find("a", string="More answers")


@pytest.mark.parametrize(
    "address", ["/texts/elsewhere/{0}/themes", "/texts/note/{0}/themes", "/texts/answer/x/themes"]
)
def test_an_address_of_no_text_is_not_found(lead, borough, address):
    assert lead.get(address.format(borough.text_id)).status == 404


@pytest.mark.parametrize("ticks", [{}, {"about_staff": "y"}])
def test_what_is_about_staff_may_be_passed_to_the_authority_alone(lead, borough, engine, ticks):
    page = f"/texts/answer/{borough.text_id}/themes"
    soup = lead.get(page).soup
    label = soup.find("label", attrs={"for": soup.find(attrs={"name": "about_staff"})["id"]}).text
    assert label.strip().startswith("It is about somebody who works at the school")
    lead.post(f"/texts/answer/{borough.text_id}/concern", ticks, form_on=page)
    with Session(engine) as session:
        assert session.scalars(select(Concern.is_for_authority)).all().count(True) == len(ticks)


def test_one_who_checks_may_pass_a_text_on_and_it_is_gone_from_the_theme(lead, theme_page, borough):
    page = f"/texts/answer/{borough.text_id}/themes"
    done = lead.post(f"/texts/answer/{borough.text_id}/concern", form_on=page)
    assert done.status == 302
    assert "Passed to the safeguarding lead." in lead.get("/themes").text
    assert lead.get(page).status == 404
    assert FINE not in lead.get(theme_page).text
    assert FINE not in lead.get("/subgroups/transport").text
