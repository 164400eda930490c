"""The rules of evidence: pure functions over the model, with no knowledge of index or terminal."""
