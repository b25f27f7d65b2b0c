"""Which school an answer means: by number or name, tolerant of suffixes, never a guess between two."""

import pytest

from surveys.school_names import SchoolNames
from surveys.schools import School


def school(urn, name, laestab="9514001", *, closed=False):
    return School(urn=urn, name=name, laestab=laestab, is_closed=closed)


ENID = school("900001", "St Enid’s High School")
MANOR, MANOR_PRIMARY = (
    school("900002", "Manor Academy", "9514002"),
    school("900003", "Manor Primary School", "9512003"),
)
BEFORE, AFTER = (
    school("900004", "Brook School", "9514004", closed=True),
    school("900005", "Brook Academy", "9514005"),
)
TWINS = [school("900006", "Holly School", "9512006"), school("900007", "Holly School", "9512007")]
NAMES = SchoolNames([ENID, MANOR, MANOR_PRIMARY, BEFORE, AFTER, *TWINS], told={"the big one": MANOR})


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("900001", ENID),
        ("951/4001", ENID),
        ("951 4001", ENID),
        ("9514001", ENID),
        ("st enids high", ENID),
        ("Saint Enid's", ENID),
        ("Manor High School", MANOR),
        ("Manor Primary", MANOR_PRIMARY),
        ("Brook Academy", AFTER),
        ("Brook School", BEFORE),
        ("Brook", AFTER),
        ("The Big One", MANOR),
        ("900006", TWINS[0]),
        ("Holly School", None),
        ("Somewhere", None),
        ("", None),
        ("school", None),
    ],
)
def test_a_school_is_found_or_not(answer, meant):
    assert NAMES.find(answer) is meant
