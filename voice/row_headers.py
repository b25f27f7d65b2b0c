"""Row headers: in our papers the first cell of a table’s row names the row, and a screen reader should be told so.

Typst tags only the cells of a table’s head as headers, and its Python package cannot yet switch on the tags for others.
A PDF may be amended by appending the objects that change, which is done here: the bytes that Typst wrote stay as they are.
"""

import re

_OBJECT = re.compile(rb"^(\d+) 0 obj\n(<<.*?>>)\nendobj$", re.MULTILINE)
"""Typst writes each element of the structure as an object on a line of its own."""
_KIDS = re.compile(rb"/K\[((?:\d+ 0 R ?)+)\]")
_NAMES = re.compile(rb"(/IDTree<</Names\[)")
_HEADERS = re.compile(rb"/Headers\[(.+?)\]")
_TRAILER = re.compile(rb"trailer\s*(<<.*?>>)\s*startxref\s*(\d+)\s*%%EOF\s*\Z", re.DOTALL)


def with_row_headers(pdf: bytes) -> bytes:
    """Return the PDF with the first cell of every body row tagged as the header of its row."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    changed: dict[int, bytes] = {}
    names = b""
    for row in sorted(number for number, body in objects.items() if _is_a(body, b"TR")):
        kids = _kids(objects[row])
        cells = [objects[kid] for kid in kids]
        # A table without a head is one for the looks, such as a sheet of tickets: nothing in it names its row.
        if len(kids) < 2 or not all(_is_a(cell, b"TD") and _HEADERS.search(cell) for cell in cells):
            continue
        first, *others = kids
        # Names of a tree are kept in order: the number is written out in full, and “R” comes before Typst’s own “U”.
        name = b"(R%07d)" % first
        names += b"%s%d 0 R" % (name, first)
        changed[first] = _as_header(objects[first], name)
        for cell in others:
            changed[cell] = _HEADERS.sub(
                lambda found, n=name: b"/Headers[" + found[1] + n + b"]", objects[cell]
            )
    root = next(
        (number for number, body in objects.items() if body.startswith(b"<</Type/StructTreeRoot")), None
    )
    if not changed or root is None:
        return pdf
    changed[root] = _NAMES.sub(lambda found: found[1] + names, objects[root])
    return _amended(pdf, changed)


def _is_a(body: bytes, kind: bytes) -> bool:
    return body.startswith(b"<</Type/StructElem/S/%s/" % kind)


def _kids(body: bytes) -> list[int]:
    found = _KIDS.search(body)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", found[1])] if found else []


def _as_header(body: bytes, name: bytes) -> bytes:
    body = body.replace(b"/S/TD/", b"/S/TH/ID%s/" % name, 1)
    return body.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)


def _amended(pdf: bytes, changed: dict[int, bytes]) -> bytes:
    """Append objects that replace those of the same number, and a table that says where they are."""
    ends = _TRAILER.search(pdf)
    if ends is None:
        raise ValueError("This PDF ends in a way that cannot be amended.")
    out, places = bytearray(pdf.rstrip() + b"\n"), {}
    for number in sorted(changed):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, changed[number])
    start = len(out)
    out += b"xref\n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (ends[1][:-2], ends[2], start)
    return bytes(out)
