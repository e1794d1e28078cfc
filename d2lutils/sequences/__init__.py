"""Recurrent networks: layers, language models, their training and what they write."""
