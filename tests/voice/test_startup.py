"""Start: the web process loads none of the heavy libraries, and starts only with a proper secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voice.settings import SettingMissing, Settings

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sklearn", "pandas", "matplotlib", "nltk", "scipy", "typst", "numpy"}
SECRET = "s" * 32


def modules_after(statement, data):
    """Return the top-level modules that a fresh interpreter holds after a statement."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{statement}\nimport sys; print(*{{m.partition('.')[0] for m in sys.modules}})",
        ],
        cwd=ROOT,
        env={**os.environ, "VOICE_SECRET": SECRET, "VOICE_DATA": str(data), "VOICE_DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(done.stdout.split())


def test_the_web_process_starts_without_the_heavy_libraries(tmp_path):
    loaded = modules_after("import wsgi", tmp_path)
    assert "flask" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_a_secret_that_is_too_short_is_refused_in_a_sentence(secret):
    with pytest.raises(SettingMissing, match="at least 32 random characters"):
        Settings.from_environment({"VOICE_SECRET": secret})


def test_what_is_not_set_is_safe(tmp_path):
    settings = Settings.from_environment({"VOICE_SECRET": SECRET, "VOICE_DATA": str(tmp_path)})
    assert settings.secure_cookies
    assert not settings.jobs_in_place
    assert not settings.demo
    assert settings.record_url == f"sqlite:///{tmp_path}/voice.db"
    assert SECRET not in repr(settings)
