"""Surveys: a lead builds one by clicking, sees it as pupils will, and is told in sentences what cannot be."""

import re

import pytest

from surveys import definitions
from surveys.building import start_survey
from surveys.definitions import add_frame
from surveys.languages import LANGUAGES
from surveys.surveys import Variant, newest_version
from surveys.workers import Role
from tests import make
from tests.make import TODAY

HOSTILE = "<script>alert(1)</script>\u202e {{ 7 * 7 }} 🍏"
AT = "/surveys/spring"


@pytest.fixture(autouse=True)
def one_language(monkeypatch, records_made_beforehand):
    """Translations of one language stand for all: with eight, each survey takes four times as long to build.

    The records that all tests start from must not be made under this; so they are made first.
    """
    polish = {"pl": definitions.drafts()["pl"]}
    monkeypatch.setattr(definitions, "drafts", lambda: polish)


@pytest.fixture
def survey(record):
    version = start_survey(
        record, name="Spring", variant=Variant.SECONDARY, modules=["bullying", "transport"], on=TODAY
    )
    record.commit()
    return version


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


def codes(record):
    record.rollback()
    record.expire_all()
    found = [question.code for question in newest_version(record, "spring").questions]
    record.rollback()
    return found


def words(record):
    found = newest_version(record, "spring").words()
    record.rollback()
    return found


def press(visitor, path, data=None, *, form_on=AT):
    """Press a button of a page: with its token and stamp, as a browser would."""
    page = visitor.get(form_on)
    tokens = {name: page.field(name) for name in ("csrf_token", "stamp")}
    return visitor.post(path, {**tokens, **(data or {})}, form_on="", follow_redirects=True)


def fill(visitor, path, data):
    return press(visitor, path, data, form_on=path)


def test_a_lead_builds_a_survey_by_clicking(lead, record):
    built = lead.post(
        "/surveys/new",
        {"name": "Spring", "variant": "secondary", "modules": ["bullying", "transport"]},
        follow_redirects=True,
    )
    assert built.heading == "Spring"
    for code in ("good_text", "bul_help"):
        assert "is out of the survey" in press(lead, f"{AT}/questions/{code}/remove").text
    words_page = f"{AT}/questions/sch_safe/words"
    said = fill(lead, words_page, {"text": "I feel safe here.", "hint": "", "meaning": "same"})
    assert "The new words are in the survey" in said.text
    own = {"kind": "text", "text": "What is lunch like?", "hint": "", "choices": "", "after": "help_head"}
    assert "Your question is in the survey now" in fill(lead, f"{AT}/own", own).text
    asked = codes(record)
    assert not {"good_text", "bul_help"} & set(asked)
    assert asked[asked.index("help_head") + 1] == "own_1"
    assert words(record)["sch_safe"] == "I feel safe here."
    assert "Spring" in lead.get("/surveys").text
    assert "Spring" in lead.get("/waves/new").text


def test_the_editor_says_how_long_it_is_and_what_to_think_over(lead, survey, record):
    page = lead.get(AT)
    assert re.search(r"\d\d questions", page.text)
    assert re.search(r"About \d+ minutes", page.text)
    assert "After about 25 pupils begin to guess" in page.text
    assert "No wave uses it yet" in page.text


def test_a_wave_keeps_its_version_and_the_page_says_so(lead, survey, record):
    make.wave_in(record, make.school(record), name="Autumn")  # the bank’s own survey
    record.commit()
    page = lead.get("/surveys/secondary")
    assert "Used by Autumn, so it stays as it is: your next change makes version 2" in page.text
    changed = press(lead, "/surveys/secondary/questions/good_text/remove", form_on="/surveys/secondary")
    assert "This is now version 2; version 1 stays as it was." in changed.text


def test_a_second_lead_is_told_and_nothing_of_theirs_is_stored(lead, survey, record):
    page = lead.get(AT)
    tokens = {name: page.field(name) for name in ("csrf_token", "stamp")}
    press(lead, f"{AT}/questions/good_text/remove")
    before = codes(record)
    for change in ("up", "down", "remove"):
        late = lead.post(f"{AT}/questions/sch_safe/{change}", tokens, form_on="")
        assert "Somebody else changed this survey" in late.text
    own = {**tokens, "kind": "text", "text": "What is lunch like?", "after": "help_head"}
    late = lead.post(f"{AT}/own", own, form_on="")
    assert "Somebody else changed this survey" in late.text
    assert "What is lunch like?" in late.text  # nothing typed is lost
    late = lead.post(f"{AT}/names", {**tokens, "name": "New", "title": "New", "intro": "New"}, form_on="")
    assert "Somebody else changed this survey" in late.text
    assert codes(record) == before
    assert newest_version(record, "spring").survey.name == "Spring"


def test_a_form_without_a_stamp_changes_nothing(lead, survey, record):
    before = codes(record)
    token = lead.get(AT).field("csrf_token")
    page = lead.post(f"{AT}/questions/sch_safe/remove", {"csrf_token": token}, form_on="")
    assert "Somebody else changed this survey" in page.text
    assert codes(record) == before


@pytest.mark.parametrize(
    ("code", "says"),
    [("year_group", "the one answer"), ("bar_pick", "depends on"), ("made_up", "does not ask that question")],
)
def test_what_must_stay_is_said_in_a_sentence(lead, survey, record, code, says):
    page = press(lead, f"{AT}/questions/{code}/remove")
    assert page.status == 200
    assert says in page.text
    assert "There is a problem" in page.text


def test_questions_move_by_steps_and_to_a_place(lead, survey, record):
    at = codes(record).index("good_text")
    press(lead, f"{AT}/questions/good_text/up")
    assert codes(record).index("good_text") == at - 1
    press(lead, f"{AT}/questions/good_text/down")
    assert codes(record).index("good_text") == at
    fill(lead, f"{AT}/questions/good_text/move", {"after": "year_group"})
    assert codes(record)[1] == "good_text"
    fill(lead, f"{AT}/questions/good_text/move", {"after": ""})
    assert codes(record)[0] == "good_text"
    assert "depends on" in fill(lead, f"{AT}/questions/bar_text/move", {"after": "year_group"}).text


def test_questions_of_the_bank_are_added_with_what_they_need(lead, survey, record):
    page = fill(lead, f"{AT}/bank", {"codes": ["per_why", "language_home"]})
    assert "3 questions are in the survey now" in page.text
    assert {"per_gate", "per_why", "language_home"} <= set(codes(record))
    assert "Choose at least one" in fill(lead, f"{AT}/bank", {}).text


def test_modules_are_chosen_as_a_set(lead, survey, record):
    fill(lead, f"{AT}/modules", {"modules": ["transport", "periods"]})
    asked = " ".join(codes(record))
    assert "per_gate" in asked
    assert "bul_" not in asked


def test_names_and_first_words_are_changed(lead, survey, record):
    page = fill(lead, f"{AT}/names", {"name": "Spring!", "title": "How is school?", "intro": "Tell us."})
    assert page.heading == "Spring!"
    assert words(record)["page.title"] == "How is school?"
    assert "School" in lead.get(f"{AT}/names").text


def test_a_name_is_not_changed_when_the_words_beside_it_cannot_be(lead, survey, record):
    page = fill(lead, f"{AT}/names", {"name": "Other", "title": "", "intro": "Tell us."})
    assert "Write the title" in page.text
    assert newest_version(record, "spring").survey.name == "Spring"


def test_choices_are_reworded_one_by_one(lead, survey, record):
    form = lead.get(f"{AT}/questions/good_what/words")
    sent = {field["name"]: field["value"] for field in form.soup.select("input[name^=choice_]")}
    asked = {"text": "What is good?", "hint": "", "meaning": "same", **sent, "choice_0": "My mates"}
    fill(lead, f"{AT}/questions/good_what/words", asked)
    assert words(record)["good_what.friends"] == "My mates"
    assert "good_what" in codes(record)


def test_another_meaning_gets_another_code(lead, survey, record):
    form = lead.get(f"{AT}/questions/good_what/words")
    sent = {field["name"]: field["value"] for field in form.soup.select("input[name^=choice_]")}
    asked = {"text": "What is good at lunch?", "hint": "", "meaning": "other", **sent}
    fill(lead, f"{AT}/questions/good_what/words", asked)
    assert "good_what" not in codes(record)
    assert words(record)["own_1"] == "What is good at lunch?"


BAD_OWN = {
    "no kind": ({"kind": "", "text": "How?"}, "Choose how pupils answer"),
    "a made-up kind": ({"kind": "grid", "text": "How?"}, "Choose how pupils answer"),
    "nothing": ({"text": ""}, "Write the question"),
    "huge": ({"text": "x" * 500_000}, "500,000"),
    "10,000 choices": ({"kind": "single", "choices": "\n".join(map(str, range(10_000)))}, "10,000 lines"),
    "words for a number": ({"kind": "several", "choices": "A\nB\nC", "most": "lots"}, "must be a number"),
    "a huge number": ({"kind": "several", "choices": "A\nB\nC", "most": "9" * 5_000}, "number"),
    "a name": ({"text": "What is your name?"}, "name"),
    "a date of birth": ({"text": "What is your date of birth?"}, "birth"),
    "a place that is gone": ({"after": "made_up"}, "Choose a question"),
}


@pytest.mark.parametrize(("changes", "says"), BAD_OWN.values(), ids=BAD_OWN)
def test_an_own_question_that_cannot_be_is_refused_with_all_that_was_typed(
    lead, survey, record, changes, says
):
    before = codes(record), words(record)
    own = {
        "kind": "text",
        "text": "What is lunch like?",
        "hint": "My hint",
        "choices": "",
        "after": "help_head",
    }
    page = fill(lead, f"{AT}/own", own | changes)
    assert page.status == 200
    assert says in page.text
    assert "My hint" in page.text
    assert (codes(record), words(record)) == before


def test_hostile_words_are_only_words(lead, survey, record):
    own = {
        "kind": "single",
        "text": HOSTILE,
        "hint": HOSTILE,
        "choices": f"{HOSTILE}\nNo",
        "after": "help_head",
    }
    page = fill(lead, f"{AT}/own", own)
    assert "<script>alert(1)</script> {{ 7 * 7 }} 🍏" in page.text
    version = newest_version(record, "spring")
    record.rollback()
    preview = lead.get(f"/surveys/{version.id}/preview/en")
    assert "<script>alert(1)</script> {{ 7 * 7 }} 🍏" in preview.text
    assert "\u202e" not in preview.text
    for path in (f"{AT}/questions/own_1/words", f"{AT}/questions/own_1/move", f"{AT}/own", "/surveys"):
        assert lead.get(path).status == 200


@pytest.mark.parametrize("code", ["made_up", "own_1", "..%2F..%2Fetc", "x" * 2_000])
def test_the_pages_of_a_question_that_is_not_asked_are_not_there(lead, survey, code):
    for page in ("words", "move"):
        assert lead.get(f"{AT}/questions/{code}/{page}").status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_preview_speaks_every_language_and_sends_nothing(lead, survey, language):
    page = lead.get(f"/surveys/{survey.id}/preview/{language}")
    assert page.status == 200
    assert page.soup.html["lang"] == language
    form = page.soup.find(id="survey")
    assert form.get("action") is None
    assert form.get("method") is None
    policy = page.response.headers["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "connect-src" not in policy  # and default-src is 'none'
    assert page.response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_the_preview_on_one_page_runs_no_script(lead, survey):
    page = lead.get(f"/surveys/{survey.id}/preview/en?whole=1")
    assert "script-src 'none'" in page.response.headers["Content-Security-Policy"]


def test_only_the_editor_may_frame_and_only_our_own_pages(lead, survey):
    assert "frame-src 'self'" in lead.get(AT).response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in lead.get(AT).response.headers["Content-Security-Policy"]
    assert "frame-src" not in lead.get("/surveys").response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("language", ["xx", "EN", "%00", "ur-PK"])
def test_a_preview_in_a_language_we_do_not_have_is_not_there(lead, survey, language):
    assert lead.get(f"/surveys/{survey.id}/preview/{language}").status in (400, 404)


@pytest.mark.parametrize("variant", ["primary", "symbol", "pulse", "not in school"])
def test_every_variant_can_be_built_and_previewed(lead, record, variant):
    page = lead.post("/surveys/new", {"name": "Spring", "variant": variant}, follow_redirects=True)
    assert page.heading == "Spring"
    frame = page.soup.find("iframe")
    assert lead.get(frame["src"]).status == 200
    for path in ("bank", "own", "modules", "names"):
        assert lead.get(f"{AT}/{path}").status == 200


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": "", "variant": "secondary"}, "Give the survey a name"),
        ({"name": "x" * 50_000, "variant": "secondary"}, "200 letters"),
        ({"name": "Spring"}, "Choose the survey to start from"),
        ({"name": "Spring", "variant": "frame"}, "Choose the survey to start from"),
        ({"name": "Spring", "variant": "secondary", "modules": ["magic"]}, "Choose from the list"),
        ({"name": "Spring", "variant": "primary", "modules": ["bullying"]}, "does not belong to this survey"),
    ],
)
def test_a_survey_that_cannot_be_built_is_said_in_a_sentence(lead, record, sent, says):
    page = lead.post("/surveys/new", sent)
    assert page.status == 200
    assert says in page.text
    assert "Spring" not in lead.get("/surveys").text


def test_the_words_that_all_surveys_share_are_no_survey_to_change(lead, record):
    frame = add_frame(record, on=TODAY)
    key, stamp = frame.id, frame.digest
    record.commit()
    for path in ("", "/bank", "/own", "/modules", "/names", "/questions/page/words", "/questions/page/move"):
        assert lead.get(f"/surveys/frame{path}").status == 404
    assert lead.get(f"/surveys/{key}/preview/en").status == 404
    token = lead.get("/surveys").field("csrf_token")
    for change in ("up", "down", "remove"):
        sent = {"csrf_token": token, "stamp": stamp}
        assert lead.post(f"/surveys/frame/questions/page/{change}", sent, form_on="").status == 404


def test_after_a_change_the_preview_opens_at_the_question(lead, survey):
    said = {"text": "I feel safe here.", "hint": "", "meaning": "same"}
    page = fill(lead, f"{AT}/questions/sch_safe/words", said)
    assert page.soup.find("iframe")["src"].endswith("/preview/en?whole=1#sch_safe")
    for made_up in ("made_up", "<script>", "x" * 3_000):
        frame = lead.get(AT, query_string={"shown": made_up}).soup.find("iframe")
        assert frame["src"].endswith("/preview/en")
