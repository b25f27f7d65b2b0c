"""Notices: each goes out once, is never lost, and says nothing of what it is about."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import select

from surveys.cases import Act, check_chain, entries_of
from surveys.concerns import Concern
from surveys.notices import (
    LONGEST_PAUSE,
    STUCK_AFTER,
    Notice,
    NoticeKind,
    leads,
    queue_notices,
    stuck_notices,
)
from surveys.workers import Role, stop_worker
from tests import make
from tests.surveys.raising import TUESDAY_AT_TEN, WORDS, raised
from voice.notices import LONGEST_SENDING, message, send_notices
from voice.sending import NotSent

MINUTE = timedelta(minutes=1)
ADDRESS = "https://voice.example.gov.uk"


class Post:
    """Keeps what it is given, or fails as long as it is told to."""

    def __init__(self):
        self.sent, self.is_down = [], False

    def send(self, *, to, subject, text, at):
        if self.is_down:
            raise NotSent("down")
        self.sent.append((to, subject, text))


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def school(record):
    return make.school(record, name="Brook Lane High School")


def go(engine, record, post, at=TUESDAY_AT_TEN):
    record.commit()
    return send_notices(engine, post, address=ADDRESS, at=at)


def test_a_notice_goes_out_once_and_the_log_says_who_was_told(engine, record, post, school):
    officer = make.worker(record, Role.SAFEGUARDING_LEAD, name="Hana")
    email, concern = officer.email, raised(record, school)
    assert go(engine, record, post) == 1
    assert go(engine, record, post, TUESDAY_AT_TEN + MINUTE) == 0
    assert [to for to, _, _ in post.sent] == [email]
    assert record.scalars(select(Notice)).all() == []
    told = entries_of(record, concern)[-1]
    assert (told.act, told.told, told.by) == (Act.TOLD, officer, None)
    assert told.at.astimezone(TUESDAY_AT_TEN.tzinfo).weekday() == 0  # its week alone
    assert check_chain(record) == []


@pytest.mark.parametrize("kind", NoticeKind)
@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.LEAD])
def test_no_notice_says_what_it_is_about(record, school, kind, role):
    worker = make.worker(record, role, name="Hana Brocklebank")
    concern = raised(record, school)
    queue_notices(record, kind=kind, workers=[worker], at=TUESDAY_AT_TEN, concern_id=concern.id)
    notice = record.scalars(select(Notice).where(Notice.worker == worker, Notice.kind == kind)).first()
    text = message(notice, address=ADDRESS)
    for secret in (WORDS, "Brook", "Hana", concern.number, concern.id, "harm", "pupil", kind.value):
        assert secret not in text
    assert text.startswith("Something waits for you in Voice.")
    page = "/concerns" if role is Role.SAFEGUARDING_LEAD and "concern" in kind.value else "/staff"
    assert f"Sign in: {ADDRESS}{page}\n" in text
    assert "the address where you always do" in message(notice, address="")


def test_a_failed_one_is_tried_again_after_longer_and_longer_pauses_and_never_lost(
    engine, record, post, school
):
    make.worker(record, Role.SAFEGUARDING_LEAD)
    raised(record, school)
    post.is_down, tries, at = True, [], TUESDAY_AT_TEN
    for _ in range(20 * 60):
        before = record.scalars(select(Notice.tries)).one()
        go(engine, record, post, at)
        if record.scalars(select(Notice.tries)).one() > before:
            tries.append((at - TUESDAY_AT_TEN) // MINUTE)
        at += MINUTE
        if len(tries) == 10:
            break
    assert tries == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]
    assert LONGEST_PAUSE == 60 * MINUTE
    post.is_down = False
    assert go(engine, record, post, at + LONGEST_PAUSE) == 1
    assert record.scalars(select(Notice)).all() == []


def test_after_three_tries_it_counts_as_stuck(engine, record, post, school):
    make.worker(record, Role.SAFEGUARDING_LEAD)
    raised(record, school)
    post.is_down = True
    for minutes in (0, 1):
        go(engine, record, post, TUESDAY_AT_TEN + minutes * MINUTE)
    assert stuck_notices(record) == 0
    go(engine, record, post, TUESDAY_AT_TEN + 3 * MINUTE)
    assert stuck_notices(record) == 1
    assert record.scalars(select(Notice.tries)).all() == [STUCK_AFTER]


@pytest.mark.parametrize("trouble", [NotSent("unknown address"), KeyError("a sender of somebody else’s")])
def test_one_that_fails_does_not_hold_the_others_up(engine, record, post, school, trouble):
    first, second = (make.worker(record, Role.SAFEGUARDING_LEAD).email for _ in range(2))
    raised(record, school)
    send = post.send

    def fails_for_the_first(*, to, **more):
        if to == first:
            raise trouble
        send(to=to, **more)

    post.send = fails_for_the_first
    assert go(engine, record, post) == 1
    assert [to for to, _, _ in post.sent] == [second]
    assert [notice.worker.email for notice in record.scalars(select(Notice))] == [first]


def test_who_has_left_gets_none_and_the_log_does_not_say_that_they_were_told(engine, record, post, school):
    officer = make.worker(record, Role.SAFEGUARDING_LEAD)
    concern = raised(record, school)
    stop_worker(record, worker=officer)
    assert go(engine, record, post) == 0
    assert record.scalars(select(Notice)).all() == []
    assert [entry.act for entry in entries_of(record, concern)] == [Act.RAISED]


def test_many_for_one_worker_are_one_message_and_each_stands_in_its_log(engine, record, post, school):
    make.worker(record, Role.SAFEGUARDING_LEAD)
    concerns = [raised(record, school) for _ in range(3)]
    assert go(engine, record, post) == 1
    assert record.scalars(select(Notice)).all() == []
    for concern in concerns:
        assert [entry.act for entry in entries_of(record, concern)] == [Act.RAISED, Act.TOLD]


def test_a_mail_server_that_hangs_does_not_hold_up_the_clock(engine, record, post, school, monkeypatch):
    for _ in range(3):
        make.worker(record, Role.SAFEGUARDING_LEAD)
    raised(record, school)
    clock = itertools.count(step=LONGEST_SENDING // 2 + 1)
    monkeypatch.setattr("voice.notices.time.monotonic", lambda: next(clock))
    assert go(engine, record, post) == 1
    assert len(record.scalars(select(Notice)).all()) == 2
    monkeypatch.undo()
    assert go(engine, record, post) == 2


def test_who_has_a_concern_waiting_is_told_before_who_has_less(engine, record, post, school):
    lead, officer = make.worker(record, Role.LEAD), make.worker(record, Role.SAFEGUARDING_LEAD)
    queue_notices(record, kind=NoticeKind.READING_LATE, workers=[lead], at=TUESDAY_AT_TEN)
    emails = [officer.email, lead.email]
    raised(record, school)
    go(engine, record, post)
    assert [to for to, _, _ in post.sent] == emails


def test_what_is_rolled_back_is_never_sent(engine, record, post, school):
    make.worker(record, Role.SAFEGUARDING_LEAD)
    record.commit()
    raised(record, school)
    record.rollback()
    assert go(engine, record, post) == 0
    assert record.scalars(select(Concern)).all() == []


def test_the_leads_are_those_who_can_sign_in(record):
    one, gone = make.worker(record, Role.LEAD), make.worker(record, Role.LEAD)
    make.worker(record, Role.READER)
    stop_worker(record, worker=gone)
    assert leads(record) == [one]
