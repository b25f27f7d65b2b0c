"""Keeping: what was learnt from what ships with Voice is kept in a file, so that only the first run has to learn it.

The file’s name is made of everything that went in: lessons, method and the code itself. A change of any of them is
another file; the file can be deleted at any time. Nothing that came from a pupil is ever kept here.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from analysis.calibration import Calibration
from analysis.learned import Learned
from analysis.lessons import Lessons
from analysis.space import Space
from analysis.vectors import Backend, Vectors

SETTING = "VOICE_CACHE"
CODE = Path(__file__).parent
# Enough for an authority’s own and the shipped one, with and without the model, before and after a change.
MOST_KEPT = 8


def folder() -> Path:
    """Return where it is kept: beside the code, as the compiled styles are, unless `VOICE_CACHE` says otherwise."""
    return Path(os.environ.get(SETTING) or CODE / "build")


def name_of(lessons: Lessons, method: str) -> str:
    """Return a name for what would be learnt from these lessons by this method and this code."""
    seal = hashlib.sha256(f"{_code()}\n{method}\n{lessons.themes.shape}".encode())
    seal.update("\x00".join(lessons.texts).encode())
    seal.update("\x00".join(lessons.writers).encode())
    for table in (lessons.themes, lessons.first, lessons.weights):
        seal.update(np.ascontiguousarray(table).tobytes())
    return f"learned-{seal.hexdigest()[:32]}.npz"


@lru_cache(maxsize=1)
def _code() -> str:
    seal = hashlib.sha256()
    for path in sorted(CODE.glob("*.py")):
        seal.update(path.read_bytes())
    return seal.hexdigest()


def keep(name: str, learned: Learned) -> None:
    """Keep what was learnt."""
    _write(name, _tables(learned))


def encoded(texts: Sequence[str], backend: Backend) -> Vectors:
    """Return the vectors of lessons; those seen before are taken from where they were kept."""
    name = f"vectors-{hashlib.sha256(backend.method.encode()).hexdigest()[:32]}.npz"
    known: dict[str, Vectors] = {}
    tables = _read(name)
    if tables is not None and {"texts", "vectors"} <= tables.keys():
        known = dict(zip(_unpacked(tables["texts"]), tables["vectors"].astype(np.float32), strict=True))
    flat = [" ".join(text.split()) for text in texts]
    new = [text for text in dict.fromkeys(flat) if text not in known]
    if new:
        known |= dict(zip(new, backend.encode(new), strict=True))
        wanted = {text: known[text] for text in dict.fromkeys(flat)}
        _write(name, {"texts": _packed(wanted), "vectors": np.array(list(wanted.values()))})
    return np.array([known[text] for text in flat])


def kept(kind: str, texts: Sequence[str], make: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return what is made of these texts by this code, as it was kept or made now."""
    seal = hashlib.sha256("\x00".join((_code(), *texts)).encode())
    name = f"{kind}-{seal.hexdigest()[:32]}.npz"
    tables = _read(name)
    if tables is None:
        tables = {"made": make()}
        _write(name, tables)
    return tables["made"].astype(np.float32)


def _write(name: str, tables: Mapping[str, NDArray[np.generic]]) -> None:
    """Write a file whole or not at all; where nothing may be written, nothing is kept."""
    target = folder() / name
    part = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=target.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **tables)
        Path(part).replace(target)
        kind = name.partition("-")[0]
        alike = sorted(target.parent.glob(f"{kind}-*.npz"), key=lambda path: path.stat().st_mtime)
        for old in alike[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        if part:
            Path(part).unlink(missing_ok=True)


def _read(name: str) -> dict[str, NDArray[np.generic]] | None:
    """Return the tables of a file, or nothing when there is none or it cannot be read."""
    try:
        with np.load(folder() / name, allow_pickle=False) as tables:
            return {table: tables[table] for table in tables.files}
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def fetch(name: str) -> Learned | None:
    """Return what was kept under this name, or nothing when there is none."""
    tables = _read(name)
    return None if tables is None else _learned(tables)


def _tables(learned: Learned) -> dict[str, NDArray[np.generic]]:
    space = learned.space
    curve = learned.calibration
    return {
        "stems": learned.stems,
        "letters": learned.letters,
        "meanings": learned.meanings,
        "vectors": np.zeros((0, 0), np.float32) if learned.vectors is None else learned.vectors,
        "usual": learned.usual,
        "curve": np.array([curve.score, curve.lead, curve.start, learned.fade]),
        "seen": _packed(learned.seen),
        "seen_scores": np.array(list(learned.seen.values())).reshape(len(learned.seen), learned.usual.size),
        "stem_names": _packed(space.stems),
        "stem_rarity": space.stem_rarity,
        "word_names": _packed(space.word_rarity),
        "word_rarity": np.array([*space.word_rarity.values(), space.rarest]),
        "run_names": _packed(space.runs),
        "run_rarity": space.run_rarity,
    }


def _learned(tables: Mapping[str, NDArray[np.generic]]) -> Learned:
    rarity = tables["word_rarity"].tolist()
    space = Space(
        stems={name: number for number, name in enumerate(_unpacked(tables["stem_names"]))},
        stem_rarity=tables["stem_rarity"].astype(np.float64),
        word_rarity=dict(zip(_unpacked(tables["word_names"]), rarity[:-1], strict=True)),
        rarest=rarity[-1],
        runs={name: number for number, name in enumerate(_unpacked(tables["run_names"]))},
        run_rarity=tables["run_rarity"].astype(np.float64),
    )
    score, lead, start, fade = tables["curve"].tolist()
    vectors = tables["vectors"].astype(np.float32)
    seen = tables["seen_scores"].astype(np.float32)
    return Learned(
        space=space,
        stems=tables["stems"].astype(np.float32),
        letters=tables["letters"].astype(np.float32),
        meanings=tables["meanings"].astype(np.float32),
        vectors=vectors if vectors.size else None,
        usual=tables["usual"].astype(np.float32),
        calibration=Calibration(score, lead, start),
        fade=fade,
        seen=dict(zip(_unpacked(tables["seen"]), seen, strict=True)),
    )


def _packed(names: Mapping[str, object]) -> NDArray[np.uint8]:
    # None of them holds a line break: they come from answers split at white space.
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> list[str]:
    return packed.tobytes().decode().split("\n") if packed.size else []
