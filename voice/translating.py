"""Translating: what the pages of translations, of their sheets and of recordings share."""

from flask import abort, render_template
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from surveys.base import now
from surveys.languages import ENGLISH, LANGUAGES
from surveys.questions import WordingStatus
from surveys.surveys import SurveyVersion, version_with_id
from surveys.translations import Translated, one_translated
from voice.database import session

STATES = {
    WordingStatus.DRAFT.value: "It is a draft",
    WordingStatus.CHECKED.value: "A speaker of the language has checked it",
}


class TranslationForm(FlaskForm):
    text = TextAreaField("Translation")
    status = RadioField("How sure is it?", choices=STATES, invalid_choice_message="Choose one of the two.")
    checked_by = StringField(
        "Who checked it", description="Their name, for the record. Pupils do not see it."
    )
    checked_on = DateField(
        "When",
        validators=[Optional()],
        default=lambda: now().date(),
        invalid_value_message="Write the day it was checked, such as 2026-03-05.",
    )


class RecordingForm(FlaskForm):
    recording = FileField("Recording")


def version_in(version_id: str, language: str, *, with_english: bool = False) -> SurveyVersion:
    """Return a survey version to translate; 404 when it, or the language, is not there."""
    if language not in LANGUAGES or (language == ENGLISH.code and not with_english):
        abort(404)
    return version_with_id(session(), version_id)


def string_in(version: SurveyVersion, language: str, key: str) -> Translated:
    """Return a string as a language has it; 404 when the version says no such thing."""
    one = one_translated(session(), version=version, language=language, key=key)
    if one is None:
        abort(404)
    return one


def string_page(
    version: SurveyVersion,
    language: str,
    one: Translated,
    *,
    form: TranslationForm | None = None,
    recording: RecordingForm | None = None,
) -> str:
    """Return the page of one string, after a look or after something on it was refused."""
    return render_template(
        "translations/string.html",
        version=version,
        language=LANGUAGES[language],
        is_english=language == ENGLISH.code,
        one=one,
        form=form or _as_it_is(one),
        recording=recording or RecordingForm(formdata=None),
    )


def _as_it_is(one: Translated) -> TranslationForm:
    status = one.check.status.value if one.check else WordingStatus.DRAFT.value
    by, on = (one.check.by, one.check.on) if one.check else (None, None)
    return TranslationForm(
        formdata=None, text=one.text, status=status, checked_by=by or "", checked_on=on or now().date()
    )
