"""Paper tables: every table of a paper can be taken away, and a hidden figure is a sign."""

from types import SimpleNamespace

from surveys.paper_tables import paper_tables
from tests.voice.report_figures import figure, hidden


def block(caption, heads, rows):
    return {"kind": "table", "caption": caption, "heads": heads, "rows": rows, "is_dense": False}


def tables_of(*blocks):
    content = {
        "made_on": "2026-11-09",
        "sections": [{"title": "What pupils said", "blocks": list(blocks)}],
    }
    return {table.name: table for table in paper_tables(SimpleNamespace(content=content))}


def cells(table, *names):
    places = [[column.name for column in table.columns].index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]


def test_figures_of_every_table_stand_a_line_each():
    tables = tables_of(
        {"kind": "words", "text": "Hello."},
        block(
            "By school",
            ["School", "Ticked it", "Share"],
            [["Brook", figure(65, 165), "about half"], ["Hill", hidden(), ""]],
        ),
    )
    told = cells(tables["figures"], "section", "table", "row", "column", "pupils_who_said_so", "in_words")
    assert told == [
        ("What pupils said", "By school", "Brook", "Ticked it", 65, "about 4 in 10"),
        ("What pupils said", "By school", "Brook", "Share", "z", "about half"),
        ("What pupils said", "By school", "Hill", "Ticked it", "c", "too small to say"),
        ("What pupils said", "By school", "Hill", "Share", "z", ""),
    ]


def test_tables_of_words_stand_by_themselves_under_names_of_their_own():
    same = block(
        "Actions for 14 schools of the whole area", ["What", "What", "2026?"], [["Bus", "Gate", "x"]]
    )
    tables = tables_of(*[same] * 30)
    named = [name for name in tables if name.startswith("actions-for-schools-of-the-w")]
    assert len(named) == 30
    assert max(len(name) for name in named) <= 31
    assert not [sign for name in named for sign in name if sign.isdigit()]
    first = tables[named[0]]
    assert [column.name for column in first.columns] == ["what", "what_too", "column", "as_at"]
    assert first.rows == (("Bus", "Gate", "x", "2026-11-09"),)
    assert first.title == "Actions for 14 schools of the whole area"


def test_numbers_at_a_glance_have_a_table():
    tables = tables_of({"kind": "numbers", "pairs": [["about 2,420", "pupils answered"]]})
    assert cells(tables["numbers"], "number", "what") == [("about 2,420", "pupils answered")]
    assert tables["figures"].rows == ()
