"""Handling: protected words, and the gate for everything that is shown."""
