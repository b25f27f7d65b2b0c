"""The life of a report: each step by its turn, once, with who took it; and a recall that stays visible."""

import threading
import time
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from surveys.base import LONDON, Base
from surveys.notices import Notice, NoticeKind
from surveys.readings import Outcome, Source, read_text
from surveys.report_life import (
    LEAST_CAME,
    OutOfTurn,
    Said,
    WordsTakenBack,
    answer_report,
    check_report,
    recall_report,
    release_report,
    see_report,
    tell_pupils,
)
from surveys.report_steps import ReportReply, ReportStep, StepKind, Verdict
from surveys.reports import Report, ReportFrozen, ReportState, newest_report, store_draft
from surveys.texts import NotAllRead
from surveys.workers import Role, Worker, stop_worker
from surveys.workshops import NoteKind, add_notes, add_programme, read_lines, record_session
from tests import make
from tests.databases import postgresql_database
from voice.database import make_engine, writing_session

DAY = date(2026, 3, 16)
NOON = datetime(2026, 3, 16, 12, tzinfo=LONDON)
LINES = [
    {"key": "one", "kind": "recommendation", "text": "Open the library at lunch"},
    {"key": "two", "kind": "recommendation", "text": "Reply to every suggestion"},
]


@pytest.fixture
def wave(record):
    return make.wave(record, schools=2, opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 20))


@pytest.fixture
def place(wave):
    return wave.schools[0]


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def head(record, place):
    return make.worker(record, Role.SCHOOL, urn=place.school.urn, name="Hal Head")


def draft(record, place, *, lines=(), on=DAY, says="one"):
    content = {"says": says, "figures": {"workshops": {"lines": list(lines)}}}
    return store_draft(record, place=place, content=content, pdf=b"%PDF", on=on)


def checked(record, place, lead, **more):
    report = draft(record, place, **more)
    check_report(record, report=report, worker=lead, seen=report.mark, on=DAY)
    return report


@pytest.fixture
def released(record, place, lead):
    """A report with two recommendations, released as it stands."""
    return make.release(record, draft(record, place, lines=LINES), by=lead, on=DAY)


def answer(record, report, worker, *, on=DAY, note="", **verdicts):
    said = {key: Said(verdict, words) for key, (verdict, words) in verdicts.items()}
    answer_report(record, report=report, worker=worker, said=said, note=note, on=on)


def fully(record, report, worker, **more):
    answer(record, report, worker, one=(Verdict.YES, ""), two=(Verdict.NO, "There are too many."), **more)


def test_a_report_goes_its_whole_way_with_who_and_when(record, place, lead, head):
    report = draft(record, place)
    assert report.state is ReportState.DRAFT
    check_report(record, report=report, worker=lead, seen=report.mark, on=DAY)
    assert report.state is ReportState.CHECKED
    release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
    assert (report.state, report.released_on, report.released_by) == (ReportState.RELEASED, DAY, lead)
    see_report(record, report=report, worker=head, on=DAY + timedelta(days=1))
    assert report.state is ReportState.SEEN
    answer(record, report, head, note="We open a quiet room.", on=DAY + timedelta(days=2))
    assert report.state is ReportState.ANSWERED
    told = DAY + timedelta(days=3)
    tell_pupils(record, report=report, worker=head, told_on=told, how="In assembly", on=told)
    assert report.state is ReportState.TOLD
    recall_report(record, report=report, worker=lead, reason="A wrong figure", at=NOON + timedelta(days=4))
    assert (report.state, report.is_released, report.stands) == (ReportState.RECALLED, True, False)
    record.expire_all()
    assert [(step.kind.value, step.worker.name, step.taken_on.day) for step in report.steps] == [
        ("checked", "Lena Lead", 16),
        ("seen", "Hal Head", 17),
        ("answered", "Hal Head", 18),
        ("told", "Hal Head", 19),
        ("recalled", "Lena Lead", 20),
    ]


def test_a_draft_that_changed_since_it_was_looked_at_is_not_checked(record, place, lead):
    report = draft(record, place)
    seen = report.mark
    draft(record, place, says="two")
    with pytest.raises(OutOfTurn, match="made again after you opened this page"):
        check_report(record, report=report, worker=lead, seen=seen, on=DAY)
    assert report.state is ReportState.DRAFT


def test_a_draft_made_again_must_be_checked_again(record, place, lead):
    report = checked(record, place, lead)
    draft(record, place, says="two")
    assert report.state is ReportState.DRAFT
    with pytest.raises(OutOfTurn, match="Nobody has checked"):
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
    assert not report.is_released


def test_two_leads_who_check_the_same_draft_leave_one_step(record, place, lead):
    report = checked(record, place, lead)
    check_report(record, report=report, worker=make.worker(record, Role.LEAD), seen=report.mark, on=DAY)
    assert len(report.steps) == 1


def test_a_draft_made_while_its_wave_was_open_is_not_checked(record, place, lead):
    report = draft(record, place, on=date(2026, 2, 20))
    with pytest.raises(OutOfTurn, match="made while its wave was open"):
        check_report(record, report=report, worker=lead, seen=report.mark, on=DAY)


def test_a_released_report_is_neither_checked_nor_released_again_and_the_sentence_says_who_was_first(
    record, place, lead
):
    report = checked(record, place, lead)
    release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
    other = make.worker(record, Role.LEAD)
    with pytest.raises(ReportFrozen, match="was released already, by Lena Lead"):
        release_report(record, report=report, worker=other, seen=report.mark, at=NOON + timedelta(days=9))
    with pytest.raises(ReportFrozen, match="was released already, by Lena Lead"):
        check_report(record, report=report, worker=other, seen=report.mark, on=DAY)
    assert (report.released_on, report.released_by) == (DAY, lead)


def test_nothing_is_released_while_answers_wait_to_be_read(record, place, lead):
    report = checked(record, place, lead)
    make.responses(record, place, "nobody has read this", on=date(2026, 2, 3))
    with pytest.raises(NotAllRead):
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)


def test_a_draft_that_is_gone_is_not_released(record, place, lead):
    report = checked(record, place, lead)
    record.delete(report)
    record.flush()
    with pytest.raises(NoResultFound):
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)


@pytest.mark.parametrize(
    ("came", "may_be_said"), [(LEAST_CAME, True), (LEAST_CAME - 1, False), (0, False), (None, False)]
)
def test_what_hardly_anybody_came_to_say_is_not_released(record, place, lead, came, may_be_said):
    programme = add_programme(record, school=place.school, starts_on=date(2026, 2, 2))
    workshop = programme.sessions[0]
    (note,) = add_notes(
        record, workshop=workshop, notes=read_lines("Open the library", kind=NoteKind.RECOMMENDATION)
    )
    read_text(record, source=Source.NOTE, text_id=note.id, reader=lead, outcome=Outcome.FINE, on=DAY)
    lines = [{"key": note.id, "kind": "recommendation", "text": "Open the library"}]
    report = checked(record, place, lead, lines=lines)
    record_session(record, workshop=workshop, held_on=workshop.held_on, headcount=came, activity=None)
    if may_be_said:
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
        assert report.stands
        return
    with pytest.raises(WordsTakenBack, match="said words that may not be shown any more"):
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
    assert newest_report(record, place_id=place.id) is None


def test_the_schools_people_are_told_that_something_waits_and_nobody_else(record, place, lead, head, wave):
    gone = make.worker(record, Role.SCHOOL, urn=place.school.urn)
    stop_worker(record, worker=gone)
    make.worker(record, Role.SCHOOL, urn=wave.schools[1].school.urn)
    make.worker(record, Role.SAFEGUARDING_LEAD, urn=place.school.urn)
    report = checked(record, place, lead)
    release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
    assert notices(record) == [(NoticeKind.REPORT, head)]
    recall_report(record, report=report, worker=lead, reason="A wrong figure", at=NOON)
    assert notices(record) == [(NoticeKind.REPORT, head)] * 2


def notices(record):
    return [(notice.kind, notice.worker) for notice in record.scalars(select(Notice))]


def test_the_first_of_the_school_to_open_a_report_is_kept_and_nobody_of_elsewhere(
    record, place, lead, head, released, wave
):
    for stranger in (lead, make.worker(record, Role.SCHOOL, urn=wave.schools[1].school.urn)):
        see_report(record, report=released, worker=stranger, on=DAY)
    assert released.steps == []
    see_report(record, report=released, worker=head, on=DAY)
    other = make.worker(record, Role.SCHOOL, urn=place.school.urn)
    see_report(record, report=released, worker=other, on=DAY + timedelta(days=1))
    (step,) = released.steps
    assert (step.kind, step.worker, step.taken_on) == (StepKind.SEEN, head, DAY)


def test_a_draft_is_not_seen_by_its_school(record, place, lead, head):
    report = checked(record, place, lead)
    see_report(record, report=report, worker=head, on=DAY)
    assert report.state is ReportState.CHECKED


def test_a_school_answers_each_recommendation_and_may_change_its_mind(record, head, released):
    fully(record, released, head, note="We talk on Monday.")
    assert released.state is ReportState.ANSWERED
    assert released.step(StepKind.SEEN).worker is head  # who answers has read it
    assert replies(record) == {"one": ("yes", ""), "two": ("no", "There are too many.")}
    answer(
        record,
        released,
        head,
        one=(Verdict.LATER, " In spring. "),
        two=(Verdict.YES, ""),
        on=DAY + timedelta(days=1),
    )
    assert replies(record) == {"one": ("not yet", "In spring."), "two": ("yes", "")}
    step = released.step(StepKind.ANSWERED)
    assert (step.note, step.taken_on) == ("", DAY + timedelta(days=1))
    assert len(released.steps) == 2


def replies(record):
    return {reply.line: (reply.verdict.value, reply.words) for reply in record.scalars(select(ReportReply))}


def test_the_lead_may_answer_for_a_school_which_has_not_seen_it_by_that(record, lead, released):
    fully(record, released, lead)
    assert released.state is ReportState.ANSWERED
    assert released.step(StepKind.SEEN) is None


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ({}, "Answer each recommendation"),
        ({"one": (Verdict.YES, "")}, "Answer each recommendation"),
        ({"one": (Verdict.YES, ""), "else": (Verdict.YES, "")}, "Answer each recommendation"),
        (
            {"one": (Verdict.YES, ""), "two": (Verdict.YES, ""), "else": (Verdict.YES, "")},
            "Answer each recommendation",
        ),
        ({"one": (Verdict.YES, ""), "two": (Verdict.NO, "  ")}, "Give a reason"),
        ({"one": (Verdict.PARTLY, ""), "two": (Verdict.YES, "")}, "Give a reason"),
        ({"one": (Verdict.LATER, "\n"), "two": (Verdict.YES, "")}, "Give a reason"),
    ],
)
def test_an_answer_that_leaves_pupils_without_one_is_refused_whole(record, head, released, verdicts, words):
    with pytest.raises(OutOfTurn, match=words):
        answer(record, released, head, **verdicts)
    assert released.steps == []
    assert replies(record) == {}


def test_without_recommendations_a_school_says_what_it_will_do(record, place, lead, head):
    report = make.release(record, draft(record, place), by=lead, on=DAY)
    with pytest.raises(OutOfTurn, match="Write what the school will do"):
        answer(record, report, head, note="  ")
    answer(record, report, head, note="We open a quiet room.")
    assert report.step(StepKind.ANSWERED).note == "We open a quiet room."


def test_pupils_are_told_after_the_school_has_answered(record, head, released):
    told = {"report": released, "worker": head, "how": "In assembly", "on": DAY}
    with pytest.raises(OutOfTurn, match="Answer the report first"):
        tell_pupils(record, told_on=DAY, **told)
    fully(record, released, head)
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(OutOfTurn, match="must not be in the future, nor before"):
            tell_pupils(record, told_on=day, **told)
    with pytest.raises(OutOfTurn, match="Say how"):
        tell_pupils(record, told_on=DAY, **told | {"how": " "})
    tell_pupils(record, told_on=DAY, **told)
    fully(record, released, head)  # a change of mind does not undo that pupils were told
    assert released.state is ReportState.TOLD


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_recall_needs_a_reason(record, lead, released, reason):
    with pytest.raises(OutOfTurn, match="Say why"):
        recall_report(record, report=released, worker=lead, reason=reason, at=NOON)
    assert released.stands


def test_what_was_never_released_is_not_recalled_and_what_is_recalled_not_again(record, place, lead, wave):
    report = checked(record, place, lead)
    with pytest.raises(OutOfTurn, match="is not released, so there is nothing to recall"):
        recall_report(record, report=report, worker=lead, reason="A wrong figure", at=NOON)
    make.release(record, report, by=lead, on=DAY)
    recall_report(record, report=report, worker=lead, reason=" A wrong figure ", at=NOON)
    other = make.worker(record, Role.LEAD)
    with pytest.raises(ReportFrozen, match="was recalled already, by Lena Lead"):
        recall_report(record, report=report, worker=other, reason="Another reason", at=NOON)
    assert report.step(StepKind.RECALLED).note == "A wrong figure"


def test_with_a_recalled_report_nothing_is_done_any_more(record, lead, head, released):
    recall_report(record, report=released, worker=lead, reason="A wrong figure", at=NOON)
    with pytest.raises(ReportFrozen, match="is recalled or was never released"):
        fully(record, released, head)
    with pytest.raises(ReportFrozen, match="is recalled or was never released"):
        tell_pupils(record, report=released, worker=head, told_on=DAY, how="In assembly", on=DAY)
    with pytest.raises(ReportFrozen, match="was released already"):
        release_report(record, report=released, worker=lead, seen=released.mark, at=NOON)
    see_report(record, report=released, worker=head, on=DAY)
    assert released.state is ReportState.RECALLED
    assert len(released.steps) == 1


@pytest.mark.parametrize(
    "row",
    [
        {"kind": StepKind.RECALLED, "note": ""},
        {"kind": StepKind.SEEN, "note": ""},  # once more
    ],
)
def test_the_record_itself_refuses_a_step_twice_and_a_recall_without_a_reason(
    record, lead, head, released, row
):
    see_report(record, report=released, worker=head, on=DAY)
    record.add(ReportStep(report_id=released.id, worker=lead, taken_on=DAY, **row))
    with pytest.raises(IntegrityError):
        record.flush()


def test_the_record_itself_refuses_a_no_without_a_reason(record, released):
    record.add(ReportReply(report_id=released.id, line="one", verdict=Verdict.NO, words=""))
    with pytest.raises(IntegrityError):
        record.flush()


STEPS = ("draft", "check", "release", "see", "answer", "tell", "recall")
FURTHER = [
    ReportState.DRAFT,
    ReportState.CHECKED,
    ReportState.RELEASED,
    ReportState.SEEN,
    ReportState.ANSWERED,
    ReportState.TOLD,
    ReportState.RECALLED,
]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=some.lists(some.sampled_from(STEPS), max_size=14))
def test_whatever_is_tried_in_whatever_order_a_released_report_says_what_it_said(
    record, lead, head, place, steps
):
    said = {}
    with record.begin_nested() as point:
        for number, step in enumerate(steps):
            attempt(record, place, lead, head, step, says=str(number))
            for report in record.scalars(select(Report)).unique():
                if report.is_released:
                    assert said.setdefault(report.id, report.content) == report.content
            standing = [one for one in record.scalars(select(Report)).unique() if one.stands]
            assert len(standing) <= 1
        point.rollback()
    record.expire_all()


def attempt(record, place, lead, head, step, *, says):
    """Try a step with the newest edition, in turn or out of it."""
    report = newest_report(record, place_id=place.id)
    if step != "draft" and report is None:
        return
    before = None if report is None else report.state
    tries = {
        "draft": lambda: draft(record, place, says=says),
        "check": lambda: check_report(record, report=report, worker=lead, seen=report.mark, on=DAY),
        "release": lambda: release_report(record, report=report, worker=lead, seen=report.mark, at=NOON),
        "see": lambda: see_report(record, report=report, worker=head, on=DAY),
        "answer": lambda: answer(record, report, head, note="We will."),
        "tell": lambda: tell_pupils(record, report=report, worker=head, told_on=DAY, how="So", on=DAY),
        "recall": lambda: recall_report(record, report=report, worker=lead, reason="Wrong", at=NOON),
    }
    try:
        tries[step]()
    except (ReportFrozen, OutOfTurn):
        assert report.state is before
        return
    if step != "draft":
        assert FURTHER.index(report.state) >= FURTHER.index(before)


@pytest.fixture
def on_postgresql():
    with postgresql_database() as url:
        engine = make_engine(url, make.SECRET)
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()


@pytest.mark.postgresql
def test_of_two_who_release_at_once_one_wins_and_the_other_reads_who(on_postgresql):
    with writing_session(on_postgresql) as record:
        place = make.wave(record, opens_on=date(2026, 2, 2), closes_on=date(2026, 2, 20)).schools[0]
        leads = [make.worker(record, Role.LEAD, name=name) for name in ("First", "Second")]
        report_id = checked(record, place, leads[0]).id
        ids = [lead.id for lead in leads]
        record.commit()
    told = []

    def release_too():
        with writing_session(on_postgresql) as record:
            report, lead = record.get_one(Report, report_id), record.get_one(Worker, ids[1])
            try:
                release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
                record.commit()
            except ReportFrozen as problem:
                told.append(str(problem))

    with writing_session(on_postgresql) as record:
        report, lead = record.get_one(Report, report_id), record.get_one(Worker, ids[0])
        release_report(record, report=report, worker=lead, seen=report.mark, at=NOON)
        second = threading.Thread(target=release_too)
        second.start()
        _until_it_waits(on_postgresql)
        record.commit()
    second.join(timeout=10)
    (sentence,) = told
    assert "was released already, by First" in sentence
    with Session(on_postgresql) as record:
        assert record.get_one(Report, report_id).released_by.name == "First"


def _until_it_waits(engine):
    """Return as soon as another connection waits for a lock."""
    waits = text("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
    end = time.monotonic() + 10
    with engine.connect() as connection:
        while not connection.scalar(waits):
            assert time.monotonic() < end, "the second never came to the lock"
            connection.rollback()
            time.sleep(0.02)
