"""What every test starts from: an app on an empty record of its own."""

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as drawing
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from surveys.base import Base
from surveys.intake import Intake
from surveys.migrations import upgrade
from surveys.workers import Role
from tests import make
from tests.borough import Borough, build
from tests.databases import postgresql_database, postgresql_url
from tests.pages import Visitor
from voice import create_app
from voice.database import engine_of, make_engine, writing_session
from voice.doors import Doors
from voice.settings import Settings
from voice.start_pages import StartPages
from voice.wrong_codes import WrongCodes

# A busy machine is no fault of what is tested: no drawn example fails for its time, which `make bench` measures.
drawing.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
drawing.load_profile("untimed")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run the tests that touch a record; what touches none was run without it."""
    if os.environ.get("VOICE_TEST_ON") != "postgresql":
        return
    kept = [item for item in items if "engine" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture(scope="session")
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what is kept of learning so far, where tests may keep more without crowding that out."""
    from analysis import keeping

    apart = tmp_path_factory.mktemp("kept")
    for file in keeping.folder().glob("*.npz"):
        (apart / file.name).symlink_to(file)
    return apart


@pytest.fixture
def few_lessons(monkeypatch: pytest.MonkeyPatch, kept_apart: Path) -> Iterator[None]:
    """Let the machine learn from one shipped example in ten: learning all of them anew takes half a minute.

    What it learns is forgotten again, or whatever test comes next would be coded by it.
    """
    from analysis import coding, examples, keeping, lessons

    monkeypatch.setenv(keeping.SETTING, str(kept_apart))
    for load in (examples.load_phrases, examples.load_examples):
        monkeypatch.setattr(lessons, load.__name__, lambda load=load: load()[::10])
    coding.learned_from.cache_clear()
    yield
    coding.learned_from.cache_clear()


@pytest.fixture(scope="session")
def empty_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record on disk that holds the survey and nothing else, made once; each test gets a copy, which is faster."""
    path = tmp_path_factory.mktemp("record") / "voice.db"
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    Base.metadata.create_all(engine)
    with writing_session(engine) as record:
        make.version(record)
        record.commit()
    _close(engine)
    return path


@pytest.fixture(scope="session")
def upgraded_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty record on disk as the migrations make it, once."""
    path = tmp_path_factory.mktemp("upgraded") / "voice.db"
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    upgrade(engine)
    _close(engine)
    return path


def _close(engine: Engine) -> None:
    """Bring everything into the one file, which tests copy."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="session")
def borough_record(tmp_path_factory: pytest.TempPathFactory, empty_record: Path) -> tuple[Path, Borough]:
    """A record with one of everything, made once, and the keys of what stands in it."""
    path = tmp_path_factory.mktemp("borough") / "voice.db"
    shutil.copy(empty_record, path)
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    with writing_session(engine) as record:
        built = build(record)
        record.commit()
    _close(engine)
    return path, built


@pytest.fixture
def record_file(empty_record: Path) -> Path:
    """The record each test starts from. A module that needs a full one overrides this."""
    return empty_record


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once, not once for each test’s app."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def jobs_in_place() -> bool:
    """Whether long work runs inside the request that asks for it. A module where it only waits overrides this."""
    return True


@pytest.fixture(scope="session")
def empty_on_postgresql() -> Iterator[str]:
    """The name of a record on PostgreSQL that holds the survey and nothing else; each test gets a copy."""
    with postgresql_database() as url:
        engine = make_engine(url, make.SECRET)
        Base.metadata.create_all(engine)
        with writing_session(engine) as record:
            make.version(record)
            record.commit()
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture(scope="session")
def records_made_beforehand(request: pytest.FixtureRequest, empty_record: Path) -> None:
    """The records that tests start from, for a fixture that changes what they would be made of."""
    if os.environ.get("VOICE_TEST_ON") == "postgresql":
        request.getfixturevalue("empty_on_postgresql")


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One engine for all tests on SQLite: it remembers every statement it has compiled."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('engine') / 'voice.db'}", make.SECRET)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgresql_engine() -> Iterator[Engine]:
    """One engine for all tests on PostgreSQL, for the same reason; its database comes and goes with each test."""
    url = make_url(postgresql_url()).set(database=f"voice_test_{secrets.token_hex(6)}")
    engine = make_engine(url.render_as_string(hide_password=False), make.SECRET)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The record of this test: on SQLite, or on PostgreSQL for a whole run when VOICE_TEST_ON says so."""
    if os.environ.get("VOICE_TEST_ON") == "postgresql":
        engine = request.getfixturevalue("postgresql_engine")
        template = request.getfixturevalue("empty_on_postgresql")
        with postgresql_database(template=template, name=str(engine.url.database)):
            yield engine
            engine.dispose()
        return
    engine = request.getfixturevalue("sqlite_engine")
    engine.dispose()
    file = Path(str(engine.url.database))
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(request.getfixturevalue("record_file"), file)
    yield engine
    engine.dispose()


@pytest.fixture
def app_of_its_own() -> bool:
    """Whether each test gets a new app. A module that changes the app overrides this; the others share one."""
    return False


def _make_site(data: Path, compiled: FileSystemBytecodeCache, *, jobs_in_place: bool) -> Flask:
    settings = Settings(secret_key=make.SECRET, data=data, secure_cookies=False, jobs_in_place=jobs_in_place)
    made = create_app(settings)
    made.testing = True
    made.jinja_env.bytecode_cache = compiled
    return made


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache
) -> Iterator[Flask]:
    """The website without a record: putting it together takes longer than most tests."""
    made = _make_site(tmp_path_factory.mktemp("site"), compiled_templates, jobs_in_place=True)
    yield made
    engine_of(made).dispose()


@pytest.fixture
def app(
    request: pytest.FixtureRequest, tmp_path: Path, engine: Engine, app_of_its_own: bool, jobs_in_place: bool
) -> Iterator[Flask]:
    """The website on this test’s record."""
    if app_of_its_own or not jobs_in_place:
        compiled = request.getfixturevalue("compiled_templates")
        made = _make_site(tmp_path, compiled, jobs_in_place=jobs_in_place)
        engine_of(made).dispose()
    else:
        made = request.getfixturevalue("site")
    # Argon2 is made to be slow. Tests sign in often, and the cost of a guess is not what they are about.
    cheap = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}
    made.extensions["security"].pwd_context.update(**cheap)
    before = dict(made.extensions)
    made.extensions.update(
        voice_engine=engine,
        voice_intake=Intake(engine),
        # A test sees what it changed at once, and waits for nothing.
        voice_doors=Doors(engine, mark=made.extensions["voice_seal"].mark_of_ticket, fresh_seconds=0),
        voice_wrong_codes=WrongCodes(seconds=0),
        voice_start_pages=StartPages(),
    )
    made.extensions["voice_pupils"].forget()
    yield made
    made.extensions["voice_intake"].close()
    made.extensions.clear()
    made.extensions.update(before)


@pytest.fixture
def record(engine: Engine) -> Iterator[Session]:
    """A session for arranging and asserting. It holds the write lock from its first query to the next commit, so
    commit before a page is to write."""
    with writing_session(engine) as session:
        yield session


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def signed_in(app: Flask, record: Session) -> "SignIn":
    """Return a function that signs in a new worker of a role and gives their browser."""
    return SignIn(app, record)


class SignIn:
    """Makes workers and signs them in."""

    def __init__(self, app: Flask, record: Session) -> None:
        self._app, self._record = app, record

    def __call__(self, *roles: Role, urn: str | None = None) -> Visitor:
        visitor = Visitor(self._app)
        visitor.sign_in(make.worker(self._record, *roles, urn=urn))
        self._record.commit()  # the last thing: reading anything after it would take the write lock again
        return visitor
