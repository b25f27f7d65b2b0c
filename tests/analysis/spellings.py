"""Contact details as pupils spell them: spaced, spelt out, disguised, in sentences. Made by lot from a seed.

All are invented: telephone numbers from the ranges that Ofcom keeps for drama, postcodes from sectors nobody lives in,
addresses under domains kept for examples or under well-known mail services.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

FRAMES = (
    "{}",
    "my number is {} text me",
    "its {}",
    "text me on {} please",
    "{} if you want to talk",
    "no one listens, {}, so theres that",
    "heres mine: {}",
    "can someone ring {} and tell my mum",
    "(its {})",
    "idk what to do. {}. thanks",
    "SOMEONE PLEASE HELP {}",
    "contact: {}!",
    "i hate it here \n{}\n",
)
# Around what is no telephone number a sentence must not speak of one.
PLAIN_FRAMES = (
    "{}",
    "its {}",
    "heres mine: {}",
    "find me {} ok",
    "(its {})",
    "idk what to do. {} thanks",
    "i put {} on there",
    "no one listens, {} so theres that",
    "write to {} please",
)
HANDLE_FRAMES = (
    "add me {}",
    "{} if u want to talk",
    "u can find me, {}",
    "everyone got sent it by that account, {} and nobody did owt",
    "im not saying more here {}",
)
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FIRST = (
    "jayden",
    "lexi",
    "noor",
    "mimi",
    "kai",
    "zara",
    "ollie",
    "sxphie",
    "abz",
    "tj",
    "mxdison",
    "yusra",
    "ewa",
    "big.dave",
    "ryan",
)
SECOND = ("x", "07", "rawr", "lfc", "mcr", "xo", "yt", "2011", "gamer", "plays", "h", "q", "23", "999", "_uk")
APPS = (
    "snap",
    "snapchat",
    "insta",
    "instagram",
    "ig",
    "tiktok",
    "tik tok",
    "discord",
    "roblox",
    "xbox",
    "psn",
    "sc",
    "twitch",
)
SERVICES = ("gmail.com", "hotmail.co.uk", "outlook.com", "icloud.com", "yahoo.co.uk", "example.com", "example.org", "mail.example.net", "school.example.org")  # fmt: skip
AREAS = ("m99", "bl99", "ol99", "wa99", "sk99", "wn99", "ec1a", "w1a", "m9")
INWARD = "abdefghjlnpqrstuwxyz"


@dataclass(frozen=True)
class Spelling:
    """A sentence, and where in it the contact detail stands."""

    kind: str
    text: str
    start: int
    end: int


def spellings(number: int, seed: int = 5) -> Iterator[Spelling]:
    """Yield this many sentences with one contact detail each, the five kinds in turn."""
    lot = Random(seed)
    kinds: tuple[tuple[str, Callable[[Random], str], tuple[str, ...]], ...] = (
        ("phone", phone, FRAMES),
        ("e-mail", email, PLAIN_FRAMES),
        ("handle", handle, HANDLE_FRAMES),
        ("link", link, PLAIN_FRAMES),
        ("postcode", postcode, PLAIN_FRAMES),
    )
    for count in range(number):
        kind, make, frames = kinds[count % len(kinds)]
        detail = make(lot)
        before, after = lot.choice(frames).split("{}")
        yield Spelling(kind, before + detail + after, len(before), len(before) + len(detail))


def phone(lot: Random) -> str:
    """A British number."""
    number = lot.choice(("07700900", "01614960")) + f"{lot.randrange(1000):03}"
    abroad = ("+44", "0044", "+44 ", "0044 ", "+44 (0)", "44 ")
    between = ("\u200b", "\u2060", "\u00ad", "\u00a0", "\ufe0f\u20e3")
    half = lot.randint(4, 7)
    styles: tuple[Callable[[], str], ...] = (
        lambda: number,
        lambda: lot.choice(abroad) + number[1:5] + lot.choice(("", " ")) + number[5:],
        lambda: _apart(number, lot.choice((" ", "-", ".", "  ", "/", "_")), (5, 8)),
        lambda: _apart(number, lot.choice((" ", "-", ".")), (4, 7)),
        lambda: lot.choice((" ", "-", ".", ", ", "..")).join(number),
        lambda: _spoken(number, lot),
        lambda: _apart(number, " ", tuple(sorted(lot.sample(range(1, 11), lot.randint(1, 5))))),
        lambda: _doubled(number, lot),
        lambda: number.replace("0", lot.choice("oO")),
        lambda: number.replace("1", lot.choice("lI")),
        lambda: f"({number[:4]}) {number[4:7]} {number[7:]}",
        lambda: number.translate({ord(str(figure)): chr(0xFF10 + figure) for figure in range(10)}),
        lambda: lot.choice(between).join(number),
        lambda: f"{number[:half]} {_spoken(number[half:], lot)}",
    )
    return lot.choice(styles)()


def email(lot: Random) -> str:
    """An e-mail address."""
    name = lot.choice(FIRST) + lot.choice((".", "_", "", "-")) + lot.choice(SECOND).strip("_")
    service = lot.choice(SERVICES)
    spelt = ((" at ", " dot "), ("(at)", "(dot)"), (" [at] ", " [dot] "), ("{at}", "{dot}"), (" (at) ", "."))
    at, dot = lot.choice(spelt)
    ends = ("", ".com", " dot com", " . com")
    styles: tuple[Callable[[], str], ...] = (
        lambda: f"{name}@{service}",
        lambda: f"{name}@{service}".upper(),
        lambda: f"{name} @ {service}",
        lambda: name + at + service.replace(".", dot),
        lambda: (name + at + service.replace(".", dot)).upper(),
        lambda: f"{name.replace('.', ' dot ')} at {service.replace('.', ' dot ')}",
        lambda: f"{name}@{service.replace('.', ' . ')}",
        lambda: f"{name} at {lot.choice(('gmail', 'hotmail', 'outlook', 'icloud'))}{lot.choice(ends)}",
        lambda: f"{name}＠{service}",
        lambda: f"{name}@{service.split('.')[0]}",
        lambda: "\u200b".join(f"{name}@{service}"),
    )
    return lot.choice(styles)()


def handle(lot: Random) -> str:
    """A name on an app; an “@” or the app’s name tells that it is one."""
    name = lot.choice(FIRST) + lot.choice(("_", ".", "", "__")) + lot.choice(SECOND).strip("_")
    name += lot.choice(("", "", str(lot.randrange(10, 100))))
    name = name.upper() if lot.random() < 0.2 else name
    app = lot.choice(APPS)
    frames = (
        "@{}",
        "{app}: {}",
        "my {app} is {}",
        "on {app} its {}",
        "my {app}'s {}",
        "{app} - {}",
        "{app}={}",
    )
    return lot.choice((*frames, "my {app} username is {}", "{app} @{}")).format(name, app=app)


def link(lot: Random) -> str:
    """The address of a page."""
    host = lot.choice(
        (
            "linkpile.example",
            "whisperwall.example",
            "bit.ly",
            "discord.gg",
            "tellonym.me",
            "ngl.link",
            "example.com",
            "my-page.example.co.uk",
        )
    )
    path = lot.choice(("", "/jlws", "/hagyr7", "/c/Xy_09-z", "/@exposing.yr8", "/a/b?c=d&e=f#g"))
    style = lot.randrange(7)
    if style == 0:
        return f"https://{host}{path}"
    if style == 1:
        return f"http://www.{host}{path}".upper()
    if style == 2:
        return f"www.{host}{path}"
    if style == 3:
        return f"{host}{path}"
    if style == 4:
        return host.replace(".", lot.choice((" dot ", "(dot)", "[.]", " [dot] ", " . ")))
    if style == 5:
        return f"hxxps://{host}{path}"
    return f"https : //{host}{path}"


def postcode(lot: Random) -> str:
    """A British postcode."""
    code = lot.choice(AREAS), f"{lot.randrange(10)}{lot.choice(INWARD)}{lot.choice(INWARD)}"
    written = lot.choice((" ", "", "  ", "-", ".")).join(code)
    style = lot.randrange(4)
    if style == 0:
        return written.upper()
    if style == 1:
        return "".join(letter.upper() if lot.random() < 0.5 else letter for letter in written)
    return written


def _apart(figures: str, by: str, cuts: tuple[int, ...]) -> str:
    return by.join(figures[start:end] for start, end in pairwise((0, *cuts, len(figures))))


def _spoken(figures: str, lot: Random) -> str:
    return " ".join(
        lot.choice(("zero", "oh", "nought")) if figure == "0" else DIGITS[int(figure)] for figure in figures
    )


def _doubled(figures: str, lot: Random) -> str:
    words: list[str] = []
    for same in re.finditer(r"(.)\1|.", figures):
        words.append(("double " if len(same[0]) == 2 else "") + _spoken(same[0][0], lot))
    return " ".join(words)
