"""Family P: the printed result."""

from brief.rule import Rule


class GlyphMissing(Rule, code="P703", title="a character that no font can print"):
    """None of the fonts that travel with the style has this character.

    **Why it matters.** The reader would see an empty box in place of a letter.

    **How to mend it.** Replace the character (it is often a decorative bullet or an emoji), or add a font
    that has it to `styles/fonts/` and to the style sheet.
    """


class EngineWarned(Rule, code="P704", title="the print engine warned"):
    """The print engine could not do something that the page asks for.

    **Why it matters.** What it leaves out is seen only on paper.

    **How to mend it.** The message names what it was; most often a rule in a style sheet, or a picture
    that cannot be read.
    """


class NotWritten(Rule, code="P705", title="the output cannot be written"):
    """The folder `outputs/` cannot be written to: it is read-only, the disk is full, or a file is locked.

    **Why it matters.** Nothing was changed: the earlier outputs are as they were.

    **How to mend it.** Make room, or ask for the right to write; close the file in Word or in a PDF viewer.
    """
