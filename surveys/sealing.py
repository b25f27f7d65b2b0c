"""Sealing: pupils’ raw words are encrypted in the database; the key is derived from the deployment’s secret, outside it."""

import hashlib
from weakref import WeakKeyDictionary

from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from sqlalchemy import Dialect, Engine, LargeBinary, TypeDecorator

BLOCK = 64
"""Bytes to whose multiple words are filled up, so that a copy of the database tells little of how much was written."""


class NoTextKey(Exception):
    """Words were to be sealed or opened on a database that was given no secret."""


class CannotUnseal(Exception):
    """Words were sealed with another secret than this deployment’s, or were changed since."""


class TextKey:
    """The key to pupils’ raw words (XSalsa20-Poly1305): what it seals nobody reads or changes without the secret."""

    def __init__(self, secret: str) -> None:
        # A label of its own (“person”): nothing else that is derived from the secret can ever come out the same.
        root = hashlib.blake2b(secret.encode(), person=b"voice raw texts", digest_size=64).digest()
        self._box = SecretBox(root[:32])
        self.chain_key = root[32:]
        """What chains the case log: who can edit the database alone cannot make a chain that holds."""

    def close(self, words: str) -> bytes:
        """Return words sealed, each time differently: the same words twice cannot be seen to be the same."""
        # Half a pair of surrogates, which only a broken client sends, is kept as it came.
        return bytes(self._box.encrypt(sodium_pad(words.encode(errors="surrogatepass"), BLOCK)))

    def open(self, sealed: bytes) -> str:
        """Return the words that were sealed, or raise ``CannotUnseal``."""
        try:
            return sodium_unpad(self._box.decrypt(sealed), BLOCK).decode(errors="surrogatepass")
        except (CryptoError, ValueError) as wrong:
            raise CannotUnseal("These words were sealed with another secret than VOICE_SECRET.") from wrong


# By dialect, of which every engine has its own: the one thing that SQLAlchemy hands to a type.
_KEYS: WeakKeyDictionary[Dialect, TextKey] = WeakKeyDictionary()


def use_key(engine: Engine, key: TextKey) -> None:
    """Let an engine seal and open words with this key."""
    _KEYS[engine.dialect] = key


def key_of(dialect: Dialect) -> TextKey:
    """Return the key that was given to a dialect’s engine, or raise ``NoTextKey``."""
    try:
        return _KEYS[dialect]
    except KeyError:
        raise NoTextKey("This database holds sealed words, and no secret was given to open them.") from None


class SealedText(TypeDecorator[str]):
    """Words that are encrypted in the database and plain in the program. They cannot be searched for or compared."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else key_of(dialect).close(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else key_of(dialect).open(value)
