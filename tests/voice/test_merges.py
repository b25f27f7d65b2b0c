"""Merges: a lead sees what would come together, merges, and takes it back."""

import pytest
from sqlalchemy.orm import Session

from surveys.codebook import retire_theme
from surveys.codings import Coding, Decision
from surveys.merges import merge_themes
from surveys.themes import live_codes, theme_with_code
from surveys.workers import Role
from tests import make
from tests.borough import FINE, THEME
from voice.insight import live_codebook

PREVIEW = f"/themes/{THEME}/merge?into=BUL"


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def live(engine):
    with Session(engine) as session:
        return live_codes(session)


def merge(lead):
    page = lead.get(PREVIEW)
    sent = {name: page.field(name) for name in ("revision", "into_revision", "into")}
    return lead.post(f"/themes/{THEME}/merge", sent, form_on=PREVIEW)


def undo(lead):
    page = lead.get(f"/themes/{THEME}/history")
    sent = {"revision": page.field("revision"), "change": page.field("change")}
    return lead.post(f"/themes/{THEME}/undo", sent, form_on=f"/themes/{THEME}/history")


def test_a_preview_shows_protected_counts_and_some_texts(lead, engine):
    page = lead.get(PREVIEW)
    assert page.heading == "Merge “Transport and the journey” into “Bullying”?"
    counts = [cell.get_text(" ", strip=True) for cell in page.soup.select(".govuk-summary-list__value")]
    assert counts == ["under 10 texts"] * 4
    assert FINE in page.text
    assert "Under both" in page.text
    assert live(engine)[THEME] == THEME


def test_merged_themes_count_as_one_and_come_back(lead, engine, borough):
    assert merge(lead).response.location == f"/themes/{THEME}/history"
    assert live(engine)[THEME] == "BUL"
    with Session(engine) as session:
        book = live_codebook(session)
        assert THEME not in book.codes
        assert "bus" in book.by_code["BUL"].seeds
    assert "counts as “Bullying” now" in lead.get(f"/themes/{THEME}/history").text
    board = lead.get("/themes")
    assert board.soup.find(id=f"theme-{THEME}") is None
    assert "Transport and the journey TRV : counts as “Bullying”" in board.text
    assert FINE in lead.get(f"/waves/{borough.wave_id}/themes/BUL").text
    moved = lead.get(f"/waves/{borough.wave_id}/themes/{THEME}")
    assert "This theme counts as “Bullying” now" in moved.text
    assert moved.soup.select(".voice-check") == []
    assert "undo the merge in its history" in lead.get(f"/themes/{THEME}/change").text
    undo(lead)
    assert live(engine)[THEME] == THEME
    assert FINE in lead.get(f"/waves/{borough.wave_id}/themes/{THEME}").text


def test_a_decision_under_the_survivor_speaks_for_the_merged_theme(lead, engine, borough):
    merge(lead)
    page = f"/waves/{borough.wave_id}/themes/BUL"
    lead.post(f"{page}/{borough.text_id}", {"wish": "removed"}, form_on=page)
    with Session(engine) as session:
        codings = session.query(Coding).filter_by(answer_id=borough.text_id).all()
        assert [(coding.theme.code, coding.decision) for coding in codings] == [(THEME, Decision.REMOVED)]
    text = lead.get(f"/texts/answer/{borough.text_id}/themes")
    assert "Bullying was “Transport and the journey” Removed" in text.text
    lead.post(f"/texts/answer/{borough.text_id}/themes", {"wish": f"confirmed:{THEME}"})
    with Session(engine) as session:
        codings = session.query(Coding).filter_by(answer_id=borough.text_id).all()
        assert [(coding.theme.code, coding.decision) for coding in codings] == [(THEME, Decision.CONFIRMED)]


def test_subgroups_actions_and_reports_follow(lead, borough):
    merge(lead)
    assert "Getting to school, Autumn wave" in lead.get("/subgroups/transport").text  # as it was counted then
    form = lead.get("/subgroups/transport/actions/new").soup
    assert [option.text.strip() for option in form.select("#theme option")] == ["Bullying"]
    assert "Getting to school, Autumn wave" in lead.get(f"/actions/{borough.action_id}").text


def test_a_subgroup_whose_theme_is_out_of_use_has_no_evidence(lead, record, borough):
    retire_theme(
        record, theme=theme_with_code(record, THEME), worker=make.worker(record, Role.LEAD), on=make.TODAY
    )
    record.commit()
    assert "There are no figures on these themes to show yet." in lead.get("/subgroups/transport").text
    assert lead.get(f"/actions/{borough.action_id}").status == 200


@pytest.mark.parametrize("into", ["", "ZZZ", "x" * 9000, "OTH", THEME])
def test_a_merge_into_what_cannot_be_gets_a_sentence(lead, engine, into):
    page = lead.get(f"/themes/{THEME}/merge", query_string={"into": into})
    assert page.status == 200
    assert page.soup.select_one(".govuk-error-summary")
    sent = {"revision": "0", "into_revision": "0", "into": into}
    assert lead.post(f"/themes/{THEME}/merge", sent, form_on=PREVIEW).status in (200, 404)
    assert live(engine)[THEME] == THEME


def test_a_merge_with_what_somebody_changed_meanwhile_is_told(lead, record, engine):
    page = lead.get(PREVIEW)
    sent = {name: page.field(name) for name in ("revision", "into_revision", "into")}
    other = make.worker(record, Role.LEAD, name="Omar Other")
    merge_themes(
        record, theme=theme_with_code(record, "FRD"), into=theme_with_code(record, "BUL"), worker=other
    )
    record.commit()
    clash = lead.post(f"/themes/{THEME}/merge", sent, form_on=PREVIEW)
    assert "Omar Other merged “Friendships and relationships” into “Bullying”." in clash.text
    assert live(engine)[THEME] == THEME
    merge(lead)
    assert live(engine)[THEME] == "BUL"


def test_a_merge_into_what_was_merged_meanwhile_is_refused(lead, record, engine):
    page = lead.get(PREVIEW)
    sent = {name: page.field(name) for name in ("revision", "into_revision", "into")}
    other = make.worker(record, Role.LEAD, name="Omar Other")
    merge_themes(
        record, theme=theme_with_code(record, "BUL"), into=theme_with_code(record, "FRD"), worker=other
    )
    record.commit()
    assert lead.post(f"/themes/{THEME}/merge", sent, form_on=PREVIEW).status == 200
    assert live(engine)[THEME] == THEME
    assert "Choose the theme to merge it into." in lead.get(PREVIEW).text
