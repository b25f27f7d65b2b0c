"""A small mail server for tests: it speaks SMTP with STARTTLS on this machine and keeps what it is given."""

import asyncio
import ssl
import threading

import trustme

AUTHORITY = trustme.CA()
"""Made for this run of the tests; nobody trusts it who is not told to."""


class MailServer:
    """Takes mail in a thread of its own, until closed. ``refuses`` makes it turn every message down."""

    def __init__(self, *, has_tls: bool = True) -> None:
        self._context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        AUTHORITY.issue_cert("localhost").configure_cert(self._context)
        self._has_tls = has_tls
        self.messages: list[bytes] = []
        self.said: list[str] = []
        self.refuses = False
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(5)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(5)

    def _serve(self, ready: threading.Event) -> None:
        self._loop.run_until_complete(self._main(ready))
        self._loop.close()

    async def _main(self, ready: threading.Event) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stopping.wait()
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_safe = False
        writer.write(b"220 tests\r\n")
        while line := (await reader.readline()).decode().strip():
            self.said.append(line)
            word = line.split()[0].upper()
            if word == "EHLO":
                offered = "250 AUTH PLAIN" if is_safe else "250 STARTTLS" if self._has_tls else "250 HELP"
                writer.write(f"250-tests\r\n{offered}\r\n".encode())
            elif word == "STARTTLS":
                writer.write(b"220 go on\r\n")
                await writer.drain()
                await writer.start_tls(self._context)
                is_safe = True
            elif word == "AUTH":
                writer.write(b"235 known\r\n")
            elif word == "DATA":
                writer.write(b"354 go on\r\n")
                self.messages.append((await reader.readuntil(b"\r\n.\r\n"))[:-3])
                writer.write(b"250 taken\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"550 no\r\n" if self.refuses and word == "RCPT" else b"250 fine\r\n")
        await writer.drain()
        writer.close()
