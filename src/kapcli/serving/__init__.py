"""The catalogue for language models: four tools over the Model Context Protocol."""
