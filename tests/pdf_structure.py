"""A reader of PDF structure: says in sentences what somebody who listens to a PDF would stumble over.

It reads what ISO 14289-1 (PDF/UA-1) asks of a file and a machine can tell; the printer claims the same of itself, and
this reader does not take its word for it.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, NullObject

from tests.pdfs import read

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
SHOWS_SOMETHING = {
    b"Tj",
    b"TJ",
    b"'",
    b'"',
    b"Do",
    b"f",
    b"f*",
    b"S",
    b"s",
    b"B",
    b"B*",
    b"b",
    b"b*",
    b"sh",
    b"EI",
}
"""The operators that leave something on the paper."""
ARTIFACT = "/Artifact"
"""What only decorates: lines, bars beside their numbers, page numbers."""


class Element(NamedTuple):
    """One element of the structure: what it is, its attributes, and the elements right below it."""

    kind: str
    raw: Any
    below: list["Element"]

    def every(self, *kinds: str) -> Iterator["Element"]:
        """Yield what lies below of these kinds, in reading order; any kind when none is named."""
        for one in self.below:
            if not kinds or one.kind in kinds:
                yield one
            yield from one.every(*kinds)

    def attribute(self, owner: str, name: str) -> Any:
        """Return an attribute, such as the scope of a table’s header cell, or ``None``."""
        sets = self.raw.get("/A", [])
        for one in sets if isinstance(sets, list) else [sets]:
            found = one.get_object()
            if found.get("/O") == owner and name in found:
                return found[name]
        return None


def structure(pdf: PdfReader) -> Element:
    """Return a PDF’s structure; an empty one where there is none."""
    root = pdf.root_object.get("/StructTreeRoot", NullObject()).get_object()
    roles = {} if isinstance(root, NullObject) else dict(root.get("/RoleMap", {}))
    return Element("root", root, [] if isinstance(root, NullObject) else _below(root, roles))


def _below(element: Any, roles: dict[str, str]) -> list[Element]:
    kids = map(_followed, _listed(element.get("/K")))
    structured = [kid for kid in kids if hasattr(kid, "get") and "/S" in kid]
    return [Element(roles.get(kid["/S"], kid["/S"]), kid, _below(kid, roles)) for kid in structured]


def _followed(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _listed(value: Any) -> list[Any]:
    value = _followed(value)
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def problems(pdf: bytes, *, language: str = "en-GB") -> list[str]:
    """Return what is wrong with a PDF for somebody who cannot see it: a sentence each, none when all is well."""
    file = read(pdf)
    tree = structure(file)
    return [
        *_of_the_file(file, language),
        *_of_figures(tree),
        *_of_headings(tree),
        *(problem for table in tree.every("/Table") for problem in _of_table(table)),
        *_of_lists(tree),
        *_of_pages(file, tree),
    ]


def _of_the_file(file: PdfReader, language: str) -> Iterator[str]:
    root = file.root_object
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "It is not tagged."
    if root.get("/Lang") != language:
        yield f"Its language is {root.get('/Lang')}, not {language}."
    if not (file.metadata and (file.metadata.title or "").strip()):
        yield "It has no title."
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "Its window shows the file’s name instead of its title."
    metadata = root.get("/Metadata", NullObject()).get_object()
    if isinstance(metadata, NullObject) or b"<pdfuaid:part>1</pdfuaid:part>" not in metadata.get_data():
        yield "It does not say that it is PDF/UA-1."


def _of_figures(tree: Element) -> Iterator[str]:
    for figure in tree.every("/Figure"):
        if not str(figure.raw.get("/Alt", "")).strip():
            yield "A figure is not told in words."


def _of_headings(tree: Element) -> Iterator[str]:
    levels = [int(heading.kind[2]) for heading in tree.every(*HEADINGS)]
    if levels[:1] != [1]:
        yield "It does not begin with a heading of the first level."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."


def _of_table(table: Element) -> Iterator[str]:
    rows = [list(row.every("/TH", "/TD")) for row in table.every("/TR")]
    heads = list(table.every("/TH"))
    if not rows or not rows[0] or any(cell.kind != "/TH" for cell in rows[0]):
        yield "A table’s first row is not marked as its header."
    if any("/TH" not in {cell.kind for cell in row} for row in rows[1:]):
        yield "A table’s row has no header of its own."
    scopes = {head.attribute("/Table", "/Scope") for head in heads}
    if not scopes <= {"/Column", "/Row", "/Both"}:
        yield "A table’s header cell does not say whether it heads a column or a row."
    named = {head.raw["/ID"] for head in heads if "/ID" in head.raw}
    if any(set(cell.attribute("/Table", "/Headers") or ()) - named for row in rows for cell in row):
        yield "A table’s cell names a header that is not there."
    if len({sum(int(cell.attribute("/Table", "/ColSpan") or 1) for cell in row) for row in rows}) > 1:
        yield "A table’s rows are not equally long."


def _of_lists(tree: Element) -> Iterator[str]:
    for one in tree.every("/L"):
        if {item.kind for item in one.below} - {"/LI", "/L", "/Caption"}:
            yield "A list holds something that is not an item."
        if any(not list(item.every("/LBody")) for item in one.below if item.kind == "/LI"):
            yield "A list’s item says nothing."


def _of_pages(file: PdfReader, tree: Element) -> Iterator[str]:
    told = marks_told(tree)
    for number, page in enumerate(file.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"The Tab key does not follow the structure on page {number}."
        unmarked, marks = _shown_on(page, file)
        if unmarked:
            yield f"Something on page {number} is neither told nor marked as decoration."
        if marks - told[_key(page)]:
            yield f"Something on page {number} is marked but stands nowhere in the structure."
        resources: Any = page["/Resources"]
        if any(not _is_embedded(font.get_object()) for font in resources.get("/Font", {}).values()):
            yield f"A font on page {number} is not in the file."


def _key(page: Any) -> int:
    return int(page.indirect_reference.idnum)


def marks_told(tree: Element) -> dict[int, set[int]]:
    """Return which marked pieces of each page stand in the structure, by the page’s number in the file."""
    told: defaultdict[int, set[int]] = defaultdict(set)
    for element in tree.every():
        own_page = element.raw.get("/Pg")
        for kid in map(_followed, _listed(element.raw.get("/K"))):
            if isinstance(kid, int):
                told[_key(own_page.get_object())].add(int(kid))
            elif hasattr(kid, "get") and kid.get("/Type") == "/MCR":  # a piece on a page of its own
                told[_key(kid.get("/Pg", own_page).get_object())].add(int(kid["/MCID"]))
    return told


def _shown_on(page: PageObject, file: PdfReader) -> tuple[bool, set[int]]:
    """Return whether something is shown outside every mark, and the numbers of the marks that are to be told."""
    open_marks: list[bool] = []
    numbers: set[int] = set()
    is_unmarked = False
    contents = page.get_contents()
    for operands, operator in [] if contents is None else ContentStream(contents, file).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 and hasattr(operands[1], "get") else {}
            if "/MCID" in properties:
                numbers.add(int(properties["/MCID"]))
            open_marks.append("/MCID" in properties or operands[0] == ARTIFACT)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in SHOWS_SOMETHING and not any(open_marks):
            is_unmarked = True
    return is_unmarked, numbers


def _is_embedded(font: Any) -> bool:
    if font["/Subtype"] == "/Type3":
        return True  # its letters are drawings in the file itself
    holder = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    descriptor = holder.get("/FontDescriptor", NullObject()).get_object()
    return not isinstance(descriptor, NullObject) and any(
        name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3")
    )
