"""Translations: the lead’s way from a sheet to what pupils read, and from a recording to what they hear."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy.orm import Session

from surveys import recordings
from surveys.languages import LANGUAGES
from surveys.surveys import newest_version
from surveys.translations import one_translated, progress
from surveys.workers import Role
from tests import make
from tests.sounds import MP3, SOUNDS, WAV

TODAY = date.today()
OTHERS = [code for code in LANGUAGES if code != "en"]


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def version_id(record):
    key = newest_version(record, "secondary").id
    record.commit()
    return key


@pytest.fixture
def here(version_id):
    return f"/translations/{version_id}"


@pytest.fixture
def one(engine):
    """Return a function that reads a string as a language has it now."""

    def one(key, language="pl"):
        with Session(engine) as session:
            version = newest_version(session, "secondary")
            return one_translated(session, version=version, language=language, key=key)

    return one


def upload(visitor, here, language, content, name="sheet.xlsx"):
    return visitor.post(
        f"{here}/{language}/sheet", {"sheet": (io.BytesIO(content), name)}, form_on=f"{here}/{language}"
    )


def changed(content, **texts):
    """Return a workbook with other words in the rows of these keys (``page_send`` for ``page.send``)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows(min_row=2):
        key = row[0].value.replace(".", "_")
        if key in texts:
            row[3].value = texts[key]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_lead_sees_how_far_each_language_is(lead, here):
    page = lead.get(here)
    assert page.heading.startswith("Translations of ")
    names = [link.text for link in page.soup.select("tbody th a")]
    assert names == [LANGUAGES[code].name for code in OTHERS]
    own = page.soup.find("span", lang="ur")
    assert (own.text, own["dir"]) == (LANGUAGES["ur"].own_name, "rtl")


def test_a_language_shows_its_strings_and_any_part_of_them(lead, here):
    whole = lead.get(f"{here}/ur")
    rows = whole.soup.select(".govuk-summary-list__row")
    assert whole.soup.find("p", lang="ur", dir="rtl")
    assert len(lead.get(f"{here}/ur?show=draft").soup.select(".govuk-summary-list__row")) == len(rows)
    for none in ("missing", "checked"):
        assert "There are none." in lead.get(f"{here}/ur?show={none}").text
    assert len(lead.get(f"{here}/ur?show=<script>").soup.select(".govuk-summary-list__row")) == len(rows)


@pytest.mark.parametrize("path", ["xx", "xx/sheet", "en/sheet", "pl/strings/nothing", "en/strings/nothing"])
def test_what_is_not_there_is_not_found(lead, here, path):
    assert lead.get(f"{here}/{path}").status == 404
    assert lead.get(f"/translations/{'f' * 32}/pl").status == 404


@pytest.mark.parametrize("language", OTHERS)
def test_the_sheet_of_every_language_goes_out_and_comes_back(lead, here, language):
    out = lead.client.get(f"{here}/{language}/sheet")
    assert out.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert out.headers["Content-Disposition"].endswith('.xlsx"')
    page = upload(lead, here, language, out.data)
    assert page.status == 200
    assert "Everything in the sheet is here already." in page.text


def test_a_sheet_is_looked_at_before_it_is_taken(lead, here, one):
    out = lead.client.get(f"{here}/pl/sheet").data
    page = upload(lead, here, "pl", changed(out, page_send="Wyślij to", page_progress="Pytanie"))
    assert "1 text changes." in page.text
    assert "1 row cannot be taken." in page.text
    assert re.search(r"Row \d+, “Polish”: Keep {n} and {total} as it stands", page.text)
    assert one("page.send").text != "Wyślij to"
    sent = {"digest": page.field("digest"), "csrf_token": page.field("csrf_token")}
    done = lead.post(f"{here}/pl/take", sent)
    assert done.response.location == f"{here}/pl"
    assert "1 text was changed" in lead.get(f"{here}/pl").text
    assert one("page.send").text == "Wyślij to"
    assert "{total}" in one("page.progress").text
    again = lead.post(f"{here}/pl/take", sent)  # a second press does no harm
    assert again.status == 302
    assert one("page.send").text == "Wyślij to"


def test_pupils_read_it_at_once(lead, here, visitor, app):
    assert "Zaczynamy" not in visitor.get("/pl").text
    out = lead.client.get(f"{here}/pl/sheet").data
    page = upload(lead, here, "pl", changed(out, start_go="Zaczynamy"))
    lead.post(f"{here}/pl/take", {"digest": page.field("digest"), "csrf_token": page.field("csrf_token")})
    app.extensions["voice_pupils"].forget()
    app.extensions["voice_start_pages"].__init__()
    assert "Zaczynamy" in visitor.get("/pl").text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the sheet first"),
        (b"not a sheet", "has no column “Key”"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"Key,English\n\xff", "not saved as UTF-8"),
        (b"PK\x03\x04", "damaged"),
        (b"Key,English,Urdu,Status,Checked by,Checked on\n", "This sheet is for Urdu"),
    ],
)
def test_a_file_that_is_no_sheet_gets_a_sentence(lead, here, content, sentence):
    page = upload(lead, here, "pl", content, "" if not content else "sheet.csv")
    assert page.status == 200
    assert "There is a problem" in page.text
    assert sentence in page.text


def test_a_sheet_full_of_slips_lists_a_hundred_of_them(lead, here):
    rows = "".join(f"key{number},x,y,,,\n" for number in range(1_500))
    page = upload(lead, here, "pl", f"Key,English,Polish,Status,Checked by,Checked on\n{rows}".encode())
    assert "1,500 rows cannot be taken" in page.text
    assert "And 1,400 more rows like these." in page.text
    assert "There is nothing to store." in page.text


def test_a_file_too_big_to_send_changes_nothing(lead, here):
    sent = lead.client.post(
        f"{here}/pl/sheet", data=b"x" * 2_100_000, content_type="multipart/form-data; boundary=x"
    )
    assert sent.status_code == 413


@pytest.mark.parametrize("digest", ["", "f" * 64, "../../voice.db", "x" * 5000])
def test_a_sheet_that_is_no_longer_kept_has_to_be_chosen_once_more(lead, here, digest):
    page = lead.post(f"{here}/pl/take", {"digest": digest}, form_on=f"{here}/pl")
    assert page.status == 200
    assert "The sheet is no longer here. Nothing was changed." in page.text


def test_script_in_a_sheet_is_text_on_every_page(lead, here, one):
    out = lead.client.get(f"{here}/pl/sheet").data
    text = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    page = upload(lead, here, "pl", changed(out, start_title=text))
    assert text in page.text
    lead.post(f"{here}/pl/take", {"digest": page.field("digest"), "csrf_token": page.field("csrf_token")})
    assert one("start.title").text == text
    for path in (f"{here}/pl", f"{here}/pl/strings/start.title"):
        page = lead.get(path)  # looks for scripts and handlers that are not ours
        assert text in page.text
        assert not page.soup.find("img", src="x")


def save(visitor, here, key, **fields):
    sent = {"text": "Wyślij to", "status": "draft", "checked_by": "", "checked_on": ""} | fields
    return visitor.post(f"{here}/pl/strings/{key}", sent)


def test_one_string_is_put_right_and_marked_as_checked(lead, here, one):
    done = save(
        lead, here, "page.send", status="checked", checked_by="Zofia Nowak", checked_on=TODAY.isoformat()
    )
    assert done.response.location == f"{here}/pl#string-page.send"
    assert one("page.send").text == "Wyślij to"
    page = lead.get(f"{here}/pl/strings/page.send")
    assert "Checked Zofia Nowak" in page.text
    assert page.soup.find("textarea")["lang"] == "pl"
    assert "1 checked" in lead.get(f"{here}/pl").text


def test_a_check_of_other_words_does_not_stay(lead, here, one):
    checked = {"status": "checked", "checked_by": "Zofia Nowak", "checked_on": TODAY.isoformat()}
    save(lead, here, "page.send", **checked)
    save(lead, here, "page.send", text="Wyślij wszystko", **checked)
    assert one("page.send").state == "draft"
    assert "the check was of the words before" in lead.get(f"{here}/pl").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write it in words"),
        ({"text": "Wyślij {n}"}, "Take out {n}"),
        ({"text": "Wyślij \u202e"}, "nobody can see"),
        ({"text": "x" * 100_000}, "Shorten it"),
        ({"text": "Надіслати"}, "letters of Polish"),
        ({"status": "checked"}, "Write who checked it"),
        ({"status": "checked", "checked_by": "Zofia"}, "Write the day"),
        ({"status": "checked", "checked_by": "Zofia", "checked_on": "soon"}, "Write the day"),
        (
            {"status": "checked", "checked_by": "Z", "checked_on": (TODAY + timedelta(2)).isoformat()},
            "has not come yet",
        ),
        ({"status": "sure"}, "Choose one of the two"),
        ({"status": ""}, "Choose one of the two"),
    ],
)
def test_a_slip_gets_a_sentence_and_stores_nothing(lead, here, one, fields, sentence):
    before = one("page.send")
    page = save(lead, here, "page.send", **fields)
    assert page.status == 200
    assert sentence in page.text
    assert one("page.send") == before


def test_the_english_words_are_not_changed_here(lead, here):
    page = lead.get(f"{here}/en/strings/page.send")
    assert not page.soup.find("textarea")
    token = lead.get(f"{here}/pl").field("csrf_token")
    assert lead.post(f"{here}/en/strings/page.send", {"text": "x", "csrf_token": token}).status == 404


def record_sound(visitor, here, content, key="bar_pick", language="pl", name="me.mp3"):
    at = f"{here}/{language}/strings/{key}"
    return visitor.post(f"{at}/recording", {"recording": (io.BytesIO(content), name)}, form_on=at)


@pytest.mark.parametrize("name", SOUNDS)
def test_a_recording_is_brought_in_and_heard(lead, here, one, visitor, name):
    assert record_sound(lead, here, SOUNDS[name], name="../../x.html").status == 302
    page = lead.get(f"{here}/pl/strings/bar_pick")
    address = page.soup.find("audio")["src"]
    assert address == f"/spoken/{one('bar_pick').audio}"
    heard = visitor.client.get(address)
    assert heard.data == SOUNDS[name]
    assert heard.mimetype.startswith("audio/")
    assert heard.headers["X-Content-Type-Options"] == "nosniff"
    assert heard.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in heard.headers
    part = visitor.client.get(address, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, SOUNDS[name][:4])


def test_pages_may_play_recordings_of_ours_and_nobody_elses(visitor):
    for path in ("/", "/sign-in"):
        policy = visitor.get(path).response.headers["Content-Security-Policy"]
        assert "media-src 'self';" in policy


def test_a_recording_belongs_to_english_too(lead, here, one):
    assert record_sound(lead, here, WAV, language="en").status == 302
    assert one("bar_pick", "en").audio.endswith(".wav")


def test_a_recording_is_taken_away_with_its_file(lead, here, one, visitor):
    record_sound(lead, here, MP3)
    address = f"/spoken/{one('bar_pick').audio}"
    at = f"{here}/pl/strings/bar_pick"
    assert lead.post(f"{at}/recording/remove", form_on=at).status == 302
    assert one("bar_pick").audio is None
    assert visitor.get(address).status == 404


def test_a_new_recording_takes_the_place_of_the_old(lead, here, one, visitor):
    record_sound(lead, here, MP3)
    old = one("bar_pick").audio
    record_sound(lead, here, WAV)
    assert visitor.client.get(f"/spoken/{old}").status_code == 404
    assert visitor.client.get(f"/spoken/{one('bar_pick').audio}").status_code == 200
    record_sound(lead, here, WAV)  # the same once more
    assert visitor.client.get(f"/spoken/{one('bar_pick').audio}").status_code == 200


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"<script>alert(1)</script>", "not a sound that browsers can play"),
        (b"\x00" * 10, "not a sound that browsers can play"),
    ],
)
def test_what_is_no_recording_gets_a_sentence(lead, here, one, content, sentence):
    page = record_sound(lead, here, content)
    assert page.status == 200
    assert sentence in page.text
    assert one("bar_pick").audio is None


def test_a_recording_that_is_too_long_gets_a_sentence(lead, here, one, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_BYTES", 1_000)  # the test client keeps a large form open
    page = record_sound(lead, here, WAV + b"\x00" * 1_000)
    assert page.status == 200
    assert "at most 1 MB can be taken" in page.text
    assert one("bar_pick").audio is None


def test_no_file_at_all_gets_a_sentence(lead, here):
    at = f"{here}/pl/strings/bar_pick"
    assert "Choose the file" in lead.post(f"{at}/recording", {}, form_on=at).text
    assert "Choose the file" in lead.post(f"{at}/recording", {"recording": "text"}, form_on=at).text


def test_what_a_page_fills_in_offers_no_recording(lead, here):
    page = lead.get(f"{here}/pl/strings/page.progress")
    assert "it cannot be recorded" in page.text
    assert not page.soup.find("input", type="file")
    token = page.field("csrf_token")
    sent = {"recording": (io.BytesIO(MP3), "a.mp3"), "csrf_token": token}
    assert "no recording can say it" in lead.post(f"{here}/pl/strings/page.progress/recording", sent).text


@pytest.mark.parametrize("file", ["..%2fvoice.db", "x.mp3", "0" * 64 + ".mp3", "0" * 64 + ".html", "%00"])
def test_nothing_else_is_served_as_a_recording(visitor, file):
    assert visitor.get(f"/spoken/{file}").status in (400, 404)


def test_a_wave_says_which_languages_are_drafts(lead, record, engine):
    wave = make.wave(record)
    wave_id, version_id = wave.id, wave.version_id
    record.commit()
    page = lead.get(f"/waves/{wave_id}")
    assert "8 languages use words that no speaker has checked." in page.text
    with Session(engine) as session:
        drafts = progress(session, newest_version(session, "secondary"))["ur"].drafts
    assert f"Urdu : {drafts} drafts, 0 checked" in page.text
    assert page.soup.find("a", href=f"/translations/{version_id}/ur")


def test_a_closed_wave_says_nothing_of_drafts(lead, record):
    wave = make.wave(record, opens_on=TODAY - timedelta(days=30), closes_on=TODAY - timedelta(days=20))
    wave_id = wave.id
    record.commit()
    assert "no speaker has checked" not in lead.get(f"/waves/{wave_id}").text


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_day_has_english_months_in_english_alone(record, visitor, language):
    day = date(TODAY.year + 1, 3, 9)
    code = make.wave(record, opens_on=day, closes_on=day).schools[0].code
    record.commit()
    page = visitor.post("/", {"code": code, "language": language}, form_on="")
    assert page.status == 404
    assert (f"9 March {day.year}" in page.text) is (language == "en")
    assert (f"09/03/{day.year}" in page.text) is (language != "en")
