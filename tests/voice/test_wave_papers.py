"""Wave papers: made in one go, read by those they are for, released by the lead, and printed so that all can read them."""

import pytest
from sqlalchemy import select

from surveys.subgroups import add_first_subgroups
from surveys.wave_papers import PaperKind, WavePaper
from surveys.waves import wave_with_id
from surveys.workers import Role
from tests import make
from tests.pdf_structure import problems
from tests.pdfs import read, words
from tests.voice.counted_wave import SCHOOLS, TICKED, TRUST, closed_wave, count
from voice.insight import load_codebook


@pytest.fixture
def lead(signed_in):
    return signed_in(Role.LEAD)


@pytest.fixture
def wave_id(record):
    load_codebook(record)
    add_first_subgroups(record)
    schools = [make.school(record, name=name) for name in SCHOOLS]
    for one in schools[:3]:
        one.trust = TRUST
    wave = closed_wave(record, schools)
    count(record, wave, TICKED)
    wave_id = wave.id
    record.commit()
    return wave_id


@pytest.fixture
def papers(record, lead, wave_id):
    """The keys of the papers, by kind, made as the lead’s button makes them."""
    asked = lead.post(f"/waves/{wave_id}/papers/make", form_on=f"/waves/{wave_id}/papers")
    assert asked.status == 302
    found = {paper.kind: paper.id for paper in record.scalars(select(WavePaper)).unique()}
    record.rollback()
    assert set(found) == set(PaperKind)
    return found


def release(lead, paper_id):
    seen = lead.get(f"/papers/{paper_id}/release").field("seen")
    page = lead.post(f"/papers/{paper_id}/release", {"seen": seen})
    assert page.status == 302
    return lead.get(page.response.location)


def test_the_lead_makes_every_paper_in_one_go_and_sees_them_listed(lead, wave_id, papers):
    page = lead.get(f"/waves/{wave_id}/papers")
    titles = [link.text for link in page.soup.select("tbody th a")]
    assert titles[0] == "What pupils told us across the area"
    assert f"{TRUST}: what pupils told us" in titles
    assert len(titles) == 7  # with a pack for each of three subgroups
    assert page.text.count("Draft of") == 7


@pytest.mark.parametrize("kind", PaperKind)
def test_each_paper_reads_well_as_a_page_and_on_paper(lead, papers, kind):
    page = lead.get(f"/papers/{papers[kind]}")
    assert page.status == 200
    for picture in page.soup.select("main img"):
        assert picture["alt"]
        assert lead.get(picture["src"]).response.mimetype == "image/svg+xml"
    response = lead.get(f"/papers/{papers[kind]}.pdf").response
    assert response.mimetype == "application/pdf"
    pdf = response.get_data()
    assert problems(pdf) == []
    assert read(pdf).metadata.title == page.heading
    assert read(pdf).root_object["/Lang"].startswith("en")
    assert page.heading.split(":")[0] in words(pdf)
    # What stands in a table on the page stands on paper too.
    for caption in page.soup.select("caption"):
        assert " ".join(caption.text.split()) in words(pdf)


@pytest.mark.parametrize("kind", PaperKind)
def test_a_table_that_stands_as_cards_on_a_phone_says_of_each_cell_what_it_is(lead, papers, kind):
    page = lead.get(f"/papers/{papers[kind]}")
    tables = page.soup.select("main table")
    assert tables
    for table in tables:
        heads = [head.text for head in table.select("thead th")]
        stands_as_cards = "voice-table--cards" in table["class"]
        for row in table.select("tbody tr") if stands_as_cards else ():
            assert [cell["data-label"] for cell in row.select("td")] == heads[1:]
            assert all(cell["role"] == "cell" for cell in row.select("td"))


def test_before_release_only_the_lead_reads_a_paper(signed_in, visitor, papers):
    member = signed_in(Role.SUBGROUP_MEMBER)
    for paper_id in papers.values():
        for end in ("", ".pdf", "/chart/map.svg"):
            assert member.get(f"/papers/{paper_id}{end}").status == 404
        assert visitor.get(f"/summary/{paper_id}").status == 404
    assert "No paper has been released yet." in member.get("/papers").text


def test_members_read_the_overview_and_the_packs_once_they_are_released(lead, signed_in, papers):
    for paper_id in papers.values():
        assert "is released." in release(lead, paper_id).text
    member = signed_in(Role.SUBGROUP_MEMBER)
    read_by_them = {
        kind for kind, paper_id in papers.items() if member.get(f"/papers/{paper_id}").status == 200
    }
    assert read_by_them == {PaperKind.OVERVIEW, PaperKind.PACK, PaperKind.SUMMARY}
    assert member.get(f"/papers/{papers[PaperKind.OVERVIEW]}/chart/map.svg").status == 200
    assert member.get(f"/papers/{papers[PaperKind.OVERVIEW]}/chart/nothing.svg").status == 404
    assert member.get(f"/papers/{papers[PaperKind.TRUST]}.pdf").status == 404


def test_everybody_reads_the_summary_and_it_names_no_school(lead, visitor, papers):
    summary = papers[PaperKind.SUMMARY]
    release(lead, summary)
    page = visitor.get(f"/summary/{summary}")
    assert page.status == 200
    pdf = visitor.get(f"/summary/{summary}.pdf").response.get_data()
    pictures = "".join(visitor.get(image["src"]).response.text for image in page.soup.select("main img"))
    for said in (page.response.text, words(pdf), pictures):
        assert not any(name in said for name in (*SCHOOLS, TRUST))
    for end in ("", ".pdf", "/chart/hard.svg"):
        assert visitor.get(f"/summary/{papers[PaperKind.OVERVIEW]}{end}").status == 404


def test_a_paper_is_released_once_and_then_stays(lead, wave_id, papers):
    summary = papers[PaperKind.SUMMARY]
    before = lead.get(f"/papers/{summary}.pdf").response.get_data()
    release(lead, summary)
    again = lead.get(f"/papers/{summary}/release")
    assert again.heading == "Nothing to release"
    token = lead.get(f"/waves/{wave_id}/papers").field("csrf_token")
    late = lead.post(f"/papers/{summary}/release", {"csrf_token": token}, form_on="")
    assert "was released already, by" in lead.get(late.response.location).text
    lead.post(f"/waves/{wave_id}/papers/make", form_on=f"/waves/{wave_id}/papers")
    page = lead.get(f"/waves/{wave_id}/papers")
    assert page.text.count("Released on") == 1
    assert lead.get(f"/papers/{summary}.pdf").response.get_data() == before


def test_no_paper_is_made_of_what_nobody_has_counted(lead, record):
    load_codebook(record)
    wave = closed_wave(record, [make.school(record)])
    wave_id = wave.id
    record.commit()
    page = lead.get(f"/waves/{wave_id}/papers")
    assert "Nothing in this wave has been counted yet." in page.text
    token = lead.get("/privacy").field("csrf_token")
    sent = lead.post(f"/waves/{wave_id}/papers/make", {"csrf_token": token}, form_on="")
    assert "The papers were not made." in lead.get(sent.response.location).text


def test_no_paper_is_made_while_a_comment_waits(lead, record, wave_id):
    wave = wave_with_id(record, wave_id)
    make.responses(record, wave.schools[0], "Nobody has read this", on=wave.opens_on)
    record.commit()
    assert "1 comment waits to be read by a person." in lead.get(f"/waves/{wave_id}/papers").text
