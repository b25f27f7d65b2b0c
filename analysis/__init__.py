"""The thinking of Voice: answers in, findings out. Plain functions that know no web and no database."""
