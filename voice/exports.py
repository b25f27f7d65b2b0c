"""Exports: the tables that people see, to take away as CSV and as workbooks, with what their columns mean."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from surveys.authority_tables import actions_table, codebook_table
from surveys.context_tables import attendance_table, target_values_table, targets_table
from surveys.exports import SIGNS, Pack, pack
from surveys.paper_tables import paper_tables
from surveys.report_tables import drafted_on, report_tables
from surveys.reports import Report, ReportState, report_for, report_or_recall_for
from surveys.wave_papers import WavePaper, may_read_figures, paper_for
from surveys.wave_tables import answers_table, finding_tables, report_states_table, years_table
from surveys.waves import Wave, wave_with_id
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.insight.taken import shown_answers, shown_years
from voice.rendering import day
from voice.sheets import archive, meta_as_csv, table_as_csv, workbook

pages = Blueprint("exports", __name__)

CSV = "text/csv; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
ALL = "all"
"""What a file with every table is called."""
PROTECTED = (
    "Numbers of pupils are rounded to 5. One that could point to a few pupils is hidden, and so is one that would give it "
    "away. Please do not try to work hidden numbers out, and do not join these tables to others about pupils."
)
BESIDE = (
    "They stand beside what pupils say. They are not about the pupils who answered, and they tell no cause."
)
WHO_SEES_THEMES = (Role.LEAD, Role.READER, Role.SUBGROUP_MEMBER)
WHO_SEES_TARGETS = (Role.LEAD, Role.SUBGROUP_MEMBER, Role.SCHOOL)
WHO_SEES_ACTIONS = (Role.LEAD, Role.SUBGROUP_MEMBER)


@pages.get("/waves/<wave_id>/tables")
@allow(*WHO_SEES_THEMES)
def list_wave_tables(wave_id: str) -> str:
    wave = wave_with_id(session(), wave_id)
    if worker().is_a(Role.LEAD):
        back, to = url_for("waves.show_wave", wave_id=wave.id), wave.name
    else:
        back, to = url_for("themes.show_themes", wave_id=wave.id), f"Themes of {wave.name}"
    nothing = "Nothing in this wave has been counted yet."
    if not may_read_figures(session(), worker(), wave):
        nothing = "The figures of this wave are still being checked. Their tables come once something on it is released."
    return _page(_pack_of_wave(wave), back=back, to=to, nothing=nothing)


@pages.get("/waves/<wave_id>/tables/<download>")
@allow(*WHO_SEES_THEMES)
def download_wave_tables(wave_id: str, download: str) -> Response:
    return _download(_pack_of_wave(wave_with_id(session(), wave_id)), download)


@pages.get("/reports/<report_id>/tables")
@allow(Role.LEAD, Role.SCHOOL)
def list_report_tables(report_id: str) -> str:
    report = report_or_recall_for(session(), worker(), report_id)
    return _page(
        _pack_of_report(report),
        back=url_for("reports.show_report", report_id=report.id),
        to=f"Report of {report.content['school']['name']}",
        nothing="This report was recalled, so its tables are not given out.",
    )


@pages.get("/reports/<report_id>/tables/<download>")
@allow(Role.LEAD, Role.SCHOOL)
def download_report_tables(report_id: str, download: str) -> Response:
    return _download(_pack_of_report(report_for(session(), worker(), report_id)), download)


@pages.get("/papers/<paper_id>/tables")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def list_paper_tables(paper_id: str) -> str:
    paper = paper_for(session(), worker(), paper_id)
    return _page(
        _pack_of_paper(paper),
        back=url_for("wave_papers.show_paper", paper_id=paper.id),
        to=paper.content["title"],
        nothing="This paper has no tables.",
    )


@pages.get("/papers/<paper_id>/tables/<download>")
@allow(Role.LEAD, Role.SUBGROUP_MEMBER)
def download_paper_tables(paper_id: str, download: str) -> Response:
    return _download(_pack_of_paper(paper_for(session(), worker(), paper_id)), download)


@pages.get("/tables")
@allow(*WHO_SEES_TARGETS)
def list_authority_tables() -> str:
    return _page(
        _pack_of_authority(),
        back=url_for("home.desk"),
        to="Your desk",
        nothing="There is no target, no published figure and no action yet.",
    )


@pages.get("/tables/<download>")
@allow(*WHO_SEES_TARGETS)
def download_authority_tables(download: str) -> Response:
    return _download(_pack_of_authority(), download)


def _pack_of_wave(wave: Wave) -> Pack:
    """Return a wave’s tables: those of its themes, and for the lead those of its turnout and reports."""
    may_read, today = may_read_figures(session(), worker(), wave), date.today()
    tables = finding_tables(session(), wave) if may_read else []
    if worker().is_a(Role.LEAD):
        answers, total = shown_answers(session(), wave)
        tables.append(answers_table(wave, answers, total, on=today))
        # Where the total is hidden, the years would add up to it.
        years = shown_years(session(), wave) if total.number is not None else []
        tables.append(years_table(wave, years, on=today))
        tables.append(report_states_table(session(), wave, on=today))
    about = [
        ("Survey", f"{wave.version.survey.name}, version {wave.version.number}"),
        ("Open", f"{day(wave.opens_on)} to {day(wave.last_day)}"),
        ("Protection", PROTECTED),
    ]
    return pack(wave.name, about, tables)


def _pack_of_report(report: Report) -> Pack:
    """Return a report’s tables: what it said on the day it was drafted, whatever was counted since.

    A report that was recalled has none: what was wrong in it is not to go on in spreadsheets.
    """
    school, wave = report.content["school"], report.content["wave"]
    released = report.released_on
    about = [
        ("School", f"{school['name']}, {school['authority']}, URN {school['urn']}"),
        ("Survey", f"{wave['name']}, {wave['opened']} to {wave['closed']}"),
        ("Edition", f"{report.number}, drafted on {day(drafted_on(report))}"),
        ("Released", "not yet: this is a draft" if released is None else f"on {day(released)}"),
        ("Protection", PROTECTED),
    ]
    is_recalled = report.state is ReportState.RECALLED
    return pack(f"{school['name']}, {wave['name']}", about, [] if is_recalled else report_tables(report))


def _pack_of_paper(paper: WavePaper) -> Pack:
    """Return a paper’s tables: what it said on the day it was made, whatever was counted since.

    A paper that was recalled has none, as a report has not.
    """
    content = paper.content
    wave, released = content["wave"], paper.released_on
    about = [
        ("For", content["reader"]),
        ("Survey", f"{wave['name']}, {wave['opened']} to {wave['closed']}"),
        ("Released", "not yet: this is a draft" if released is None else f"on {day(released)}"),
        ("Protection", PROTECTED),
    ]
    tables = paper_tables(paper) if paper.recalled_on is None else []
    return pack(f"{content['title']}, {wave['name']}", about, tables)


def _pack_of_authority() -> Pack:
    """Return the tables that belong to no wave; what subgroups do is for their members and the lead."""
    today = date.today()
    tables = [
        targets_table(session(), on=today),
        target_values_table(session(), on=today),
        attendance_table(session(), on=today),
    ]
    if worker().is_a(*WHO_SEES_ACTIONS):
        tables += [actions_table(session(), on=today), codebook_table(session(), on=today)]
    return pack("Across the authority", [("As at", day(today)), ("Published figures", BESIDE)], tables)


def _page(tables: Pack, *, back: str, to: str, nothing: str) -> str:
    """Return the page that offers a pack’s files; ``nothing`` is said where it has no table."""
    return render_template(
        "exports/show.html",
        pack=tables,
        signs=SIGNS,
        here=request.path,
        all=ALL,
        back_to=back,
        back_words=to,
        nothing=nothing,
    )


def _download(tables: Pack, file: str) -> Response:
    """Return one file of a pack, under a name that says whose tables these are and nothing of what is in them."""
    made = _made(tables, file)
    if made is None:
        abort(404)
    content, kind = made
    response = make_response(content)
    response.headers["Content-Type"] = kind
    stem = (
        secure_filename(tables.title) or "tables"
    )  # a title may hold none of the signs that every system takes
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}-{file}"'
    return response


def _made(tables: Pack, file: str) -> tuple[bytes, str] | None:
    """Make “all.xlsx”, “all.zip”, “themes.xlsx”, “themes.csv” or “themes.meta.csv”; ``None`` for any other name."""
    if file == f"{ALL}.zip":
        return archive(tables), ZIP
    if file == f"{ALL}.xlsx":
        return workbook(tables), EXCEL
    name, _, ending = file.partition(".")
    chosen = tuple(table for table in tables.tables if table.name == name)
    if not chosen:
        return None
    if ending == "xlsx":
        return workbook(replace(tables, tables=chosen)), EXCEL
    if ending == "csv":
        return table_as_csv(chosen[0]), CSV
    if ending == "meta.csv" and chosen[0].is_open_data:
        return meta_as_csv(chosen[0]), CSV
    return None
