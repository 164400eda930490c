"""The compiled catalogue: built from the model, read by every lookup."""
