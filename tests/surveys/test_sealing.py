"""Raw words are encrypted in the database, and only the deployment’s secret opens them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from surveys.responses import Answer
from surveys.sealing import BLOCK, CannotUnseal, NoTextKey, TextKey
from tests import make
from voice.database import make_engine

WORDS = "Kayden keeps pushing me on the stairs"
KEY = TextKey(make.SECRET)


@given(st.text(alphabet=st.characters(), max_size=300))
def test_what_is_sealed_is_opened_as_it_was(words):
    assert KEY.open(KEY.close(words)) == words


@pytest.mark.parametrize("words", ["", "\x00", "\ud83d", "🙂" * 3_000, "=1+1", "\u202eabc\u200b"])
def test_odd_words_come_back_too(words):
    assert KEY.open(KEY.close(words)) == words


def test_the_same_words_never_look_the_same_and_short_ones_are_as_long_as_each_other():
    assert KEY.close(WORDS) != KEY.close(WORDS)
    assert len(KEY.close("no")) == len(KEY.close("n" * (BLOCK - 1)))


def test_another_secret_or_a_changed_byte_opens_nothing():
    sealed = KEY.close(WORDS)
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for key, words in ((TextKey("s" * 32), sealed), (KEY, changed), (KEY, b"")):
        with pytest.raises(CannotUnseal):
            key.open(words)


def test_a_database_alone_gives_no_words_away(record, engine):
    make.responses(record, make.wave(record).schools[0], WORDS)
    record.commit()
    raw = record.connection().exec_driver_sql("SELECT text FROM answer").scalar_one()
    assert b"Kayden" not in bytes(raw)
    with Session(engine) as again:
        assert again.scalars(select(Answer.text)).all() == [WORDS]
    url = engine.url.render_as_string(hide_password=False)
    stranger = make_engine(url, "another secret that is long enough")
    with Session(stranger) as session, pytest.raises(CannotUnseal):
        session.scalars(select(Answer.text)).all()
    stranger.dispose()


def test_an_engine_without_a_secret_says_so(record, engine):
    make.responses(record, make.wave(record).schools[0], WORDS)
    record.commit()
    bare = create_engine(engine.url)
    with Session(bare) as session, pytest.raises(NoTextKey, match="no secret"):
        session.scalars(select(Answer.text)).all()
    bare.dispose()
