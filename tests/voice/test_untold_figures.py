"""Until anything on a wave is released, its figures may change freely, so that only those who check them read them."""

from datetime import date

import pytest

from surveys.actions import add_action
from surveys.agencies import add_agency
from surveys.paper_life import recall_paper
from surveys.subgroups import add_first_subgroups, subgroup_with_slug
from surveys.themes import theme_with_code
from surveys.workers import Role
from tests import make
from tests.voice.counted_wave import closed_wave, count
from voice.insight import load_codebook

SAID = "about 4 in 10"
NOT_YET = "are still being checked"


@pytest.fixture
def wave(record):
    load_codebook(record)
    add_first_subgroups(record)
    wave = closed_wave(record, [make.school(record) for _ in range(4)])
    count(record, wave, {"TRV": [(80, 200)] * 4})
    record.commit()
    return wave


@pytest.fixture
def addresses(record, wave):
    """Every page that says a wave’s figures to members of the subgroups."""
    action = add_action(
        record,
        subgroup=subgroup_with_slug(record, "transport"),
        title="Run one more bus",
        why="Pupils told us.",
        theme=theme_with_code(record, "TRV"),
        wave=wave,
        agency=add_agency(record, name="Transport team"),
        owner="Ash",
        due_on=date.today(),
    )
    record.commit()
    return [
        "/themes",
        f"/waves/{wave.id}/themes",
        f"/waves/{wave.id}/themes/TRV",
        "/subgroups/transport",
        f"/actions/{action.id}",
        "/attendance",
        f"/waves/{wave.id}/tables/themes.csv",
    ]


def says(visitor, address):
    return SAID in visitor.get(address).response.text.casefold()


@pytest.mark.parametrize("role", [Role.LEAD, Role.READER])
def test_who_checks_a_wave_reads_its_figures_at_once(signed_in, addresses, role):
    visitor = signed_in(role)
    theirs = [address for address in addresses if visitor.get(address).status == 200]
    assert len(theirs) >= 4
    assert all(says(visitor, address) for address in theirs)


def test_members_of_subgroups_read_no_figure_of_a_wave_before_anything_on_it_is_released(
    signed_in, record, wave, addresses
):
    member = signed_in(Role.SUBGROUP_MEMBER)
    assert [address for address in addresses if says(member, address)] == []
    for address in (f"/waves/{wave.id}/themes", f"/waves/{wave.id}/themes/TRV", f"/waves/{wave.id}/tables"):
        assert NOT_YET in member.get(address).text
    assert "No figures have been released yet." in member.get("/themes").text
    assert "There are no figures on these themes to show yet." in member.get("/subgroups/transport").text
    assert member.get(f"/waves/{wave.id}/tables/all.xlsx").status in (200, 404)
    make.tell(record, wave)
    record.commit()
    assert [address for address in addresses if not says(member, address)] == []


def test_what_was_told_stays_told_when_the_paper_is_recalled(signed_in, record, wave, addresses):
    paper, lead = make.tell(record, wave), make.worker(record, Role.LEAD)
    recall_paper(record, paper=paper, worker=lead, reason="A wrong figure", on=date.today())
    record.commit()
    member = signed_in(Role.SUBGROUP_MEMBER)
    assert [address for address in addresses if not says(member, address)] == []


def test_no_page_of_figures_is_there_for_a_school_or_a_youth_worker(signed_in, record, wave, addresses):
    make.tell(record, wave)
    urn = wave.schools[0].school.urn
    record.commit()
    for visitor in (signed_in(Role.SCHOOL, urn=urn), signed_in(Role.YOUTH_WORKER)):
        assert [address for address in addresses if says(visitor, address)] == []
