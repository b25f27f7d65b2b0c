"""Packs: what a school prints before a wave – poster, script, slips, questionnaire, letter, checklist – and tickets."""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import InputRequired

from surveys.base import now
from surveys.class_codes import class_codes
from surveys.cover import covers
from surveys.help_lines import HELP_LINES
from surveys.languages import ENGLISH, LANGUAGES, Language
from surveys.local_places import places_of
from surveys.offers import FOR_YOUNGER
from surveys.packs import languages_of, room_for_tickets
from surveys.page_words import PageWords, page_words
from surveys.places import place_for
from surveys.surveys import version_with_id
from surveys.tickets import TicketProblem, make_tickets, printed
from surveys.turnout import YEAR_GROUP
from surveys.waves import WaveSchool
from surveys.workers import Role
from voice.access import allow, worker
from voice.database import session
from voice.layouts import lay_out, symbols_of
from voice.printing import FontMissing, pack_pdf, tickets_pdf
from voice.qr import pupils_address, qr_svg
from voice.questionnaires import drawn_symbols, questionnaire, told
from voice.rendering import day
from voice.seal import Seal

pages = Blueprint("packs", __name__)

PROMISES = ("page.intro_name", "page.intro_skip")
"""What the poster says of the survey before anybody has opened it."""
HELP = ("help.title", "help.adult", "help.call", "help.text", "help.danger")


REACHED_BY = {"shout": "text SHOUT to"}
"""How a help line is reached where it is not rung, by its code."""
IN_FIGURES = "Write how many tickets you need, in figures, such as 30."


class TicketsForm(FlaskForm):
    count = IntegerField(
        "How many tickets",
        description="One for each pupil, and a few to spare.",
        validators=[InputRequired(IN_FIGURES)],
        invalid_value_message=IN_FIGURES,
    )


@pages.get("/places/<place_id>/pack")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def show_pack(place_id: str) -> str:
    return _show(place_for(session(), worker(), place_id), TicketsForm())


@pages.get("/places/<place_id>/pack.pdf")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def print_pack(place_id: str) -> Response:
    place = place_for(session(), worker(), place_id)
    code = request.args.get("language", ENGLISH.code)
    if code not in {spoken.language.code for spoken in languages_of(session(), place.wave.version_id)}:
        flash("There is no pack in that language. Choose one from the list.")
        return redirect(url_for("packs.show_pack", place_id=place.id))
    try:
        pdf = pack_pdf(_pack(place, LANGUAGES[code]), language=code, on=now().date())
    except FontMissing:
        flash(f"This server has no letters for {LANGUAGES[code].name}. Ask whoever set it up to do so again.")
        return redirect(url_for("packs.show_pack", place_id=place.id))
    return _as_file(pdf, _file_name(place, f"pack {code}"))


@pages.post("/places/<place_id>/tickets.pdf")
@allow(Role.LEAD, Role.SCHOOL, Role.SAFEGUARDING_LEAD)
def print_tickets(place_id: str) -> str | Response:
    place = place_for(session(), worker(), place_id)
    form = TicketsForm()
    if not form.validate_on_submit():
        return _show(place, form)
    try:
        tickets = _make_tickets(place, form.count.data)
    except TicketProblem as problem:
        form.count.errors = [str(problem)]
        return _show(place, form)
    sheet = {**_facts(place), "tickets": [printed(ticket) for ticket in tickets]}
    name = _file_name(place, "tickets")
    session().commit()  # before drawing, which takes a moment: pupils’ answers wait for the write lock
    return _as_file(tickets_pdf(sheet, on=now().date()), name)


def _make_tickets(place: WaveSchool, count: int) -> list[str]:
    room = room_for_tickets(session(), place)
    if room is not None and count > room:
        raise TicketProblem(
            f"Answers and tickets together may come to {place.cap:,} at this school, and that is more than are left. "
            "Ask for fewer. If earlier tickets were lost, make them worthless first."
        )
    seal: Seal = current_app.extensions["voice_seal"]
    return make_tickets(session(), place=place, count=count, mark=seal.mark_of_ticket, on=now().date())


def _show(place: WaveSchool, form: TicketsForm) -> str:
    return render_template(
        "packs/show.html",
        place=place,
        languages=languages_of(session(), place.wave.version_id),
        address=pupils_address(),
        form=form,
    )


def _facts(place: WaveSchool) -> dict[str, Any]:
    """Return what every paper may say of a school’s place in a wave."""
    wave, cover = place.wave, covers(session(), [place.school_id]).get(place.school_id)
    return {
        "school": place.school.name,
        "authority": place.school.la_name,
        "wave": wave.name,
        "opens": day(wave.opens_on),
        "closes": day(wave.last_day),
        "hours": [f"{wave.from_time:%H:%M}", f"{wave.to_time:%H:%M}"] if wave.from_time else None,
        "address": pupils_address().removeprefix("https://").removesuffix("/"),
        "code": None if place.uses_tickets else place.printed_code,
        "cover": {"lead": cover.lead_name, "deputy": cover.deputy_name} if cover else None,
        "lines": [
            {"name": line.name, "how": REACHED_BY.get(line.code, "call"), "number": line.number}
            for line in HELP_LINES
        ],
    }


def _pack(place: WaveSchool, language: Language) -> dict[str, Any]:
    """Return everything a pack says, as plain values for the printer."""
    version = version_with_id(session(), place.wave.version_id)
    words = page_words(session(), version_id=version.id, language=language.code)
    sections = lay_out(version.questions, words, places_of(session(), place.school_id), order=0)
    scanned = pupils_address("" if place.uses_tickets else place.code)
    return {
        **_facts(place),
        "language": {"code": language.code, "rtl": language.is_from_right},
        "poster": _poster(words, place.school.name),
        "qr": qr_svg(scanned, told=""),
        "qr_told": f"A square that a camera reads. It opens {scanned}",
        "slips": _slips(place),
        "questionnaire": questionnaire(sections, words),
        "asks-year": any(question.code == YEAR_GROUP for question in version.questions),
        "large": version.survey.variant in FOR_YOUNGER,
        "symbols": drawn_symbols(symbols_of(sections)),
        "keying": "keying" in current_app.blueprints,
    }


def _poster(words: PageWords, school: str) -> dict[str, Any]:
    of_school = words.said("page.school")
    return {
        "title": told(words.said("page.title")),
        "why": told(words.said("page.intro_why")),
        "go": told(words.said("paper.go")),
        "code": told(words.said("start.code")),
        "ticket": told(words.said("paper.ticket")),
        "scan": told(words.said("paper.scan")),
        "promises": [told(words.said(key)) for key in PROMISES],
        "help": [told(words.said(key)) for key in HELP],
        "school": told(of_school._replace(text=of_school.text.replace("{school}", school))),
    }


def _slips(place: WaveSchool) -> list[dict[str, Any]]:
    of_classes = [
        {"name": code.name, "code": code.printed_code, "count": code.cap}
        for code in class_codes(session(), place.id)
    ]
    return of_classes or [{"name": None, "code": place.printed_code, "count": 1}]


def _file_name(place: WaveSchool, what: str) -> str:
    return f"{secure_filename(f'{place.school.name} {place.wave.name} {what}')}.pdf"


def _as_file(pdf: bytes, name: str) -> Response:
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
