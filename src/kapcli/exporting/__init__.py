"""The catalogue as tables and references for other programs: the columns, and how each format writes them."""
