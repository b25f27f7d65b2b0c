"""The demo’s pupils and its reader: answers go in as a finished form would, and every comment is read."""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.readings import Outcome, Source, read_text
from surveys.responses import Answer, Given, Mode, Response, take_responses
from surveys.texts import unread_texts
from surveys.waves import Wave, WaveSchool, wave_with_id
from surveys.workers import Worker
from voice.database import writing_session
from voice.demo.drawing import draw_picks, draw_year, tendency

FOLDER = Path(__file__).parent
RESPONSES = 2_400
SMALLEST = "999014"
"""The small school: it answers in full, and is still too small for most figures."""
HELD_BACK = 40
"""Comments that go to the open wave, so that a visitor finds something to read."""
OPEN_WITHOUT_WORDS = 60

WITHIN = timedelta(days=4)
"""From the Monday of a week to the Friday: what came in is read before the weekend, for there may be harm in it."""

Comment = dict[str, str]

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


def comments() -> list[Comment]:
    """Return the made-up comments, in the order of their file."""
    with (FOLDER / "pupil_comments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotable_texts() -> frozenset[str]:
    """Return the comments a careful lead would quote: no illness, no family, no single event, nobody to be known by."""
    with (FOLDER / "quotable_comments.csv").open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    return frozenset(row["text"] for row in comments() if row["id"] in ids)


def urn_of(school: str) -> str:
    """Return the URN of the demo school that a comment’s school (S01 to S14) stands for."""
    return f"9990{school[1:]}"


def answer(engine: Engine, *, closed_id: str, open_id: str, random_: random.Random) -> None:
    """Send in the forms of the closed wave, and a few of the open one."""
    rows = comments()
    held_back = {
        row["id"] for row in random_.sample([r for r in rows if r["safeguarding"] == "0"], HELD_BACK)
    }
    with Session(engine) as record:
        closed, opened = wave_with_id(record, closed_id), wave_with_id(record, open_id)
        forms = [
            *_forms(closed, [r for r in rows if r["id"] not in held_back], RESPONSES, random_),
            *_forms(opened, [r for r in rows if r["id"] in held_back], OPEN_WITHOUT_WORDS, random_),
        ]
    with engine.execution_options(writes=True).begin() as connection:
        take_responses(connection, forms)


def _forms(wave: Wave, rows: Iterable[Comment], total: int, random_: random.Random) -> list[Given]:
    by_school: defaultdict[str, list[Comment]] = defaultdict(list)
    for row in rows:
        by_school[urn_of(row["school"])].append(row)
    places = sorted(wave.schools, key=lambda place: place.school.urn)
    weight = sum(place.roll or 0 for place in places)
    forms = []
    for place in places:
        own = by_school[place.school.urn]
        wanted = round(total * (place.roll or 0) / weight)
        if place.school.urn == SMALLEST and total == RESPONSES:
            wanted = 46
        forms += _forms_of_school(place, wave, own, wanted, random_)
    return forms


def _forms_of_school(
    place: WaveSchool, wave: Wave, own: list[Comment], wanted: int, random_: random.Random
) -> list[Given]:
    leans = frozenset(LEANS[f"S{place.school.urn[-2:]}"])
    school = tendency(random_, leans)
    pupils = _pupils(own)
    pupils += [[] for _ in range(max(0, wanted - len(pupils)))]
    days = (min(wave.closes_on, date.today()) - wave.opens_on).days
    forms = []
    for wrote in pupils:
        year = wrote[0]["year_group"] if wrote else draw_year(random_)
        themes = {theme for comment in wrote for theme in comment["themes"].split(";")}
        ticked = frozenset(TICKS[theme] for theme in themes if theme in TICKS and random_.random() < 0.8)
        forms.append(
            Given(
                mark=new_key(),
                place_id=place.id,
                day=wave.opens_on + timedelta(days=random_.randint(0, max(days, 0))),
                mode=Mode.ONLINE,
                language="en",
                picks=draw_picks(random_, school, year=year, wrote=ticked),
                texts={comment["question"]: comment["text"] for comment in wrote},
            )
        )
    return forms


def _pupils(own: list[Comment]) -> list[list[Comment]]:
    """Deal comments out to pupils: one pupil writes at most one answer to a question, all in their own year group."""
    pupils: list[list[Comment]] = []
    for comment in own:
        if comment["question"] != "bar_text":
            for pupil in pupils:
                fits = pupil[0]["year_group"] == comment["year_group"] and len(pupil) < 2
                if fits and all(other["question"] != comment["question"] for other in pupil):
                    pupil.append(comment)
                    break
            else:
                pupils.append([comment])
        else:
            pupils.append([comment])
    return pupils


def read(engine: Engine, *, reader: str, closed_id: str) -> None:
    """Read every text of the closed wave and of the workshops, as a reader would; the open wave’s are left."""
    by_text = {row["text"]: row for row in comments()}
    hide = _words_to_hide()
    with writing_session(engine) as record:
        weeks = dict(record.execute(select(Answer.id, Response.week).join(Response)).tuples().all())
        person = record.get_one(Worker, reader)
        for text in unread_texts(record, most=10_000):
            if text.source is Source.ANSWER and text.wave_id != closed_id:
                continue
            row = by_text.get(text.text)
            outcome = _outcome(row, hide)
            read_text(
                record,
                source=text.source,
                text_id=text.id,
                reader=person,
                outcome=outcome,
                on=min(weeks.get(text.id, date.today()) + WITHIN, date.today()),
                hide=hide[row["id"]] if row and outcome is Outcome.HIDDEN else (),
            )
        record.commit()


def _outcome(row: Comment | None, hide: dict[str, list[str]]) -> Outcome:
    if row is not None and row["safeguarding"] == "1":
        return Outcome.CONCERN
    return Outcome.HIDDEN if row is not None and row["id"] in hide else Outcome.FINE


def _words_to_hide() -> dict[str, list[str]]:
    words: defaultdict[str, list[str]] = defaultdict(list)
    with (FOLDER / "hidden_words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words[row["id"]].append(row["hide"])
    return dict(words)
