"""Every kind of PDF, read as a screen reader does: tagged, named, told in words, in order – and each fault is found."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from surveys.definitions import frame_words
from surveys.workers import Role
from tests import make
from tests.pdf_structure import problems, structure
from tests.pdfs import read
from tests.voice.report_figures import content, rich_figures, small_figures
from voice.governing import governors_page
from voice.printing import governors_pdf, poster_pdf, report_pdf
from voice.qr import qr_svg
from voice.telling import what_the_poster_says, why_no_numbers

TODAY = date(2026, 11, 23)
ADDRESS = "https://voice.example.gov.uk/told/4K7M9P"


def poster(figures: dict[str, Any], *, size: str) -> bytes:
    told = {"words": "The toilets are open.", "when": "By the end of January 2027.", "answers": "Toilets"}
    words = frame_words()
    made = {
        "size": size,
        "school": "Brook Lane High School",
        "authority": "Made-up Borough",
        "wave": content()["wave"],
        "said": [said._asdict() for said in what_the_poster_says(figures)],
        "no_numbers": why_no_numbers(figures),
        "answered": [{"asked": "A quiet room", "says": "Not yet.", "why": "It opens in spring."}],
        "more_answers": True,
        "not_answered": "",
        "nothing_yet": "",
        "promised": [{"opening": opening, **told} for opening in ("Done", "Now", "Next")],
        "refused": ["We can’t do this yet. There is no room."],
        "next_wave": "Spring 2027 opens on 3 March 2027.",
        "address": ADDRESS.removeprefix("https://"),
        "qr": qr_svg(ADDRESS, told=""),
        "qr_told": f"A square that a camera reads. It opens {ADDRESS}",
        "help": [words[key] for key in ("help.title", "help.adult", "help.call", "help.text", "help.danger")],
        "printed": "23 November 2026",
    }
    return poster_pdf(made, on=TODAY)


def governors(figures: dict[str, Any]) -> bytes:
    page = governors_page(content(figures), [], on=TODAY)
    return governors_pdf(page | {"told": ADDRESS, "caution": ""}, on=TODAY)


KINDS: dict[str, Callable[[], bytes]] = {
    "report": lambda: report_pdf(content()),
    "report of few answers": lambda: report_pdf(content(small_figures(), quotes=[], actions=[])),
    "governors’ page": lambda: governors(rich_figures()),
    "governors’ page of few answers": lambda: governors(small_figures()),
    "poster in A4": lambda: poster(rich_figures(), size="a4"),
    "poster in A3": lambda: poster(rich_figures(), size="a3"),
    "poster of few answers": lambda: poster(small_figures(), size="a4"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_can_be_read_by_ear(kind):
    assert problems(KINDS[kind]()) == []


def test_a_pack_can_be_read_by_ear(record, signed_in):
    place = make.wave(record).schools[0]
    record.commit()
    pack = signed_in(Role.LEAD).client.get(f"/places/{place.id}/pack.pdf")
    assert problems(pack.data) == []


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A PDF with a heading, a table, a list and a figure, and nothing wrong."""
    return report_pdf(content())


def first(tree: DictionaryObject, kind: str) -> DictionaryObject:
    """Return the first element of a kind below another, in reading order."""
    found = next(one for one in structure_of(tree) if one.get("/S") == kind)
    assert isinstance(found, DictionaryObject)
    return found


def structure_of(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    inner = [kid for kid in kids if hasattr(kid, "get") and "/S" in kid]
    return [one for kid in inner for one in (kid, *structure_of(kid))]


def lose_tags(root: DictionaryObject, pages: Any) -> None:
    del root["/StructTreeRoot"]


def lose_language(root: DictionaryObject, pages: Any) -> None:
    del root["/Lang"]


def lose_claim(root: DictionaryObject, pages: Any) -> None:
    del root["/Metadata"]


def lose_shown_title(root: DictionaryObject, pages: Any) -> None:
    del root["/ViewerPreferences"]


def lose_words(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/Figure")[NameObject("/Alt")] = TextStringObject(" ")


def skip_a_level(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/H2")[NameObject("/S")] = NameObject("/H3")


def lose_first_heading(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/H1")[NameObject("/S")] = NameObject("/P")


def lose_header(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/TH")[NameObject("/S")] = NameObject("/TD")


def lose_scope(root: DictionaryObject, pages: Any) -> None:
    del first(root["/StructTreeRoot"], "/TH")["/A"]


def lose_a_row_header(root: DictionaryObject, pages: Any) -> None:
    rows = [one for one in structure_of(root["/StructTreeRoot"]) if one.get("/S") == "/TR"]
    rows[1]["/K"][0].get_object()[NameObject("/S")] = NameObject("/TD")


def rename_a_header(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/TH")[NameObject("/ID")] = TextStringObject("elsewhere")


def lose_a_cell(root: DictionaryObject, pages: Any) -> None:
    rows = [one for one in structure_of(root["/StructTreeRoot"]) if one.get("/S") == "/TR"]
    rows[1]["/K"].pop()


def break_a_list(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/LI")[NameObject("/S")] = NameObject("/P")


def empty_an_item(root: DictionaryObject, pages: Any) -> None:
    first(root["/StructTreeRoot"], "/LBody")[NameObject("/S")] = NameObject("/P")


def lose_tab_order(root: DictionaryObject, pages: Any) -> None:
    del pages[0]["/Tabs"]


def rewrite(page: Any, change: Callable[[bytes], bytes]) -> None:
    stream = StreamObject()
    stream.set_data(change(page.get_contents().get_data()))
    page[NameObject("/Contents")] = stream


def unmark(root: DictionaryObject, pages: Any) -> None:
    rewrite(pages[0], lambda data: data + b"\nBT (x) Tj ET")


def mark_in_vain(root: DictionaryObject, pages: Any) -> None:
    rewrite(pages[0], lambda data: data + b"\n/Span <</MCID 9999>> BDC BT (x) Tj ET EMC")


def lose_a_font(root: DictionaryObject, pages: Any) -> None:
    font = next(iter(pages[0]["/Resources"]["/Font"].values())).get_object()
    del font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


FAULTS = {
    lose_tags: "It is not tagged.",
    lose_language: "Its language is None, not en-GB.",
    lose_claim: "It does not say that it is PDF/UA-1.",
    lose_shown_title: "Its window shows the file’s name instead of its title.",
    lose_words: "A figure is not told in words.",
    skip_a_level: "A heading of level 3 follows one of level 1.",
    lose_first_heading: "It does not begin with a heading of the first level.",
    lose_header: "A table’s first row is not marked as its header.",
    lose_scope: "A table’s header cell does not say whether it heads a column or a row.",
    lose_a_row_header: "A table’s row has no header of its own.",
    rename_a_header: "A table’s cell names a header that is not there.",
    lose_a_cell: "A table’s rows are not equally long.",
    break_a_list: "A list holds something that is not an item.",
    empty_an_item: "A list’s item says nothing.",
    lose_tab_order: "The Tab key does not follow the structure on page 1.",
    unmark: "Something on page 1 is neither told nor marked as decoration.",
    mark_in_vain: "Something on page 1 is marked but stands nowhere in the structure.",
    lose_a_font: "A font on page 1 is not in the file.",
}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_fault_is_found(sound, fault):
    writer = PdfWriter(clone_from=io.BytesIO(sound))
    fault(writer.root_object, writer.pages)
    broken = io.BytesIO()
    writer.write(broken)
    assert FAULTS[fault] in problems(broken.getvalue())


def test_a_file_without_a_title_is_found(sound):
    writer = PdfWriter(clone_from=io.BytesIO(sound))
    writer.metadata = None
    broken = io.BytesIO()
    writer.write(broken)
    assert "It has no title." in problems(broken.getvalue())


def test_the_reader_sees_what_stands_below_what(sound):
    tables = list(structure(read(sound)).every("/Table"))
    assert len(tables) > 3
    assert all(list(table.every("/TH")) for table in tables)
