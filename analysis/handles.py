"""Names on apps: “@lexi.r”, “my snap is …”, and what can be nothing else, such as “jayden_07k”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.english import is_english
from analysis.listing import listed
from analysis.marks import Mark, What

_APP = (
    r"(?:snap(?:chat)?|snp|sc|insta(?:gram)?|ig|tik ?tok|tt|discord|disc|twitter|twitch|youtube|yt|roblox|fortnite|xbox|psn|ps[45]?|"
    r"steam|telegram|kik|bereal|threads|minecraft|gamer ?tag|epic|wattpad|pinterest|reddit|vsco|facebook|fb|messenger|whatsapp|yubo|wizz)"
)
_CALLED = r"(?:user ?names?|user|name|handle|tag|id|acc(?:ount)?|gamertag|@|addy|add)"
_IS = (
    r"(?:\s{0,2}(?::|=|-{1,2}>?)\s{0,2}|\s{1,2}(?:is|its|it's|called|named|under|goes by)\s{1,2}|\s{1,2}(?:is|its|it's)\s?[:=]\s?|'?s\s)"
    r"(?:is\s|its\s|it's\s|called\s|just\s|under\s|:\s?)?"
)
_LOGIN = r"(?:[a-z0-9](?:[a-z0-9_.\-]{1,38})[a-z0-9_]|[_.][a-z0-9_.\-]{2,38})(?:#\d{2,6})?"
_AFTER_APP = re.compile(
    rf"(?<![a-z0-9])(?:my |her |his |their |the |our |on |me on |main |spam |private )?{_APP}(?: {_CALLED})?{_IS}@?\s?(?P<login>{_LOGIN})"
    rf"|(?<![a-z0-9]){_CALLED}(?: on {_APP})?(?:\s{{0,2}}(?::|=)\s{{0,2}}|\sis\s|\sits\s)@?(?P<login2>[a-z0-9_.\-]{{0,30}}[0-9_.][a-z0-9_.\-]{{0,30}}[a-z0-9_])"
    rf"|(?<![a-z0-9]){_APP}\s{{1,2}}@?(?P<login3>(?=[a-z0-9_.\-]{{0,40}}[0-9_.])[a-z0-9_][a-z0-9_.\-]{{1,38}}[a-z0-9_](?:#\d{{2,6}})?)"
)
_AT_NAME = re.compile(
    r"(?<![a-z0-9])@\s?(?P<login>[a-z0-9_](?:[a-z0-9_.\-]{0,38}[a-z0-9_])?|[_.][a-z0-9_.\-]{1,38})(?:#\d{2,6})?"
)
# What stands alone and can only be a name on an app: letters and figures joined by dots or lines.
_ALONE = re.compile(
    r"(?<![a-z0-9_.@/\-])(?:(?=[a-z0-9_]{4,40}(?![a-z0-9_]))_{0,3}[a-z][a-z0-9]{0,30}_[a-z0-9_]{1,30}|[a-z]{2,20}\.[a-z]{2,20}\d{1,4}|[a-z]{2,20}\.[a-z]{2,20}\.[a-z0-9]{2,20}|[a-z0-9_]{3,30}#\d{4})(?![a-z0-9_])"
)
# Letters with figures behind them are one if the letters are no word: “lexi07k”, but not “room12”.
_NUMBERED = re.compile(r"(?<![a-z0-9_.@/\-])(?P<name>[a-z]{3,20})\d{2,4}[a-z]{0,3}(?![a-z0-9_])")
# “Add zorv.k on insta”, “snap zorvk”.
_ON_APP = re.compile(rf"(?<![a-z0-9@])(?P<login>{_LOGIN}) on (?:my )?{_APP}(?![a-z0-9])")
_BESIDE_APP = re.compile(rf"(?<![a-z0-9]){_APP}\s(?:me\s)?(?:at\s)?(?P<login>{_LOGIN})(?![a-z0-9])")
_SIGN = re.compile(r"[\d_.]")
# Two words with a dot between them are one as well, unless somebody forgot the space after a sentence.
_DOTTED = re.compile(r"(?<![a-z0-9_.@/\-])(?P<first>[a-z]{2,20})\.(?P<second>[a-z]{2,20})(?![a-z0-9_.@])")
# After “my snap is …” these go on about the app.
_GOES_ON = listed(
    """a an the so too not my me full where what how always never just really all for on in at and or but because cos bc when if
    that this they he she we you i it its bad good great best better worst worse down banned blocked broken hacked down off
    used using gone toxic boring addictive also only still very being more most about to with from like full filled everywhere
    public private people everyone someone fine ok okay dead horrible harmful pointless locked allowed weird nasty annoying
    stupid dangerous distracting rubbish fun funny their there then than our your his her him them us isnt was were are
    streaks story stories group groups chat chats account accounts video videos stuff things everything where why who which"""
)  # fmt: skip


def find_handles(plain: str) -> Iterator[Mark]:
    """Find names on apps in plain text; a word beside an app’s name that is in no list is left to a person."""
    for found in _AT_NAME.finditer(plain):
        if len(found["login"]) > 1:
            yield Mark(*found.span(), What.HANDLE)
    yield from _after_app(plain)
    yield from _beside_app(plain)
    yield from (Mark(*found.span(), What.HANDLE) for found in _ALONE.finditer(plain))
    for found in _NUMBERED.finditer(plain):
        if not is_english(found["name"]):
            yield Mark(*found.span(), What.HANDLE)
    for found in _DOTTED.finditer(plain):
        if not is_english(found["second"]):
            yield Mark(*found.span(), What.HANDLE, sure=not is_english(found["first"]))


def _after_app(plain: str) -> Iterator[Mark]:
    for found in _AFTER_APP.finditer(plain):
        group = next(name for name in ("login", "login2", "login3") if found[name])
        if _is_login(found, group):
            yield Mark(*found.span(group), What.HANDLE)


def _beside_app(plain: str) -> Iterator[Mark]:
    for pattern in (_ON_APP, _BESIDE_APP):
        for found in pattern.finditer(plain):
            signed = _SIGN.search(found["login"]) is not None
            if signed or not is_english(found["login"]):
                yield Mark(*found.span("login"), What.HANDLE, sure=signed)


def _is_login(found: re.Match[str], group: str) -> bool:
    """Whether what stands after an app’s name is a name on it, and not how the sentence goes on."""
    login = found[group]
    if login in _GOES_ON:
        return False
    if _SIGN.search(login):
        return True
    pointed = found.string[: found.start(group)].rstrip(" @")[-1:] in (":", "=", "-", ">")
    return group == "login" and (pointed or not is_english(login))
