"""Recordings: told by what is in them, kept once by their content, and deleted when no string has them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.page_words import page_words
from surveys.recordings import (
    MOST_BYTES,
    RecordingProblem,
    drop_unused,
    ending_of,
    give_recording,
    keep_recording,
    read_recording,
)
from surveys.translations import one_translated, set_audio
from tests import make
from tests.sounds import M4A, MP3, OPUS, SOUNDS, WAV

TODAY = date.today()


@pytest.mark.parametrize("name", SOUNDS)
def test_a_sound_is_told_by_its_first_bytes(name):
    assert ending_of(SOUNDS[name]) == name.rpartition(".")[2]


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"\xff\xff\xff\xff",
        b"\xff\xfb",
        b"\xff\xfb\xf0\x00 no such bit rate",
        b"RIFF\x34\x00\x00\x00AVI ",
        b"OggS" + b"\x00" * 60,
        b"\x00\x00\x00\x1cftypheic",
        b"\x1aE\xdf\xa3 webm",
        b"GIF89a",
    ],
)
def test_what_is_no_sound_is_refused_whatever_it_is_called(content):
    with pytest.raises(RecordingProblem, match="not a sound that browsers can play"):
        ending_of(content)


def test_an_empty_or_a_huge_file_is_refused():
    with pytest.raises(RecordingProblem, match="empty"):
        ending_of(b"")
    assert ending_of(WAV + b"\x00" * (MOST_BYTES - len(WAV))) == "wav"
    with pytest.raises(RecordingProblem, match="at most 1 MB"):
        ending_of(WAV + b"\x00" * MOST_BYTES)


@given(st.binary(max_size=80))
def test_any_bytes_are_a_sound_or_refused(content):
    try:
        assert ending_of(content) in ("mp3", "m4a", "ogg", "wav")
    except RecordingProblem:
        return


def test_the_same_sound_is_kept_once_and_whole(tmp_path):
    folder = tmp_path / "recordings"
    names = {keep_recording(folder, MP3), keep_recording(folder, MP3)}
    (name,) = names
    assert [file.name for file in folder.iterdir()] == [name]
    assert read_recording(folder, name) == MP3


@pytest.mark.parametrize(
    "name", ["../voice.db", "x.mp3", "", ".", "0" * 64, "0" * 64 + ".html", "0" * 64 + ".mp3"]
)
def test_only_names_of_ours_lead_to_a_file(tmp_path, name):
    (tmp_path / "voice.db").write_text("secret")
    (tmp_path / ("0" * 64 + ".html")).write_text("x")
    folder = tmp_path / "recordings"
    folder.mkdir()
    assert read_recording(folder, name) is None


@pytest.fixture
def version(record):
    return make.version(record)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_string_is_heard_in_every_language_that_has_words_for_it(record, version, language):
    one = one_translated(record, version=version, language=language, key="bar_pick")
    before = version.words_edition
    give_recording(record, language=language, one=one, file="a.mp3", on=TODAY)
    assert page_words(record, version_id=version.id, language=language).said("bar_pick").audio == "a.mp3"
    record.expire_all()
    assert version.words_edition == before + 1


def test_what_a_page_fills_in_cannot_be_recorded(record, version):
    one = one_translated(record, version=version, language="pl", key="page.progress")
    with pytest.raises(RecordingProblem, match="no recording can say it"):
        give_recording(record, language="pl", one=one, file="a.mp3", on=TODAY)


def test_what_has_no_words_yet_cannot_be_recorded(record, version):
    one = one_translated(record, version=version, language="pl", key="bar_pick")
    with pytest.raises(RecordingProblem, match="Translate it first"):
        give_recording(record, language="pl", one=one._replace(text="", check=None), file="a.mp3", on=TODAY)


def test_a_file_goes_when_the_last_string_lets_go_of_it(record, version, tmp_path):
    name = keep_recording(tmp_path, M4A)

    def one(key):
        return one_translated(record, version=version, language="pl", key=key)

    for key in ("page.back", "page.next"):
        give_recording(record, language="pl", one=one(key), file=name, on=TODAY)
    set_audio(record, language="pl", one=one("page.back"), file=None)
    drop_unused(record, tmp_path, name)
    assert read_recording(tmp_path, name) is not None
    set_audio(record, language="pl", one=one("page.next"), file=None)
    drop_unused(record, tmp_path, name)
    assert read_recording(tmp_path, name) is None
    drop_unused(record, tmp_path, keep_recording(tmp_path, OPUS))
    assert list(tmp_path.iterdir()) == []
