"""The served demo, and a real browser to walk it with."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from surveys.sealing import TextKey
from voice.demo import STAFF

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST_FIRST = ("safeguarding", "accessibility", "road", "theme_board", "tutor", "samples")
"""Files with tests of half a minute or more, as `--durations` shows. Begun last, one of them would keep one core busy for
a minute while the other has nothing left to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, and leave the rest as it stands."""
    here = Path(__file__).parent
    places = {here / f"test_{name}.py": place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@dataclass(frozen=True)
class Demo:
    """A served demo: where it is and how to get in."""

    address: str
    pupil_code: str
    sign_ins: dict[str, tuple[str, str]]
    data: Path


def words_of(demo: Demo, sealed: bytes | None) -> str:
    """Return what a pupil wrote, as the demo’s record holds it sealed."""
    return "" if sealed is None else TextKey((demo.data / "secret").read_text()).open(sealed)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo borough that nobody has used. It is built once for all who test at once."""
    everybodys = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        everybodys = everybodys.parent
    built = everybodys / "built-demo"
    with (everybodys / "built-demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (built / "demo.json").exists():
            with served_demo(built):
                pass
    return built


@pytest.fixture(scope="session")
def demo(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo borough as `make demo` serves it. Other tests have used it, too."""
    with copy_served(built_demo, tmp_path_factory) as served:
        yield served


@contextmanager
def copy_served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Serve a copy of the demo in a folder of its own."""
    data = tmp_path_factory.mktemp("demo") / "borough"
    shutil.copytree(built, data)
    with served_demo(data) as served:
        yield served


@contextmanager
def served_demo(data: Path) -> Iterator[Demo]:
    """Serve the demo of a folder; build it first if the folder holds none."""
    data.mkdir(exist_ok=True)
    log = (data / "log").open("w")
    serving = subprocess.Popen(
        [sys.executable, "-m", "voice.serving", "demo", "--data", str(data), "--port", str(free_port())],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    try:
        yield _introduced(serving, data)
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.wait(timeout=20)
        assert serving.stdout is not None
        serving.stdout.close()
        log.close()


def _introduced(serving: subprocess.Popen[str], data: Path) -> Demo:
    facts: dict[str, str] = {}
    sign_ins: dict[str, tuple[str, str]] = {}
    assert serving.stdout is not None
    for line in serving.stdout:
        name, _, value = line.strip().partition(": ")
        if name == "sign-in":
            role, email, password = value.split()
            sign_ins[role] = (email, password)
        else:
            facts[name] = value
        if len(sign_ins) == len(STAFF):
            break
    assert "address" in facts, (data / "log").read_text()
    wait_for(int(facts["address"].rpartition(":")[2]))
    return Demo(facts["address"], facts["pupil code"], sign_ins, data)


def wait_for(port: int) -> None:
    for _ in range(900):  # a minute and a half, for a machine with much else to do
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        signal.sigtimedwait([], 0.1)
    raise AssertionError("the demo does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser nobody has used before, whose pages may not break the content policy or fail."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert not complaints, complaints


def sign_in(page: Page, demo: Demo, role: str) -> None:
    """Sign in as one of the demo’s staff, by typing."""
    email, password = demo.sign_ins[role]
    page.goto(f"{demo.address}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/staff")


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
