"""Sending: how a notice leaves this machine. One method, so that an authority can put another way in its place."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from surveys.base import new_key
from voice.settings import Settings

TIMEOUT_SECONDS = 10
"""A mail server that takes longer is tried again; the clock must tick once a minute."""
PORTS = {"smtp": 587, "smtps": 465}


class NotSent(Exception):
    """A message that could not be sent now; it is tried again."""


class Sender(Protocol):
    """Whatever can bring a short text to an e-mail address."""

    def send(self, *, to: str, subject: str, text: str, at: datetime) -> None:
        """Send a message, or raise ``NotSent``."""


class MailServer:
    """Sends by SMTP, encrypted: STARTTLS for smtp://, TLS from the start for smtps://."""

    def __init__(self, address: str, *, mail_from: str) -> None:
        parts = urlsplit(address)
        self._is_tls, self._host = parts.scheme == "smtps", parts.hostname or "localhost"
        self._port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._from = mail_from

    def send(self, *, to: str, subject: str, text: str, at: datetime) -> None:
        letter = _letter(mail_from=self._from, to=to, subject=subject, text=text, at=at)
        try:
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotSent(type(problem).__name__) from problem

    def _connect(self) -> smtplib.SMTP:
        safe = ssl.create_default_context()
        if self._is_tls:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_SECONDS, context=safe)
        server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_SECONDS)
        try:
            server.starttls(context=safe)
        except BaseException:
            server.close()
            raise
        return server


class Folder:
    """Writes each message as a file: what a demo’s visitor reads, or another system picks up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, *, to: str, subject: str, text: str, at: datetime) -> None:
        letter = _letter(mail_from="voice@localhost", to=to, subject=subject, text=text, at=at)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Written under another name first: whoever picks it up never finds half of it.
            file = self._folder / f"{at:%Y-%m-%d-%H%M}-{new_key()[:8]}.eml"
            file.with_suffix(".part").write_bytes(bytes(letter))
            file.with_suffix(".part").rename(file)
        except OSError as problem:
            raise NotSent(type(problem).__name__) from problem


class Nowhere:
    """No way to send is set: every notice waits, and the lead’s page says so."""

    def send(self, *, to: str, subject: str, text: str, at: datetime) -> None:
        raise NotSent("VOICE_SMTP is not set")


def sender_of(settings: Settings) -> Sender:
    """Return how this deployment sends."""
    if settings.mail_folder is not None:
        return Folder(settings.mail_folder)
    if settings.smtp:
        return MailServer(settings.smtp, mail_from=settings.mail_from)
    return Nowhere()


def _letter(*, mail_from: str, to: str, subject: str, text: str, at: datetime) -> EmailMessage:
    letter = EmailMessage()
    try:
        letter["From"], letter["To"], letter["Subject"] = mail_from, to, subject
    except ValueError as problem:  # a line break in an address would begin a header of its own
        raise NotSent(type(problem).__name__) from problem
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = make_msgid(domain=mail_from.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter
