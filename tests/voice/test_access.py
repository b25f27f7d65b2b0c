"""Signing in and out: one answer for every wrong try, and no way out to another site."""

import pytest

from surveys.workers import Role
from tests import make

WRONG = "That e-mail and password do not belong together. Check both and try again."


@pytest.fixture
def email(record):
    worker = make.worker(record, Role.LEAD)
    email = worker.email
    record.commit()
    return email


def sign_in(visitor, email, password=make.PASSWORD, **more):
    return visitor.post("/sign-in", {"email": email, "password": password, **more})


def test_the_right_password_opens_the_desk(visitor, email):
    page = sign_in(visitor, email)
    assert (page.status, page.response.location) == (302, "/staff")
    assert "Sam Field: lead" in visitor.get("/staff").text


def test_an_address_may_be_written_in_capitals(visitor, email):
    assert sign_in(visitor, email.upper()).response.location == "/staff"


@pytest.mark.parametrize("password", ["wrong", "", "x" * 500, "pass🔒", make.PASSWORD + " "])
def test_a_wrong_password_and_an_unknown_address_get_the_same_page(app, visitor, email, password):
    wrong = sign_in(visitor, email, password)
    unknown = sign_in(visitor, "nobody@example.org", password)
    assert wrong.status == unknown.status == 200
    assert WRONG in wrong.text
    assert wrong.text == unknown.text
    assert visitor.get("/staff").status == 302


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "x" * 5_000 + "@example.org", "<script>alert(1)</script>"]
)
def test_what_is_no_address_gets_that_page_too(visitor, email):
    page = sign_in(visitor, email)
    assert page.status == 200
    assert WRONG in page.text


def test_an_inactive_worker_cannot_sign_in_and_gets_that_page(visitor, record):
    worker = make.worker(record, Role.LEAD)
    worker.active, email = False, worker.email
    record.commit()
    page = sign_in(visitor, email)
    assert page.status == 200
    assert WRONG in page.text
    assert visitor.get("/staff").status == 302


def test_one_who_wanted_a_page_gets_there(visitor, email):
    page = visitor.post(
        "/sign-in",
        {"email": email, "password": make.PASSWORD, "next": "/waves"},
        form_on="/sign-in?next=/waves",
    )
    assert page.response.location == "/waves"


def test_the_wanted_page_is_kept_through_a_wrong_try(visitor, email):
    first = visitor.post("/sign-in", {"email": email, "password": "wrong", "next": "/waves"})
    assert first.field("next") == "/waves"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https:///evil.example",
        " https://evil.example",
        "/\t/evil.example",
    ],
)
@pytest.mark.parametrize("place", ["form", "address"])
def test_signing_in_never_leads_to_another_site(visitor, email, elsewhere, place):
    data = {"email": email, "password": make.PASSWORD}
    token = {"csrf_token": visitor.get("/sign-in").field("csrf_token")}
    if place == "form":
        page = visitor.post("/sign-in", {**data, **token, "next": elsewhere})
    else:
        page = visitor.post("/sign-in", {**data, **token}, query_string={"next": elsewhere})
    assert page.response.location in ("/staff", None) or not leads_away(page.response.location)


def leads_away(location):
    tidy = location.strip().replace("\\", "/").replace("\t", "")
    return tidy.startswith("//") or ":" in tidy.split("/")[0]


def test_signing_out_takes_a_button_not_a_link(visitor, email):
    sign_in(visitor, email)
    assert visitor.get("/sign-out").status == 405
    assert visitor.get("/staff").status == 200
    page = visitor.post("/sign-out", form_on="/staff")
    assert (page.status, page.response.location) == (302, "/sign-in")
    assert visitor.get("/staff").status == 302


def test_the_cookie_of_staff_is_kept_from_scripts_and_other_sites(app, visitor, email):
    cookie = sign_in(visitor, email).response.headers["Set-Cookie"]
    assert cookie.startswith("voice-staff=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert app.config["SESSION_COOKIE_SECURE"] is False  # these tests speak plain HTTP; a deployment does not


def test_pupils_pages_and_public_pages_set_no_cookie(visitor):
    for path in ("/", "/thank-you", "/healthy"):
        assert "Set-Cookie" not in visitor.get(path).response.headers, path


def test_who_is_signed_in_already_goes_to_the_desk(signed_in):
    lead = signed_in(Role.LEAD)
    assert lead.get("/sign-in").response.location == "/staff"
