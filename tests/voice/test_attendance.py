"""Attendance: the page that shows published figures beside what pupils said, and never joins them."""

from datetime import date
from pathlib import Path

import pytest

from surveys.attendance import attendance_periods, store_attendance
from surveys.ees import read_attendance
from surveys.findings import FindingKind, store_findings
from surveys.gias import import_schools, read_schools
from surveys.workers import Role
from tests import make
from voice.demo import setting

SAMPLE = Path(__file__).parents[1] / "samples" / "attendance.csv"


@pytest.fixture
def figures(record):
    make.school(record, urn="900001")
    found = read_attendance(SAMPLE, ours={"999": "Ashenbrook"})
    store_attendance(record, found.figures, source="attendance.csv", on=date(2026, 3, 3))
    record.commit()


def cells(page, label):
    table = page.soup.find(class_="voice-scroll", attrs={"aria-label": label})
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]


def test_before_any_file_the_page_says_what_to_do(signed_in):
    page = signed_in(Role.LEAD).get("/attendance")
    assert page.heading == "Attendance"
    assert "flask attendance import" in page.text


@pytest.mark.parametrize("role", [Role.LEAD, Role.SUBGROUP_MEMBER, Role.SCHOOL])
def test_our_figures_stand_beside_the_regions_and_englands(signed_in, figures, role):
    page = signed_in(role, urn="900001" if role is Role.SCHOOL else None).get("/attendance")
    table = cells(page, "Secondary")
    assert table[0] == ["Share", "Ashenbrook", "Fellmoor", "England"]
    assert table[1] == ["Attendance", "91.1%", "91.2%", "91.4%"]
    reasons = cells(page, "Secondary: reasons, as a share of all sessions")
    assert ["Holidays that schools did not agree to", "rounds to 0", "0.5%", "0.4%"] in reasons
    assert "kept back" in page.text
    assert "neither shows what caused the other" in page.text
    assert "attendance.csv, taken in on 3 March 2026" in page.text


def test_other_times_can_be_chosen_and_an_unknown_one_is_not_found(signed_in, figures, record):
    older = attendance_periods(record)[1].id
    record.rollback()
    lead = signed_in(Role.LEAD)
    page = lead.get(f"/attendance?period={older}")
    assert "90.6%" in page.text
    assert cells(page, "Secondary in Ashenbrook, by year")[0] == [
        "Share",
        "Academic year 2023/24",
        "Academic year 2024/25",
    ]
    assert lead.get("/attendance?period=nothing").status == 404


@pytest.fixture
def counted(record, figures):
    wave = make.wave(record, name="Autumn")
    themes = {
        (FindingKind.THEME, code): {"name": name, "written": {"total": total}}
        for code, name, total in (
            ("TRV", "Transport", figure(60, "about 1 in 5")),
            ("BUL", "Bullying", figure(90, "about 3 in 10")),
            ("POV", "Money", {**figure(None, "too small to say"), "shown": False}),
        )
    }
    store_findings(record, wave_id=wave.id, figures=themes, on=date.today())
    make.tell(record, wave)
    record.commit()


def figure(count, words):
    return {"base": 300, "count": count, "percent": None, "words": words, "shown": True, "why": ""}


def test_what_pupils_wrote_about_stands_by_itself_and_hidden_figures_are_not_listed(signed_in, counted):
    page = signed_in(Role.SUBGROUP_MEMBER).get("/attendance")
    assert "What pupils wrote about most in Autumn" in page.text
    table = cells(page, "What pupils wrote about most")
    assert table[1:] == [["Bullying", "About 3 in 10"], ["Transport", "About 1 in 5"]]


def test_a_school_sees_what_is_published_alone(signed_in, counted):
    page = signed_in(Role.SCHOOL, urn="900001").get("/attendance")
    assert "91.1%" in page.text
    assert "What pupils wrote" not in page.text
    assert "Transport" not in page.text


def test_nothing_of_a_small_wave_is_said(signed_in, record, figures):
    wave = make.wave(record, name="Autumn")
    hidden = {**figure(None, "too small to say"), "shown": False}
    found = {(FindingKind.THEME, "TRV"): {"name": "Transport", "written": {"total": hidden}}}
    store_findings(record, wave_id=wave.id, figures=found, on=date.today())
    record.commit()
    assert "too small to say" in signed_in(Role.LEAD).get("/attendance").text


def test_the_demo_has_figures_and_targets_of_its_own(signed_in, record, engine):
    import_schools(record, read_schools(setting.FIGURES.with_name("schools.csv")).rows)
    lead, wave_id = make.worker(record, Role.LEAD).id, make.wave(record).id
    record.commit()
    setting.know(engine, wave_id=wave_id, lead=lead)
    reader = signed_in(Role.LEAD)
    page = reader.get("/attendance")
    assert cells(page, "Secondary")[0] == ["Share", "Ashenbrook", "Fellmoor", "England (made up)"]
    assert "Academic year 2025/26" in page.text
    rows = [row.get_text(" ", strip=True) for row in reader.get("/targets").soup.select("tbody tr")]
    assert len(rows) == 4
    assert rows[0].startswith("Attendance in secondary schools 90.6% 90.99% 93%")
    # Its own measure is counted: no school of this wave has told its pupils yet.
    closer = [row for row in rows if "Closer than at the start" in row]
    assert len(closer) == 3
    assert not any(row.startswith("Schools that have told pupils") for row in closer)
