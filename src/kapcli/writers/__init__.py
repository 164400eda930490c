"""What prints a document: each writer knows its medium and no facts."""
