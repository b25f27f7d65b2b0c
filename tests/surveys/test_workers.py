"""Workers: who signs in, with which roles."""

import pytest
from sqlalchemy.exc import IntegrityError, NoResultFound

from surveys.workers import (
    EmailTaken,
    Role,
    RoleNeedsSchool,
    RoleSeesMore,
    Worker,
    add_worker,
    stop_worker,
    worker_with_email,
    workers,
)
from tests import make


def add(record, email="sam@example.org", roles=(Role.LEAD,), **more):
    return add_worker(record, name=" Sam Field ", email=email, password_hash="-", roles=roles, **more)


def test_a_worker_is_found_however_their_address_is_written(record):
    worker = add(record, email=" Sam@Example.ORG ")
    assert (worker.name, worker.email) == ("Sam Field", "sam@example.org")
    assert worker_with_email(record, "SAM@example.org ") is worker
    with pytest.raises(NoResultFound):
        worker_with_email(record, "else@example.org")


def test_an_address_signs_in_one_worker(record):
    add(record)
    with pytest.raises(EmailTaken):
        add(record, email="SAM@example.org")
    record.add(Worker(name="X", email="SAM@example.org", password="-"))
    with pytest.raises(IntegrityError):  # the database keeps the rule too
        record.flush()


def test_a_schools_worker_needs_a_school(record):
    with pytest.raises(RoleNeedsSchool):
        add(record, roles=[Role.READER, Role.SCHOOL])
    assert add(record, roles=[Role.SCHOOL], school=make.school(record)).is_a(Role.SCHOOL)


def test_a_role_given_twice_is_held_once(record):
    worker = add(record, roles=[Role.LEAD, Role.READER, Role.LEAD])
    assert worker.role_names == {Role.LEAD, Role.READER}
    assert worker.is_a(Role.READER, Role.SCHOOL)
    assert not worker.is_a(Role.SCHOOL)
    assert not worker.is_a()


def test_workers_come_by_name_and_each_has_a_mark_of_their_own(record):
    make.worker(record, Role.LEAD, name="Zed")
    make.worker(record, Role.LEAD, name="Abe")
    found = workers(record)
    assert [worker.name for worker in found] == ["Abe", "Zed"]
    assert len({worker.fs_uniquifier for worker in found}) == 2


@pytest.mark.parametrize("role", [Role.LEAD, Role.READER, Role.YOUTH_WORKER, Role.SUBGROUP_MEMBER])
def test_a_worker_of_one_school_gets_no_role_that_shows_every_school(record, role):
    with pytest.raises(RoleSeesMore):
        add(record, roles=[Role.SCHOOL, role], school=make.school(record))
    assert workers(record) == []


def test_a_worker_who_was_stopped_is_inactive_and_their_sessions_end(record):
    worker = add(record)
    before = worker.fs_uniquifier
    stop_worker(record, worker=worker)
    assert not worker.active
    assert worker.fs_uniquifier != before
