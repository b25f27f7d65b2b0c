"""Translations: what each language has of a survey, and putting it right string by string or by the sheet."""

import hashlib
import re
import shutil
import time
from contextlib import suppress

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField

from surveys.base import now
from surveys.languages import ENGLISH, LANGUAGES
from surveys.sheets import SheetProblem
from surveys.surveys import SurveyVersion, version_with_id
from surveys.translating import TranslationProblem, check_of
from surveys.translation_files import read_translation_sheet, workbook_for
from surveys.translation_sheets import TranslationSheet, compare_sheet, take_sheet
from surveys.translations import progress, put_one_right, translated
from surveys.workers import Role
from voice.access import allow
from voice.database import session
from voice.settings import Settings
from voice.translating import TranslationForm, string_in, string_page, version_in

pages = Blueprint("translations", __name__)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_OF_A_SHEET = "The sheet"
"""What a sheet is called while it waits; sentences about it begin with this."""
KEPT_SECONDS = 24 * 3600
"""How long a sheet waits for somebody to press the button below what it would change."""
MOST_PROBLEMS = 100
"""Problems of a sheet that are listed; when there are more, they are likely all of one kind."""
SHOWN = ("missing", "draft", "checked")
STORED = "Stored. Pupils read it from now on."
STORED_AS_DRAFT = "Stored as a draft: the check was of the words before. Pupils read it from now on."
CHOOSE_A_SHEET = "Choose the sheet first: an Excel file (.xlsx) or a CSV file."


class SheetForm(FlaskForm):
    sheet = FileField("The sheet")


class TakeForm(FlaskForm):
    """The button below what a sheet would change."""

    digest = HiddenField()


@pages.get("/translations/<version_id>")
@allow(Role.LEAD)
def list_languages(version_id: str) -> str:
    version = version_with_id(session(), version_id)
    return render_template(
        "translations/list.html",
        version=version,
        languages=LANGUAGES,
        progress=progress(session(), version),
        english=ENGLISH,
    )


@pages.get("/translations/<version_id>/<language>")
@allow(Role.LEAD)
def show_language(version_id: str, language: str) -> str:
    return _language_page(version_in(version_id, language, with_english=True), language)


@pages.get("/translations/<version_id>/<language>/sheet")
@allow(Role.LEAD)
def download_sheet(version_id: str, language: str) -> Response:
    version = version_in(version_id, language)
    content = workbook_for(session(), version=version, language=language)
    name = f"translation-{LANGUAGES[language].name.lower().replace(' ', '-')}.xlsx"
    return Response(
        content, mimetype=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@pages.post("/translations/<version_id>/<language>/sheet")
@allow(Role.LEAD)
def look_at_sheet(version_id: str, language: str) -> str:
    """Show what a sheet would change, and keep it until somebody says so."""
    version, form = version_in(version_id, language), SheetForm()
    try:
        if not form.sheet.data:
            raise SheetProblem(CHOOSE_A_SHEET)
        with form.sheet.data.stream as sent:
            digest = _keep(sent.read())
        sheet = _kept(digest)
        compared = compare_sheet(session(), version=version, language=language, sheet=sheet, on=now().date())
    except SheetProblem as problem:
        form.sheet.errors = [str(problem)]
        return _language_page(version, language, form)
    return render_template(
        "translations/sheet.html",
        version=version,
        language=LANGUAGES[language],
        compared=compared,
        most_problems=MOST_PROBLEMS,
        form=TakeForm(formdata=None, digest=digest),
    )


@pages.post("/translations/<version_id>/<language>/take")
@allow(Role.LEAD)
def take(version_id: str, language: str) -> str | AnyResponse:
    version, form = version_in(version_id, language), TakeForm()
    try:
        sheet = _kept(form.digest.data or "")
        compared = take_sheet(session(), version=version, language=language, sheet=sheet, on=now().date())
    except SheetProblem as problem:
        again = SheetForm(formdata=None)
        again.sheet.errors = [str(problem)]
        return _language_page(version, language, again)
    session().commit()
    count = len(compared.changes)
    flash(f"{count:,} {'text was' if count == 1 else 'texts were'} changed. Pupils read them from now on.")
    return redirect(url_for("translations.show_language", version_id=version_id, language=language))


@pages.route("/translations/<version_id>/<language>/strings/<key>", methods=["GET", "POST"])
@allow(Role.LEAD)
def edit_string(version_id: str, language: str, key: str) -> str | AnyResponse:
    version = version_in(version_id, language, with_english=request.method == "GET")
    one = string_in(version, language, key)
    if request.method == "GET":
        return string_page(version, language, one)
    form, today = TranslationForm(), now().date()
    if form.validate():
        try:
            check = check_of(form.status.data, form.checked_by.data or "", form.checked_on.data, today=today)
            stored = put_one_right(
                session(),
                language=language,
                one=one,
                text=form.text.data or "",
                check=check,
                on=today,
            )
        except TranslationProblem as problem:
            form.form_errors.append(str(problem))
        else:
            session().commit()
            flash(STORED if stored.check == check else STORED_AS_DRAFT)
            return redirect(
                url_for(
                    "translations.show_language",
                    version_id=version_id,
                    language=language,
                    _anchor=f"string-{key}",
                )
            )
    return string_page(version, language, one, form=form)


def _language_page(version: SurveyVersion, language: str, form: SheetForm | None = None) -> str:
    strings = translated(session(), version=version, language=language)
    shown = request.args.get("show", "")
    return render_template(
        "translations/show.html",
        version=version,
        language=LANGUAGES[language],
        is_english=language == ENGLISH.code,
        counts={state: sum(one.state == state for one in strings) for state in SHOWN},
        total=len(strings),
        shown=shown if shown in SHOWN else "",
        strings=[one for one in strings if shown not in SHOWN or one.state == shown],
        form=form or SheetForm(formdata=None),
    )


def _keep(content: bytes) -> str:
    """Keep a sheet that was sent and return what names it; let go of those that nobody came back for."""
    folder = _settings().sheets
    for old in folder.glob("*/"):
        with suppress(FileNotFoundError):  # somebody else has just let go of it
            if old.stat().st_mtime < time.time() - KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
    digest = hashlib.sha256(content).hexdigest()
    place = folder / digest
    place.mkdir(parents=True, exist_ok=True)
    (place / NAME_OF_A_SHEET).write_bytes(content)
    place.touch()
    return digest


def _kept(digest: str) -> TranslationSheet:
    file = _settings().sheets / digest / NAME_OF_A_SHEET
    if not re.fullmatch("[0-9a-f]{64}", digest) or not file.is_file():
        raise SheetProblem("The sheet is no longer here. Nothing was changed. Choose it once more.")
    return read_translation_sheet(file)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["voice_settings"]
    return settings
