"""The minute’s tick: what came is screened, limits are kept, notices go out, and one failure stops nothing else."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from surveys.concerns import Concern
from surveys.notices import Notice
from surveys.workers import Role
from tests import make
from tests.surveys.raising import london
from voice import clock
from voice.clock import tick

URGENT = "i want to kill myself"


@pytest.fixture
def folder(app, tmp_path):
    """Where the app’s notices go for as long as the test lasts."""
    before = app.extensions["voice_settings"]
    app.extensions["voice_settings"] = replace(
        before, mail_folder=tmp_path / "mail", address="https://voice.test"
    )
    yield tmp_path / "mail"
    app.extensions["voice_settings"] = before


@pytest.fixture
def sent(record):
    """Something urgent from a pupil, for the officer to be told of."""
    make.responses(record, make.wave(record).schools[0], URGENT)  # a wave has a duty officer
    record.commit()


def test_what_a_pupil_sends_is_a_notice_within_the_minute(app, record, sent, folder):
    tick(app, at=london(3, "10:00"))
    (letter,) = folder.iterdir()
    assert b"https://voice.test/concerns" in letter.read_bytes()
    assert URGENT.encode() not in letter.read_bytes()
    assert [concern.text for concern in record.scalars(select(Concern))] == [URGENT]
    record.rollback()
    tick(app, at=london(3, "10:01"))
    assert len(list(folder.iterdir())) == 1


def test_half_an_hour_of_ticks_tells_again_at_15_and_at_30(app, record, sent, folder):
    counts = []
    for minute in range(31):
        tick(app, at=london(3, f"10:{minute:02}"))
        counts.append(len(list(folder.iterdir())))
    assert counts[0] == counts[14] == 1
    assert counts[15] == counts[29] == 3  # the officer and the authority’s lead
    assert counts[30] == 5


def test_a_step_that_fails_is_logged_without_a_word_and_the_others_are_done(
    app, record, sent, folder, caplog, monkeypatch
):
    tick(app, at=london(3, "10:00"))
    record.execute(select(Notice))
    record.rollback()

    def broken(app, at):
        raise ValueError(URGENT)

    monkeypatch.setattr(clock, "_screen", broken)
    tick(app, at=london(3, "10:15"))
    assert "failed with ValueError" in caplog.text
    assert URGENT not in caplog.text
    assert len(list(folder.iterdir())) == 3


def test_without_a_way_to_send_the_lead_s_desk_says_so(app, record, sent, signed_in):
    for minute in ("00", "01", "03"):
        tick(app, at=london(3, f"10:{minute}"))
    assert (
        "A notice could not be sent by e-mail after several tries." in signed_in(Role.LEAD).get("/staff").text
    )
