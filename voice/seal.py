"""The seal on a pupil’s form: whose form it is and when it was opened, signed, with nothing about the pupil."""

import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import date, timedelta
from typing import NamedTuple

COUNTS_FOR = timedelta(days=1)
"""A form counts on its day and the next: homework begun in the evening may be sent in the morning."""
NONE = "-"


class SealBroken(Exception):
    """The form carries no seal of ours."""


class Sealed(NamedTuple):
    """What a seal says. ``nonce`` is random and used once: it tells a repeat of a form from a new one."""

    place_id: str
    version_id: str
    language: str
    day: date
    nonce: str
    class_code_id: str | None = None
    ticket: str | None = None
    """The keyed hash of the ticket the form was opened with."""
    is_link: bool = False

    def is_too_old(self, on: date) -> bool:
        """Say whether a form opened on its day no longer counts on this one."""
        return on - self.day > COUNTS_FOR


def new_nonce() -> str:
    """Return the one-time number of a new form: 128 random bits."""
    return secrets.token_urlsafe(16)


class Seal:
    """Seals forms with the application’s secret and opens what comes back."""

    def __init__(self, secret: str) -> None:
        # A key for each use: what is signed for one can never stand for another.
        self._form_key, self._receipt_key, self._ticket_key = (
            hmac.digest(secret.encode(), use, "sha256") for use in (b"pupil form", b"receipt", b"ticket")
        )

    def close(self, sealed: Sealed) -> str:
        """Return the token that says this; it fits in a form field as it is."""
        told = " ".join(
            (
                sealed.place_id,
                sealed.version_id,
                sealed.language,
                sealed.day.isoformat(),
                sealed.nonce,
                sealed.class_code_id or NONE,
                sealed.ticket or NONE,
                "link" if sealed.is_link else NONE,
            )
        )
        return f"{told} {self._signature(told)}"

    def open(self, token: str) -> Sealed:
        """Return what a token says, or raise ``SealBroken`` when it is not exactly as we sealed it."""
        told, _, signature = token.rpartition(" ")
        # As bytes: the comparison in constant time takes no other signs than ASCII in a string.
        if not hmac.compare_digest(self._signature(told).encode(), signature.encode(errors="replace")):
            raise SealBroken
        place_id, version_id, language, day, nonce, class_code_id, ticket, way = told.split(" ")
        return Sealed(
            place_id,
            version_id,
            language,
            date.fromisoformat(day),
            nonce,
            None if class_code_id == NONE else class_code_id,
            None if ticket == NONE else ticket,
            way == "link",
        )

    def mark(self, sealed: Sealed) -> str:
        """Return the keyed hash under which the record knows this form; it leads back to nothing."""
        return hmac.digest(self._receipt_key, sealed.nonce.encode(), "sha256").hex()

    def mark_of_ticket(self, ticket: str) -> str:
        """Return the keyed hash under which the record knows a ticket, from its signs as ``tidy_code`` leaves them."""
        return hmac.digest(self._ticket_key, ticket.encode(), "sha256").hex()

    def _signature(self, told: str) -> str:
        signed = hmac.digest(self._form_key, told.encode(errors="replace"), "sha256")
        return urlsafe_b64encode(signed).rstrip(b"=").decode()
