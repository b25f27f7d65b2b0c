"""The kinds of paper on a wave. Each says what it says in sections of blocks, so that page and print read the same."""
