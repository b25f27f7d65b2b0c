"""Building: making a survey from the question bank, and changing it as a whole: its name, first words and modules."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.definitions import question_from, wordings_for
from surveys.lines import one_line, same_words
from surveys.offers import modules_for, offers_for, variants
from surveys.revising import (
    BuildingProblem,
    check_not_needed,
    check_words,
    draft_of,
    place_questions,
    refuse_identifying,
    say,
    settle,
)
from surveys.surveys import Survey, SurveyVersion, Variant

LONGEST_NAME = 200
LONGEST_TITLE = 100
"""Signs of a page’s title: three lines on a phone."""
LONGEST_INTRO = 300
SLUG_LENGTH = 34
"""Signs of a survey’s address, which leaves room for a number where two names come to the same."""
TITLE, INTRO = "page.title", "page.intro_why"
"""The words on a survey’s first screen that are its own. The others are promises, the same in every survey."""


def start_survey(
    session: Session, *, name: str, variant: Variant, modules: Collection[str], on: date
) -> SurveyVersion:
    """Make a survey of its own from a variant of the bank and modules; raise ``BuildingProblem`` when that cannot be."""
    if variant not in variants():
        raise BuildingProblem("Choose the survey to start from.")
    _check_modules(variant, modules)
    source = variants()[variant]
    name = _free_name(session, name)
    survey = Survey(slug=_new_slug(session, name), name=name, variant=variant)
    version = SurveyVersion(survey=survey, number=1, made_on=on, digest="", words_edition=0)
    rows = [row for row in source.questions if not row.get("spare", False)]
    version.questions = [question_from(row, position=place) for place, row in enumerate(rows)]
    version.wordings = wordings_for(version, source.words, file=source.slug)
    _add_modules(version, modules)
    session.add(version)
    settle(session, version)
    return version


def rename_survey(session: Session, *, survey: Survey, name: str) -> None:
    """Give a survey another name; its address stays. Raises ``BuildingProblem`` when the name is taken."""
    if not same_words(name, survey.name):
        survey.name = _free_name(session, name)
    else:
        survey.name = one_line(name)
    session.flush()


def change_page_words(
    session: Session, *, version: SurveyVersion, title: str, intro: str, on: date
) -> SurveyVersion:
    """Change the title and the first sentences of a survey’s page; return the version that says them."""
    told = {TITLE: one_line(title), INTRO: one_line(intro)}
    for key, name, most in ((TITLE, "title", LONGEST_TITLE), (INTRO, "first sentences", LONGEST_INTRO)):
        check_words(told[key], name=name, most=most)
    refuse_identifying(told[TITLE])
    refuse_identifying(told[INTRO])
    before = version.words()
    changed = {key: text for key, text in told.items() if before.get(key) != text}
    if not changed:
        return version
    draft = draft_of(session, version=version, on=on)
    for key, text in changed.items():
        say(draft, key, text)
    settle(session, draft)
    return draft


def change_modules(
    session: Session, *, version: SurveyVersion, modules: Collection[str], on: date
) -> SurveyVersion:
    """Make a survey ask these modules of the bank and no others; return the version that does.

    Raises ``BuildingProblem`` when a question that would go is needed by one that stays.
    """
    _check_modules(version.survey.variant, modules)
    now = modules_of(version)
    new = [module for module in modules if module not in now]
    going = {question.code for question in version.questions if question.module in now - set(modules)}
    if not new and not going:
        return version
    check_not_needed(version, going)
    draft = draft_of(session, version=version, on=on)
    draft.questions = [question for question in draft.questions if question.code not in going]
    session.flush()  # what goes must be gone before a module that asks the same comes in
    _add_modules(draft, new)
    settle(session, draft)
    return draft


def modules_of(version: SurveyVersion) -> set[str]:
    """Return the modules of which a version asks anything."""
    return {question.module for question in version.questions if question.module}


def _check_modules(variant: Variant, modules: Collection[str]) -> None:
    if set(modules) - set(modules_for(variant)):
        raise BuildingProblem("Choose modules from the list: one you chose does not belong to this survey.")


def _add_modules(version: SurveyVersion, modules: Iterable[str]) -> None:
    offers = offers_for(version.survey.variant)
    for module in modules:
        asked = {question.code for question in version.questions}
        rows = modules_for(version.survey.variant)[module].questions
        wanted = [row["code"] for row in rows if not row.get("spare", False) and row["code"] not in asked]
        place_questions(version, [offers[code] for code in wanted])


def _free_name(session: Session, name: str) -> str:
    name = one_line(name)
    check_words(name, name="name of the survey", most=LONGEST_NAME)
    if any(same_words(name, taken) for taken in session.scalars(select(Survey.name))):
        raise BuildingProblem(f"There is already a survey called “{name}”. Give this one another name.")
    return name


def _new_slug(session: Session, name: str) -> str:
    """Return an address made from a name, with a number behind it where another survey has the same."""
    letters = unicodedata.normalize("NFKD", one_line(name)).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", letters))[:SLUG_LENGTH].strip("-") or "survey"
    # The bank’s own names would mix a file’s next version up with this survey; “new” is the page that builds one.
    taken = {"new", *session.scalars(select(Survey.slug))}
    for source in variants().values():
        taken |= {source.slug, f"{source.slug}-full"}
    number = 1
    while (tried := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return tried
