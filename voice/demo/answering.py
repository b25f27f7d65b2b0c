"""The demo’s pupils: their answers go in as a finished form would, by code, by ticket, on paper and in other languages."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.keying import key_paper
from surveys.kinds import Asked, Filled, prepare, read
from surveys.local_places import places_of
from surveys.quality import marks_of
from surveys.responses import Given, Mode, take_responses
from surveys.waves import Wave, WaveSchool, wave_with_id
from voice.database import writing_session
from voice.demo.asking import NOT_STARTED, Opened
from voice.demo.comments import Comment, comments, deal_out, earlier_comments, urn_of
from voice.demo.drawing import (
    Picks,
    Tendency,
    draw_careless,
    draw_faces,
    draw_language,
    draw_own,
    draw_picks,
    draw_year,
    tendency,
)
from voice.layouts import with_local_places

RESPONSES = 2_400
SMALLEST = "999014"
"""The small school: it answers in full, and is still too small for most figures."""
EARLIER_RESPONSES = 1_100
"""The term before fewer answered: enough to compare themes over two waves."""
HELD_BACK = 40
"""Comments that go to the open waves, so that a visitor finds something to read."""
OPEN_WITHOUT_WORDS = 640
"""Enough that most schools have answers to show in steps of 5, and few enough that reminders are called for."""
WITH_SYMBOLS = 18
ON_PAPER, PAPERS = "999005", 7
"""The school that filled in papers for the open wave, and how many were keyed in."""
IN_THEIR_WORDS = (
    ("pl", "Y8", "Autobus 88 jest pełny i się nie zatrzymuje."),
    ("pl", "Y7", "Na korytarzu jest za głośno i boli mnie głowa."),
    ("ur", "Y9", "بس اکثر بھری ہوتی ہے اور رکتی نہیں۔"),
    ("ur", "Y7", "کھانے کی لائن بہت لمبی ہے، وقت ختم ہو جاتا ہے۔"),
)
"""Language, year and what was written by pupils who answered in another language than English."""

LEANS = {
    "S01": ("bus", "bus_stop", "buses"), "S02": ("bus", "travel_cost", "gate"), "S03": ("unsafe", "corridors", "staff"),
    "S04": ("unsafe", "stairs", "corridors", "staff"), "S05": ("toilets", "periods"), "S06": ("bullying", "online"),
    "S07": ("rules", "uniform"), "S08": ("noise", "worry", "help_send", "quiet"), "S09": ("friends", "new", "buddy"),
    "S10": ("home", "caring", "money", "family"), "S11": ("bored", "tests"), "S12": ("discrim", "belong"),
    "S13": ("tired", "outside", "walk"), "S14": (),
}  # fmt: skip
"""What each made-up school is known for, as the choices it touches."""
TICKS = {
    "BUL": "bullying", "FRD": "friends", "SAF": "unsafe", "BEL": "belong", "DIS": "discrim", "SAN": "rules",
    "LRN": "work_hard", "REL": "bored", "SEN": "noise", "TRN": "new", "FAC": "toilets", "PER": "periods", "TRV": "bus",
    "MHA": "worry", "HLT": "ill", "SLP": "tired", "HOM": "home", "POV": "money", "FAM": "holiday", "COM": "outside",
}  # fmt: skip
"""The choice that goes with each theme a comment was written about."""


def answer(engine: Engine, opened: Opened, *, mark: Callable[[str], str], random_: random.Random) -> None:
    """Send in the forms of the closed waves, and some of the open ones; key in a few papers."""
    rows = comments()
    with Session(engine) as record:
        earlier, closed, second, by_ticket, with_symbols = (
            wave_with_id(record, wave_id)
            for wave_id in (
                opened.earlier_id,
                opened.closed_id,
                opened.second_id,
                opened.by_ticket_id,
                opened.with_symbols_id,
            )
        )
        codes = {question.code for question in second.version.questions}
        free = [
            row
            for row in rows
            if row["safeguarding"] == "0"
            and row["question"] in codes
            and urn_of(row["school"]) not in (NOT_STARTED, ON_PAPER)
        ]
        held_back = {row["id"] for row in random_.sample(free, HELD_BACK)}
        later = [row for row in rows if row["id"] in held_back]
        forms = [
            *_forms(record, earlier, earlier_comments(), EARLIER_RESPONSES, random_),
            *_forms(record, closed, [r for r in rows if r["id"] not in held_back], RESPONSES, random_),
            *_forms(record, second, later, OPEN_WITHOUT_WORDS, random_, leave_out=NOT_STARTED),
            *_in_their_words(record, min(second.schools, key=_urn), random_),
            *_with_tickets(
                _forms(record, by_ticket, later, OPEN_WITHOUT_WORDS // 12, random_), opened.tickets, mark
            ),
            *_with_symbols(with_symbols, random_),
        ]
    with engine.execution_options(writes=True).begin() as connection:
        take_responses(connection, forms)
    with writing_session(engine) as record:
        _key_papers(record, wave_with_id(record, opened.second_id), random_)
        record.commit()


def _forms(
    record: Session,
    wave: Wave,
    rows: Iterable[Comment],
    total: int,
    random_: random.Random,
    *,
    leave_out: str | None = None,
) -> Iterator[Given]:
    """Draw forms for every school of a wave by its size; at least one for each comment, and about ``total`` in all."""
    by_school: defaultdict[str, list[Comment]] = defaultdict(list)
    for row in rows:
        by_school[urn_of(row["school"])].append(row)
    weight = sum(place.roll or 0 for place in wave.schools)
    for place in sorted(wave.schools, key=_urn):
        if place.school.urn == leave_out:
            continue
        wanted = round(total * (place.roll or 0) / weight)
        if place.school.urn == SMALLEST and total == RESPONSES:
            wanted = 46
        pupils = deal_out(by_school[place.school.urn])
        pupils += [[] for _ in range(max(0, wanted - len(pupils)))]
        yield from _forms_of_school(record, place, pupils, random_)


def _urn(place: WaveSchool) -> str:
    return place.school.urn


def _forms_of_school(
    record: Session, place: WaveSchool, pupils: Iterable[list[Comment]], random_: random.Random
) -> Iterator[Given]:
    school = _tendency_of(place, random_)
    read_by = _asked_at(record, place)
    for wrote in pupils:
        year = wrote[0]["year_group"] if wrote else draw_year(random_)
        themes = {theme for comment in wrote for theme in comment["themes"].split(";")}
        ticked = frozenset(TICKS[theme] for theme in themes if theme in TICKS and random_.random() < 0.8)
        picks = draw_picks(random_, school, year=year, wrote=ticked)
        texts = {comment["question"]: comment["text"] for comment in wrote}
        picks = picks if wrote else draw_careless(random_, picks)
        yield _given(
            place, read_by, picks, texts, language="en" if wrote else draw_language(random_), random_=random_
        )


def _given(
    place: WaveSchool,
    read_by: Mapping[str, Asked],
    picks: Picks,
    texts: Mapping[str, str],
    *,
    language: str,
    random_: random.Random,
) -> Given:
    """Return a form as our page would send it: read by the survey, which passes over what it does not ask."""
    wave = place.wave
    days = max((min(wave.closes_on, date.today()) - wave.opens_on).days, 0)
    filled = _read(read_by, picks, texts, random_)
    return Given(
        mark=new_key(),
        place_id=place.id,
        day=wave.opens_on + timedelta(days=random_.randint(0, days)),
        mode=Mode.ONLINE,
        language=language,
        picks=filled.picks,
        texts=filled.texts,
        marks=marks_of(read_by, filled),
    )


def _read(
    read_by: Mapping[str, Asked], picks: Picks, texts: Mapping[str, str], random_: random.Random
) -> Filled:
    drawn = {**draw_own(random_, read_by, picks), **{code: [text] for code, text in texts.items()}}
    return read(read_by, picks | drawn)


def _tendency_of(place: WaveSchool, random_: random.Random) -> Tendency:
    return tendency(random_, frozenset(LEANS[f"S{place.school.urn[-2:]}"]))


def _asked_at(record: Session, place: WaveSchool) -> dict[str, Asked]:
    """Return what a wave asks at one school, with the places that only this school has."""
    asked = prepare(place.wave.version.questions)
    return with_local_places(asked, places_of(record, place.school_id))


def _in_their_words(record: Session, place: WaveSchool, random_: random.Random) -> Iterator[Given]:
    school, read_by = _tendency_of(place, random_), _asked_at(record, place)
    for language, year, text in IN_THEIR_WORDS:
        picks = draw_picks(random_, school, year=year, wrote=frozenset())
        yield _given(place, read_by, picks, {"bar_text": text}, language=language, random_=random_)


def _with_tickets(
    forms: Iterable[Given], tickets: Sequence[str], mark: Callable[[str], str]
) -> Iterator[Given]:
    """Give each form a ticket, for as long as there are any."""
    for form, ticket in zip(forms, tickets, strict=False):
        yield form._replace(ticket=mark(ticket))


def _with_symbols(wave: Wave, random_: random.Random) -> Iterator[Given]:
    asked = prepare(wave.version.questions)
    for _ in range(WITH_SYMBOLS):
        picks = draw_faces(random_, asked)
        form = _given(wave.schools[0], asked, picks, {}, language="en", random_=random_)
        yield form._replace(helped=random_.random() < 0.5)


def _key_papers(record: Session, wave: Wave, random_: random.Random) -> None:
    place = next(place for place in wave.schools if place.school.urn == ON_PAPER)
    school, read_by = _tendency_of(place, random_), _asked_at(record, place)
    for number in range(PAPERS):
        picks = draw_picks(random_, school, year=draw_year(random_), wrote=frozenset())
        filled = _read(read_by, picks, {}, random_)
        key_paper(
            record,
            place=place,
            mark=new_key(),
            language="en",
            filled=filled,
            helped=number < 2,
            marks=marks_of(read_by, filled),
            on=date.today(),
        )
