"""What every look begins with: colours, families, and the styles that all documents have.

Here stands what follows from a style's nature: headings stay with what they head,
captions with their table, a number is the style's own. Measures are the look's.
"""

from __future__ import annotations

from brief.outputs.word.look import Level, Style, Tab, styles

COLOURS = {"ink": "1B1B1B", "quiet": "55595E", "accent": "173A5E", "rule": "B9BEC4", "tint": "EEF2F6"}
BLACK = {"ink": "000000", "quiet": "000000", "accent": "000000", "rule": "888888", "tint": "FFFFFF"}
SERIF, SANS, TIMES = "Source Serif 4", "Source Sans 3", "Times New Roman"

BASE = styles(
    Style("Normal", font="serif", align="left", colour="ink", before=0, after=0),
    Style("Title", "Normal", next="Body Text", bold=True, keep_next=True, keep_lines=True),
    Style("Subtitle", "Normal", next="Body Text", italic=True, colour="quiet", keep_lines=True),
    *(
        Style(
            f"heading {level}",
            "Normal",
            next="First Paragraph",
            bold=True,
            keep_next=True,
            keep_lines=True,
            outline=level - 1,
        )
        for level in (1, 2, 3)
    ),
    Style("Section Heading", "heading 1", next="First Paragraph", numbering="section"),
    Style("Chapter Heading", "heading 1", next="First Paragraph"),
    Style("Body Text", "Normal"),
    Style("First Paragraph", "Body Text", next="Body Text"),
    Style("Numbered Paragraph", "Body Text", next="Numbered Paragraph", numbering="paragraph"),
    Style("Byline", "Normal", next="First Paragraph", keep_next=True),
    Style("Kicker", "Normal", keep_next=True),
    Style("Mark", "Normal", align="right"),
    Style("Review Copy", "Normal", align="right", colour="quiet"),
    Style("Distribution", "Normal"),
    Style("Parties", "Normal", colour="quiet"),
    Style("Fact Label", "Normal"),
    Style("Fact", "Normal"),
    Style("Submitter", "Normal"),
    Style("Date", "Normal"),
    Style("List Bullet", "Body Text", left=14, first=-14),
    Style("List Number", "Body Text", left=18, first=-18),
    Style("List Continue", "Body Text"),
    Style("Definition Term", "Body Text", bold=True, keep_next=True, first=0),
    Style("Definition", "Body Text", left=18, first=0),
    Style("Ask", "Body Text", left=18, first=-18, keep_lines=True),
    Style("Recommendation", "Body Text", left=20, first=-20),
    Style("Recommendation Addressee", "heading 2", next="Recommendation"),
    Style("Quote", "Body Text", italic=False, first=0),
    Style("Quote Source", "Normal", colour="quiet"),
    Style("Excerpt", "Quote"),
    Style("Verse", "Body Text", left=18, first=0),
    Style("Table Quote", "Table Text", left=12, right=6),
    Style("Law Quote", "Law Text", left=12, right=6),
    Style("Footnote Quote", "footnote text", right=14, first=0),
    Style("Excerpt Title", "Quote Source", keep_next=True),
    Style("Source Code", "Normal", font="mono", before=4, after=4),
    Style("Quoted Code", "Source Code", left=28),
    Style("Figure", "Normal", keep_next=True),
    Style("caption", "Normal", next="Body Text", keep_next=True, keep_lines=True),
    Style("Figure Caption", "caption", keep_next=False),
    Style("Table Text", "Normal"),
    Style("Law Text", "Table Text"),
    Style("Table Heading", "Table Text", bold=True, keep_next=True),
    Style("Key Figure", "Normal", bold=True, colour="accent", keep_next=True),
    Style("Key Figure Meaning", "Normal"),
    Style("Source Group", "heading 2", next="Bibliography"),
    Style("Bibliography", "Normal", left=16, first=-16),
    Style("Imprint", "Normal", colour="quiet"),
    Style("Mark Note", "Imprint"),
    Style("TOC Heading", "Normal", next="Body Text", bold=True, keep_next=True),
    Style("toc 1", "Normal", next="toc 1"),
    Style("footnote text", "Normal", left=18, first=-18, tabs=(Tab(18),)),
    Style("header", "Normal", colour="quiet"),
    Style("footer", "Normal", colour="quiet"),
    Style("Spacing", "Normal", size=2, lead=2),
    Style("Opening Rule", "Spacing"),
    Style("Emphasis", kind="character", italic=True),
    Style("Strong", kind="character", bold=True),
    Style("Label", kind="character", bold=True, colour="accent"),
    Style("Addressee", kind="character", bold=True),
    Style("Verbatim", kind="character", font="mono"),
    Style("Hyperlink", kind="character"),
    Style("footnote reference", kind="character", raised=True),
    Style("page number", kind="character"),
)


NUMBERED = {
    "paragraph": Level("decimal", "%1.", 0, 0, tab=36),
    "section": Level("upperRoman", "%1.", 36, 36),
}
"""What the numbers of paragraphs and sections look like in a numbered document of any kind."""
