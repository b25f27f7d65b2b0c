"""Theme changes: a lead adds and changes themes, others look on, and nobody overwrites what another has done."""

import pytest
from sqlalchemy.orm import Session

from surveys.codebook import rename_theme, retire_theme
from surveys.findings import FindingKind, drop_findings, finding
from surveys.themes import live_codes, theme_with_code, themes
from surveys.workers import Role
from tests import make
from tests.borough import THEME
from voice.insight import live_codebook, load_codebook

SCOOTERS = {
    "name": "E-scooters",
    "description": "Being hit or chased by e-scooters",
    "phrases": "nearly hit by a scooter\r\nscooters on the path\r\n",
}
CHANGE, HISTORY = f"/themes/{THEME}/change", f"/themes/{THEME}/history"
TRANSPORT = "Transport and the journey"


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def stored(engine, code=THEME):
    with Session(engine) as session:
        return theme_with_code(session, code)


def send(visitor, wish, data, *, form_on=CHANGE, revision=None):
    page = visitor.get(form_on)
    seen = page.field("revision") if revision is None else revision
    return visitor.post(f"/themes/{THEME}/{wish}", {"revision": seen, **data}, form_on=form_on)


def rename_meanwhile(record, name="Buses and trams"):
    other = make.worker(record, Role.LEAD, name="Omar Other")
    rename_theme(record, theme=theme_with_code(record, THEME), name=name, worker=other)
    record.commit()


def test_a_lead_adds_a_theme_and_sees_it_on_the_board(lead, engine):
    assert lead.get("/themes").soup.find("a", string="Add a theme")["href"] == "/themes/new"
    page = lead.post("/themes/new", SCOOTERS)
    assert page.response.location == "/themes"
    board = lead.get("/themes")
    assert "“E-scooters” is in the codebook." in board.text
    row = board.soup.find(id="theme-XES").get_text(" ", strip=True)
    assert row.startswith("E-scooters XES Your own Not counted yet Being hit or chased by e-scooters")
    assert "Sam Field added “E-scooters”." in board.soup.select_one(".govuk-inset-text").get_text(" ")
    with Session(engine) as session:
        assert theme_with_code(session, "XES").phrases == ["nearly hit by a scooter", "scooters on the path"]
        assert live_codebook(session).by_code["XES"].name == "E-scooters"


def test_a_theme_needs_no_description(lead, engine):
    lead.post("/themes/new", {**SCOOTERS, "description": ""})
    assert stored(engine, "XES").description == ""
    assert lead.get("/themes/XES/change").status == 200
    assert "XES" in lead.get("/themes").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Write a name."),
        ({"name": "Bullying"}, "Another theme is called “Bullying”."),
        ({"name": "x" * 61}, "at most 60"),
        ({"name": "***"}, "needs a letter or a number"),
        ({"description": "x" * 301}, "at most 300"),
        ({"phrases": " \r\n "}, "at least one word or phrase"),
        ({"phrases": "x" * 101}, "100 letters and spaces"),
        ({"phrases": "I get called names whenever I walk in"}, "is a phrase of “Bullying” already"),
        ({"phrases": "\r\n".join(f"way {number}" for number in range(61))}, "These are 61."),
    ],
)
def test_what_cannot_be_added_gets_a_sentence_and_keeps_what_was_typed(lead, engine, wrong, said):
    sent = {**SCOOTERS, **wrong}
    page = lead.post("/themes/new", sent)
    assert page.status == 200
    assert said in page.soup.select_one(".govuk-error-summary").get_text(" ")
    assert page.field("name").strip() == sent["name"].strip()
    assert page.soup.find(id="phrases").text.split() == sent["phrases"].split()
    with Session(engine) as session:
        assert not any(theme.is_own for theme in themes(session))


def test_a_theme_is_renamed_described_and_given_phrases(lead, engine):
    send(lead, "rename", {"name": "Buses"})
    send(lead, "describe", {"description": "The way to school"})
    send(lead, "phrases", {"come": "the 88 is full"})
    theme = stored(engine)
    assert (theme.name, theme.description) == ("Buses", "The way to school")
    assert theme.phrases == ["the 88 is full"]
    page = lead.get(CHANGE)
    assert "Your own: “the 88 is full”." in page.text
    send(lead, "phrases", {"come": "the met", "gone": "the 88 is full"})
    assert stored(engine).phrases == ["the met"]
    told = lead.get(HISTORY).text
    for line in (
        f"Sam Field renamed “{TRANSPORT}” to “Buses”.",
        "Sam Field described it as “The way to school”.",
        "Sam Field added the phrase “the 88 is full”.",
        "Sam Field added the phrase “the met” and took out the phrase “the 88 is full”.",
    ):
        assert line in told
        assert line in lead.get("/themes/history").text


def test_earlier_counts_keep_the_name_they_were_made_with(lead, record, borough):
    send(lead, "rename", {"name": "Buses"})
    found = finding(record, wave_id=borough.wave_id, kind=FindingKind.THEME, subject=THEME)
    assert found.figures["name"] == "Getting to school"
    assert "Buses" in lead.get(f"/waves/{borough.wave_id}/themes/{THEME}").heading


@pytest.mark.parametrize(
    ("wish", "sent", "field", "kept"),
    [
        ("rename", {"name": "My name for it"}, "name", "My name for it"),
        ("describe", {"description": "My words"}, "description", "My words"),
        ("phrases", {"come": "my phrase"}, "come", "my phrase"),
    ],
)
def test_two_at_once_are_told_of_each_other_and_nothing_is_overwritten(
    lead, record, engine, wish, sent, field, kept
):
    seen = lead.get(CHANGE).field("revision")
    rename_meanwhile(record)
    before = stored(engine)
    clash = send(lead, wish, sent, revision=seen)
    assert f"Omar Other renamed “{TRANSPORT}” to “Buses and trams”." in clash.text
    assert "Nothing of yours is stored yet" in clash.text
    typed = clash.soup.find(id=field)
    assert (typed.get("value") or typed.text).strip() == kept
    after = stored(engine)
    assert (after.name, after.description, after.phrases) == (before.name, before.description, before.phrases)
    again = clash.soup.find(id=field).find_parent("form")
    revision = again.find(attrs={"name": "revision"})["value"]
    send(lead, wish, sent, revision=revision)
    assert stored(engine).revision > after.revision
    if wish != "rename":
        assert stored(engine).name == "Buses and trams"


@pytest.mark.parametrize("revision", ["", "-1", "x", "²", "9" * 5000, "💥"])
def test_a_form_that_says_no_revision_changes_nothing(lead, engine, revision):
    page = send(lead, "rename", {"name": "Buses"}, revision=revision)
    assert page.status == 200
    assert stored(engine).name == TRANSPORT


def test_a_theme_goes_out_of_use_and_comes_back(lead, engine, borough):
    send(lead, "retire", {})
    with Session(engine) as session:
        assert THEME not in live_codes(session)
        assert THEME not in live_codebook(session).codes
    board = lead.get("/themes")
    assert board.soup.find(id=f"theme-{THEME}") is None
    assert f"{TRANSPORT} TRV : out of use since" in board.text
    page = lead.get(f"/waves/{borough.wave_id}/themes/{THEME}")
    assert "This theme is out of use since" in page.text
    assert page.soup.select(".voice-check") == []
    assert "140 of 550" in page.text
    send(lead, "restore", {})
    with Session(engine) as session:
        assert live_codes(session)[THEME] == THEME
    assert lead.get(f"/waves/{borough.wave_id}/themes/{THEME}").soup.select(".voice-check")


def test_a_theme_out_of_use_takes_no_decision(lead, record, borough, engine):
    page = f"/waves/{borough.wave_id}/themes/{THEME}"
    token = lead.get(page).field("csrf_token")
    retire_theme(
        record, theme=theme_with_code(record, THEME), worker=make.worker(record, Role.LEAD), on=make.TODAY
    )
    record.commit()
    lead.post(f"{page}/{borough.text_id}", {"wish": "removed", "csrf_token": token})
    assert "is not in use any more, so nothing was changed." in lead.get(page).text
    text = f"/texts/answer/{borough.text_id}/themes"
    assert TRANSPORT not in lead.get(text).text
    assert lead.post(text, {"wish": f"confirmed:{THEME}"}).status == 404


def test_the_theme_of_what_nobody_can_tell_stays(lead, engine):
    page = lead.get("/themes/OTH/change")
    assert "neither merged nor taken out of use" in page.text
    lead.post("/themes/OTH/retire", {"revision": "0"}, form_on="/themes/OTH/change")
    assert stored(engine, "OTH").is_live


def test_each_last_change_is_undone_on_its_own(lead, engine):
    send(lead, "rename", {"name": "Buses"})
    send(lead, "describe", {"description": "The way to school"})
    page = lead.get(HISTORY)
    buttons = page.soup.select("button[name=change]")
    assert len(buttons) == 2
    renamed = next(button for button in buttons if "renamed" in button.text)
    send(lead, "undo", {"change": renamed["value"]}, form_on=HISTORY)
    theme = stored(engine)
    assert (theme.name, theme.description) == (TRANSPORT, "The way to school")
    page = lead.get(HISTORY)
    assert f"Undone: Sam Field renamed “{TRANSPORT}” to “Buses”." in page.text
    assert len(page.soup.select("button[name=change]")) == 1
    assert [tag.text for tag in page.soup.select(".govuk-tag")] == ["Undone"]


def test_an_undo_of_what_is_gone_is_told(lead, record, engine):
    send(lead, "rename", {"name": "Buses"})
    page = lead.get(HISTORY)
    change, seen = page.soup.select_one("button[name=change]")["value"], page.field("revision")
    rename_meanwhile(record, "Trams")
    clash = send(lead, "undo", {"change": change}, form_on=HISTORY, revision=seen)
    assert "Omar Other renamed “Buses” to “Trams”." in clash.text
    assert send(lead, "undo", {"change": change}, form_on=HISTORY).status == 200
    assert stored(engine).name == "Trams"
    assert send(lead, "undo", {"change": "f" * 32}, form_on=HISTORY).status == 404
    assert send(lead, "undo", {}, form_on=HISTORY).status == 404


@pytest.mark.parametrize("role", [Role.READER, Role.SUBGROUP_MEMBER])
def test_others_look_on_and_change_nothing(signed_in, role, engine):
    visitor = signed_in(role)
    board = visitor.get("/themes")
    assert board.soup.find("a", string="Add a theme") is None
    assert "Change" not in board.text
    assert visitor.get(HISTORY).status == 200
    assert "Undo" not in visitor.get(HISTORY).text
    assert visitor.get("/themes/history").status == 200
    for path in ("/themes/new", CHANGE, f"/themes/{THEME}/merge", f"/themes/{THEME}/split"):
        assert visitor.get(path).status == 403
    for wish in ("rename", "describe", "phrases", "retire", "restore", "undo", "merge", "split"):
        sent = {"name": "Mine", "revision": "0"}
        assert visitor.post(f"/themes/{THEME}/{wish}", sent, form_on="/themes/history").status == 403
    assert stored(engine).name == TRANSPORT


def test_the_machine_is_said_to_have_looked_with_the_codebook_of_then(lead, signed_in, borough):
    assert lead.get("/themes").soup.select_one(".govuk-inset-text") is None
    for number in range(7):
        send(lead, "rename", {"name": f"Buses {number}"})
    notice = lead.get("/themes").soup.select_one(".govuk-inset-text")
    assert "And 2 more." in notice.get_text(" ")
    assert notice.find("form")["action"] == f"/waves/{borough.wave_id}/find-themes"
    assert signed_in(Role.READER).get("/themes").soup.select_one(".govuk-inset-text") is None


def test_what_was_done_and_undone_since_is_no_news(lead):
    send(lead, "rename", {"name": "Buses"})
    change = lead.get(HISTORY).field("change")
    send(lead, "undo", {"change": change}, form_on=HISTORY)
    assert lead.get("/themes").soup.select_one(".govuk-inset-text") is None


def test_without_a_count_the_board_lists_the_codebook_alone(lead, record, borough):
    drop_findings(record, borough.wave_id)
    record.commit()
    lead.post("/themes/new", SCOOTERS)
    page = lead.get("/themes")
    assert len(page.soup.select("[id^=theme-]")) == 23
    assert "No wave has been counted yet." in page.text
    assert "Not counted yet" not in page.text


@pytest.mark.parametrize("path", ["change", "history", "merge", "split"])
def test_a_theme_that_is_not_there_has_no_pages(lead, path):
    assert lead.get(f"/themes/ZZZ/{path}").status == 404


def test_no_shipped_code_could_be_an_own_one(record):
    load_codebook(record)
    assert not any(theme.code.startswith("X") for theme in themes(record))
