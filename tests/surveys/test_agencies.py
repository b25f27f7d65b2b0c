"""Agencies: each name stands once, and they come by name."""

from surveys.agencies import add_agency, agencies


def test_an_agency_is_added_once(record):
    first = add_agency(record, name="Youth service")
    assert add_agency(record, name="Youth service") is first
    add_agency(record, name="Bus team")
    assert [agency.name for agency in agencies(record)] == ["Bus team", "Youth service"]
