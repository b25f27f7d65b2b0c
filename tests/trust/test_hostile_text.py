"""Whatever is typed into a field of staff is only ever text, on every page where it appears."""

import pytest

from surveys.workers import Role
from tests import make
from tests.borough import SCHOOL_URN
from tests.trust.test_reading import every_page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "'; DROP TABLE answer; --",
    "😭 مرحبا \u202e\u200b \ufffd",
]
TEXT = " ".join(HOSTILE)
"""All of it together: one walk through every page sees what any of it does. It fits the shortest field."""


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def borough(borough_record):
    return borough_record[1]


@pytest.fixture
def everyone(signed_in):
    """One worker of the authority with every role but that of a school."""
    return signed_in(*(role for role in Role if role is not Role.SCHOOL))


FORMS = {
    "a wave’s name": lambda b, text: (
        "/waves/new",
        {
            "name": text,
            "survey": "secondary",
            "opens_on": "2026-10-05",
            "closes_on": "2026-10-09",
            "schools": [SCHOOL_URN],
        },
    ),
    "an action": lambda b, text: (
        "/subgroups/transport/actions/new",
        {
            "title": text,
            "theme": "TRV",
            "wave": b.wave_id,
            "why": text,
            "school": "",
            "agency": "Transport team",
            "owner": text,
            "due_on": "2026-01-05",
            "pupil_words": text,
        },
    ),
    "a note on an action": lambda b, text: (f"/actions/{b.action_id}", {"status": "done", "note": text}),
    "what was done about a concern": lambda b, text: (
        f"/concerns/{b.concern_id}",
        {"step": "decided", "words": text},
    ),
    "what a session did": lambda b, text: (
        f"/workshops/sessions/{b.session_id}",
        {"held_on": "2026-03-05", "headcount": "20", "activity": text},
    ),
}


def test_what_staff_type_stays_text_wherever_it_is_shown(app, everyone, borough):
    before = {path: everyone.get(path) for path in _pages(app, everyone, borough)}
    added = []
    everyone.post(
        f"/concerns/{borough.concern_id}/words", form_on="/privacy"
    )  # nothing is added to one unseen
    for form in FORMS.values():
        path, sent = form(borough, TEXT)
        done = everyone.post(path, sent)
        assert done.status == 302, path
        added.append(done.response.location)
    shown = 0
    for path in {*before, *added}:
        page = everyone.get(path)  # looks for scripts, inline handlers and styles that are not ours
        assert page.status == 200, path
        assert not page.soup.find("svg", onload=True)
        assert not [image for image in page.soup.find_all("img") if image.get("src") == "x"]
        assert "alert(1)" not in " ".join(str(tag.attrs) for tag in page.soup.find_all("a"))
        assert "{{ 7 * 7 }}" in page.text or "alert(1)" not in page.text
        shown += " ".join(TEXT.split()) in page.text
    assert shown >= 6


def _pages(app, visitor, borough):
    return [
        path
        for path, body in every_page(app, visitor, borough).items()
        if body.lstrip().startswith(b"<!doctype") and visitor.client.get(path).status_code == 200
    ]


def test_what_is_refused_comes_back_as_text_too(everyone, borough):
    """A form with a slip is shown again with what was typed, and with a sentence that may quote it."""
    long = TEXT * 40
    again = [
        everyone.post(
            "/waves/new", {"name": TEXT, "opens_on": TEXT, "closes_on": TEXT, "survey": TEXT, "schools": TEXT}
        ),
        everyone.post(
            "/subgroups/transport/actions/new", {"title": long[:400] + "x" * 200, "why": TEXT, "owner": TEXT}
        ),
        everyone.post("/workshops/new", {"school": TEXT, "starts_on": TEXT}),
        everyone.post(f"/workshops/sessions/{borough.session_id}", {"held_on": TEXT, "headcount": TEXT}),
        _paste(everyone, borough, f"{TEXT.replace('|', '')} | {TEXT}"),
        _hide(everyone, borough, TEXT),
        everyone.post(f"/actions/{borough.action_id}", {"status": TEXT, "note": TEXT}),
    ]
    for page in again:
        assert page.status == 200, page.response.request.path
        assert "There is a problem" in page.text
        assert not page.soup.find_all("svg", onload=True)


def _paste(visitor, borough, lines):
    week = f"/workshops/sessions/{borough.session_id}"
    sent = {"kind": "idea", "lines": lines, "csrf_token": visitor.get("/privacy").field("csrf_token")}
    return visitor.post(f"{week}/notes", sent, form_on="")


def _hide(visitor, borough, words):
    sent = {
        "outcome": "fine",
        "hide": words,
        "what": "hidden",
        "csrf_token": visitor.get("/privacy").field("csrf_token"),
    }
    return visitor.post(f"/reading/answer/{borough.unread_id}", sent, form_on="")


def test_what_a_school_is_called_and_a_worker_is_called_is_only_text(signed_in, record):
    school = make.school(record, urn="777777", name=TEXT)
    place = make.wave_in(record, school, name=f"{TEXT} wave").schools[0]
    make.responses(record, place, TEXT)
    wave_id = place.wave_id
    record.commit()
    lead = signed_in(Role.LEAD)
    for path in (
        "/schools",
        "/schools/777777",
        "/waves",
        f"/waves/{wave_id}",
        "/reading",
        "/reading/batch",
        "/waves/new",
    ):
        assert lead.get(path).status == 200
    assert " ".join(TEXT.split()) in lead.get("/schools/777777").text
    assert " ".join(TEXT.split()) in lead.get(f"/waves/{wave_id}").heading
