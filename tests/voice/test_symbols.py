"""The pictures beside choices: each is drawn once, only where it is needed, and within the page’s own rules."""

import re
from xml.etree import ElementTree

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.test_templates import TEMPLATES

SYMBOLS = (
    Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    .get_template("questions/symbols.html")
    .module
)
NAMES = re.findall(
    r'<symbol id="s-([a-z0-9-]+)"', (TEMPLATES / "questions" / "symbols.html").read_text("utf-8")
)


def sprite(*names):
    """Return a sprite read as XML, which knows no attribute without a value."""
    return ElementTree.fromstring(str(SYMBOLS.sprite(names)).replace(" hidden>", ">"))


def test_a_page_gets_the_drawings_it_needs_and_no_more():
    assert {symbol.get("id") for symbol in sprite("yes", "no")} == {"s-yes", "s-no"}
    assert re.findall(r'href="#([\w-]+)"', str(SYMBOLS.picture("yes"))) == ["s-yes"]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_drawn_in_lines_of_the_words_own_colour(name):
    drawing = str(SYMBOLS.sprite([name]))
    (symbol,) = sprite(name)
    assert len(symbol) > 0
    assert symbol.get("viewBox") == "0 0 48 48"
    assert not re.search(r"style=|fill=|stroke=|https?:|<script|<text", drawing)


def test_they_say_nothing_to_a_screen_reader():
    for drawing in (SYMBOLS.sprite(NAMES), SYMBOLS.picture("yes")):
        assert 'aria-hidden="true"' in str(drawing)


def test_every_name_is_given_once():
    assert len(set(NAMES)) == len(NAMES)
