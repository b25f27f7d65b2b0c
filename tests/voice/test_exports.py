"""Exports: who may take which tables away, and that no file says more than the pages do."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest

from surveys.actions import add_action
from surveys.agencies import add_agency
from surveys.codebook import ThemeEntry, load_themes
from surveys.findings import FindingKind, store_findings
from surveys.report_steps import ReportStep, StepKind
from surveys.reports import store_draft
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.wave_papers import PaperKind, store_paper
from surveys.workers import Role
from tests import make
from tests.voice.report_figures import content, figure, hidden

TODAY = date.today()
BROOK, HILL = "900001", "900002"
HOSTILE = '=HYPERLINK("http://evil.example","bus")'


@pytest.fixture
def wave(record):
    """A wave of two schools that was counted: 60 answers at one, 4 at the other."""
    schools = [
        make.school(record, urn=BROOK, name="Brook Lane"),
        make.school(record, urn=HILL, name="Hill Top"),
    ]
    wave = make.wave_in(record, *schools, name="Autumn 2026", opens_on=TODAY - timedelta(days=7))
    places = {place.school.urn: place for place in wave.schools}
    make.responses(record, places[BROOK], count=60)
    make.responses(record, places[HILL], count=4)
    transport = {
        "name": HOSTILE,
        "written": {BROOK: figure(20, 60), HILL: hidden(), "total": hidden()},
        "ticked": None,
        "workshops": {"said_in": 1, "of": 2},
        "words": ["bus"],
        "decided": hidden(),
    }
    found = {(FindingKind.OVERVIEW, "wave"): {"answered": hidden()}, (FindingKind.THEME, "TRV"): transport}
    store_findings(record, wave_id=wave.id, figures=found, on=TODAY)
    record.commit()
    return wave


@pytest.fixture
def report(record, wave):
    """A released report of the larger school."""
    place = next(place for place in wave.schools if place.school.urn == BROOK)
    made = store_draft(record, place=place, content=content(), pdf=b"%PDF", on=TODAY)
    made.released_on, made.released_by = TODAY, make.worker(record, Role.LEAD)
    record.commit()
    return made


@pytest.fixture
def action(record):
    entries = [ThemeEntry(code, code, code) for code in ("TRV", "BUL", "PER")]
    load_themes(record, entries, version=1)
    add_first_subgroups(record)
    add_action(
        record,
        subgroup=subgroup_with_slug(record, "transport"),
        title=HOSTILE,
        why="Pupils said so.",
        theme=theme_with_code(record, "TRV"),
        wave=None,
        agency=add_agency(record, name="Transport team"),
        owner="Ash",
        due_on=TODAY,
    )
    record.commit()


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def links(page):
    return [link["href"] for link in page.soup.select("main a") if "/tables/" in link["href"]]


def download(visitor, address):
    response = visitor.client.get(address)
    assert response.status_code == 200, address
    return response


def test_every_file_that_the_page_offers_is_there(signed_in, wave):
    lead = signed_in(Role.LEAD)
    page = lead.get(f"/waves/{wave.id}/tables")
    assert page.heading == "Download the tables"
    offered = links(page)
    assert len(offered) > 12
    for address in offered:
        out = download(lead, address)
        assert out.headers["Content-Disposition"].startswith('attachment; filename="Autumn_2026-')
        kinds = {"csv": "text/csv", "zip": "application/zip", "xlsx": "application/vnd.openxmlformats"}
        assert out.content_type.startswith(kinds[address.rpartition(".")[2]])
        assert len(out.get_data()) > 50


def test_names_of_files_hold_no_figures(signed_in, wave, report):
    lead = signed_in(Role.LEAD)
    for scope in (f"/waves/{wave.id}", f"/reports/{report.id}"):
        for address in links(lead.get(f"{scope}/tables")):
            name = re.search('filename="(.*)"', download(lead, address).headers["Content-Disposition"])[1]
            assert set(re.findall("[0-9]+", name)) <= {"2026"}


def test_answers_are_hidden_as_on_the_turnout_page(signed_in, wave):
    lead = signed_in(Role.LEAD)
    titles, *rows = lines(download(lead, f"/waves/{wave.id}/tables/answers.csv").get_data())
    pupils = titles.index("pupils_who_answered")
    assert {row[pupils] for row in rows} <= {"c", "60"}
    assert next(row for row in rows if row[9] == "Hill Top")[pupils] == "c"


def test_a_name_that_begins_like_a_formula_is_a_text_in_every_file(signed_in, wave, action):
    lead = signed_in(Role.LEAD)
    for address in (f"/waves/{wave.id}/tables", "/tables"):
        with zipfile.ZipFile(io.BytesIO(download(lead, f"{address}/all.zip").get_data())) as files:
            cells = [cell for name in files.namelist() for row in lines(files.read(name)) for cell in row]
        book = openpyxl.load_workbook(io.BytesIO(download(lead, f"{address}/all.xlsx").get_data()))
        cells += [str(cell) for sheet in book for row in sheet.values for cell in row]
        assert f"'{HOSTILE}" in cells
        assert not [cell for cell in cells if cell.startswith("=")]


def test_a_school_takes_its_own_report_away_and_no_other(signed_in, record, report):
    head = signed_in(Role.SCHOOL, urn=BROOK)
    page = head.get(f"/reports/{report.id}/tables")
    assert page.status == 200
    for address in links(page):
        download(head, address)
    other = signed_in(Role.SCHOOL, urn=HILL)
    assert other.get(f"/reports/{report.id}/tables").status == 404
    assert other.get(f"/reports/{report.id}/tables/all.zip").status == 404


def test_a_draft_is_for_the_lead_alone(signed_in, record, report):
    report.released_on = report.released_by = None
    record.commit()
    assert signed_in(Role.SCHOOL, urn=BROOK).get(f"/reports/{report.id}/tables").status == 404
    assert "this is a draft" in signed_in(Role.LEAD).get(f"/reports/{report.id}/tables").text


def test_a_recalled_report_gives_no_tables(signed_in, record, report):
    step = ReportStep(
        report_id=report.id,
        kind=StepKind.RECALLED,
        worker=report.released_by,
        taken_on=TODAY,
        note="Two schools were swapped.",
    )
    record.add(step)
    record.commit()
    for visitor in (signed_in(Role.SCHOOL, urn=BROOK), signed_in(Role.LEAD)):
        page = visitor.get(f"/reports/{report.id}/tables")
        assert "This report was recalled" in page.text
        assert links(page) == []
        assert visitor.get(f"/reports/{report.id}/tables/headlines.csv").status == 404
    assert signed_in(Role.SCHOOL, urn=BROOK).get(f"/reports/{report.id}/tables/all.zip").status == 404
    with zipfile.ZipFile(
        io.BytesIO(download(signed_in(Role.LEAD), f"/reports/{report.id}/tables/all.zip").get_data())
    ) as files:
        assert files.namelist() == ["about.csv", "dictionary.csv"]


def test_a_paper_is_taken_away_by_those_who_may_read_it(signed_in, record, wave):
    table = {
        "kind": "table",
        "caption": "By school",
        "heads": ["School", "Ticked it"],
        "rows": [["Brook Lane", figure(20, 60)], ["Hill Top", hidden()]],
        "is_dense": False,
    }
    said = {
        "title": "What the borough’s pupils said",
        "reader": "Members of the subgroups",
        "wave": {"name": wave.name, "opened": "5 October 2026", "closed": "23 October 2026"},
        "made_on": TODAY.isoformat(),
        "sections": [{"title": "Themes", "blocks": [table]}],
        "quotes": [],
    }
    paper = store_paper(
        record, wave=wave, kind=PaperKind.OVERVIEW, subject="", content=said, pdf=b"%PDF", on=TODAY
    )
    record.commit()
    lead, member = signed_in(Role.LEAD), signed_in(Role.SUBGROUP_MEMBER)
    address = f"/papers/{paper.id}/tables"
    assert "this is a draft" in lead.get(address).text
    for file in links(lead.get(address)):
        download(lead, file)
    assert member.get(address).status == member.get(f"{address}/figures.csv").status == 404
    paper.released_on, paper.released_by = TODAY, make.worker(record, Role.LEAD)
    record.commit()
    titles, *rows = lines(download(member, f"{address}/figures.csv").get_data())
    assert [row[titles.index("pupils_who_said_so")] for row in rows] == ["20", "c"]


def test_a_school_sees_targets_and_no_actions(signed_in, wave, action):
    head = signed_in(Role.SCHOOL, urn=BROOK)
    assert head.get("/tables/actions.csv").status == head.get("/tables/codebook.csv").status == 404
    assert signed_in(Role.SUBGROUP_MEMBER).get("/tables/actions.csv").status == 200


def test_answers_that_come_in_after_a_release_change_no_byte(signed_in, record, wave, report):
    lead = signed_in(Role.LEAD)
    address = f"/reports/{report.id}/tables/all.zip"
    before = download(lead, address).get_data()
    for place in wave.schools:
        make.responses(record, place, count=9)
    record.commit()
    assert download(lead, address).get_data() == before


@pytest.mark.parametrize(
    ("role", "wave_page", "authority_page"),
    [
        (Role.LEAD, 200, 200),
        (Role.SUBGROUP_MEMBER, 200, 200),
        (Role.READER, 200, 403),
        (Role.SCHOOL, 403, 200),
        (Role.YOUTH_WORKER, 403, 403),
    ],
)
def test_each_role_takes_away_what_its_pages_show(signed_in, record, wave, role, wave_page, authority_page):
    make.tell(record, wave)
    record.commit()
    visitor = signed_in(role, urn=BROOK if role is Role.SCHOOL else None)
    assert visitor.get(f"/waves/{wave.id}/tables").status == wave_page
    assert visitor.get(f"/waves/{wave.id}/tables/themes.csv").status == wave_page
    assert visitor.get("/tables").status == authority_page
    # How far each school is stands on pages for the lead alone.
    expected = {Role.LEAD: 200}.get(role, wave_page if wave_page == 403 else 404)
    for name in ("answers", "reports"):
        assert visitor.get(f"/waves/{wave.id}/tables/{name}.csv").status == expected


@pytest.mark.parametrize(
    "file",
    [
        "themes", "themes.pdf", "themes.zip", "all.csv", "all.meta.csv", "all", "none.csv", "theme-words.meta.csv",
        ".csv", "themes.csv.csv", "..%2f..%2fetc", "all.xlsx.zip", "THEMES.CSV", "%00.csv",
    ],
)  # fmt: skip
def test_a_file_that_is_not_offered_is_not_found(signed_in, wave, file):
    assert signed_in(Role.LEAD).get(f"/waves/{wave.id}/tables/{file}").status in (400, 404)


def test_what_is_not_there_gets_a_sentence(signed_in, record):
    wave = make.wave(record, name="Spring look")
    record.commit()
    assert (
        "Nothing in this wave has been counted yet."
        in signed_in(Role.READER).get(f"/waves/{wave.id}/tables").text
    )
    lead = signed_in(Role.LEAD)
    assert "There is no target, no published figure and no action yet." in lead.get("/tables").text
    assert lead.get("/waves/none/tables").status == lead.get("/reports/none/tables").status == 404


def test_a_name_without_letters_still_names_a_file(signed_in, record, wave):
    wave.name = "☃☃"
    record.commit()
    out = download(signed_in(Role.LEAD), f"/waves/{wave.id}/tables/themes.csv")
    assert out.headers["Content-Disposition"] == 'attachment; filename="tables-themes.csv"'
