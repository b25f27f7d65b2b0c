"""Pupils: many devices at once that walk from the start page to “Thank you”, and how long they wait for each page."""

import asyncio
import gzip
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

FIELDS = {
    "year_group": "Y8",
    "sch_safe": "4",
    "sch_belong": "3",
    "sch_adult": "2",
    "sch_fair": "5",
    "att_hard": "2",
    "bar_pick": ["worry", "bus"],
    "help_pick": ["quiet", "buses"],
    "bar_text": "the bus is late most days and then i get a detention for it",
    "hot_fix": "an adult in the corridor at break",
    "help_head": "open the toilets at break",
}
"""Eleven questions: ticks, two lists, three texts."""
PATIENCE_SECONDS = 60
SEALED = re.compile(r'name="form" value="([^"]+)"')
START, OPEN, SEND, THANKS = "GET /", "POST /", "POST /answers", "GET /thank-you"


@dataclass
class Walked:
    """What some pupils met: seconds for each page, by request, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=lambda: {START: [], OPEN: [], SEND: [], THANKS: []})
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def pages(self) -> list[float]:
        return sorted(wait for waits in self.waits.values() for wait in waits)

    def slowest(self, share: float) -> float:
        """Return the milliseconds within which this share of all pages came."""
        pages = self.pages
        return 1000 * pages[min(len(pages) - 1, int(share * len(pages)))]


def walk(port: int, code: str, *, pupils: int, devices: int) -> Walked:
    """Let pupils answer, as many at a time as there are devices, each on a new connection and without a pause."""
    return asyncio.run(_walk(port, code, pupils, devices))


async def _walk(port: int, code: str, pupils: int, devices: int) -> Walked:
    walked, waiting = Walked(), iter(range(pupils))

    async def device() -> None:
        for _ in waiting:
            try:
                await asyncio.wait_for(_one(port, code, walked), PATIENCE_SECONDS)
            except (OSError, AssertionError, asyncio.IncompleteReadError, TimeoutError) as problem:
                walked.wrong.append(repr(problem))

    started = time.perf_counter()
    await asyncio.gather(*(device() for _ in range(devices)))
    walked.seconds = time.perf_counter() - started
    return walked


async def _one(port: int, code: str, walked: Walked) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(request: str, fields: object = None) -> tuple[int, bytes]:
        body = urlencode(fields, doseq=True).encode() if fields else b""  # type: ignore[arg-type]
        head = f"{request} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
        if body:
            head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        started = time.perf_counter()
        writer.write(head.encode() + b"\r\n" + body)
        told = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", told)
        answer = await reader.readexactly(int(length.group(1)) if length else 0)
        walked.waits[request].append(time.perf_counter() - started)
        return int(told.split(" ", 2)[1]), gzip.decompress(answer) if "gzip" in told else answer

    try:
        assert (await ask(START))[0] == 200
        status, page = await ask(OPEN, {"code": code})
        sealed = SEALED.search(page.decode())
        assert sealed is not None, f"{OPEN} gave {status}"
        status, _ = await ask(SEND, {**FIELDS, "form": sealed.group(1)})
        assert status == 303, f"{SEND} gave {status}"
        assert b"Thank you" in (await ask(THANKS))[1]
    finally:
        writer.close()
