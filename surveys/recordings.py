"""Recordings: a person reading a string out, as a file named by what is in it, and the string it belongs to."""

import hashlib
import os
import re
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from surveys.base import new_key
from surveys.definitions import add_frame
from surveys.questions import Wording
from surveys.translating import placeholders
from surveys.translations import Translated, set_audio

MOST_BYTES = 1_000_000
"""A minute of speech in MP3; the longest string is read out in half of that."""
MIMETYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}
"""What browsers play, by the ending of the file’s name."""

_NAME = re.compile(rf"[0-9a-f]{{64}}\.(?:{'|'.join(MIMETYPES)})")
_M4A_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2")


class RecordingProblem(Exception):
    """A recording that cannot be taken, in a sentence for staff."""


def ending_of(content: bytes) -> str:
    """Return what a sound file is, told by its first bytes and not by its name; raise ``RecordingProblem``."""
    if not content:
        raise RecordingProblem("The file is empty. Record it again.")
    if len(content) > MOST_BYTES:
        raise RecordingProblem(
            f"The file has {len(content) / 1_000_000:.1f} MB, and at most 1 MB can be taken. "
            "Save it as MP3 or M4A, or cut the silence off."
        )
    if content.startswith(b"ID3") or _is_mp3_frame(content):
        return "mp3"
    if content[4:8] == b"ftyp" and content[8:12] in _M4A_BRANDS:
        return "m4a"
    if content.startswith(b"OggS") and (b"OpusHead" in content[:64] or b"\x01vorbis" in content[:64]):
        return "ogg"
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "wav"
    raise RecordingProblem("This is not a sound that browsers can play. Save it as MP3, M4A, OGG or WAV.")


def keep_recording(folder: Path, content: bytes) -> str:
    """Write a recording into a folder and return its name; the same content is kept once. Raises ``RecordingProblem``."""
    name = f"{hashlib.sha256(content).hexdigest()}.{ending_of(content)}"
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{new_key()}.part"
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / name)
    return name


def read_recording(folder: Path, name: str) -> bytes | None:
    """Return what is in a recording; ``None`` when there is none of that name, or it is no name of ours."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return None


def give_recording(session: Session, *, language: str, one: Translated, file: str, on: date) -> None:
    """Give a string a kept recording; raise ``RecordingProblem`` when it cannot have one."""
    if not one.text:
        raise RecordingProblem("Translate it first, then record the translation.")
    if placeholders(one.text):
        raise RecordingProblem("A page puts numbers or days into this sentence, so no recording can say it.")
    add_frame(session, on=on)
    set_audio(session, language=language, one=one, file=file)


def drop_unused(session: Session, folder: Path, name: str) -> None:
    """Delete a recording’s file when no string has it any more: a voice is kept no longer than it is needed."""
    used = session.scalars(select(Wording.id).where(Wording.audio == name).limit(1)).first()
    if used is None and _NAME.fullmatch(name):
        (folder / name).unlink(missing_ok=True)


def _is_mp3_frame(content: bytes) -> bool:
    """Say whether it begins with a frame of MPEG audio, layer III, with a bit rate and a sampling rate that exist."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    version, layer = content[1] >> 3 & 3, content[1] >> 1 & 3
    return version != 1 and layer == 1 and content[2] >> 4 not in (0, 15) and content[2] >> 2 & 3 != 3
