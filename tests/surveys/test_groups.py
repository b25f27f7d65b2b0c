"""Groups: numbers that are never used again, links that a person confirms or refuses, and what became of each theme."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.codebook import add_theme, rename_theme, restore_theme, retire_theme
from surveys.codings import Proposal, store_proposals
from surveys.groups import (
    Found,
    FoundGroup,
    GroupProblem,
    example_words,
    group_with_id,
    groups_of_wave,
    highest_number,
    make_theme,
    name_group,
    wave_before,
)
from surveys.lineage import (
    LinkDecision,
    LinkKind,
    Proposed,
    decide_link,
    link_with_id,
    links_of_wave,
    store_found,
)
from surveys.merges import merge_themes
from surveys.readings import Source, pass_on
from surveys.responses import Answer
from surveys.splits import split_theme
from surveys.theme_changes import CodebookProblem, ThemeChange
from surveys.theme_lineage import earlier_wave, what_became
from surveys.themes import theme_with_code
from surveys.undoing import undo
from surveys.workers import Role
from tests import make
from voice.insight import load_codebook

TODAY = date.today()
KEPT, NEW, GONE, RENAMED = LinkKind.KEPT, LinkKind.NEW, LinkKind.GONE, LinkKind.RENAMED


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


@pytest.fixture
def before(record):
    load_codebook(record)
    return make.wave(record, name="Autumn", opens_on=TODAY - timedelta(90), closes_on=TODAY - timedelta(60))


@pytest.fixture
def now(record, before):
    return make.wave(record, name="Spring", opens_on=TODAY - timedelta(20), closes_on=TODAY - timedelta(6))


def found(number, *words, size=20, examples=()):
    return Found(number, words or ("scooter",), f"Group about {number}", "TRV", size, [0.6, 0.8], examples)


def store(record, wave, *groups, links=()):
    store_found(record, wave=wave, method="meaning 1", found=groups, links=links)


def numbers(record, wave, **more):
    return [group.number for group in groups_of_wave(record, wave.id, **more)]


def test_the_largest_group_comes_first(record, now):
    store(record, now, found(1, size=10), found(2, "vape", "toilet", size=40))
    first, second = groups_of_wave(record, now.id)
    assert (first.number, first.words, first.size, first.near_code) == (2, ["vape", "toilet"], 40, "TRV")
    assert (first.centroid, first.method, first.name) == ([0.6, 0.8], "meaning 1", "Group about 2")
    assert group_with_id(record, second.id) is second
    assert highest_number(record) == 2


def test_a_group_of_fewer_than_ten_is_refused_by_the_database(record, now):
    with pytest.raises(IntegrityError):
        store(record, now, found(1, size=5))


def test_looking_again_replaces_groups_and_keeps_what_a_person_has_named(record, now, lead):
    store(record, now, found(1), found(2), found(3))
    name_group(record, group=groups_of_wave(record, now.id)[1], name="  E-scooters ", worker=lead)
    store(record, now, found(1, "changed", size=30), found(4))
    assert numbers(record, now) == [1, 4]
    assert numbers(record, now, gone_too=True) == [1, 4, 2]
    gone = groups_of_wave(record, now.id, gone_too=True)[-1]
    assert (gone.size, gone.name, gone.named_by) == (None, "E-scooters", lead)
    assert groups_of_wave(record, now.id)[0].words == ["changed"]


def test_an_empty_name_takes_the_proposed_one_back_and_a_long_one_is_refused(record, now, lead):
    store(record, now, found(1))
    (group,) = groups_of_wave(record, now.id)
    name_group(record, group=group, name="Scooters", worker=lead)
    name_group(record, group=group, name=" ", worker=lead)
    assert (group.name, group.named_by) == ("Group about 1", None)
    with pytest.raises(GroupProblem, match="at most 60"):
        name_group(record, group=group, name="x" * 61, worker=lead)


def test_the_wave_before_is_the_latest_one_that_has_groups(record, before, now):
    assert wave_before(record, now) is None
    store(record, before, found(1))
    between = make.wave(
        record, name="Winter", opens_on=TODAY - timedelta(40), closes_on=TODAY - timedelta(30)
    )
    assert wave_before(record, now) is before
    assert wave_before(record, before) is None
    assert earlier_wave(record, now) is between


@pytest.fixture
def linked(record, before, now):
    """Groups 1 and 2 before; 1 kept, 2 gone and 3 new now."""
    store(record, before, found(1), found(2))
    store(record, now, found(1), found(3), links=LINKS)
    return {link.kind: link for link in links_of_wave(record, now.id)}


LINKS = (
    Proposed(NEW, None, 3, ""),
    Proposed(GONE, 2, None, ""),
    Proposed(KEPT, 1, 1, "nearly all of it"),
)


def test_links_say_what_became_of_each_group(record, now, linked):
    assert list(linked) == [KEPT, NEW, GONE]
    kept = linked[KEPT]
    assert (kept.before.number, kept.after.number, kept.share) == (1, 1, "nearly all of it")
    assert (linked[NEW].before, linked[GONE].after) == (None, None)
    assert kept.decision is None
    assert link_with_id(record, kept.id) is kept


def test_a_decision_has_a_name_and_outlives_another_look(record, before, now, linked, lead):
    decide_link(record, link=linked[GONE], decision=LinkDecision.CONFIRMED, worker=lead, on=TODAY)
    store(record, now, found(1), found(3), links=LINKS)
    links = links_of_wave(record, now.id)
    assert [link.kind for link in links] == [KEPT, NEW, GONE]
    assert [link.decided_by and link.decided_by.name for link in links] == [None, None, "Lena Lead"]
    store(record, before, found(1))
    assert numbers(record, before, gone_too=True) == [1, 2]  # a link speaks of the second one


def test_a_group_whose_sameness_is_refused_gets_a_number_that_none_has_had(record, now, linked, lead):
    kept = linked[KEPT]
    decide_link(record, link=kept, decision=LinkDecision.REFUSED, worker=lead, on=TODAY)
    assert kept.after.number == 4
    assert kept.before.number == 1
    decide_link(record, link=kept, decision=LinkDecision.REFUSED, worker=lead, on=TODAY)
    assert kept.after.number == 4
    decide_link(record, link=kept, decision=LinkDecision.CONFIRMED, worker=lead, on=TODAY)
    assert kept.after.number == 1


def test_a_number_that_is_taken_meanwhile_is_not_taken_back(record, now, linked, lead):
    kept = linked[KEPT]
    decide_link(record, link=kept, decision=LinkDecision.REFUSED, worker=lead, on=TODAY)
    store(record, now, found(1), found(4), links=[Proposed(KEPT, 1, 1, "")])
    decide_link(record, link=kept, decision=LinkDecision.CONFIRMED, worker=lead, on=TODAY)
    assert sorted(numbers(record, now)) == [1, 4]


def test_a_group_becomes_a_theme_once(record, now, lead):
    store(record, now, found(1))
    (group,) = groups_of_wave(record, now.id)
    words = {"name": "E-scooters", "description": "", "phrases": ["nearly hit by a scooter"]}
    theme = make_theme(record, group=group, worker=lead, **words)
    assert theme.is_own
    assert group.is_settled
    with pytest.raises(GroupProblem, match="is the theme “E-scooters” already"):
        make_theme(record, group=group, worker=lead, **words)


def test_a_theme_that_cannot_be_told_from_another_is_not_made(record, now, lead):
    store(record, now, found(1))
    (group,) = groups_of_wave(record, now.id)
    with pytest.raises(CodebookProblem, match="Another theme is called"):
        make_theme(record, group=group, name="bullying", description="", phrases=["x"], worker=lead)
    assert group.theme is None


def test_examples_are_shown_as_read_and_not_once_they_are_a_concern(record, now, lead):
    make.responses(record, now.schools[0], "scooters everywhere", "a worry", on=now.opens_on)
    make.read_everything(record, lead)
    keys = {text: key for key, text in record.execute(select(Answer.id, Answer.text))}
    store(record, now, found(1, examples=[keys["a worry"], keys["scooters everywhere"], "0" * 32]))
    (group,) = groups_of_wave(record, now.id)
    assert example_words(record, group) == ["a worry", "scooters everywhere"]
    pass_on(record, source=Source.ANSWER, text_id=keys["a worry"], worker=lead, on=TODAY)
    assert example_words(record, group) == ["scooters everywhere"]


@pytest.mark.parametrize(
    "broken",
    [{"number": 0}, {"given_name": "No one’s"}, {"size": 9}],
)
def test_the_database_keeps_the_rules_of_a_group(record, now, broken):
    row = {
        "number": 1,
        "words": [],
        "proposed_name": "x",
        "size": 10,
        "centroid": [],
        "method": "m",
        "examples": [],
    }
    record.add(FoundGroup(wave=now, **{**row, **broken}))
    with pytest.raises(IntegrityError):
        record.flush()


def test_a_group_or_link_that_is_not_there_is_not_found(record):
    for look in (group_with_id, link_with_id):
        with pytest.raises(NoResultFound):
            look(record, "0" * 32)


def fates(record, *, since=TODAY - timedelta(1), until=TODAY):
    found = what_became(record, since=since, until=until)
    return {fate.theme.name: str(fate.kind) for fate in found}


def test_what_became_of_each_theme_is_told_by_its_history(record, before, lead):
    named = {code: theme_with_code(record, code) for code in ("BUL", "FRD", "TRV", "SLP", "REL")}
    rename_theme(record, theme=named["TRV"], name="Getting here", worker=lead)
    merge_themes(record, theme=named["FRD"], into=named["BUL"], worker=lead)
    retire_theme(record, theme=named["SLP"], worker=lead, on=TODAY)
    add_theme(record, name="E-scooters", description="", phrases=["scooter"], worker=lead)
    told = fates(record)
    assert {name: kind for name, kind in told.items() if kind != "kept"} == {
        "Getting here": "renamed",
        named["FRD"].name: "merged",
        named["SLP"].name: "gone",
        "E-scooters": "new",
    }
    assert told[named["BUL"].name] == "kept"
    assert list(told.values()) == sorted(told.values(), key=[str(kind) for kind in LinkKind].index)
    assert set(fates(record, until=TODAY - timedelta(1)).values()) == {"kept"}
    assert named["SLP"].name not in fates(record, since=TODAY, until=TODAY)


def test_a_theme_that_came_back_is_there_and_an_undone_change_never_was(record, before, lead):
    theme = theme_with_code(record, "SLP")
    retire_theme(record, theme=theme, worker=lead, on=TODAY)
    restore_theme(record, theme=theme, worker=lead)
    assert fates(record)[theme.name] == "kept"
    merge_themes(record, theme=theme, into=theme_with_code(record, "MHA"), worker=lead)
    assert fates(record)[theme.name] == "merged"
    (merge,) = record.scalars(select(ThemeChange).where(ThemeChange.kind == "merged"))
    undo(record, theme=theme, change_id=merge.id, worker=lead, on=TODAY)
    assert fates(record)[theme.name] == "kept"


def test_a_theme_made_of_a_part_of_another_is_split_from_it(record, before, lead):
    make.responses(record, before.schools[0], "an e-scooter nearly hit me", on=before.opens_on)
    make.read_everything(record, lead)
    (answer_id,) = record.scalars(select(Answer.id))
    proposals = {(Source.ANSWER, answer_id): [Proposal("TRV", 0.9, ["scooter"])]}
    store_proposals(record, proposals, method="seeds 1")
    split_theme(
        record,
        theme=theme_with_code(record, "TRV"),
        text_ids=[answer_id],
        name="E-scooters",
        description="",
        phrases=["nearly hit by a scooter"],
        worker=lead,
        on=TODAY,
    )
    assert fates(record)["E-scooters"] == "split"
    assert fates(record)[theme_with_code(record, "TRV").name] == "kept"
