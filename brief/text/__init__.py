"""Reading words: Markdown, sentences, quotations, figures and numerals, by languages that are data."""
