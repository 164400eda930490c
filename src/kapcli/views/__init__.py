"""Results to text: pages for a terminal, TSV, Markdown and JSON. Nothing here prints."""
