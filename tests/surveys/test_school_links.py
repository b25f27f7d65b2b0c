"""School links: a school keeps its past under a new name or number, and loses it when its pupils are others."""

from datetime import date
from pathlib import Path

import pytest

from surveys.gias_links import read_links
from surveys.school_links import (
    Linked,
    SameSchool,
    SchoolLinkKind,
    links_of_school,
    same_school,
    same_schools,
    store_school_links,
)
from surveys.sheets import SheetProblem
from tests import make

SAMPLE = Path(__file__).parents[1] / "samples" / "links.csv"
SINCE, UNTIL = date(2025, 7, 18), date(2026, 5, 4)
PREDECESSOR, MERGED, SPLIT = SchoolLinkKind.PREDECESSOR, SchoolLinkKind.MERGED, SchoolLinkKind.SPLIT
BETWEEN = date(2025, 9, 1)


@pytest.fixture
def schools(record):
    names = {
        "900001": "Brook Academy",
        "900002": "Vale School",
        "900003": "Hill Top School",
        "900004": "Quarry Academy",
    }
    return {urn: make.school(record, urn=urn, name=name) for urn, name in names.items()}


def asked_before(record, urn, *among, since=SINCE, until=UNTIL):
    return same_school(record, urn, among=among, since=since, until=until)


def link(record, earlier, later, kind=PREDECESSOR, day=BETWEEN):
    store_school_links(record, [Linked(earlier, later, kind, day, earlier_name="Before", later_name="After")])


def test_the_two_rows_about_a_pair_are_one_link_and_claim_the_less():
    read = read_links(SAMPLE)
    links = {(one.earlier, one.later): one for one in read.links}
    assert (read.passed_over, read.problems) == (1, ())
    assert len(read.links) == 6
    brook = links["900101", "900001"]
    assert (brook.kind, brook.day) == (PREDECESSOR, date(2025, 9, 1))
    assert (brook.earlier_name, brook.later_name) == ("Old Brook School", "Brook Academy")
    assert links["900003", "900002"].kind is MERGED
    assert (links["900005", "900006"].kind, links["900005", "900006"].later_name) == (
        SPLIT,
        "Long Lane School",
    )


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("1234567,900101,A,Predecessor,", "URN", "six digits"),
        ("900001,,A,Predecessor,", "LinkURN", "empty"),
        ("900001,900101,A,Cousin,", "LinkType", "“Cousin” is not a kind of link"),
        ("900001,900101,A,Predecessor,31-02-2025", "LinkEstablishedDate", "not a date"),
        ("900001,900001,A,Predecessor,", "LinkURN", "linked to itself"),
        ("900001,900101,A,Predecessor,,,9", "6", "more cells"),
    ],
)
def test_a_wrong_row_is_told_by_row_and_column(tmp_path, row, column, says):
    file = tmp_path / "links.csv"
    file.write_text(f"URN,LinkURN,LinkName,LinkType,LinkEstablishedDate\n900002,900003,B,Successor,\n{row}\n")
    read = read_links(file)
    assert len(read.links) == 1
    (problem,) = read.problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.sentence


def test_another_table_is_not_a_links_file(tmp_path):
    file = tmp_path / "links.csv"
    file.write_text("URN,Name\n900001,A\n")
    with pytest.raises(SheetProblem, match="no column LinkURN, LinkType"):
        read_links(file)


def test_links_of_our_schools_alone_are_kept_and_the_same_file_changes_nothing(record, schools):
    links = read_links(SAMPLE).links
    for _ in range(2):
        assert store_school_links(record, links) == 3
    (vale,) = links_of_school(record, schools["900002"])
    assert (vale.other_urn, vale.kind, vale.day) == ("900003", MERGED, BETWEEN)
    assert [one.id for one in links_of_school(record, schools["900003"])] == [vale.id]


def test_where_only_the_earlier_school_is_ours_the_link_is_seen_from_it(record, schools):
    link(record, "900001", "900555")
    (one,) = links_of_school(record, schools["900001"])
    assert (one.kind, one.other_urn, one.other_name) == (SchoolLinkKind.SUCCESSOR, "900555", "After")


def test_a_link_is_said_from_either_side(record, schools):
    store_school_links(
        record,
        [
            Linked("900002", "900001", PREDECESSOR, BETWEEN, "Vale School"),
            Linked("900555", "900001", MERGED, None, "Far School"),
            Linked("900004", "900666", PREDECESSOR, None),
        ],
    )
    said = {
        urn: [one.said_of(schools[urn]) for one in links_of_school(record, schools[urn])] for urn in schools
    }
    assert said["900001"] == [
        "Came out of Vale School (URN 900002) on 1 September 2025",
        "Merged with Far School (URN 900555)",
    ]
    assert said["900002"] == ["Became Brook Academy (URN 900001) on 1 September 2025"]
    assert said["900004"] == ["Became a school (URN 900666)"]
    assert said["900003"] == []


def test_a_school_without_links_is_itself(record, schools):
    assert asked_before(record, "900001", "900001", "900002") == SameSchool("900001", "")
    assert asked_before(record, "900001", "900002").why == "It was not asked then."
    assert asked_before(record, "999999", "900002").urn is None


def test_a_school_that_became_an_academy_keeps_its_past(record, schools):
    store_school_links(record, read_links(SAMPLE).links)
    expected = SameSchool("900101", "It was asked then as Old Brook School.")
    assert asked_before(record, "900001", "900101") == expected


def test_the_past_is_followed_over_several_names(record, schools):
    store_school_links(
        record,
        [
            Linked("900104", "900004", PREDECESSOR, None, "Quarry School"),
            Linked("900004", "900003", PREDECESSOR, BETWEEN, "Quarry Academy"),
        ],
    )
    assert asked_before(record, "900003", "900104").urn == "900104"


@pytest.mark.parametrize("urn", ["900002", "900003"])
@pytest.mark.parametrize(
    ("kind", "says"), [(MERGED, "were merged in September 2025"), (SPLIT, "were parted in")]
)
def test_schools_that_merged_or_were_parted_in_between_cannot_be_compared(record, schools, urn, kind, says):
    link(record, "900003", "900002", kind)
    found = asked_before(record, urn, "900002", "900003")
    assert found.urn is None
    assert says in found.why
    assert "Vale School" in found.why


@pytest.mark.parametrize(
    ("day", "same"),
    [(SINCE, True), (date(2025, 7, 19), False), (UNTIL, False), (date(2026, 5, 5), True), (None, False)],
)
def test_only_what_happened_in_between_counts_and_an_unknown_day_may_have(record, schools, day, same):
    link(record, "900003", "900002", MERGED, day)
    assert (asked_before(record, "900002", "900002").urn == "900002") is same


def test_a_school_that_took_in_another_is_not_what_it_was(record, schools):
    link(record, "900104", "900002")
    found = asked_before(record, "900002", "900002")
    assert found.urn is None
    assert found.why == "Vale School took in Before, so its pupils are not those of before."
    link(record, "900104", "900002", day=None)
    assert asked_before(record, "900002", "900002").urn == "900002"  # history, from before records had days


def test_a_school_made_of_two_is_neither_of_them(record, schools):
    store_school_links(record, [Linked(urn, "900004", PREDECESSOR, BETWEEN) for urn in ("900101", "900102")])
    found = asked_before(record, "900004", "900101")
    assert found.urn is None
    assert "the school with URN 900101 and the school with URN 900102" in found.why


def test_of_two_schools_made_of_one_neither_is_it(record, schools):
    store_school_links(
        record, [Linked("900101", urn, PREDECESSOR, BETWEEN, "Old School") for urn in ("900001", "900004")]
    )
    found = asked_before(record, "900001", "900101")
    assert (found.urn, found.why) == (None, "Old School became more than one school.")


def test_links_in_a_circle_end(record, schools):
    store_school_links(
        record,
        [Linked("900001", "900002", PREDECESSOR, None), Linked("900002", "900001", PREDECESSOR, None)],
    )
    assert asked_before(record, "900001", "900009").urn is None


def test_many_schools_are_answered_at_once(record, schools):
    store_school_links(record, read_links(SAMPLE).links)
    found = same_schools(record, ["900001", "900002"], among=["900101", "900002"], since=SINCE, until=UNTIL)
    assert (found["900001"].urn, found["900002"].urn) == ("900101", None)
