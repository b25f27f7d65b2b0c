"""Talks: a note is sealed for one school, found by its safeguarding lead alone, and gone once it was dealt with."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from surveys.talk_keys import BOX, CannotOpen, NoteTooLong, TalkKeys
from surveys.talks import (
    KEPT_AFTER_SEEN,
    LONGEST,
    MOST_UNSEEN,
    Note,
    NotSeenYet,
    TalkRequest,
    TalksFull,
    ask_for_talk,
    drop_talk,
    forget_talks,
    open_note,
    schools_to_ask,
    seal_note,
    see_talk,
    talk_for,
    talks_for,
    waiting_by_school,
)
from surveys.workers import Role
from tests import make

KEYS = TalkKeys("s" * 32)
NOTE = Note("Kayden Marsh", "8B, with Ms Field", "home")
TODAY = make.TODAY


@pytest.fixture
def school(record):
    return make.school(record, urn="111111", name="Brook Lane")


def ask(record, school, note=NOTE):
    ask_for_talk(record, school=school, note=note, keys=KEYS)


def the_talk(record):
    return record.scalars(select(TalkRequest)).one()


def lead_of(record, urn=None):
    return make.worker(record, Role.SAFEGUARDING_LEAD, urn=urn)


def test_a_note_is_opened_as_it_was_written(record, school):
    ask(record, school)
    assert open_note(the_talk(record), KEYS) == NOTE


def test_a_note_waits_without_a_day(record, school):
    ask(record, school)
    talk = the_talk(record)
    assert (talk.seen_on, talk.seen_by_id) == (None, None)
    assert set(TalkRequest.__table__.columns.keys()) == {"id", "school_id", "sealed", "seen_on", "seen_by_id"}


@given(some.text(max_size=80), some.text(max_size=200), some.text(max_size=500))
def test_any_words_fit_and_come_back_tidied_and_all_notes_are_of_one_length(name, where, about):
    note = Note.tidied(name=name, where=where, about=about)
    sealed = seal_note(note, "school", KEYS)
    assert len(sealed) == len(KEYS.close("school", b""))
    assert Note(*json.loads(KEYS.open("school", sealed))) == note
    assert note.too_long() == {}


@pytest.mark.parametrize("sign", ["a", "ع", "𝕏", "😀", '"', "\\", "\n"])
def test_the_longest_note_fits_in_any_letters(record, school, sign):
    note = Note(*(sign * longest for longest in LONGEST.values()))
    ask(record, school, note)
    talk = the_talk(record)
    assert open_note(talk, KEYS) == note
    assert len(talk.sealed) == len(KEYS.close("another", b"x"))


def test_the_same_words_never_look_the_same(record, school):
    for _ in range(20):
        ask(record, school)
    assert len(set(record.scalars(select(TalkRequest.sealed)))) == 20


def test_each_part_has_its_bound():
    over = Note(*("x" * (longest + 3) for longest in LONGEST.values())).too_long()
    assert over == {"name": 3, "where": 3, "about": 3}
    assert Note(*("x" * longest for longest in LONGEST.values())).too_long() == {}


def test_what_does_not_fit_the_box_is_refused():
    with pytest.raises(NoteTooLong):
        KEYS.close("school", b"x" * BOX)


@pytest.mark.parametrize(
    ("secret", "school_id"), [("t" * 32, "one"), ("s" * 32, "two")], ids=["secret", "school"]
)
def test_another_secret_or_another_schools_key_opens_nothing(secret, school_id):
    with pytest.raises(CannotOpen):
        TalkKeys(secret).open(school_id, KEYS.close("one", b"words"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda s: s[:-1] + ("1" if s[-1] == "0" else "0"),
        lambda s: "zz" + s[2:],
        lambda _: "",
        lambda s: s[:100],
    ],
)
def test_a_note_that_was_changed_does_not_open(spoil):
    with pytest.raises(CannotOpen):
        KEYS.open("one", spoil(KEYS.close("one", b"words")))


def test_signs_that_nobody_sees_are_taken_out():
    assert Note.tidied(name=" Kay\0den\u202e  Marsh\n", where="8B\r\n", about=" one\r\ntwo\x07 ") == Note(
        "Kayden Marsh", "8B", "one\ntwo"
    )


def test_so_many_notes_may_wait_and_no_more(record, school):
    for _ in range(MOST_UNSEEN):
        ask(record, school)
    with pytest.raises(TalksFull):
        ask(record, school)
    ask(record, make.school(record))  # another school’s notes are another heap
    mine = select(TalkRequest).where(TalkRequest.school_id == school.id).limit(1)
    see_talk(record, talk=record.scalars(mine).one(), worker=lead_of(record), on=TODAY)
    ask(record, school)


@pytest.mark.parametrize(
    ("days", "ended", "is_there"),
    [
        ((-7, 7), None, True),
        ((0, 0), None, True),
        ((1, 7), None, False),
        ((-9, -1), None, False),
        ((-7, 7), 0, False),
    ],
)
def test_a_pupil_may_choose_schools_in_an_open_wave(record, days, ended, is_there):
    wave = make.wave(
        record, opens_on=TODAY + timedelta(days=days[0]), closes_on=TODAY + timedelta(days=days[1])
    )
    wave.ended_on = None if ended is None else TODAY
    make.school(record)
    record.flush()
    chosen = schools_to_ask(record, on=TODAY)
    assert [school.id for school in chosen] == ([wave.schools[0].school_id] if is_there else [])


def test_a_school_in_two_open_waves_stands_in_the_list_once(record, school):
    other = make.school(record, name="Abbey")
    make.wave_in(record, school)
    make.wave_in(record, school, other)
    assert [one.name for one in schools_to_ask(record, on=TODAY)] == ["Abbey", "Brook Lane"]


def test_a_schools_lead_finds_the_notes_of_that_school_unseen_first(record, school):
    lead = lead_of(record, "111111")
    for _ in range(3):
        ask(record, school)
    ask(record, make.school(record))
    first = talks_for(record, lead)[0]
    see_talk(record, talk=first, worker=lead, on=TODAY)
    found = talks_for(record, lead)
    assert len(found) == 3
    assert found[-1] is first
    assert {talk.school_id for talk in found} == {school.id}


def test_another_schools_note_is_not_there(record, school):
    ask(record, school)
    make.school(record, urn="222222")
    with pytest.raises(NoResultFound):
        talk_for(record, lead_of(record, "222222"), the_talk(record).id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SAFEGUARDING_LEAD])
def test_no_other_role_finds_any(record, school, role):
    ask(record, school)
    other = make.worker(record, role, urn="111111" if role is Role.SCHOOL else None)
    assert talks_for(record, other) == []
    with pytest.raises(NoResultFound):
        talk_for(record, other, the_talk(record).id)


def test_the_authoritys_lead_opens_those_of_schools_that_have_nobody(record, school):
    ask(record, school)
    authority = lead_of(record)
    assert [talk.school_id for talk in talks_for(record, authority)] == [school.id]
    assert waiting_by_school(record) == []
    own = lead_of(record, "111111")
    assert talks_for(record, authority) == []
    assert waiting_by_school(record) == [("Brook Lane", 1)]
    own.active = False
    record.flush()
    assert len(talks_for(record, authority)) == 1


def test_what_was_seen_waits_no_more(record, school):
    own = lead_of(record, "111111")
    ask(record, school)
    see_talk(record, talk=the_talk(record), worker=own, on=TODAY)
    assert waiting_by_school(record) == []


def test_the_first_to_open_it_stays(record, school):
    ask(record, school)
    first, second = lead_of(record, "111111"), lead_of(record, "111111")
    talk = the_talk(record)
    see_talk(record, talk=talk, worker=first, on=date(2026, 1, 5))
    see_talk(record, talk=talk, worker=second, on=date(2026, 1, 9))
    assert (talk.seen_by, talk.seen_on) == (first, date(2026, 1, 5))


def test_only_what_was_seen_is_deleted(record, school):
    ask(record, school)
    talk = the_talk(record)
    with pytest.raises(NotSeenYet):
        drop_talk(record, talk=talk)
    see_talk(record, talk=talk, worker=lead_of(record), on=TODAY)
    drop_talk(record, talk=talk)
    assert record.scalars(select(TalkRequest)).all() == []


def test_a_seen_note_goes_by_itself_after_a_month_and_an_unseen_one_never(record, school):
    ask(record, school)
    see_talk(record, talk=the_talk(record), worker=lead_of(record), on=TODAY)
    ask(record, school)
    forget_talks(record, on=TODAY + KEPT_AFTER_SEEN - timedelta(days=1))
    assert len(record.scalars(select(TalkRequest)).all()) == 2
    forget_talks(record, on=TODAY + KEPT_AFTER_SEEN)
    assert the_talk(record).seen_on is None
