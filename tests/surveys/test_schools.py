"""Schools: by name, closed ones only when asked for."""

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.schools import school_with_urn, schools
from tests import make


def test_closed_schools_come_only_when_asked_for(record):
    make.school(record, name="Brook Lane")
    closed = make.school(record, name="Abbey")
    closed.is_closed = True
    assert [school.name for school in schools(record)] == ["Brook Lane"]
    assert [school.name for school in schools(record, with_closed=True)] == ["Abbey", "Brook Lane"]


def test_a_urn_names_one_school(record):
    one = make.school(record, urn="123456")
    assert school_with_urn(record, "123456") is one
    with pytest.raises(NoResultFound):
        school_with_urn(record, "654321")
    with pytest.raises(IntegrityError):
        make.school(record, urn="123456")
