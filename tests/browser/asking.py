"""A small record with one open wave of every variant of the survey, served as the demo is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from surveys.definitions import BANK, add_frame, add_survey
from surveys.migrations import upgrade
from tests import make
from tests.browser.conftest import ROOT, free_port, wait_for
from voice.database import make_engine, writing_session

VARIANTS = ("secondary", "primary", "symbol", "pulse", "not_in_school")


@dataclass(frozen=True)
class Asking:
    """Where it is served, the code of each variant’s wave, and the folder of its record."""

    address: str
    codes: dict[str, str]
    data: Path


@contextmanager
def serve_every_variant(data: Path) -> Iterator[Asking]:
    engine = make_engine(f"sqlite:///{data / 'voice.db'}", make.SECRET)
    upgrade(engine)
    codes = {}
    with writing_session(engine) as record:
        add_frame(record, on=date.today())
        for variant in VARIANTS:
            wave = make.wave(record, name=variant)
            wave.version = add_survey(record, BANK / f"{variant}.toml", on=date.today())
            codes[variant] = wave.schools[0].code
        record.commit()
    engine.dispose()
    environment = {
        **os.environ,
        "VOICE_SECRET": make.SECRET,
        "VOICE_DATA": str(data),
        "VOICE_INSECURE_COOKIES": "yes",
    }
    port = free_port()
    with (data / "log").open("w") as log:
        serving = subprocess.Popen(
            [sys.executable, "-m", "voice.serving", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stderr=log,
            start_new_session=True,
        )
        try:
            wait_for(port)
            yield Asking(f"http://127.0.0.1:{port}", codes, data)
        finally:
            os.killpg(serving.pid, signal.SIGTERM)
            serving.wait(timeout=20)
