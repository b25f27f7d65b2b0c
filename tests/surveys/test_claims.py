"""Claims: no two readers ever have the same text before them, and one who is called away keeps nobody waiting long."""

import random
import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys import claims
from surveys.base import LONDON
from surveys.claims import LASTS, Claim, held_texts, hold, let_go, take_next, take_short
from surveys.readings import Outcome, Said, Source
from surveys.responses import Answer
from surveys.screenings import Level
from surveys.second_readings import SecondReading
from surveys.sightings import Purpose, Sighting
from surveys.sittings import finish_text
from surveys.texts import unread_texts
from surveys.workers import Role
from tests import make
from tests.surveys.test_texts import screened
from voice.database import writing_session

AT = datetime(2026, 3, 5, 10, 0, tzinfo=LONDON)


class Never(random.Random):
    """A draw that never comes out."""

    def random(self):
        return 1.0


class Always(random.Random):
    """A draw that always comes out."""

    def random(self):
        return 0.0


@pytest.fixture
def readers(record):
    return [make.worker(record, Role.READER) for _ in range(2)]


@pytest.fixture
def write(record):
    place = make.wave(record).schools[0]
    return lambda *texts: make.responses(record, place, *texts)


def take(record, reader, at=AT, **more):
    return take_next(record, reader=reader, at=at, draw=Never(), **more)


def test_what_is_taken_is_one_reader_s_and_stays_so_while_it_stands(record, readers, write):
    write("one", "two")
    one, other = take(record, readers[0]), take(record, readers[1])
    assert {one.text, other.text} == {"one", "two"}
    assert take(record, readers[0]).id == one.id
    assert hold(record, reader=readers[1], source=one.source, text_id=one.id, at=AT) is None
    assert [text.id for text in held_texts(record, reader=readers[0], at=AT)] == [one.id]


def test_nothing_is_left_for_a_third(record, readers, write):
    write("one")
    take(record, readers[0])
    assert take(record, readers[1]) is None


@pytest.mark.parametrize(("after", "is_free"), [(LASTS - timedelta(seconds=1), False), (LASTS, True)])
def test_a_claim_lapses_after_ten_minutes(record, readers, write, after, is_free):
    write("one")
    text = take(record, readers[0])
    assert (take(record, readers[1], at=AT + after) is not None) is is_free
    again = hold(record, reader=readers[0], source=text.source, text_id=text.id, at=AT + after)
    assert (again is None) is is_free


def test_use_renews_a_claim(record, readers, write):
    write("one")
    text, later = take(record, readers[0]), AT + LASTS - timedelta(minutes=1)
    hold(record, reader=readers[0], source=text.source, text_id=text.id, at=later)
    assert take(record, readers[1], at=AT + LASTS) is None
    assert take(record, readers[1], at=later + LASTS) is not None


def test_what_lapsed_is_still_its_reader_s_while_nobody_wants_it(record, readers, write):
    write("one")
    text, later = take(record, readers[0]), AT + 2 * LASTS
    assert held_texts(record, reader=readers[0], at=later) == []
    assert hold(record, reader=readers[0], source=text.source, text_id=text.id, at=later).id == text.id


def test_what_was_put_aside_goes_to_others(record, readers, write):
    write("one")
    text = take(record, readers[0])
    let_go(record, reader=readers[0], source=text.source, text_id=text.id)
    assert take(record, readers[0], skip=[text.id]) is None
    assert take(record, readers[1]).id == text.id


def test_every_text_that_is_shown_is_noted_once_for_each_look(record, readers, write):
    write("one", "two")
    one = take(record, readers[0])
    take(record, readers[0])
    take(record, readers[0], at=AT + LASTS)
    noted = record.execute(select(Sighting.worker_id, Sighting.purpose, Sighting.week)).all()
    noted = [tuple(row) for row in noted]
    assert set(noted) == {(readers[0].id, Purpose.READING, AT.date() - timedelta(days=3))}
    assert len(noted) == 2
    assert one.id in record.scalars(select(Sighting.subject)).all()


def test_two_who_press_at_the_same_moment_never_get_the_same(engine, record, write):
    readers = [make.worker(record, Role.READER).id for _ in range(6)]
    write(*(f"text {number}" for number in range(30)))
    record.commit()
    ready, taken = threading.Barrier(len(readers)), []

    def read_five(key):
        ready.wait()
        for _ in range(5):
            with writing_session(engine) as own:
                from surveys.workers import Worker

                reader = own.get_one(Worker, key)
                text = take_next(own, reader=reader, at=AT, draw=Never())
                own.commit()
                taken.append((key, text.id))
                fine = Said(Outcome.FINE)
                finish_text(own, text=text, reader=reader, said=fine, at=AT, seconds=1, draw=Never())
                own.commit()

    threads = [threading.Thread(target=read_five, args=(key,)) for key in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len({text_id for _, text_id in taken}) == 30
    with Session(engine) as own:
        assert own.scalars(select(Claim)).all() == []


def test_a_slow_reader_still_gets_what_lies_behind_all_that_quick_ones_took(
    record, readers, write, monkeypatch
):
    write(*(f"text {number}" for number in range(claims.TRIED + 1)))
    looks = []

    def look(session, **asked):
        seen = unread_texts(session, **asked)
        if not looks:  # before the first claim, the other reader has finished all that this one saw
            for text in seen:
                fine = Said(Outcome.FINE)
                finish_text(record, text=text, reader=readers[1], said=fine, at=AT, seconds=1, draw=Never())
        looks.append([text.id for text in seen])
        return seen

    monkeypatch.setattr(claims, "unread_texts", look)
    text = take(record, readers[0])
    assert text is not None
    assert text.id not in looks[0]
    assert len(looks[0]) == claims.TRIED


def test_second_readings_are_mixed_in_but_never_before_what_may_be_urgent(record, readers, write):
    write("read", "unread", "red")
    screened(record, "red", Level.RED)
    for words in ("read", "unread"):
        screened(record, words, Level.NONE)
    answer_id = make.answer_saying(record, "read")
    text = hold(record, reader=readers[0], source=Source.ANSWER, text_id=answer_id, at=AT)
    finish_text(
        record, text=text, reader=readers[0], said=Said(Outcome.FINE), at=AT, seconds=1, draw=Always()
    )
    assert record.scalars(select(SecondReading.answer_id)).one() == answer_id

    def next_of(reader, draw):
        text = take_next(record, reader=reader, at=AT, draw=draw)
        let_go(record, reader=reader, source=text.source, text_id=text.id)
        return text.text, text.is_second

    assert next_of(readers[1], Always()) == ("red", False)
    red = record.get_one(Answer, make.answer_saying(record, "red"))
    red.text = None
    record.flush()
    assert next_of(readers[1], Always()) == ("read", True)
    assert next_of(readers[1], Never()) == ("unread", False)
    assert next_of(readers[0], Always()) == ("unread", False)  # never one’s own
    assert record.scalars(
        select(Sighting.purpose).where(Sighting.worker_id == readers[1].id, Sighting.subject == answer_id)
    ).all() == [Purpose.SECOND_READING]


def test_a_page_of_short_ones_holds_what_the_screen_and_the_caller_think_nothing_of(record, readers, write):
    long = "word " * 13
    write("fine", "named", "amber", "nobody looked", long)
    for words, level in (("fine", "none"), ("named", "none"), ("amber", "amber"), (long, "none")):
        screened(record, words, Level(level))

    def page(reader):
        taken = take_short(record, reader=reader, at=AT, most=20, is_plain=lambda text: text.text != "named")
        return [text.text for text in taken]

    assert page(readers[0]) == ["fine"]
    assert page(readers[1]) == []
