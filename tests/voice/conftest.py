"""The borough to report on, made once for every test that reports on it."""

import shutil

import pytest
from sqlalchemy.orm import Session

from tests import make
from tests.voice.report_borough import LATER, Borough, build
from voice.database import make_engine
from voice.drafting import draft_reports


@pytest.fixture(scope="session")
def borough_to_report_on(tmp_path_factory):
    """The borough as a file, without reports, made once."""
    folder = tmp_path_factory.mktemp("to_report_on")
    settle(build(folder))
    return folder / "voice.db"


@pytest.fixture(scope="session")
def borough_with_drafts(tmp_path_factory, borough_to_report_on):
    """The borough as a file, with a draft for each school, made once: drawing and printing take a second each."""
    path = tmp_path_factory.mktemp("with_drafts") / "voice.db"
    shutil.copy(borough_to_report_on, path)
    engine = make_engine(f"sqlite:///{path}", make.SECRET)
    with Session(engine) as session:
        wave_id = Borough(session).wave.id
    words = draft_reports(engine, wave_id=wave_id, progress=lambda share, step: None, on=LATER)
    assert words == "Drafts made for 2 schools."
    settle(engine)
    return path


def settle(engine):
    """Bring everything into the one file, and let it go."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
