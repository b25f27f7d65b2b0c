"""The beginnings of sound files, as programs that record write them. Enough to be told apart, too little to be heard."""

import hashlib

MP3 = b"\xff\xfb\x90\x64" + b"\x00" * 400
TAGGED_MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + MP3
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\x00" * 40
OPUS = b"OggS\x00\x02" + b"\x00" * 22 + b"OpusHead" + b"\x00" * 40
VORBIS = b"OggS\x00\x02" + b"\x00" * 22 + b"\x01vorbis" + b"\x00" * 40
WAV = b"RIFF\x34\x00\x00\x00WAVEfmt \x10\x00\x00\x00" + b"\x00" * 40
MP3_NAME = f"{hashlib.sha256(MP3).hexdigest()}.mp3"
"""What the first is called once it is kept."""
SOUNDS = {"mp3": MP3, "tagged.mp3": TAGGED_MP3, "m4a": M4A, "ogg": OPUS, "vorbis.ogg": VORBIS, "wav": WAV}
