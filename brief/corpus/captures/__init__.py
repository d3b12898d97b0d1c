"""Captures: the works as they were received, the text in them, and the proof that a source is that text."""
