"""The pages of a paper’s life: releasing what was looked at, recalling in sight, and two people at once."""

from datetime import date

import pytest

from surveys.drafts import drop_drafts
from surveys.jobs import JobKind, ask_for_job
from surveys.subgroups import add_first_subgroups
from surveys.wave_papers import PaperKind, WavePaper, store_paper
from surveys.waves import wave_with_id
from surveys.workers import Role
from tests import make
from tests.voice.counted_wave import SCHOOLS, TICKED, closed_wave, count
from voice.insight import load_codebook
from voice.paper_making import Planned, compose_paper
from voice.printing import wave_paper_pdf

REASON = "One figure stood in the wrong row."


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def wave_id(record):
    load_codebook(record)
    add_first_subgroups(record)
    wave = closed_wave(record, [make.school(record, name=name) for name in SCHOOLS])
    count(record, wave, TICKED)
    wave_id = wave.id
    record.commit()
    return wave_id


def write(record, wave_id, kind=PaperKind.SUMMARY, **more):
    """Make one paper as the job does, and return its key."""
    content = compose_paper(record, Planned(kind, "", "it"), wave_id=wave_id, on=date.today()) | more
    stored = store_paper(
        record,
        wave=wave_with_id(record, wave_id),
        kind=kind,
        subject="",
        content=content,
        pdf=wave_paper_pdf(content),
        on=date.today(),
    )
    paper_id = stored.id
    record.commit()
    return paper_id


def release(lead, paper_id, seen=None):
    seen = seen or lead.get(f"/papers/{paper_id}/release").field("seen")
    return lead.post(f"/papers/{paper_id}/release", {"seen": seen}, form_on="/privacy", follow_redirects=True)


def recall(lead, paper_id, reason=REASON):
    return lead.post(f"/papers/{paper_id}/recall", {"reason": reason}, follow_redirects=True)


def test_a_paper_made_again_while_the_page_was_open_is_not_released_and_the_page_says_so(
    lead, record, wave_id
):
    paper_id = write(record, wave_id)
    seen = lead.get(f"/papers/{paper_id}/release").field("seen")
    write(record, wave_id, intro="Somebody made it anew.")
    page = release(lead, paper_id, seen)
    assert "was made again after you opened this page" in page.text
    assert "Draft of" in page.text
    assert "is released." not in page.text


@pytest.mark.parametrize("seen", ["", "nonsense"])
def test_a_form_that_does_not_say_what_was_looked_at_releases_nothing(lead, record, wave_id, seen):
    paper_id = write(record, wave_id)
    sent = lead.post(f"/papers/{paper_id}/release", {"seen": seen}, follow_redirects=True)
    assert "Look at it once more." in sent.text


def test_a_draft_that_went_while_its_page_was_open_leads_to_the_list_with_words_to_act_on(
    lead, record, wave_id
):
    paper_id = write(record, wave_id)
    seen = lead.get(f"/papers/{paper_id}/release").field("seen")
    drop_drafts(record, wave_with_id(record, wave_id))
    record.commit()
    page = release(lead, paper_id, seen)
    assert page.heading == "Papers"
    assert "That draft is gone" in page.text
    assert "Make the papers again" in page.text


def test_of_two_who_release_at_once_the_second_reads_who_was_first(lead, signed_in, record, wave_id):
    paper_id = write(record, wave_id)
    second = signed_in(Role.LEAD)
    seen = second.get(f"/papers/{paper_id}/release").field("seen")
    assert "is released." in release(lead, paper_id).text
    late = release(second, paper_id, seen)
    assert "was released already, by" in late.text
    assert "is released." not in late.text


def test_a_recalled_paper_stays_at_its_place_with_who_when_and_why(lead, signed_in, record, wave_id):
    paper_id, member = write(record, wave_id, PaperKind.OVERVIEW), signed_in(Role.SUBGROUP_MEMBER)
    title = record.get_one(WavePaper, paper_id).content["title"]
    record.rollback()
    release(lead, paper_id)
    page = recall(lead, paper_id)
    assert page.heading == "This paper was recalled"
    assert REASON in page.text
    assert lead.get(f"/papers/{paper_id}.pdf").status == 200
    assert "Recalled" in lead.get(f"/waves/{wave_id}/papers").text
    theirs = member.get(f"/papers/{paper_id}")
    assert (theirs.heading, REASON in theirs.text) == ("This paper was recalled", True)
    assert "of the authority took it back on" in theirs.text
    for end in (".pdf", "/chart/map.svg", "/tables", "/tables/figures.csv"):
        assert member.get(f"/papers/{paper_id}{end}").status == 404
    listed = member.get("/papers")
    assert f"{title}" in listed.text
    assert "Recalled on" in listed.text
    assert lead.get(f"/papers/{paper_id}/tables/figures.csv").status == 404


def test_the_public_reads_why_a_summary_was_recalled_and_then_finds_the_new_one(
    lead, visitor, record, wave_id
):
    first = write(record, wave_id)
    release(lead, first)
    recall(lead, first)
    page = visitor.get(f"/summary/{first}")
    assert (page.status, page.heading) == (200, "This paper was recalled")
    assert REASON in page.text
    assert "The authority took it back" in page.text  # nobody is named to the public
    assert visitor.get(f"/summary/{first}.pdf").status == 404
    assert visitor.get(f"/summary/{first}/chart/hard.svg").status == 404
    lead.post(f"/waves/{wave_id}/papers/make", form_on=f"/waves/{wave_id}/papers")
    record.expire_all()
    (second,) = (
        paper.id for paper in record.query(WavePaper).filter_by(kind=PaperKind.SUMMARY, number=2).all()
    )
    record.rollback()
    assert visitor.get(f"/summary/{second}").status == 404
    release(lead, second)
    moved = visitor.get(f"/summary/{first}")
    assert moved.soup.select_one(f"a[href='/summary/{second}']") is not None
    now = visitor.get(f"/summary/{second}")
    assert "It stands in place of edition 1, which was recalled on" in now.text
    assert REASON in now.text


@pytest.mark.parametrize(
    ("reason", "said"),
    [("", "Say why the paper is recalled."), ("x" * 1001, "Use at most 1,000 characters.")],
)
def test_a_recall_without_a_reason_is_refused_beside_its_field(lead, record, wave_id, reason, said):
    paper_id = write(record, wave_id)
    release(lead, paper_id)
    page = recall(lead, paper_id, reason)
    assert page.text.count(said) == 2
    assert lead.get(f"/papers/{paper_id}").heading != "This paper was recalled"


def test_a_draft_cannot_be_recalled_and_a_recalled_paper_not_again(lead, record, wave_id):
    paper_id = write(record, wave_id)
    assert "nothing to recall" in lead.get(f"/papers/{paper_id}/recall").text
    token = {"form_on": "/privacy", "follow_redirects": True}
    early = lead.post(f"/papers/{paper_id}/recall", {"reason": REASON}, **token)
    assert "nothing to recall" in early.text
    release(lead, paper_id)
    recall(lead, paper_id)
    again = lead.post(f"/papers/{paper_id}/recall", {"reason": "Another"}, **token)
    assert "was recalled already, by" in again.text


@pytest.mark.parametrize("step", ["release", "recall"])
def test_only_the_lead_releases_and_recalls(signed_in, record, wave_id, step):
    paper_id = write(record, wave_id)
    assert signed_in(Role.SUBGROUP_MEMBER).get(f"/papers/{paper_id}/{step}").status == 403


def test_asking_for_papers_while_they_are_being_made_says_who_asked_and_asks_for_nothing_more(
    lead, record, wave_id
):
    other = make.worker(record, Role.LEAD, name="Sal Second")
    page = lead.get(f"/waves/{wave_id}/papers")
    ask_for_job(record, kind=JobKind.WAVE_PAPERS, wave=wave_with_id(record, wave_id), worker=other)
    record.commit()
    late = lead.post(
        f"/waves/{wave_id}/papers/make", {"csrf_token": page.field("csrf_token")}, follow_redirects=True
    )
    assert "The papers are being made already: Sal Second asked for them." in late.text
    waits = lead.get(f"/waves/{wave_id}/papers")
    assert "The papers are being made:" in waits.text
    assert not [button for button in waits.soup.select("main button") if "Make" in button.text]
