"""What a pupil’s device has to fetch before the first question shows, measured on the bytes the app serves."""

import gzip
import re

import pytest

from tests import make

MOST_BYTES = 14_000
"""The promise: one round trip of a fresh connection carries about this much, so a slow line shows the page at once."""


@pytest.fixture
def place(record):
    made = make.wave(record).schools[0]
    made.school.name = "St Bartholomew and All Saints Roman Catholic Academy for Girls and Boys"
    record.commit()
    return made


def first_load(client, page):
    """The bytes of a page and of everything it names, as they travel to a browser that reads gzip."""
    assert page.headers["Content-Encoding"] == "gzip"
    text = gzip.decompress(page.data).decode()
    loads = {"page": len(page.data)}
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', text):
        file = client.get(address, headers={"Accept-Encoding": "gzip"}, buffered=True)
        assert file.status_code == 200
        assert file.headers["Content-Encoding"] == "gzip"
        assert "immutable" in file.headers["Cache-Control"]
        loads[address] = len(file.data)
    return loads


def test_the_first_load_of_the_survey_is_within_the_promise(visitor, place):
    page = visitor.client.post("/", data={"code": place.code}, headers={"Accept-Encoding": "gzip"})
    loads = first_load(visitor.client, page)
    assert {address.rpartition(".")[2] for address in loads} == {"page", "css", "js"}
    assert sum(loads.values()) <= MOST_BYTES, loads


def test_the_start_page_is_lighter_still(visitor):
    page = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    assert sum(first_load(visitor.client, page).values()) <= MOST_BYTES / 2


def test_styles_and_scripts_name_no_file_of_their_own(visitor, place):
    page = visitor.client.post("/", data={"code": place.code}).get_data(as_text=True)
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', page):
        text = visitor.client.get(address, buffered=True).get_data(as_text=True)
        assert "http" not in text
        assert "url(" not in text
        assert "@import" not in text
        assert "localStorage" not in text
        assert "sessionStorage" not in text
        assert "document.cookie" not in text
