"""The Word file: the second print of the composed page, and its reader."""

from brief.outputs.word.document import write_word
from brief.outputs.word.read import WordText, read_word
from brief.outputs.word.settings import Picture, WordSettings

__all__ = ["Picture", "WordSettings", "WordText", "read_word", "write_word"]
