"""Errors: every failure is a page with words to act on, and a log line that holds nothing that was sent."""

import logging

import pytest
from sqlalchemy.exc import NoResultFound, OperationalError
from werkzeug.exceptions import Gone, NotImplemented, RequestEntityTooLarge, UnsupportedMediaType

from surveys.workers import Role
from tests import make
from tests.pages import Visitor
from voice.access import Accounts, public

SECRET = "what a pupil wrote"


@pytest.fixture
def app_of_its_own():
    return True


@pytest.fixture
def fail(app):
    """Add a page that fails in a given way, and return its address."""

    def fail(problem, path="/failing"):
        @public
        def failing():
            raise problem

        app.view_functions["failing"] = failing
        app.add_url_rule(path, "failing", failing, methods=["GET", "POST"])
        return path

    return fail


@pytest.mark.parametrize(
    ("problem", "status", "heading"),
    [
        (ValueError(SECRET), 500, "Something went wrong on our side"),
        (OperationalError(SECRET, {}, Exception(SECRET)), 500, "Something went wrong on our side"),
        (NotImplemented(), 501, "Something went wrong on our side"),
        (NoResultFound(), 404, "We cannot find that page"),
        (Gone(), 410, "We cannot find that page"),
        (RequestEntityTooLarge(), 413, "That was more than we can take at once"),
        (UnsupportedMediaType(), 415, "We could not use what was sent"),
    ],
)
def test_each_failure_has_its_page(visitor, fail, problem, status, heading):
    page = visitor.get(fail(problem))
    assert (page.status, page.heading) == (status, heading)
    assert SECRET not in page.response.text
    assert page.soup.select_one("main a")["href"] == "/staff"


def test_a_500_says_in_the_log_what_and_where_but_nothing_that_was_sent(app, visitor, fail, caplog):
    with caplog.at_level(logging.DEBUG):
        page = visitor.post(
            fail(ValueError(SECRET)), {"answer": SECRET, "csrf_token": token(visitor)}, form_on=""
        )
    assert page.status == 500
    assert "failing failed with ValueError at failing:" in caplog.text
    assert SECRET not in caplog.text


def token(visitor):
    return visitor.get("/sign-in").field("csrf_token")


def test_the_page_comes_out_when_the_record_does_not_answer(app, signed_in, fail, monkeypatch):
    lead = signed_in(Role.LEAD)

    def no_answer(*_, **__):
        raise OperationalError(SECRET, {}, Exception(SECRET))

    monkeypatch.setattr(Accounts, "find_user", no_answer)
    page = lead.get("/staff")
    assert (page.status, page.heading) == (500, "Something went wrong on our side")


def test_a_pupils_address_leads_back_to_the_pupils_start(visitor):
    page = visitor.get("/told/NOTHING")
    assert page.status == 404
    assert page.soup.select_one("main a")["href"] == "/"


@pytest.mark.parametrize(
    "path", ["/nothing", "/waves/x/y/z", "/%00", "/" + "x" * 5_000, "/💥", "/..%2f..%2fetc/passwd"]
)
def test_an_address_of_nothing_is_not_found(visitor, path):
    page = visitor.get(path)
    assert page.status in (400, 404)


def test_a_page_asked_for_in_the_wrong_way_says_so(signed_in):
    lead = signed_in(Role.LEAD)
    for path in ("/sign-out", "/waves/x/close"):
        page = lead.get(path)
        assert (page.status, page.heading) == (405, "That page cannot be opened this way")


def test_too_much_at_once_is_refused_and_says_so(signed_in):
    lead = signed_in(Role.LEAD)
    page = lead.post("/waves/new", {"name": "x" * 3_000_000})
    assert (page.status, page.heading) == (413, "That was more than we can take at once")


def test_a_role_that_may_not_is_told(signed_in):
    page = signed_in(Role.READER).get("/waves")
    assert (page.status, page.heading) == (403, "This page is not for your role")


@pytest.mark.parametrize("where", ["path", "query", "field", "name"])
def test_a_sign_that_no_database_holds_is_refused_in_words(signed_in, where):
    lead = signed_in(Role.LEAD)
    asked = {
        "path": lambda: lead.get("/waves/%00"),
        "query": lambda: lead.get("/reading?page=%00"),
        "field": lambda: lead.post("/waves/new", {"name": "a\0b"}),
        "name": lambda: lead.post("/waves/new", {"na\0me": "a"}),
    }
    page = asked[where]()
    assert (page.status, page.heading) == (400, "We could not use what was sent")


def test_bytes_that_are_no_text_do_not_break_a_form(app, record, signed_in):
    lead = signed_in(Role.LEAD)
    make.version(record)
    make.school(record, urn="111111")
    record.commit()
    sent = f"csrf_token={lead.get('/waves/new').field('csrf_token')}&survey=secondary&schools=111111".encode()
    # A lone surrogate and a byte that is not UTF-8.
    sent += b"&opens_on=2026-10-05&closes_on=2026-10-05&name=%ED%A0%80%FFx"
    answer = lead.client.post("/waves/new", data=sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert lead.get(answer.location).status == 200


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_a_body_that_is_no_form_is_refused_in_words(app, signed_in, kind):
    lead: Visitor = signed_in(Role.LEAD)
    answer = lead.client.post("/waves/new", data=b"\x00\xff{", content_type=kind)
    assert answer.status_code == 400
    assert b"<h1" in answer.data
