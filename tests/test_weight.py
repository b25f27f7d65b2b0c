"""What a pupil’s device has to fetch before the first question shows, measured on the bytes the app serves."""

import gzip
import re

import pytest

from surveys.languages import LANGUAGES
from tests import make

MOST_BYTES = 14_000
"""The promise: one round trip of a fresh connection carries about this much, so a slow line shows the page at once."""

MOST_BYTES_ELSEWHERE = 16_000
"""The promise in any other language: their letters take two or three bytes each before they are compressed."""


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


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_the_first_load_in_another_language_is_within_its_promise(visitor, place, language):
    sent = {"code": place.code, "language": language}
    page = visitor.client.post("/", data=sent, headers={"Accept-Encoding": "gzip"})
    loads = first_load(visitor.client, page)
    assert f'lang="{language}"' in gzip.decompress(page.data).decode()
    assert sum(loads.values()) <= MOST_BYTES_ELSEWHERE, loads


def test_the_start_page_is_lighter_still(visitor):
    page = visitor.client.get("/", headers={"Accept-Encoding": "gzip"})
    # Its styles and script are the survey’s, which then come with nothing but the page.
    assert sum(first_load(visitor.client, page).values()) <= 0.6 * MOST_BYTES


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
