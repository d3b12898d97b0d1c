"""The Word file: the second print of the composed page, and its reader."""

from brief.word.document import write_word
from brief.word.read import WordText, read_word
from brief.word.settings import Picture, WordSettings

__all__ = ["Picture", "WordSettings", "WordText", "read_word", "write_word"]
