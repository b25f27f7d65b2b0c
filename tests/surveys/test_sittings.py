"""Sittings: finishing what is in hand and taking it back, unless people were told or something was built on it."""

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from surveys.base import LONDON
from surveys.claims import Claim, held_texts, hold, take_next
from surveys.codings import Proposal, store_proposals
from surveys.concerns import Concern
from surveys.readings import AlreadyRead, Outcome, Reading, Said, Source, read_text
from surveys.reports import newest_report, store_draft
from surveys.responses import Answer
from surveys.second_readings import SecondReading, compared, count_pending
from surveys.sittings import (
    CannotTakeBack,
    NeverShown,
    finish_text,
    pass_on_late,
    take_back,
    undo_reading,
)
from surveys.tallies import ReadingTally, readers
from surveys.workers import Role
from tests import make
from tests.surveys.test_claims import Always, Never

AT = datetime(2026, 3, 5, 10, 0, tzinfo=LONDON)


@pytest.fixture
def place(record):
    return make.wave(record).schools[0]


@pytest.fixture
def reader(record):
    return make.worker(record, Role.READER, name="Rita Reader")


@pytest.fixture
def other(record):
    return make.worker(record, Role.READER, name="Omar Other")


@pytest.fixture
def answer(record, place):
    make.responses(record, place, "Ask Kai about it")
    return record.scalars(select(Answer)).one()


def finish(record, reader, outcome=Outcome.FINE, *, again=False, seconds=10, hide=(), **more):
    """Have a reader take what is next and finish it; ``again``: it is drawn to be read a second time."""
    text = take_next(record, reader=reader, at=AT, draw=Never())
    said = Said(outcome, hide, **more)
    draw = Always() if again else Never()
    return finish_text(record, text=text, reader=reader, said=said, at=AT, seconds=seconds, draw=draw)


def back(record, answer, reader):
    return take_back(record, source=Source.ANSWER, text_id=answer.id, reader=reader, at=AT)


def test_what_is_finished_is_read_counted_and_given_back(record, answer, reader):
    assert finish(record, reader, hide=["Kai"]) is Outcome.HIDDEN
    assert record.scalars(select(Reading.shown)).one() == "Ask [hidden] about it"
    assert record.scalars(select(Claim)).all() == []
    assert record.scalars(select(SecondReading)).all() == []
    tally = record.scalars(select(ReadingTally)).one()
    assert (tally.texts, tally.fine, tally.hidden, tally.concerns, tally.seconds) == (1, 0, 1, 0, 10)


def test_about_one_in_twenty_is_drawn_to_be_read_again_and_no_concern(record, place, reader):
    make.responses(record, place, *(f"text {number}" for number in range(300)))
    chance = random.Random(7)
    for number in range(300):
        text = take_next(record, reader=reader, at=AT, draw=Never())
        outcome = Outcome.CONCERN if number % 10 == 0 else Outcome.FINE
        finish_text(record, text=text, reader=reader, said=Said(outcome), at=AT, seconds=5, draw=chance)
    drawn = record.scalars(select(SecondReading.answer_id)).all()
    assert 5 <= len(drawn) <= 25
    concerns = record.scalars(select(Reading.answer_id).where(Reading.outcome == Outcome.CONCERN))
    assert set(drawn).isdisjoint(concerns)


def test_a_reading_is_taken_back_and_the_text_is_in_hand_again(record, answer, reader):
    finish(record, reader, again=True)
    text = back(record, answer, reader)
    assert (text.text, text.is_second) == ("Ask Kai about it", False)
    assert record.scalars(select(Reading)).all() == record.scalars(select(SecondReading)).all() == []
    tally = record.scalars(select(ReadingTally)).one()
    assert (tally.texts, tally.fine, tally.seconds) == (0, 0, 10)
    finish(record, reader, Outcome.CONCERN)


def test_a_concern_is_not_taken_back_because_people_were_told(record, answer, reader):
    finish(record, reader, Outcome.CONCERN)
    with pytest.raises(CannotTakeBack, match="people have been told"):
        back(record, answer, reader)
    assert record.scalars(select(Concern.text)).one() == "Ask Kai about it"


def test_nobody_takes_back_another_s_reading(record, answer, reader, other):
    finish(record, reader)
    with pytest.raises(CannotTakeBack, match="nothing of yours"):
        back(record, answer, other)


def _coding(record, answer, place):
    from voice.insight import load_codebook

    load_codebook(record)
    store_proposals(record, {(Source.ANSWER, answer.id): [Proposal("TRV", 0.9, [])]}, method="m")


def _report(record, answer, place):
    store_draft(record, place=place, content={}, pdf=b"", on=AT.date())


@pytest.mark.parametrize("build", [_coding, _report])
def test_a_reading_that_something_was_built_on_stays(record, answer, place, reader, build):
    finish(record, reader)
    build(record, answer, place)
    with pytest.raises(CannotTakeBack, match="Something was built on that reading"):
        back(record, answer, reader)
    assert record.scalars(select(Reading.outcome)).one() is Outcome.FINE


def test_raw_words_that_are_gone_cannot_be_read_anew(record, answer, reader):
    finish(record, reader)
    answer.text = None
    record.flush()
    with pytest.raises(CannotTakeBack, match="raw words are gone"):
        back(record, answer, reader)
    reading = record.scalars(select(Reading)).one()
    with pytest.raises(CannotTakeBack, match="raw words are gone"):
        undo_reading(record, source=Source.ANSWER, reading=reading)
    assert record.scalars(select(Reading)).all() == [reading]


def test_the_second_reader_s_word_is_kept_beside_the_first_s(record, answer, reader, other):
    finish(record, reader, again=True)
    assert (count_pending(record, reader=other), count_pending(record, reader=reader)) == (1, 0)
    assert finish(record, other, hide=["Kai"]) is Outcome.HIDDEN
    assert record.scalars(select(Reading.shown)).one() == "Ask Kai about it"
    (pair,) = compared(record)
    assert (pair.first.reader, pair.first_said) == (reader, Outcome.FINE)
    assert (pair.second.reader, pair.second.outcome, pair.agrees) == (other, Outcome.HIDDEN, False)
    assert count_pending(record) == 0
    assert take_next(record, reader=other, at=AT) is None


def test_the_second_reader_takes_their_word_back_the_first_cannot_any_more(record, answer, reader, other):
    finish(record, reader, again=True)
    held = take_next(record, reader=other, at=AT)
    with pytest.raises(CannotTakeBack, match="Something was built"):
        back(record, answer, reader)
    finish_text(record, text=held, reader=other, said=Said(Outcome.FINE), at=AT, seconds=1)
    with pytest.raises(CannotTakeBack, match="Something was built"):
        back(record, answer, reader)
    assert back(record, answer, other).is_second
    assert record.scalars(select(SecondReading.outcome)).one() is None


def test_a_concern_on_second_reading_passes_the_text_on(record, answer, reader, other):
    finish(record, reader, again=True)
    finish(record, other, Outcome.CONCERN)
    assert record.scalars(select(Concern.text)).one() == "Ask Kai about it"
    assert record.execute(select(Reading.outcome, Reading.shown)).one() == (Outcome.CONCERN, None)
    assert answer.text is None
    (pair,) = compared(record)
    assert (pair.first_said, pair.second.outcome, pair.agrees) == (None, Outcome.CONCERN, False)
    with pytest.raises(CannotTakeBack, match="people have been told"):
        back(record, answer, other)
    with pytest.raises(CannotTakeBack, match="people have been told"):
        undo_reading(record, source=Source.ANSWER, reading=pair.first)


def test_a_concern_on_second_reading_takes_the_drafts_that_say_its_words(
    record, place, answer, reader, other
):
    finish(record, reader, again=True)
    quotes = [{"theme": "TRV", "words": "Ask Kai about it"}]
    store_draft(record, place=place, content={"quotes": quotes}, pdf=b"", on=AT.date())
    finish(record, other, Outcome.CONCERN)
    assert newest_report(record, place_id=place.id) is None


def late(record, answer, reader, **more):
    """Have a reader pass on a text that is not in their hands any more."""
    said = Said(Outcome.CONCERN, **more)
    return pass_on_late(
        record, source=Source.ANSWER, text_id=answer.id, reader=reader, said=said, at=AT, seconds=5
    )


def test_a_concern_counts_while_another_has_the_text_before_them(record, answer, reader, other):
    take_next(record, reader=reader, at=AT)
    later = AT + timedelta(minutes=11)
    take_next(record, reader=other, at=later)
    assert late(record, answer, reader, is_for_authority=True)
    concern = record.scalars(select(Concern)).one()
    assert (concern.text, concern.is_for_authority) == ("Ask Kai about it", True)
    assert record.scalars(select(Reading.outcome)).one() is Outcome.CONCERN
    assert record.scalars(select(ReadingTally.concerns)).one() == 1
    assert held_texts(record, reader=other, at=later) == []
    assert not late(record, answer, other)
    assert len(record.scalars(select(Concern)).all()) == 1


def test_a_concern_counts_after_somebody_let_the_text_through(record, place, answer, reader, other):
    take_next(record, reader=reader, at=AT)
    said = {"outcome": Outcome.HIDDEN, "on": AT.date(), "hide": ["Kai"]}
    read_text(record, source=Source.ANSWER, text_id=answer.id, reader=other, **said)
    quotes = [{"theme": "TRV", "words": "Ask [hidden] about it"}]
    store_draft(record, place=place, content={"quotes": quotes}, pdf=b"", on=AT.date())
    assert late(record, answer, reader)
    assert record.scalars(select(Concern.text)).one() == "Ask Kai about it"
    assert record.execute(select(Reading.outcome, Reading.shown)).one() == (Outcome.CONCERN, None)
    assert newest_report(record, place_id=place.id) is None
    assert record.scalars(select(Claim)).all() == []


def test_who_never_had_a_text_before_them_passes_nothing_on(record, answer, reader, other):
    take_next(record, reader=reader, at=AT)
    with pytest.raises(NeverShown):
        late(record, answer, other)
    assert record.scalars(select(Concern)).all() == []


def test_a_text_is_read_again_once(record, answer, reader, other):
    finish(record, reader, again=True)
    third = make.worker(record, Role.READER)
    held = hold(record, reader=other, source=Source.ANSWER, text_id=answer.id, at=AT)
    finish_text(record, text=held, reader=other, said=Said(Outcome.FINE), at=AT, seconds=1)
    with pytest.raises(AlreadyRead):
        finish_text(record, text=held, reader=third, said=Said(Outcome.CONCERN), at=AT, seconds=1)
    assert record.scalars(select(Concern)).all() == []


def test_a_reading_that_two_see_otherwise_is_put_back_for_anybody(record, answer, reader, other):
    finish(record, reader, again=True)
    finish(record, other, hide=["Kai"])
    undo_reading(record, source=Source.ANSWER, reading=record.scalars(select(Reading)).one())
    assert compared(record) == []
    assert take_next(record, reader=reader, at=AT).id == answer.id


def test_readers_are_told_by_week_with_speed_and_agreement(record, place, reader, other):
    make.responses(record, place, "Ask Kai", "the bus", "worry")
    outcomes = {"worry": Outcome.CONCERN}
    for _ in range(3):
        text = take_next(record, reader=reader, at=AT, draw=Never())
        said = Said(outcomes.get(text.text, Outcome.FINE), ["Kai"] if "Kai" in text.text else [])
        finish_text(record, text=text, reader=reader, said=said, at=AT, seconds=12, draw=Always())
    finish(record, other)
    finish(record, other, seconds=9_999)
    omar, rita = readers(record, since=AT.date())
    assert (rita.texts, rita.fine, rita.hidden, rita.concerns, rita.an_hour) == (3, 1, 1, 1, 300)
    assert (rita.read_again, rita.agreed) == (2, 1)
    assert (omar.texts, omar.seconds, omar.read_again) == (2, 130, 0)
    later = datetime(2026, 3, 9, 9, 0, tzinfo=LONDON)
    assert readers(record, since=later.date()) == []
