"""A chart says the same in a picture and in words, and shows no hidden number."""

import re
from xml.etree import ElementTree

from analysis.charts import bars, dots, grid
from analysis.drawing import draw
from analysis.protection import protect_count, protect_share
from tests.voice.report_figures import new_figures, small_figures

ROWS = [
    ("Buses that are late or full", protect_share(120, 300), protect_share(900, 3000)),
    ("Toilets", protect_share(4, 300), protect_share(500, 3000)),
    ("Costs of $5 & <more>", protect_share(12, 45), None),
]
PLACES = [("loo", "Toilets"), ("cor", "Corridors")]
TIMES = [("brk", "Break"), ("chg", "Between lessons")]
CELLS = {("loo", "brk"): protect_share(50, 300), ("cor", "brk"): protect_share(3, 300)}


def test_the_words_hold_every_figure():
    words = bars(ROWS, title="What makes it hard").words
    assert "Buses that are late or full: about 4 in 10 (40%); all schools: about 3 in 10 (30%)." in words
    assert "Toilets: too small to say; all schools: about 2 in 10 (17%)." in words
    assert "too small to say, to protect pupils" in words


def test_the_picture_is_sound_and_keeps_its_text():
    root = ElementTree.fromstring(bars(ROWS, title="What <makes> it hard").svg)
    said = " ".join(root.itertext())
    assert "about 4 in 10" in said
    assert "Costs of $5 & <more>" in said
    assert root.get("role") == "img"
    assert root.get("aria-label") == "What <makes> it hard"


def test_the_picture_needs_no_inline_style():
    svg = bars(ROWS, title="x").svg + grid(PLACES, TIMES, CELLS).svg
    assert "style=" not in svg
    assert "<style" not in svg


def test_two_charts_on_a_page_share_no_id():
    one, two = (
        set(re.findall(r' id="([^"]+)"', chart.svg))
        for chart in (bars(ROWS, title="x"), grid(PLACES, TIMES, CELLS))
    )
    assert one
    assert not one & two


def test_the_same_figures_give_the_same_file():
    assert bars(ROWS, title="x") == bars(ROWS, title="x")
    assert grid(PLACES, TIMES, CELLS) == grid(PLACES, TIMES, CELLS)


def test_all_hidden_numbers_are_drawn_alike():
    assert bars([("A", protect_share(3, 300), None)], title="x") == bars(
        [("A", protect_share(299, 300), None)], title="x"
    )


def test_the_grid_names_place_and_time():
    words = grid(PLACES, TIMES, CELLS).words
    assert "Toilets, break: about 2 in 10 (15%)." in words
    assert "Corridors, break: too small to say." in words


def test_a_chart_of_nothing_says_so():
    for chart in (bars([], title="x"), grid([], TIMES, {}), grid(PLACES, [], {})):
        assert "nothing to show" in chart.words
        ElementTree.fromstring(chart.svg)


def test_a_grid_in_which_all_is_hidden_is_drawn():
    hidden = {("loo", "brk"): protect_count(0)}
    assert "too small to say" in grid(PLACES, TIMES, hidden).words


def test_a_headline_is_told_with_the_authority_and_the_spread_of_schools():
    row = ("Feel safe", protect_share(120, 300), protect_share(1500, 3000), (35, 80))
    chart = dots([row], title="Headline figures")
    assert "Feel safe: about 4 in 10 (40%); all schools: about half (50%)" in chart.words
    assert "lowest to highest school: 35% to 80%" in chart.words
    assert "Lowest to highest" in "".join(ElementTree.fromstring(chart.svg).itertext())


def test_a_hidden_headline_leaves_its_line_empty_whatever_it_hides():
    few, many = (
        dots([("A", protect_share(count, 300), protect_share(900, 3000), None)], title="x")
        for count in (3, 299)
    )
    assert few == many
    assert "too small to say" in few.words


def test_shares_are_written_in_tenths():
    svg = grid(PLACES, TIMES, {("loo", "brk"): protect_share(50, 300)}, shares=True).svg
    assert ">2 in 10<" in svg


def test_a_few_pupils_do_not_make_the_darkest_shade():
    alone = grid(PLACES, TIMES, {("loo", "brk"): protect_share(15, 300)}).svg
    assert "#4c2c92" not in alone


def test_a_report_has_five_charts_and_a_school_with_few_answers_none():
    assert list(draw(new_figures())) == ["headlines", "barriers", "places", "wants", "groups"]
    assert draw(small_figures()) == {}


def test_an_older_finding_is_drawn_without_what_it_does_not_hold():
    older = {key: value for key, value in new_figures().items() if key != "groups"}
    assert list(draw(older)) == ["headlines", "barriers", "places", "wants"]


def test_a_chart_shows_the_five_first_and_the_places_that_may_be_told():
    charts = draw(new_figures())
    assert charts["barriers"]["words"].count("; all schools") == 5
    assert "Library" not in charts["places"]["svg"]
