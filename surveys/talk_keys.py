"""Talk keys: what seals a pupil’s note for one school. They are derived from the deployment’s secret and never stored."""

import hashlib

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

BOX = 4_096
"""Bytes in every note once it is filled up, so that its length tells nothing of what was written. The longest note we
take is 780 signs, each up to 4 bytes."""


class NoteTooLong(Exception):
    """The note does not fit the box that all notes share."""


class CannotOpen(Exception):
    """The note was sealed with another secret than this deployment’s, or was changed since."""


class TalkKeys:
    """A pair of keys for each school. What one school’s key has closed, no other school’s opens."""

    def __init__(self, secret: str) -> None:
        # A label of its own (“person”): nothing else that is derived from the secret can ever come out the same.
        self._root = hashlib.blake2b(secret.encode(), person=b"voice talk keys").digest()

    def close(self, school_id: str, words: bytes) -> str:
        """Return words sealed for a school (X25519 and XSalsa20-Poly1305), in hex digits.

        Each time with a key of its own that is thrown away: the same words never look the same twice. Raises
        ``NoteTooLong`` when they do not fit.
        """
        if len(words) >= BOX:
            raise NoteTooLong
        box = SealedBox(self._key(school_id).public_key)
        return box.encrypt(sodium_pad(words, BOX)).hex()

    def open(self, school_id: str, sealed: str) -> bytes:
        """Return the words that were sealed for a school, or raise ``CannotOpen``."""
        try:
            return sodium_unpad(SealedBox(self._key(school_id)).decrypt(bytes.fromhex(sealed)), BOX)
        except (CryptoError, ValueError) as wrong:
            raise CannotOpen from wrong

    def _key(self, school_id: str) -> PrivateKey:
        seed = hashlib.blake2b(school_id.encode(), key=self._root, person=b"voice talk note", digest_size=32)
        return PrivateKey(seed.digest())
