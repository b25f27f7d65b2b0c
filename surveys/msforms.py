"""Microsoft Forms: reading an export’s rows as answers to one of our surveys."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from surveys.choices import SCALES, ChoiceList
from surveys.columns import Column, FormsProblem, Use, is_standard, match_columns, titles_of
from surveys.matching import plain
from surveys.sheets import Row, Sheet
from surveys.surveys import SurveyVersion

LANGUAGES = {
    "english": "en", "polish": "pl", "polski": "pl", "urdu": "ur", "اردو": "ur", "arabic": "ar", "العربية": "ar",
    "romanian": "ro", "română": "ro", "ukrainian": "uk", "українська": "uk", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "portuguese": "pt", "português": "pt", "persian": "fa", "فارسی": "fa",
    "punjabi": "pa", "ਪੰਜਾਬੀ": "pa", "bengali": "bn", "বাংলা": "bn", "chinese": "zh", "中文": "zh",
    "welsh": "cy", "cymraeg": "cy", "somali": "so", "kurdish": "ku", "czech": "cs", "slovak": "sk",
}  # fmt: skip


@dataclass
class Reply:
    """One row of the export, read."""

    row: int
    number: str
    school: str
    time: str
    language: str
    picks: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    """Open answers to questions the survey does not have, by title."""


@dataclass(frozen=True)
class Form:
    """An export matched to a survey."""

    sheet: Sheet
    version: SurveyVersion
    columns: tuple[Column, ...]

    def with_use(self, *uses: Use) -> list[Column]:
        return [column for column in self.columns if column.use in uses]

    def titles(self, *uses: Use) -> list[str]:
        return [column.title for column in self.with_use(*uses)]

    @cached_property
    def lists(self) -> dict[str, ChoiceList]:
        """The lists that columns are read with, by target."""
        return {column.target: column.choices for column in self.columns if column.target and column.choices}

    @cached_property
    def key(self) -> str:
        """Tell this form from others: by its questions’ titles, which stay the same from one export to the next."""
        titles = [plain(title) for title in titles_of(self.sheet).values() if not is_standard(title)]
        return hashlib.sha256("\n".join(titles).encode()).hexdigest()

    @cached_property
    def replies(self) -> list[Reply]:
        return [self._reply(row) for row in self.sheet.rows]

    def _reply(self, row: Row) -> Reply:
        if len(row.cells) > len(self.sheet.titles):
            raise FormsProblem(
                f"Row {row.number} has more cells than there are titles. Export the file again."
            )
        cells = {column.use: row.cells[column.place].strip() for column in reversed(self.columns)}
        reply = Reply(
            row.number,
            number=cells.get(Use.NUMBER, ""),
            school=cells.get(Use.SCHOOL, ""),
            time=cells.get(Use.TIME, ""),
            language=_language(cells.get(Use.LANGUAGE, "")),
        )
        for column in self.with_use(Use.QUESTION, Use.OWN):
            if cell := row.cells[column.place].strip():
                self._answer(reply, column, cell)
        _add_places(reply)
        return reply

    def _answer(self, reply: Reply, column: Column, cell: str) -> None:
        if column.target is None:
            reply.own[column.title] = cell
        elif column.choices is None:
            reply.texts[column.target] = cell
        else:
            read = column.choices.read(cell)
            if read.codes:
                reply.picks[column.target] = read.codes
            if column.choices.question.kind in SCALES:
                column.choices.lost.update(read.others)
            elif read.others and column.choices.question.picks_of not in self.lists:
                # A ranking says again what was picked; the picks’ own column keeps the words.
                reply.own[f"{column.title} – in pupils’ own words"] = "; ".join(read.others)


def _add_places(reply: Reply) -> None:
    """Count a place as picked where a grid’s times were given for it."""
    for target in [target for target in reply.picks if "." in target]:
        code, _, place = target.partition(".")
        places = reply.picks.setdefault(code, [])
        if place not in places:
            places.append(place)


def match_form(
    sheet: Sheet,
    version: SurveyVersion,
    *,
    school_column: str,
    told: Mapping[str, str] | None = None,
    keep: Collection[str] = (),
    leave: Collection[str] = (),
) -> Form:
    """Match an export to a survey, column by column (see ``match_columns``)."""
    columns = match_columns(
        sheet, version, school_column=school_column, told=told or {}, keep=keep, leave=leave
    )
    return Form(sheet, version, columns)


def _language(words: str) -> str:
    """Return a language’s code from what an export calls it: “English (United Kingdom)”, “Polski”, “pl-PL”."""
    words = words.strip().casefold()
    if code := re.fullmatch(r"([a-z]{2,3})(?:-[a-z0-9]{2,8})*", words):
        return LANGUAGES.get(
            words, code[1] if len(words) <= 12 and ("-" in words or len(words) == 2) else "en"
        )
    return LANGUAGES.get(re.split(r"[\s(]", words)[0], "en")
