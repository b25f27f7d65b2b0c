"""Translation sheets: one row a string, sent to a translator and taken back.

A row is taken whole or left as it is. A row that cannot be taken says so with its number and its column.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from surveys.languages import ENGLISH, LANGUAGES, Language
from surveys.questions import WordingStatus
from surveys.sheets import Row, Sheet, SheetProblem
from surveys.surveys import SurveyVersion
from surveys.translating import (
    DRAFT,
    Check,
    TranslationProblem,
    check_of,
    check_translation,
    tidy_translation,
)
from surveys.translations import Change, Translated, check_of_words, put_right, translated

KEY, WHERE, ENGLISH_WORDS, STATUS, CHECKED_BY, CHECKED_ON = (
    "Key", "Where it stands", "English", "Status", "Checked by", "Checked on",
)  # fmt: skip
FORMULA = "This is a formula. Type the words themselves: put the cell’s format to “Text” first."


class TranslationSheet(NamedTuple):
    """A sheet as it came back."""

    sheet: Sheet
    formulas: frozenset[tuple[int, int]]
    """Row and column (from 0) of each cell that a spreadsheet works out."""


class RowProblem(NamedTuple):
    """Why a row is left as it is."""

    row: int
    column: str
    sentence: str


class Compared(NamedTuple):
    """What a sheet would change, and what in it cannot be taken."""

    changes: list[tuple[Translated, Change]]
    """Each string as it is, and as the sheet has it."""
    problems: list[RowProblem]
    empty: int
    """Rows without a translation, whose strings stay as they are."""


def titles_for(language: Language) -> list[str]:
    """Return a sheet’s titles; the column of translations carries the language’s name."""
    return [KEY, WHERE, ENGLISH_WORDS, language.name, STATUS, CHECKED_BY, CHECKED_ON]


def rows_for(session: Session, *, version: SurveyVersion, language: str) -> Iterator[tuple[str, ...]]:
    """Yield a sheet’s rows, one a string."""
    for one in translated(session, version=version, language=language):
        check = one.check or DRAFT
        day = check.on.isoformat() if check.on else ""
        yield one.string.key, one.string.where, one.string.english, one.text, one.state, check.by or "", day


def compare_sheet(
    session: Session, *, version: SurveyVersion, language: str, sheet: TranslationSheet, on: date
) -> Compared:
    """Say what a sheet would change. Raises ``SheetProblem`` when it is not the sheet of this language."""
    columns = _columns(sheet.sheet, LANGUAGES[language])
    known = {one.string.key: one for one in translated(session, version=version, language=language)}
    compared = Compared([], [], 0)
    seen: dict[str, int] = {}
    empty = 0
    for row in sheet.sheet.rows:
        reading = _Reading(row, columns, sheet.formulas, language, on)
        try:
            one = reading.string(known, seen)
            change = reading.change(one)
        except _Refused as refused:
            compared.problems.append(RowProblem(row.number, refused.column, str(refused)))
            continue
        empty += not reading.cell(LANGUAGES[language].name)
        if change is not None:
            compared.changes.append((one, change))
    return compared._replace(empty=empty)


def take_sheet(
    session: Session, *, version: SurveyVersion, language: str, sheet: TranslationSheet, on: date
) -> Compared:
    """Store every row that can be taken, all at once, and say what changed. Raises ``SheetProblem``."""
    compared = compare_sheet(session, version=version, language=language, sheet=sheet, on=on)
    put_right(session, language=language, changes=[change for _, change in compared.changes], on=on)
    return compared


class _Refused(Exception):
    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


class _Reading:
    """One row being read: its cells by the title of their column."""

    def __init__(
        self,
        row: Row,
        columns: dict[str, int],
        formulas: frozenset[tuple[int, int]],
        language: str,
        today: date,
    ) -> None:
        self._row, self._columns, self._formulas = row, columns, formulas
        self._language, self._today = language, today

    def cell(self, title: str) -> str:
        column = self._columns[title]
        if (self._row.number, column) in self._formulas:
            raise _Refused(title, FORMULA)
        return tidy_translation(self._row.cells[column])

    def string(self, known: dict[str, Translated], seen: dict[str, int]) -> Translated:
        """Return the string the row is about; ``seen`` holds the rows of those read before."""
        key = self.cell(KEY)
        if not key:
            raise _Refused(
                KEY, "The key is gone, so nobody can tell what this translates. Download the sheet anew."
            )
        if key not in known:
            raise _Refused(
                KEY,
                f"This survey has no text “{key[:100]}”. Keys must stay as they are: download the sheet anew.",
            )
        if (first := seen.setdefault(key, self._row.number)) != self._row.number:
            raise _Refused(
                KEY, f"“{key}” stands in row {first} too, and that one counts. Delete one of them."
            )
        one = known[key]
        if self.cell(ENGLISH_WORDS) != tidy_translation(one.string.english):
            raise _Refused(
                ENGLISH_WORDS,
                f"The English is not what the survey says now, which is “{one.string.english}”. "
                "Download the sheet anew, and see whether the translation still says the same.",
            )
        return one

    def change(self, one: Translated) -> Change | None:
        """Return what the row changes; ``None`` for nothing."""
        title = LANGUAGES[self._language].name
        text = self.cell(title)
        if not text:
            return None
        if text != one.text:
            try:
                check_translation(text, english=one.string.english, language=self._language)
            except TranslationProblem as problem:
                raise _Refused(title, str(problem)) from problem
        check = self._check(one, text)
        if text == one.text and check == one.check:
            return None
        return Change(one.string.key, one.string.english, text, check)

    def _check(self, one: Translated, text: str) -> Check:
        status = self.cell(STATUS).casefold()
        by, on = self.cell(CHECKED_BY), self.cell(CHECKED_ON)
        if status not in ("", "missing", *WordingStatus):
            raise _Refused(STATUS, "Write “draft” or “checked”, or leave it empty.")
        if status != WordingStatus.CHECKED:
            if (by or on) and status != WordingStatus.DRAFT:
                raise _Refused(
                    STATUS, "Somebody is named who checked this. Write “checked”, or take the name out."
                )
            is_as_it_was = status != WordingStatus.DRAFT and text == one.text
            return (one.check or DRAFT) if is_as_it_was else DRAFT
        try:
            check = check_of(status, by, _day(on), today=self._today)
        except TranslationProblem as problem:
            raise _Refused(CHECKED_ON if by else CHECKED_BY, str(problem)) from problem
        return check_of_words(one, text, check)


def _columns(sheet: Sheet, language: Language) -> dict[str, int]:
    """Return where each column stands, in any order and among others."""
    titles = [tidy_translation(title).casefold() for title in sheet.titles]
    needed = [title for title in titles_for(language) if title != WHERE]
    others = [other.name for other in LANGUAGES.values() if other not in (ENGLISH, language)]
    if language.name.casefold() not in titles:
        for other in others:
            if other.casefold() in titles:
                raise SheetProblem(f"This sheet is for {other}, and you are bringing in {language.name}.")
    for title in needed:
        if (count := titles.count(title.casefold())) != 1:
            what = "has no column" if not count else "has more than one column"
            raise SheetProblem(
                f"The sheet {what} “{title}”. Its first row must have these titles: {', '.join(needed)}."
            )
    return {title: titles.index(title.casefold()) for title in needed}


def _day(text: str) -> date | None:
    """Return a day as Excel keeps it or as people here write it (5/3/2026 is in March); ``None`` for anything else."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?", text):
        year, month, day = map(int, found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
