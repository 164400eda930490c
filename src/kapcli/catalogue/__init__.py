"""The catalogue: what a study is, how it is written in YAML, and what makes it sound."""
