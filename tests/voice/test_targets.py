"""Targets: the lead keeps the register, partners and schools read it, and a slip stores nothing."""

from datetime import date, timedelta

import pytest

from surveys.targets import targets
from surveys.workers import Role
from tests import make

FORM = {
    "title": "Attendance in secondary schools",
    "unit": "percent",
    "baseline": "91.93%",
    "baseline_on": "2024-08-31",
    "goal": "93.50",
    "due_on": "2028-08-31",
    "owner": "Attendance team",
    "source": "DfE",
    "indicator": "",
    "phase": "",
}


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def target_id(lead, record):
    lead.post("/targets/new", FORM)
    (target,) = targets(record)
    key = target.id
    record.rollback()
    return key


def on_register(record):
    found = [(one.title, one.baseline, one.goal, len(one.readings)) for one in targets(record)]
    record.rollback()
    return found


def test_a_lead_puts_a_target_on_the_register_and_notes_values(lead, record):
    assert "No targets yet." in lead.get("/targets").text
    page = lead.post("/targets/new", FORM, follow_redirects=True)
    assert page.heading == "Attendance in secondary schools"
    assert "93.5% by 31 August 2028" in page.text
    assert "Nothing noted yet" in page.text
    path = page.response.request.path
    values = {"value": "92.38%", "for_day": date.today().isoformat()}
    page = lead.post(f"{path}/values", values, form_on=path, follow_redirects=True)
    assert "Closer than at the start" in page.text
    assert "Noted by" in page.text
    row = lead.get("/targets").soup.select_one("tbody tr").get_text(" ", strip=True)
    assert row.startswith("Attendance in secondary schools 91.93% 92.38% 93.5% 31 August 2028")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("title", " ", "Say what is measured"),
        ("title", "x" * 201, "at most 200"),
        ("baseline", "16:00%", "Write it with a point: 16.00"),
        ("goal", "", "The value is missing"),
        ("goal", "91.93", "same as at the start"),
        ("goal", "120", "between 0 and 100"),
        ("due_on", "2020-01-01", "after that of the start"),
        ("due_on", "31/08/2028", "Enter a real day"),
        ("baseline_on", "", "Enter the day of the start"),
        ("unit", "metres", "from the list"),
        ("indicator", "happiness", "from the list"),
        ("phase", "Moon", "from the list"),
    ],
)
def test_a_slip_is_said_at_its_field_and_stores_nothing(lead, record, field, typed, says):
    page = lead.post("/targets/new", {**FORM, field: typed})
    assert page.status == 200
    assert says in page.text
    assert page.soup.select_one(f'.govuk-error-summary a[href="#{field}"]')
    assert page.field("owner") == "Attendance team"
    assert on_register(record) == []


def test_a_published_figure_needs_its_schools(lead, record):
    page = lead.post("/targets/new", {**FORM, "indicator": "attendance"})
    assert "which schools" in page.soup.select_one('.govuk-error-summary a[href="#phase"]').text
    assert on_register(record) == []


def test_a_form_with_nothing_in_it_is_no_error(lead, record):
    assert lead.post("/targets/new", {}).status == 200
    assert on_register(record) == []


def test_a_target_is_put_right(lead, record, target_id):
    path = f"/targets/{target_id}/change"
    page = lead.get(path)
    assert (page.field("baseline"), page.field("goal")) == ("91.93%", "93.5%")
    lead.post(path, {**FORM, "goal": "94"})
    assert on_register(record) == [("Attendance in secondary schools", 91.93, 94.0, 0)]
    assert "same as at the start" in lead.post(path, {**FORM, "goal": "91.93"}).text
    assert on_register(record) == [("Attendance in secondary schools", 91.93, 94.0, 0)]


def test_a_large_number_comes_back_whole(lead, record):
    sent = {**FORM, "unit": "number", "baseline": "1,234,56.78", "goal": "999999.5"}
    path = lead.post("/targets/new", sent, follow_redirects=True).response.request.path
    page = lead.get(f"{path}/change")
    assert (page.field("baseline"), page.field("goal")) == ("123,456.78", "999,999.5")
    lead.post(f"{path}/change", {**sent, "baseline": page.field("baseline"), "goal": page.field("goal")})
    assert on_register(record)[0][1:3] == (123456.78, 999999.5)


@pytest.mark.parametrize(
    ("value", "days", "says"),
    [
        ("many", 0, "not a number"),
        ("92", 1, "not come yet"),
        ("92", -9999, "before the start"),
        ("", 0, "missing"),
    ],
)
def test_a_value_that_cannot_be_is_said_and_not_noted(lead, record, target_id, value, days, says):
    path, day = f"/targets/{target_id}", date.today() + timedelta(days=days)
    page = lead.post(f"{path}/values", {"value": value, "for_day": day.isoformat()}, form_on=path)
    assert page.status == 200
    assert says in page.text
    assert on_register(record)[0][3] == 0
    assert "Enter the day" in lead.post(f"{path}/values", {"value": "92"}, form_on=path).text


def test_an_ended_target_stays_with_its_reason(lead, target_id):
    path = f"/targets/{target_id}"
    assert "Say why it ends" in lead.post(f"{path}/end", {"why": " "}, form_on=path).text
    page = lead.post(f"{path}/end", {"why": "Reached <b>early</b>"}, form_on=path, follow_redirects=True)
    assert "Reached <b>early</b>" in page.text
    assert not page.soup.select("main form")
    assert "Ended" in lead.get("/targets").text
    again = lead.post(f"{path}/end", {"why": "Again"}, form_on="/targets/new")
    assert "ended already" in again.text


@pytest.mark.parametrize("role", [Role.SUBGROUP_MEMBER, Role.SCHOOL])
def test_partners_and_schools_read_and_change_nothing(signed_in, record, target_id, role):
    make.school(record, urn="900001")
    reader = signed_in(role, urn="900001" if role is Role.SCHOOL else None)
    assert "Attendance in secondary schools" in reader.get("/targets").text
    page = reader.get(f"/targets/{target_id}")
    assert page.status == 200
    assert not page.soup.select("main form")
    for path in ("new", f"{target_id}/change"):
        assert reader.get(f"/targets/{path}").status == 403


def test_a_target_that_is_not_there_is_not_found(lead):
    assert lead.get(f"/targets/{'f' * 32}").status == 404


def test_two_leads_who_note_the_same_day_leave_one_value(lead, signed_in, record, target_id):
    path, day = f"/targets/{target_id}", date.today().isoformat()
    for who, value in ((lead, "92"), (signed_in(Role.LEAD), "93")):
        who.post(f"{path}/values", {"value": value, "for_day": day}, form_on=path)
    assert on_register(record)[0][3] == 1
    assert "93%" in lead.get(path).text
