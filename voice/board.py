"""Board: what the pages that change the codebook share, above all that nobody overwrites what another has done."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from surveys.codebook import DESCRIPTION_MOST, NAME_MOST
from surveys.theme_changes import CodebookProblem
from surveys.themes import Theme, theme_with_code
from voice.database import session

NAME_CHECKS = [
    DataRequired("Write a name."),
    Length(max=NAME_MOST, message=f"Use at most {NAME_MOST} letters and spaces for the name."),
]
DESCRIPTION_CHECKS = [
    Length(max=DESCRIPTION_MOST, message=f"Use at most {DESCRIPTION_MOST} letters and spaces to describe it.")
]
ONE_A_LINE = (
    "One on each line, as pupils put it: “nearly got hit by a scooter”. Spelling as they spell is fine."
)


class RevisedForm(FlaskForm):
    """A form that changes a theme. The revision tells whether somebody else changed it after the page was opened."""

    revision = HiddenField()

    @property
    def seen(self) -> int:
        """The revision that the page showed; none there is when what was sent is no number."""
        return revision_of(self.revision.data)


def revision_of(sent: str | None) -> int:
    """Return a revision as a form sent it; -1, which no theme has, when it is no number."""
    try:
        return int(sent or "")
    except ValueError:
        return -1


class NewThemeForm(RevisedForm):
    """What a new theme is made of."""

    name = StringField(
        "Name", description="Short, and what pupils mean: “E-scooters”.", validators=NAME_CHECKS
    )
    description = TextAreaField(
        "What it is about",
        description="A sentence for whoever checks answers. You may leave it empty.",
        validators=DESCRIPTION_CHECKS,
    )
    phrases = TextAreaField("Words and phrases", description=ONE_A_LINE)


def lines_of(text: str | None) -> list[str]:
    """Return what stands on each line, without empty ones."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def refuse(form: RevisedForm, problem: CodebookProblem) -> None:
    """Say on a form why a change was not made, and keep what was typed."""
    session().rollback()
    form.form_errors = [*form.form_errors, str(problem)]


def refuse_change(form: RevisedForm, problem: CodebookProblem, code: str) -> Theme:
    """Do the same, and return the theme as it is now: who presses the button again has seen that."""
    refuse(form, problem)
    theme = theme_with_code(session(), code)
    form.revision.data = str(theme.revision)
    return theme
