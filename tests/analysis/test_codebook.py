"""The codebook that ships is sound, and one that is not says why."""

import copy
import subprocess
import sys
import tomllib

import pytest

from analysis.codebook import PATH, CodebookUnsound, load_codebook, read_codebook

CODES = "BUL FRD SAF BEL DIS SAN LRN REL SEN TRN FAC PER TRV MHA HLT SLP HOM POV FAM COM POS OTH"


def sound():
    return copy.deepcopy(tomllib.loads(PATH.read_text(encoding="utf-8")))


def test_the_codebook_holds_the_22_themes_in_order():
    assert " ".join(load_codebook().codes) == CODES


def test_a_theme_is_found_by_its_code():
    assert load_codebook().by_code["TRV"].name == "Transport and the journey"


def test_three_themes_are_owned_by_a_subgroup():
    owned = {theme.code: theme.subgroup for theme in load_codebook().themes if theme.subgroup}
    assert owned == {"BUL": "Bullying", "PER": "Periods", "TRV": "Transport"}


def test_every_theme_says_what_a_school_could_do():
    assert all(theme.quick and theme.owners for theme in load_codebook().themes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.pop("version"), "version"),
        (lambda book: book.update(version=True), "version"),
        (lambda book: book.update(theme=[]), "holds no"),
        (lambda book: book["theme"][0].update(code="bul"), "three capital letters"),
        (lambda book: book["theme"][0].update(where="home"), "Theme BUL: “where”"),
        (lambda book: book["theme"][0].update(name=" "), "Theme BUL needs a “name”"),
        (lambda book: book["theme"][0].update(seeds=[]), "Theme BUL needs at least one of “seeds”"),
        (lambda book: book["theme"][0].update(seeds=["bully", "Bully"]), "twice"),
        (lambda book: book["theme"][0].update(phrases=["one phrase"]), "1 phrases"),
        (lambda book: book["theme"][0].update(colour="red"), "does not know: colour"),
        (lambda book: book["theme"][1].update(code="BUL"), "share the code BUL"),
        (
            lambda book: book["theme"][1]["phrases"].append(book["theme"][0]["phrases"][0]),
            "stands under BUL and FRD",
        ),
    ],
)
def test_an_unsound_codebook_says_where_and_why(change, said):
    book = sound()
    change(book)
    with pytest.raises(CodebookUnsound, match=said):
        read_codebook(book)


def test_the_codebook_and_the_protection_load_without_heavy_libraries():
    heavy = "{'numpy', 'sklearn', 'pandas', 'matplotlib', 'nltk'}"
    script = (
        f"import analysis, analysis.codebook, analysis.protection, sys; assert not {heavy} & set(sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
