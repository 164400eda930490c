"""Other people's files read as drafts of our catalogue: a reader for each format, one kind of record, one writer."""
