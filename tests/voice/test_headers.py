"""Headers: the same promises to the browser on every response, whatever it is."""

import pytest

from surveys.workers import Role
from voice import create_app
from voice.access import public
from voice.headers import ALWAYS
from voice.rendering import asset
from voice.settings import Settings


@pytest.fixture
def app_of_its_own():
    return True


@pytest.fixture
def record_file(borough_record):
    return borough_record[0]


EVERYWHERE = [
    "/",
    "/thank-you",
    "/answers",
    "/privacy",
    "/healthy",
    "/sign-in",
    "/staff",
    "/nothing",
    "/told/X",
]


def check(response, path):
    for name in ALWAYS:
        assert response.headers.get(name), f"{path} has no {name}"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, path
    assert "script-src 'self'" in policy or "script-src" not in policy, path
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store", path
    assert "Server" not in response.headers


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_response_has_them_whoever_asks(visitor, path):
    check(visitor.get(path).response, path)
    check(visitor.client.options(path), path)


def test_pages_for_staff_downloads_and_charts_have_them(signed_in, borough_record):
    lead = signed_in(Role.LEAD)
    borough = borough_record[1]
    paths = [
        "/staff",
        "/waves",
        f"/reports/{borough.report_id}.pdf",
        f"/reports/{borough.report_id}/chart/barriers.svg",
    ]
    for path in paths:
        page = lead.get(path)
        assert page.status == 200, path
        check(page.response, path)


def test_errors_have_them(app, visitor):
    @public
    def failing():
        raise ValueError

    app.add_url_rule("/failing", "failing", failing)
    for path, status in (("/failing", 500), ("/nothing", 404)):
        page = visitor.get(path)
        assert page.status == status
        check(page.response, path)


def test_a_deployment_over_https_asks_browsers_to_stay_there(visitor, tmp_path):
    assert "Strict-Transport-Security" not in visitor.get("/").response.headers
    deployed = create_app(Settings(secret_key="t" * 32, data=tmp_path))
    answer = deployed.test_client().get("/healthy")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]


def test_styles_are_kept_for_a_year_and_taken_for_what_they_are(visitor):
    with visitor.client.get(asset("staff.css")) as answer:
        assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert visitor.client.get("/static/../voice/settings.py").status_code == 404
    assert visitor.client.get("/static/%2e%2e/pyproject.toml").status_code == 404
