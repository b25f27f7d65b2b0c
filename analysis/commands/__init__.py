"""The commands of `python -m analysis`, one file each: what it is called, what it is given and what it does."""
