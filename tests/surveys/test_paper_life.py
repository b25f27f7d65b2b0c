"""Paper life: what was looked at is released, a released paper may be recalled in sight, and neither happens by halves."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.drafts import drop_drafts
from surveys.paper_life import NotYetFinal, recall_paper, release_paper
from surveys.wave_papers import (
    FOR_MEMBERS,
    PaperFrozen,
    PaperKind,
    is_any_told,
    last_released,
    paper_for,
    paper_in_place_of,
    paper_or_recall_for,
    papers_of_wave,
    public_paper,
    released_papers,
    store_paper,
)
from surveys.workers import Role
from tests import make

TODAY = date.today()


@pytest.fixture
def wave(record):
    return make.wave(record, opens_on=TODAY - timedelta(days=40), closes_on=TODAY - timedelta(days=20))


@pytest.fixture
def lead(record):
    return make.worker(record, Role.LEAD, name="Lena Lead")


def paper(record, wave, kind=PaperKind.SUMMARY, title="One"):
    content = {"title": title, "quotes": []}
    return store_paper(record, wave=wave, kind=kind, subject="", content=content, pdf=b"%PDF", on=TODAY)


def release(record, one, worker):
    release_paper(record, paper=one, worker=worker, seen=one.mark, on=TODAY)
    return one


def recall(record, one, worker, reason="A wrong figure"):
    recall_paper(record, paper=one, worker=worker, reason=reason, on=TODAY)
    return one


def test_what_was_made_again_since_it_was_looked_at_is_not_released(record, wave, lead):
    seen = paper(record, wave).mark
    one = paper(record, wave, title="Two")
    with pytest.raises(NotYetFinal, match="made again after you opened this page"):
        release_paper(record, paper=one, worker=lead, seen=seen, on=TODAY)
    assert (one.released_on, one.released_by) == (None, None)
    assert not is_any_told(record, wave)


def test_what_was_made_again_and_says_the_same_is_what_was_looked_at(record, wave, lead):
    seen = paper(record, wave).mark
    again = paper(record, wave)
    release_paper(record, paper=again, worker=lead, seen=seen, on=TODAY)
    assert again.stands


def test_a_draft_that_went_when_the_wave_was_counted_again_is_not_released(record, wave, lead):
    one = paper(record, wave)
    drop_drafts(record, wave)
    with pytest.raises(NoResultFound):
        release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)


def test_the_second_to_release_reads_who_was_first(record, wave, lead):
    one = release(record, paper(record, wave), lead)
    with pytest.raises(PaperFrozen, match="released already, by Lena Lead"):
        release(record, one, make.worker(record, Role.LEAD))
    assert one.released_by is lead


def test_a_recalled_paper_keeps_its_reason_and_who_and_when(record, wave, lead):
    one = recall(record, release(record, paper(record, wave), lead), lead, reason="  A wrong figure\n")
    record.expire_all()
    assert (one.recalled_on, one.recalled_by, one.recalled_for) == (TODAY, lead, "A wrong figure")
    assert (one.is_released, one.stands) == (True, False)


def test_figures_of_a_recalled_paper_have_been_read_and_bind_what_is_counted_later(record, wave, lead):
    for kind in PaperKind:
        recall(record, release(record, paper(record, wave, kind), lead), lead)
    assert is_any_told(record, wave)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_recall_needs_a_reason(record, wave, lead, reason):
    one = release(record, paper(record, wave), lead)
    with pytest.raises(NotYetFinal, match="Say why"):
        recall(record, one, lead, reason)
    assert one.stands


def test_what_was_never_released_is_not_recalled_and_what_is_recalled_not_again(record, wave, lead):
    one = paper(record, wave)
    with pytest.raises(NotYetFinal, match="nothing to recall"):
        recall(record, one, lead)
    recall(record, release(record, one, lead), lead)
    with pytest.raises(PaperFrozen, match="recalled already, by Lena Lead"):
        recall(record, one, make.worker(record, Role.LEAD), "Another reason")
    assert one.recalled_for == "A wrong figure"
    with pytest.raises(PaperFrozen, match="released already"):
        release(record, one, lead)


def test_after_a_recall_a_draft_is_a_new_edition_and_the_old_one_stays_as_it_was(record, wave, lead):
    first = recall(record, release(record, paper(record, wave), lead), lead)
    assert paper_in_place_of(record, first) is None
    second = paper(record, wave, title="Two")
    assert (second.number, second.recalled_on, first.content["title"]) == (2, None, "One")
    assert last_released(record, wave=wave, kind=PaperKind.SUMMARY, subject="") is first
    assert paper_in_place_of(record, first) is None  # it is a draft
    assert paper(record, wave, title="Three") is second
    release(record, second, lead)
    assert paper_in_place_of(record, first) is second
    with pytest.raises(PaperFrozen):
        paper(record, wave, title="Four")
    assert list(papers_of_wave(record, wave)) == [second, first]


@pytest.mark.parametrize("kind", PaperKind)
def test_whoever_could_read_a_paper_learns_that_it_is_recalled_and_reads_no_more(record, wave, lead, kind):
    member = make.worker(record, Role.SUBGROUP_MEMBER)
    one = recall(record, release(record, paper(record, wave, kind), lead), lead)
    assert paper_for(record, lead, one.id) is one
    with pytest.raises(NoResultFound):
        paper_for(record, member, one.id)
    if kind in FOR_MEMBERS:
        assert paper_or_recall_for(record, member, one.id) is one
        assert list(released_papers(record)) == [one]
    else:
        with pytest.raises(NoResultFound):
            paper_or_recall_for(record, member, one.id)
    if kind is PaperKind.SUMMARY:
        assert not public_paper(record, one.id).stands
    else:
        with pytest.raises(NoResultFound):
            public_paper(record, one.id)


def test_drafts_go_when_the_wave_is_counted_again_and_recalled_papers_stay(record, wave, lead):
    first = recall(record, release(record, paper(record, wave), lead), lead)
    paper(record, wave, title="Two")
    drop_drafts(record, wave)
    assert list(papers_of_wave(record, wave)) == [first]


@pytest.mark.parametrize(
    "values",
    [
        {"recalled_on": TODAY},
        {"recalled_for": "A wrong figure"},
        {"released_on": None, "released_by": None},
    ],
)
def test_the_record_itself_refuses_a_recall_by_halves(record, wave, lead, values):
    one = release(record, paper(record, wave), lead)
    if "released_on" in values:
        recall(record, one, lead)
    for name, value in values.items():
        setattr(one, name, value)
    with pytest.raises(IntegrityError):
        record.flush()
