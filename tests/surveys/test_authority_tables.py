"""Authority tables: actions and the codebook."""

from datetime import date, timedelta

import pytest

from surveys.actions import Status, add_action, update_action
from surveys.agencies import add_agency
from surveys.authority_tables import actions_table, codebook_table
from surveys.codebook import ThemeEntry, load_themes
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.workers import Role
from tests import make

TODAY = date.today()


@pytest.fixture
def transport(record):
    entries = [
        ThemeEntry(code, name, f"About {name}")
        for code, name in (("TRV", "Getting here"), ("BUL", "Bullying"), ("PER", "Periods"))
    ]
    load_themes(record, entries, version=1)
    add_first_subgroups(record)
    return subgroup_with_slug(record, "transport")


def cells(table, *names):
    places = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_actions_are_told_with_their_latest_note(record, transport):
    worker = make.worker(record, Role.SUBGROUP_MEMBER)
    school = make.school(record, urn="900001", name="Brook Lane")
    agency = add_agency(record, name="Transport team")
    said = {
        "subgroup": transport,
        "why": "Pupils said so.",
        "theme": theme_with_code(record, "TRV"),
        "wave": None,
    }
    one = add_action(
        record, title="Ask for a bus", agency=agency, owner="Ash", due_on=TODAY - timedelta(days=1), **said
    )
    add_action(record, title="Open the gate", agency=agency, owner="Ash", due_on=TODAY, school=school, **said)
    for day, note in ((TODAY - timedelta(days=3), "Asked."), (TODAY, "Asked again.")):
        update_action(record, action=one, status=Status.IN_PROGRESS, note=note, worker=worker, on=day)
    record.expire_all()
    table = actions_table(record, on=TODAY)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    told = cells(table, "action", "subgroup", "school_name", "status", "is_overdue", "latest_note")
    assert told == [
        ("Ask for a bus", "Transport", "every school", "in progress", "yes", "Asked again."),
        ("Open the gate", "Transport", "Brook Lane", "not started", "no", ""),
    ]


def test_the_codebook_says_what_became_of_each_theme(record, transport):
    theme_with_code(record, "BUL").merged_into = theme_with_code(record, "TRV")
    theme_with_code(record, "PER").retired_on = TODAY
    record.flush()
    table = codebook_table(record, on=TODAY)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    told = {row[0]: row[1:] for row in cells(table, "theme_code", "state", "counts_as", "out_of_use_since")}
    assert told == {
        "TRV": ("in use", "TRV", ""),
        "BUL": ("merged", "TRV", ""),
        "PER": ("out of use", "", TODAY.isoformat()),
    }
