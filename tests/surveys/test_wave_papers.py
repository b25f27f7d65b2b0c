"""Wave papers: a draft may be made again, what is released stays, and each reads what is for them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from surveys.drafts import drop_drafts
from surveys.paper_life import NotYetFinal, release_paper
from surveys.texts import NotAllRead
from surveys.wave_papers import (
    PaperFrozen,
    PaperKind,
    is_any_told,
    paper_for,
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
    return make.worker(record, Role.LEAD)


def paper(record, wave, kind=PaperKind.SUMMARY, subject="", title="One", quotes=(), on=TODAY):
    content = {"title": title, "quotes": list(quotes)}
    return store_paper(record, wave=wave, kind=kind, subject=subject, content=content, pdf=b"%PDF", on=on)


def test_a_draft_takes_the_place_of_the_last_one(record, wave):
    first = paper(record, wave)
    second = paper(record, wave, title="Two")
    assert second.id == first.id
    assert [one.content["title"] for one in papers_of_wave(record, wave)] == ["Two"]


def test_papers_stand_by_kind_and_subject(record, wave):
    for kind, subject in (
        (PaperKind.SUMMARY, ""),
        (PaperKind.PACK, "transport"),
        (PaperKind.PACK, "bullying"),
    ):
        paper(record, wave, kind, subject)
    paper(record, wave, PaperKind.OVERVIEW)
    assert [(one.kind.value, one.subject) for one in papers_of_wave(record, wave)] == [
        ("overview", ""),
        ("pack", "bullying"),
        ("pack", "transport"),
        ("summary", ""),
    ]


def test_a_released_paper_is_neither_made_nor_released_again(record, wave, lead):
    one = paper(record, wave)
    release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)
    with pytest.raises(PaperFrozen):
        paper(record, wave, title="Two")
    other = make.worker(record, Role.LEAD)
    with pytest.raises(PaperFrozen):
        release_paper(record, paper=one, worker=other, seen=one.mark, on=TODAY)
    assert (one.content["title"], one.released_by, one.released_on) == ("One", lead, TODAY)


def test_a_paper_made_while_the_wave_was_open_is_not_released(record, wave, lead):
    early = paper(record, wave, on=TODAY - timedelta(days=30))
    with pytest.raises(NotYetFinal, match="made while the wave was open"):
        release_paper(record, paper=early, worker=lead, seen=early.mark, on=TODAY)
    assert not early.is_released


def test_nothing_is_released_while_a_comment_waits_to_be_read(record, wave, lead):
    one = paper(record, wave)
    make.responses(record, wave.schools[0], "Nobody has read this")
    with pytest.raises(NotAllRead):
        release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)


def test_a_paper_that_quotes_what_is_not_cleared_is_not_released(record, wave, lead):
    one = paper(record, wave, quotes=[{"theme": "TRV", "words": "The bus is late", "ours": False}])
    with pytest.raises(NotYetFinal, match="may not be shown any more"):
        release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)
    assert not one.is_released


def test_members_of_subgroups_read_released_papers_that_are_for_them(record, wave, lead):
    member = make.worker(record, Role.SUBGROUP_MEMBER)
    papers = {kind: paper(record, wave, kind, kind.value) for kind in PaperKind}
    for one in papers.values():
        with pytest.raises(NoResultFound):
            paper_for(record, member, one.id)
        assert paper_for(record, lead, one.id) is one
        release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)
    theirs = {PaperKind.OVERVIEW, PaperKind.PACK, PaperKind.SUMMARY}
    assert {one.kind for one in released_papers(record)} == theirs
    for kind, one in papers.items():
        if kind in theirs:
            assert paper_for(record, member, one.id) is one
        else:
            with pytest.raises(NoResultFound):
                paper_for(record, member, one.id)


def test_the_public_reads_a_released_summary_and_nothing_else(record, wave, lead):
    papers = {kind: paper(record, wave, kind, kind.value) for kind in PaperKind}
    with pytest.raises(NoResultFound):
        public_paper(record, papers[PaperKind.SUMMARY].id)
    for one in papers.values():
        release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)
    assert public_paper(record, papers[PaperKind.SUMMARY].id) is papers[PaperKind.SUMMARY]
    for kind in set(PaperKind) - {PaperKind.SUMMARY}:
        with pytest.raises(NoResultFound):
            public_paper(record, papers[kind].id)


def test_a_released_paper_tells_of_its_wave_as_a_report_does(record, wave, lead):
    one = paper(record, wave)
    assert not is_any_told(record, wave)
    release_paper(record, paper=one, worker=lead, seen=one.mark, on=TODAY)
    assert is_any_told(record, wave)


def test_drafts_go_when_what_they_were_made_from_has_changed(record, wave, lead):
    kept = paper(record, wave)
    release_paper(record, paper=kept, worker=lead, seen=kept.mark, on=TODAY)
    paper(record, wave, PaperKind.OVERVIEW)
    drop_drafts(record, wave)
    assert list(papers_of_wave(record, wave)) == [kept]
