"""Text as numbers: vocabularies, and the models that only count."""
