"""References: formatted in six styles, and written for reference managers.

Importing this package is cheap; the citation engine is loaded by the first formatted reference.
"""
