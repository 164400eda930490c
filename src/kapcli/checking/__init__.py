"""Statements read for what they say: a sentence and a claim become frames, and frames can be compared."""
