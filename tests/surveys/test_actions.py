"""Actions: owned by the subgroup that owns the theme, with a day they are due, and late when that has passed."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.actions import (
    Status,
    ThemeNotOwned,
    action_with_id,
    actions_for_school,
    actions_of_subgroup,
    add_action,
    overdue_actions,
    update_action,
)
from surveys.agencies import add_agency
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.workers import Role
from tests import make
from voice.insight import load_codebook

TODAY = date(2026, 3, 5)
DAY = timedelta(days=1)
STILL_TO_DO = (Status.NOT_STARTED, Status.IN_PROGRESS)


@pytest.fixture(autouse=True)
def groups(record):
    load_codebook(record)
    add_first_subgroups(record)


def act(record, title="Run a bus", *, group="transport", theme="TRV", due_on=TODAY, **more):
    return add_action(
        record,
        subgroup=subgroup_with_slug(record, group),
        title=title,
        why=" Pupils wait. ",
        theme=theme_with_code(record, theme),
        wave=None,
        agency=add_agency(record, name="Bus team"),
        owner=" Ash ",
        due_on=due_on,
        **more,
    )


def be(record, action, status, note=""):
    worker = make.worker(record, Role.SUBGROUP_MEMBER)
    update_action(record, action=action, status=status, note=note, worker=worker, on=TODAY)
    return worker


def test_a_new_action_is_tidy_and_not_started(record):
    action = act(record, " Run a bus ", pupil_words="  ")
    assert (action.title, action.why, action.owner) == ("Run a bus", "Pupils wait.", "Ash")
    assert action.status is Status.NOT_STARTED
    assert action.pupil_words is None
    assert action_with_id(record, action.id) is action
    with pytest.raises(NoResultFound):
        action_with_id(record, "nothing")


@pytest.mark.parametrize(("group", "theme"), [("transport", "BUL"), ("bullying", "TRV"), ("periods", "SLP")])
def test_a_subgroup_cannot_own_an_action_about_anothers_theme(record, group, theme):
    with pytest.raises(ThemeNotOwned):
        act(record, group=group, theme=theme)
    assert actions_of_subgroup(record, subgroup_with_slug(record, group)) == []


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_what_should_be_done_and_is_not_is_overdue(record, status, days):
    action = act(record, due_on=TODAY + days * DAY)
    be(record, action, status)
    is_late = days < 0 and status in STILL_TO_DO
    assert action.is_overdue(TODAY) is is_late
    assert overdue_actions(record, on=TODAY) == ([action] if is_late else [])


def test_the_longest_overdue_comes_first(record):
    late, later = act(record, due_on=TODAY - DAY), act(record, due_on=TODAY - 9 * DAY)
    assert overdue_actions(record, on=TODAY) == [later, late]


def test_what_is_over_stands_last(record):
    done, soon, late = (act(record, title, due_on=TODAY + n * DAY) for n, title in enumerate("abc"))
    be(record, done, Status.DONE)
    assert actions_of_subgroup(record, subgroup_with_slug(record, "transport")) == [soon, late, done]


def test_a_note_has_its_day_and_its_writer_and_an_empty_one_is_none(record):
    action = act(record)
    worker = be(record, action, Status.IN_PROGRESS, " Wrote to them ")
    be(record, action, Status.DONE, "   ")
    assert action.status is Status.DONE
    assert [(note.text, note.written_by, note.written_on) for note in action.notes] == [
        ("Wrote to them", worker, TODAY)
    ]


def test_a_school_is_told_of_its_own_actions_and_those_for_every_school(record):
    here, there = make.school(record), make.school(record)
    everywhere = act(record, "a", pupil_words="For all")
    own, _ = act(record, "b", school=here), act(record, "c", school=there, pupil_words="Theirs")
    assert actions_for_school(record, here.id) == [everywhere, own]
    assert actions_for_school(record, here.id, told_only=True) == [everywhere]


@pytest.mark.parametrize(
    ("words", "told"), [(None, "As it was."), (" New. ", "New."), ("", None), ("  ", None)]
)
def test_what_pupils_are_told_changes_only_when_it_is_said(record, words, told):
    action = act(record, pupil_words="As it was.")
    worker = make.worker(record)
    update_action(
        record, action=action, status=Status.DONE, note="", worker=worker, on=TODAY, pupil_words=words
    )
    assert action.pupil_words == told
