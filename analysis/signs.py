"""Signs that speak: emoji and emoticons become words, invisible characters go, other scripts stay as they are."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analysis.rewriting import remember, rewrite

# Faces of people and what stands beside them. Two words where the sign says two things.
EMOJI: dict[str, str] = {
    "😂": "laughingface", "🤣": "laughingface", "😹": "laughingface", "💀": "laughingface", "☠": "laughingface",
    "😆": "laughingface", "😭": "cryface", "😢": "sad", "😞": "sad", "😔": "sad", "🥺": "sad", "☹": "sad", "🙁": "sad",
    "💔": "sad", "😿": "sad", "😥": "sad", "🥲": "sad", "😪": "tired", "😩": "fedup", "😫": "fedup", "😒": "fedup", "😑": "fedup",
    "😡": "angryface", "🤬": "angryface", "😠": "angryface", "😤": "angryface", "👿": "angryface", "🙄": "eyeroll",
    "🤡": "clownface", "😴": "tired", "🥱": "tired", "💤": "sleep", "🛌": "bed", "🛏": "bed", "😰": "anxious", "😨": "scared",
    "😱": "scared", "😖": "anxious", "😣": "anxious", "🫣": "embarrassed", "😳": "embarrassed", "🫠": "embarrassed",
    "😟": "worried", "😬": "worried", "🫨": "anxious", "🤯": "too much", "😵": "dizzy", "🤢": "disgusting", "🤮": "disgusting",
    "🤧": "ill", "🤒": "ill", "🤕": "injured", "😷": "ill", "🩹": "injured", "🩼": "crutches", "🦽": "wheelchair", "♿": "disabled",
    "🩸": "period", "💊": "pills", "🦷": "dentist", "🏥": "hospital", "🚌": "bus", "🚍": "bus", "🚎": "bus", "🚏": "bus stop",
    "🚋": "tram", "🚊": "tram", "🚈": "tram", "🚆": "train", "🚕": "taxi", "🚖": "taxi", "🚗": "car", "🚲": "bike", "🚴": "bike",
    "🛴": "scooter", "🚶": "walking", "🚽": "toilet", "🚻": "toilet", "🚾": "toilet", "💩": "toilet disgusting",
    "🧻": "toilet roll", "🧼": "soap", "🍕": "food", "🍟": "food", "🍔": "food", "🍽": "food", "🥪": "food", "🍗": "food",
    "⚽": "football", "🏈": "rugby", "🏉": "rugby", "🏀": "basketball", "🏐": "netball", "🏊": "swimming", "🎨": "art", "🖌": "art",
    "🎵": "music", "🎶": "music", "🎸": "music", "🎭": "drama club", "🎮": "gaming", "📱": "phone", "⏰": "alarm", "🔪": "knife",
    "🗡": "knife", "👊": "punched", "🥊": "fight", "❤": "love", "💜": "love", "💙": "love", "💚": "love", "🧡": "love", "💛": "love",
    "🩷": "love", "🖤": "love", "😍": "love", "🥰": "love", "😘": "love", "🫶": "love", "👍": "good", "👏": "good", "👌": "good",
    "🔥": "brilliant", "💯": "brilliant", "⭐": "brilliant", "🌟": "brilliant", "🏆": "brilliant", "🥳": "happyface",
    "😊": "happyface", "🙂": "happyface", "😀": "happyface", "😁": "happyface", "😄": "happyface", "😃": "happyface",
    "☺": "happyface", "😎": "happyface", "🤗": "happyface", "😌": "calm", "👎": "bad", "💸": "money", "💰": "money", "💷": "money",
    "🤷": "idk", "🤔": "", "😐": "", "😶": "", "🤐": "", "🙏": "please", "💨": "vaping", "🚬": "smoking", "🏫": "school",
    "🏠": "home", "📚": "books", "🧪": "science", "🔒": "locked", "🚪": "door", "👂": "ears", "🎧": "headphones",
    "🔊": "noise", "🥶": "cold", "❄": "cold", "🥵": "hot", "🌧": "rain", "☔": "rain", "🏳": "", "🌈": "pride",
    "♀": "", "♂": "", "❌": "bad", "✅": "yes", "✔": "yes", "☑": "yes",
}  # fmt: skip

# Faces typed from punctuation. Those of letters alone (“xd”) are short forms.
EMOTICONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r">:-?\(+(?!\w)", " angryface "),
        (r":['’]-?\(+(?!\w)|(?<!\w);-;(?!\w)", " cryface "),
        (r"</3+(?!\w)|[:=]-?\(+(?!\w)|(?<!\w)\):(?!\w)", " sad "),
        (r"<3+(?!\w)", " love "),
        (r"[:=;]-?\)+(?!\w)|(?<![\w:])[:=]-?d(?!\w)|(?<!\w)\^_?\^(?!\w)", " happyface "),
        (r"(?<!\w)[:=]-?[/\\|](?!\w)", " fedup "),
    )
)
_TYPED_FACE = re.compile(r"[:=;<^][-'’_<3()/\\|d;^]|\):")


def signs_to_words(text: str, said: dict[str, str]) -> str:
    """Lower-case text with signs as words; which sign a word came from goes into `said`."""
    flat = text.lower() if text.isascii() else _other_signs(text, said)
    if _TYPED_FACE.search(flat):
        for pattern, word in EMOTICONS:
            flat = rewrite(pattern, word, flat, said)
    return flat


def _other_signs(text: str, said: dict[str, str]) -> str:
    """Beyond ASCII: one way of writing each letter, invisible characters gone, emoji in words."""
    out = []
    for sign in unicodedata.normalize("NFKC", text).lower():
        word = None if sign.isascii() else _word_for(sign)
        if word:
            remember(sign, word, said)
            word = f" {word} "
        out.append(sign if word is None else word)
    return "".join(out)


@lru_cache(maxsize=10_000)
def _word_for(sign: str) -> str | None:
    """The word for an emoji, nothing for an invisible character, None for any other sign.

    An emoji we do not know keeps its Unicode name as one word. Zero-width and direction marks are dropped
    without a gap: they can stand in the middle of a word.
    """
    if sign in EMOJI:
        return EMOJI[sign]
    kind = unicodedata.category(sign)
    if kind == "Cf":
        return ""
    if kind == "So":
        return re.sub(r"\W+", "_", unicodedata.name(sign, "sign").lower())
    return None
