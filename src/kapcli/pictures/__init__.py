"""Pictures for a file: the same evidence as the pages of a terminal, drawn with matplotlib (the extra ``plot``)."""
