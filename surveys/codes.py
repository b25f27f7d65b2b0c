"""Codes: the short words that pupils type, made so that they can be read aloud and copied by hand."""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Signs that are hard to mix up when read aloud or copied by hand: no 0 or O, 1 or I or L, U or V alike."""
CODE_LENGTH = 8
"""30 signs to the power of 8 is 39 bits: guessing one of 200 open codes takes some 3,000 million tries."""


def new_code() -> str:
    """Return a random code of ``CODE_LENGTH`` signs."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def tidy_code(typed: str) -> str:
    """Return what a pupil typed as the code is stored: capitals, no spaces or dashes, a misread V put right."""
    return "".join(sign for sign in typed.upper() if sign.isalnum()).replace("U", "V")


def cap_for(headcount: int) -> int:
    """Return the most answers a code opens for so many pupils: a tenth more, for those who joined since the count."""
    return -(-headcount * 11 // 10)
