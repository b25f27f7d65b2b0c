"""Governors: one page of a school’s report for them, on the web and on paper."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from surveys.actions import actions_for_school
from surveys.reports import Report, report_for
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.downloads import pdf_named
from voice.governing import governors_page
from voice.printing import governors_pdf
from voice.qr import as_typed, told_address

pages = Blueprint("governors", __name__)


@pages.get("/reports/<report_id>/governors")
@allow(Role.LEAD, Role.SCHOOL)
def show_page(report_id: str) -> str:
    report = report_for(session(), worker(), report_id)
    return render_template("governors/show.html", report=report, page=_page(report))


@pages.get("/reports/<report_id>/governors.pdf")
@allow(Role.LEAD, Role.SCHOOL)
def print_page(report_id: str) -> Response:
    report = report_for(session(), worker(), report_id)
    pdf = governors_pdf(_page(report), on=date.today())
    return pdf_named(pdf, report.place.school.name, report.place.wave.name, "for governors")


def _page(report: Report) -> dict[str, Any]:
    actions = actions_for_school(session(), report.place.school_id)
    page = governors_page(report.content, actions, on=date.today())
    told = as_typed(told_address(report.address)) if report.stands else ""
    return page | {"told": told, "caution": _caution(report)}


def _caution(report: Report) -> str:
    """Return what must stand on a page that governors should not be given, or “”."""
    if report.stands:
        return ""
    if report.is_released:
        return "The report was recalled, so this page must not be used any more."
    return "This is a draft, for the authority alone until the report is released."
