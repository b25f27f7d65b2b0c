"""The seal on a pupil’s form: which school’s form it is and when it was opened, signed, with nothing about the pupil."""

import hashlib
import hmac
import secrets
from datetime import date, timedelta
from typing import NamedTuple

from itsdangerous import BadSignature, Signer

COUNTS_FOR = timedelta(days=1)
"""A form counts on its day and the next: homework begun in the evening may be sent in the morning."""


class SealBroken(Exception):
    """The form carries no seal of ours."""


class Sealed(NamedTuple):
    """What a seal says. ``nonce`` is random and used once: it tells a repeat of a form from a new one."""

    place_id: str
    version_id: str
    language: str
    day: date
    nonce: str

    def is_too_old(self, on: date) -> bool:
        """Say whether a form opened on its day no longer counts on this one."""
        return on - self.day > COUNTS_FOR


class Seal:
    """Seals forms with the application’s secret and opens what comes back."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signer = Signer(secret, salt="pupil form", key_derivation="hmac", digest_method=hashlib.sha256)

    def new(self, *, place_id: str, version_id: str, language: str, day: date) -> str:
        """Return the sealed token of a new form."""
        return self.close(Sealed(place_id, version_id, language, day, secrets.token_urlsafe(16)))

    def close(self, sealed: Sealed) -> str:
        """Return the token that says this; it fits in a form field as it is."""
        told = (sealed.place_id, sealed.version_id, sealed.language, sealed.day.isoformat(), sealed.nonce)
        return self._signer.sign(" ".join(told)).decode()

    def open(self, token: str) -> Sealed:
        """Return what a token says, or raise ``SealBroken`` when it is not exactly as we sealed it."""
        try:
            told = self._signer.unsign(token).decode()
        except BadSignature as broken:
            raise SealBroken from broken
        place_id, version_id, language, day, nonce = told.split(" ")
        return Sealed(place_id, version_id, language, date.fromisoformat(day), nonce)

    def mark(self, sealed: Sealed) -> str:
        """Return the keyed hash under which the record knows this form; it leads back to nothing."""
        return hmac.new(self._secret, b"receipt " + sealed.nonce.encode(), hashlib.sha256).hexdigest()
