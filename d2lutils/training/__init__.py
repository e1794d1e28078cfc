"""The one training loop of the book, and what belongs to it."""
