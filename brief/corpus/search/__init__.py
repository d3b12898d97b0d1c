"""Searching the corpus for words."""
