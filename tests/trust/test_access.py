"""Access: every page is closed until it says whom it is for, and it opens to those people alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from surveys.recordings import keep_recording
from surveys.workers import Role
from tests import make
from tests.borough import SCHOOL_URN
from tests.pages import Visitor
from tests.sounds import MP3
from voice.access import rule_of
from voice.database import engine_of, writing_session

MADE_UP = "f" * 32
STEMS = {
    "code": "ZZZ",
    "urn": "999999",
    "slug": "nothing",
    "address": "ZZZZZZ",
    "name": "nothing",
    "source": "note",
    "survey_slug": "nothing",
    "language": "xx",
}
"""What stands in an address instead of a key; anything else gets a key that nobody has."""
LEADS_ON = {
    "security.login": frozenset(Role),  # they are signed in already
    "responses.no_answers": frozenset([*Role, None]),  # a reload of what only a form leads to
    "readings.read": frozenset[Role](),  # a text that is gone leads to the next one
    "report_life.release_one_report": frozenset[Role](),  # and a draft that is gone to the list
    "paper_life.release_one_paper": frozenset[Role](),
}
"""Pages that lead on instead of answering, and whom."""
OWN_SCHOOL = (Role.SCHOOL, Role.SAFEGUARDING_LEAD)
OPEN_TO_THE_PUBLIC = {
    "security.login",
    "home.privacy",
    "home.accessibility",
    "home.healthy",
    "responses.start",
    "responses.open_survey",
    "responses.take_answers",
    "responses.no_answers",
    "responses.thank_you",
    "reports.tell_pupils",
    "talk.ask",
    "talk.send",
    "talk.sent",
    "recordings.hear",
    "wave_papers.read_summary",
    "wave_papers.print_summary",
    "wave_papers.draw_summary",
}


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


@pytest.fixture
def jobs_in_place():
    return False


@pytest.fixture
def borough(borough_record, app):
    keep_recording(app.extensions["voice_settings"].recordings, MP3)
    return borough_record[1]


def routes(app: Flask) -> Iterator[Rule]:
    yield from app.url_map.iter_rules()


def methods(rule: Rule) -> list[str]:
    return sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"})


def without_rule(app: Flask) -> list[str]:
    return [rule.endpoint for rule in routes(app) if rule_of(app, rule.endpoint) is None]


def real(rule: Rule, borough) -> str:
    return rule.build({name: getattr(borough, name) for name in rule.arguments}, append_unknown=False)[1]


def made_up(rule: Rule) -> str:
    return rule.build({name: STEMS.get(name, MADE_UP) for name in rule.arguments}, append_unknown=False)[1]


def person(app: Flask, role: Role | None) -> Visitor:
    visitor = Visitor(app)
    if role is not None:
        with writing_session(engine_of(app)) as record:
            visitor.sign_in(make.worker(record, role, urn=SCHOOL_URN if role in OWN_SCHOOL else None))
            record.commit()
    return visitor


def test_every_route_says_whom_it_is_for(app):
    assert without_rule(app) == []


def test_a_route_that_says_nothing_is_reported_and_opens_to_nobody(app, borough):
    app.view_functions["forgotten"] = lambda: "secret"
    app.url_map.add(Rule("/forgotten", endpoint="forgotten"))
    assert without_rule(app) == ["forgotten"]
    for role in (None, *Role):
        visitor = person(app, role)
        page = visitor.get("/forgotten")
        assert page.status == 403
        assert "secret" not in page.text


def test_the_list_of_pages_without_sign_in_is_short_and_known(app):
    assert {
        rule.endpoint for rule in routes(app) if rule_of(app, rule.endpoint) == frozenset()
    } == OPEN_TO_THE_PUBLIC


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role or "nobody")
def test_each_page_opens_to_its_roles_alone(app, borough, role):
    visitor = person(app, role)
    token = visitor.get("/privacy" if role else "/sign-in").field("csrf_token")
    wrong = []
    asked = [(rule, method) for rule in routes(app) for method in methods(rule)]
    # What changes something comes after what only looks, and last of all what ends the session.
    asked.sort(key=lambda pair: (pair[0].endpoint == "security.logout", pair[1] == "POST"))
    for rule, method in asked:
        allowed = rule_of(app, rule.endpoint)
        addresses = [(real(rule, borough), True)]
        if allowed is not None and (not allowed or role in allowed):
            addresses.append((made_up(rule), False))
        for address, is_real in addresses:
            sent = {"csrf_token": token} if method == "POST" else None
            status = visitor.open(address, method=method, data=sent).status
            if not expected(rule, method, status, allowed, role, is_real=is_real or not rule.arguments):
                wrong.append((method, address, status))
    assert wrong == []


def expected(
    rule: Rule, method: str, status: int, allowed: frozenset[Role] | None, role: Role | None, *, is_real: bool
) -> bool:
    """Say whether a status is what a page’s rule asks for."""
    if allowed and role is None:
        return status == 302  # to the sign-in page
    if allowed and role not in allowed:
        return status == 403
    if not is_real:
        return status == (302 if rule.endpoint in LEADS_ON else 404)
    if method == "POST":
        return status in (200, 302, 400, 404)  # nothing is filled in; a form says so, and none may break
    return status == (302 if rule.endpoint in LEADS_ON and role in LEADS_ON[rule.endpoint] else 200)


def test_one_who_is_sent_to_sign_in_comes_back_to_the_page(app, borough, visitor):
    sent = visitor.get(f"/waves/{borough.wave_id}").response
    assert sent.location == f"/sign-in?next=/waves/{borough.wave_id}"


def test_every_form_of_staff_is_refused_without_its_token_and_changes_nothing(app, borough):
    lead = Visitor(app)
    with writing_session(engine_of(app)) as record:
        lead.sign_in(make.worker(record, *(set(Role) - {Role.SCHOOL})))
        record.commit()
    before = everything(app)
    for rule in routes(app):
        if "POST" in methods(rule) and not rule.endpoint.startswith(("responses.", "talk.")):
            for sent in ({}, {"csrf_token": "made-up"}):
                page = lead.post(real(rule, borough), {**FILLED, **sent}, form_on="")
                assert page.status == 400, rule
                assert page.heading == "This page was open for a long time"
    assert everything(app) == before
    assert lead.get("/staff").status == 200  # nor was anybody signed out


FILLED = {
    "outcome": "concern",
    "wish": "removed",
    "status": "stopped",
    "note": "x",
    "done": "x",
    "kind": "idea",
    "lines": "x",
    "held_on": "2026-01-05",
    "seen": "x",
}


def everything(app: Flask) -> dict[str, list[str]]:
    """Return all rows of all tables, as text."""
    with engine_of(app).connect() as connection:
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()))
            for name in names
        }


def test_a_worker_who_was_made_inactive_is_out_at_once(app, borough, record):
    visitor = Visitor(app)
    worker = make.worker(record, Role.LEAD)
    visitor.sign_in(worker)
    record.commit()
    assert visitor.get("/waves").status == 200
    worker.active = False
    record.commit()
    assert visitor.get("/waves").status == 302


def test_a_role_that_was_taken_away_closes_its_pages_at_once(app, borough, record):
    visitor = Visitor(app)
    worker = make.worker(record, Role.LEAD, Role.READER)
    visitor.sign_in(worker)
    record.commit()
    worker.role_rows = [row for row in worker.role_rows if row.role is Role.READER]
    record.commit()
    assert visitor.get("/waves").status == 403
    assert visitor.get("/reading").status == 200


def test_a_schools_safeguarding_lead_sees_the_concerns_of_that_school_alone(app, borough, signed_in):
    own = signed_in(Role.SAFEGUARDING_LEAD, urn=SCHOOL_URN)
    assert "Brook Lane High School" in own.get("/concerns").text
    assert "Hill Top School" not in own.get("/concerns").text
    assert "1 not yet seen" in own.get("/staff").text
    assert own.get(f"/concerns/{borough.concern_id}").status == 200
    theirs = own.get(f"/concerns/{borough.other_concern_id}")
    assert theirs.status == 404
    assert "home" not in theirs.text
    sent = {"step": "decided", "words": "Mine"}
    for path in ("", "/words", "/share", "/allow-quoting"):
        address = f"/concerns/{borough.other_concern_id}{path}"
        assert own.post(address, sent, form_on="/concerns").status == 404
    authority = signed_in(Role.SAFEGUARDING_LEAD)
    assert "2 not yet seen" in authority.get("/staff").text
    assert authority.get(f"/concerns/{borough.other_concern_id}").status == 200


@pytest.mark.parametrize("role", Role)
def test_the_menu_leads_only_where_its_reader_may_go(app, borough, role):
    visitor = person(app, role)
    links = {link["href"] for link in visitor.get("/staff").soup.select("a[href^='/']")}
    assert {path for path in links if visitor.get(path).status != 200} == set()
