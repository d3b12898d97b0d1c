"""The corpus: sources read and searched, and captures on their way in."""
