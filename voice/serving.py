"""Serving: the web server and the job process, started and stopped together."""

import argparse
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from voice.settings import SettingMissing, Settings

ROOT = Path(__file__).resolve().parent.parent
WEB_WORKERS = 2
"""Processes, one a core of the smallest machine that we would serve an authority from."""
THREADS = 8
"""Requests one worker serves at once; the rest wait in the server’s queue, which costs nothing. Of 4, 8, 16 and 32 (on two
busy cores, 64 pupils at once), 8 gave the shortest wait of the slowest hundredth and the least CPU beside 4: more threads
only take the interpreter from each other. Four would leave too few while some wait for a commit or hold back wrong codes."""
PATIENCE_SECONDS = 10
WORKER_PATIENCE_SECONDS = 5
"""Less than ours: a worker that was told to stop while it started never hears it, and the server would wait for ever."""
QUICK_SECONDS = 3.0
MOST_QUICK_DEATHS = 4
"""A process that dies this often within seconds of its start will not come up: its port is taken, or a setting wrong."""


def web_command(target: str, *, host: str, port: int) -> list[str]:
    """Return the command that serves a WSGI application as Voice is served."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.2"]
    command += ["--workers-kill-timeout", str(WORKER_PATIENCE_SECONDS)]
    return [*command, "--no-ws", "--log-level", "error", target]


def serve(environment: dict[str, str], *, host: str, port: int) -> int:
    """Serve until told to stop; a process that dies is started again. Returns an exit code.

    The web server replaces a worker that dies, but ends when one dies twice within seconds; this outlives that too.
    """
    web = web_command("wsgi:app", host=host, port=port)
    work = [sys.executable, "-m", "flask", "--app", "wsgi", "work"]
    stopping = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stopping.set())
    kept = [Kept(command, environment) for command in (web, work)]
    while not stopping.wait(0.2):
        if not all(process.keep_going() for process in kept):
            break
    for process in kept:
        process.stop()
    return 0 if stopping.is_set() else 1


class Kept:
    """A process that is started again when it dies, unless it dies at once each time."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        # A crash below Python then says where it was, in names of files and functions alone.
        self._command, self._environment = command, environment | {"PYTHONFAULTHANDLER": "1"}
        self._quick_deaths = 0
        self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        # In a group of its own, so that whatever it started can be ended with it.
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, env=self._environment, start_new_session=True
        )

    def keep_going(self) -> bool:
        """Start the process again if it has died; ``False`` when that is no use."""
        if self._process.poll() is None:
            return True
        lived = time.monotonic() - self._started
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK_SECONDS else 0
        if self._quick_deaths >= MOST_QUICK_DEATHS:
            return False
        self._start()
        return True

    def stop(self) -> None:
        """End the process: kindly, then by force; and by force whatever it left behind."""
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=PATIENCE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def demo(*, data: Path, port: int) -> int:
    """Build the demo borough unless it is there, tell the visitor how to get in, and serve it."""
    from voice.demo import introduce, keep, sign_ins

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends a build under way together with us
    data.mkdir(parents=True, exist_ok=True)
    secret = data / "secret"
    if (data / "voice.db").exists() and not secret.exists():
        # A demo leaves its secret beside its record before anything else. This record is somebody’s own.
        print(
            f"{data} holds a record that is no demo’s. Choose another folder: make demo DATA=…",
            file=sys.stderr,
        )
        return 2
    settings = Settings(
        secret_key=secret.read_text() if secret.exists() else secrets.token_hex(32),
        data=data.resolve(),
        secure_cookies=False,
        demo=True,
    )
    environment = {
        **os.environ,
        "VOICE_SECRET": settings.secret_key,
        "VOICE_DATA": str(settings.data),
        "VOICE_INSECURE_COOKIES": "yes",
        "VOICE_DEMO": "yes",
    }
    environment.pop("VOICE_DATABASE_URL", None)  # a demo never touches a real record
    if not sign_ins(settings).exists():
        # A demo that was stopped half-way is begun again: its own files in its own folder, nothing else.
        for name in ("voice.db", "jobs.db"):
            for ending in ("", "-wal", "-shm"):
                (data / f"{name}{ending}").unlink(missing_ok=True)
        keep(secret, settings.secret_key)
        print("Building a made-up borough. It takes about a minute, once.", file=sys.stderr, flush=True)
        # In processes of their own: what they load to read, count and print is not kept by the one that serves.
        for command in (["database", "upgrade"], ["demo", "build"]):
            built = subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *command],
                cwd=ROOT,
                env=environment,
                stdout=sys.stderr,
            )
            if built.returncode:
                return built.returncode
    for line in introduce(settings, port=port):
        print(line, flush=True)
    return serve(environment, host="127.0.0.1", port=port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and serve; returns an exit code."""
    parser = argparse.ArgumentParser(prog="voice.serving", description="Serve Voice.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("serve", "serve this deployment"), ("demo", "build and serve the made-up borough")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--port", type=int, default=8000)
        if name == "demo":
            command.add_argument("--data", type=Path, default=Path("var/demo"))
        else:
            command.add_argument("--host", default="127.0.0.1")
    wanted = parser.parse_args(arguments)
    if wanted.command == "demo":
        return demo(data=wanted.data, port=wanted.port)
    try:
        Settings.from_environment()
    except SettingMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    return serve(dict(os.environ), host=wanted.host, port=wanted.port)


if __name__ == "__main__":
    sys.exit(main())
