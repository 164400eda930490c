"""kapcli: an offline evidence lookup for ketamine-assisted psychotherapy."""

# A literal: reading the installed metadata costs more than a whole search.
__version__ = "0.1.0"
