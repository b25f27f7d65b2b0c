"""Tellings: how a school tells its pupils what they said and what becomes of it – on a page, a poster and in class."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from surveys.actions import actions_for_school
from surveys.definitions import frame_words
from surveys.reports import Report, report_for
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.downloads import pdf_named
from voice.printing import poster_pdf
from voice.qr import as_typed, qr_svg, told_address
from voice.rendering import day
from voice.telling import (
    ASKED_ON_A_POSTER,
    not_answered_yet,
    nothing_under_way,
    promised_on_the_poster,
    refused_on_the_poster,
    what_the_poster_says,
    what_the_school_says,
    why_no_numbers,
)

pages = Blueprint("tellings", __name__)

SIZES = {"a4": "A4", "a3": "A3"}
HELP = ("help.title", "help.adult", "help.call", "help.text", "help.danger")


@pages.get("/reports/<report_id>/telling")
@allow(Role.LEAD, Role.SCHOOL)
def show_telling(report_id: str) -> str | Response:
    report = report_for(session(), worker(), report_id)
    if not report.stands:
        return _not_yet(report)
    actions = actions_for_school(session(), report.place.school_id)
    square = qr_svg(
        told_address(report.address), told="A square that a camera reads: it opens the pupils’ page."
    )
    return render_template(
        "tellings/show.html",
        report=report,
        poster=_poster(report, size="a4"),
        answered=what_the_school_says(report),
        qr=Markup(square),
        untold=[action for action in actions if not action.pupil_words],
        sizes=SIZES,
    )


@pages.get("/reports/<report_id>/poster.pdf")
@allow(Role.LEAD, Role.SCHOOL)
def print_poster(report_id: str) -> Response:
    report = report_for(session(), worker(), report_id)
    if not report.stands:
        return _not_yet(report)
    size = request.args.get("size", "a4").lower()
    if size not in SIZES:
        flash("A poster is A4 or A3. Choose one of them.")
        return redirect(url_for("tellings.show_telling", report_id=report.id))
    pdf = poster_pdf(_poster(report, size=size), on=date.today())
    return pdf_named(pdf, report.place.school.name, report.place.wave.name, "poster", SIZES[size])


def _not_yet(report: Report) -> Response:
    flash(
        "Pupils are told when a report is released, and as long as it stands. This one is not released now."
    )
    return redirect(url_for("reports.show_report", report_id=report.id))


def _poster(report: Report, *, size: str) -> dict[str, Any]:
    """Return everything a poster says, as plain values for the printer: figures as frozen, actions as they stand."""
    content, today, words = report.content, date.today(), frame_words()
    figures, address = content["figures"], told_address(report.address)
    actions = actions_for_school(session(), report.place.school_id, told_only=True)
    promised = promised_on_the_poster(actions, figures=figures, on=today)
    answered = what_the_school_says(report)
    return {
        "size": size,
        "school": content["school"]["name"],
        "authority": content["school"]["authority"],
        "wave": content["wave"],
        "said": [said._asdict() for said in what_the_poster_says(figures)],
        "no_numbers": why_no_numbers(figures),
        "answered": [one._asdict() for one in answered[:ASKED_ON_A_POSTER]],
        "more_answers": len(answered) > ASKED_ON_A_POSTER,
        "not_answered": not_answered_yet(report),
        "nothing_yet": nothing_under_way(actions),
        "promised": [{"opening": opening, **told._asdict()} for opening, told in promised],
        "refused": refused_on_the_poster(actions),
        "next_wave": content.get("next_wave", ""),
        "address": as_typed(address),
        "qr": qr_svg(address, told=""),
        "qr_told": f"A square that a camera reads. It opens {address}",
        "help": [words[key] for key in HELP],
        "printed": day(today),
    }
