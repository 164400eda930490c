"""The catalogue as Python: what the commands ask, and what they get back, without a terminal."""
