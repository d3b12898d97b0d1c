"""Holding words in quotation marks against the words of a source, character for character."""
