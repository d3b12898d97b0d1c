"""Family P: the printed result."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class QuotationMissing(Rule, code="P701", title="a quotation is missing from the page"):
    """The finished PDF was read back, and this quotation does not stand in it, or not with its note.

    **Why it matters.** What the spec promises was held against the source; the reader sees only the page.
    A quotation that was lost, changed or parted from its note on the way is not what was proved.

    **How to mend it.** If the sentence runs over the end of a page, make it shorter or put its citation
    directly behind the quotation. Otherwise a template or a style sheet hides words or moves them: undo its
    last change. If neither is so, the print engine is at fault; please report it with the spec.
    """


class NoteAstray(Rule, code="P702", title="a note is not on its call's page"):
    """In the finished PDF a note is missing, stands twice, bears another number than its call, or begins on
    another page.

    **Why it matters.** The reader who looks down for the evidence must find it, and find the right one.

    **How to mend it.** Notes wander when many stand in one paragraph at a page's foot: divide the paragraph,
    or cite several sources in one note. A note in the head of a table is printed again with the head on
    every page: put it in the caption.
    """


class WrongAttribution(Rule, code="P714", title="a note names another voice, place or work than it cites"):
    """A citation, as printed, was held against the source it cites. It names another work, another place in
    it, a voice that does not speak there, or leaves out the voice that does.

    **Why it matters.** Words of state media would stand under the name of a witness, or a witness's words
    under that of state media. Who is asked to act on them must know who said them.

    **How to mend it.** A citation style of your own may leave out what stands before a work in its note, or
    name works otherwise than their records do: try the brief with the style `notes`. If that has the same
    fault, it is ours; please report it with the spec.
    """


class GlyphMissing(Rule, code="P703", title="a character that no font can print"):
    """None of the fonts that travel with the style has this character.

    **Why it matters.** The reader would see an empty box in place of a letter.

    **How to mend it.** Replace the character (it is often a decorative bullet or an emoji), or add a font
    that has it to `styles/fonts/` and to the style sheet.
    """


class ShapeAstray(Rule, code="P713", title="a character is drawn with another's shape"):
    """The fonts inside the finished PDF were held against the font files it was printed with, glyph by glyph.
    A glyph has another outline or another width there, or one that does not stand for the character that is
    copied and read aloud.

    **Why it matters.** The eye would read another word than the machine: "now" where "not" is promised.

    **How to mend it.** If the style names a font of your own, see that the file is whole, and try another
    one. If it does not, the print engine is at fault; please report it with the spec.
    """


class WrongPageNumber(Rule, code="P706", title="a page number is wrong", severity=Severity.WARNING):
    """The contents, a bookmark, a link or the foot of a page names another page than the right one.

    **Why it matters.** Who follows it arrives at the wrong place and trusts the rest less.

    **How to mend it.** A style sheet that sets the counter of pages anew makes the numbers in the contents
    wrong: take that out. If there is none, the print engine is at fault; please report it with the spec.
    """


class WordsDiffer(Rule, code="P707", title="the page does not say what was composed"):
    """The words of the finished PDF were laid beside those of the composed page, one by one, and differ.

    Words are lost, altered, doubled, in another order or on top of each other. Typography (line ends,
    hyphens at line ends, ligatures) does not count.

    **Why it matters.** A "not" that falls off the page turns a sentence round.

    **How to mend it.** A style sheet may hide words (`display: none`), add some (`content`) that are not
    marks or counters, or set a box too small for its text: undo its last change. A table cell or a long
    word that does not fit is best made shorter. What a style sheet of your own sets beside the text
    (`position: absolute`, a negative margin) may be longer than what it stands beside, and lie over what
    follows: let it float, and what follows begin below it (`clear`), as in an embassy brief.
    """


class FilesDiffer(Rule, code="P708", title="the PDF and the Word file differ"):
    """The PDF and the Word file do not say the same, word for word.

    **Why it matters.** A body files the one and people read the other.

    **How to mend it.** Both are made from the same manuscript, so that the fault is ours: please report it
    with the spec.
    """


class TextDiffers(Rule, code="P715", title="the PDF and the text file differ"):
    """The plain text (`outputs: [txt]`) does not say what the PDF says, word for word and note for note.

    **Why it matters.** Who gets the text in an e-mail has nothing else to compare it with.

    **How to mend it.** Both are made from the same manuscript, so that the fault is ours: please report it
    with the spec. Without `outputs: [txt]` the brief is built without its text file.
    """


class MarkAstray(Rule, code="P719", title="an item or a quotation is not shown as it was written"):
    """What the text says of its own form was held against the PDF, the Word file and the page: the mark of
    every item ("(b)", "3."), how deep it stands in lists, and whether a block quotation (`> …`) is one, set
    off from our own words.

    **Why it matters.** "Criterion (b)" must lead to the criterion that the authors meant, and the words of a
    source must not look like ours.

    **How to mend it.** A style sheet of your own that sets `.list-label`, `.labelled` or `blockquote` may be
    at fault, or a template that prints a text where no list can stand: undo its last change. In Word, no
    list begins behind 32767. If neither is so, the fault is ours: please report it with the spec.
    """


class MarkCountedOn(Rule, code="P721", title="an item would be printed with another mark"):
    """Markdown counts the items of a list from the first one. This item's mark is not the one that follows,
    so that another would be printed in its place: "(a)", "(b)", "(d)" would read (a), (b), (c).

    Items that all bear the same mark ("1.", "1.", "1.") are counted, and are no mistake.

    **Why it matters.** Who refers to criterion (d) would send the reader to the wrong one, or to none.

    **How to mend it.** Let the items count on. A list that goes on behind a gap begins anew behind a
    paragraph of its own. A year or a number that is no mark (`1990.` at the start of a line) is written
    `1990\\.`.
    """


class TableInNote(Rule, code="P722", title="a table in a note"):
    """A note holds a table. At a page's foot there is no room for one.

    **Why it matters.** Its cells would run into each other, and two figures would read as one.

    **How to mend it.** Put the table into the text, or say in a sentence what it shows.
    """


class EmptyPage(Rule, code="P709", title="a page is empty"):
    """A page of the finished PDF holds no text and no picture, or there is no page at all.

    **Why it matters.** An empty page looks like a page lost, and counts where a body counts pages.

    **How to mend it.** A style sheet asks for two page breaks in a row, or a box is a little taller than
    the page. `break-before: right` may leave a page empty and is allowed to.
    """


class TagsDiffer(Rule, code="P710", title="the tags do not say what the page says"):
    """Who has a PDF read aloud hears its tags: what is a heading, which note belongs to which words.

    The tags of the finished PDF were held against the composed page, and differ.

    **Why it matters.** A reader who cannot see the page gets a note without its sentence, or cannot go from
    heading to heading.

    **How to mend it.** A template that sets notes, headings or tables with elements of its own: use those of
    `templates/blocks.html`. If it does not, the fault is ours: please report it with the spec.
    """


class NotConformant(Rule, code="P711", title="the PDF breaks a standard"):
    """The validator veraPDF, asked by `brief build --conformance`, finds a clause broken: one of PDF/A-3a,
    the standard for archives, or of PDF/UA-1, the standard for screen readers.

    **Why it matters.** An archive may refuse the file; who has it read aloud may miss something.

    **How to mend it.** The message says what the clause is about. Most often a style sheet of your own is at
    fault, with colours of a print shop (CMYK): undo its last change, or that of a template. If that does
    not help, please report it with the spec.
    """


class LinkAstray(Rule, code="P712", title="a link leads elsewhere"):
    """In the finished PDF, words that can be clicked lead to another address or another place than composed,
    to several, or to none; or something else can be clicked.

    **Why it matters.** The reader who follows a note to its source must arrive there, and the address that
    is read must be the one that is followed.

    **How to mend it.** Take out of the style sheet what moves words that are links over each other. If there
    is no such thing, the print engine is at fault; please report it with the spec.
    """


class PictureCut(Rule, code="P716", title="a picture is cut or covered"):
    """In the finished PDF a picture reaches beyond the text area of its page, into the margin or over the
    paper's edge; or it is cut at its side, lies over words or under them, has no size, or is not there.

    **Why it matters.** What is cut off is lost without a word: the last lines of a screenshot, the number of
    a page. The reader does not know that there was more.

    **How to mend it.** The style sheets that come with brief keep pictures within their page. One of your own
    must do so too: `img { max-width: 100%; max-height: 500pt; object-fit: contain }`, and no negative
    margin, `position: absolute` or `overflow: hidden` around a picture. A caption that is longer than half
    a page leaves a picture no room: shorten it. A drawing (SVG) whose `width` and `height` are in `vw` or
    `vh` has no size on paper: give it a `viewBox`.
    """


class EngineWarned(Rule, code="P704", title="the print engine warned"):
    """The print engine could not do something that the page asks for.

    **Why it matters.** What it leaves out is seen only on paper.

    **How to mend it.** The message names what it was; most often a rule in a style sheet, or a picture
    that cannot be read.
    """


class CoarsePicture(
    Rule, code="P720", title="a picture is too coarse for a print shop", severity=Severity.WARNING
):
    """In the edition for print shops this picture has fewer than 300 dots to the inch, at its printed size.

    **Why it matters.** On a screen nobody sees it; on paper its edges are steps and its words cannot be read.

    **How to mend it.** Ask for the original of the picture, which is larger, or print it smaller. To enlarge
    it in an image editor adds dots and no detail. A chart or a map is best saved as SVG: it has no dots.
    """


class NotWritten(Rule, code="P705", title="the output cannot be written"):
    """The folder `outputs/` cannot be written to: it is read-only, the disk is full, or a file is locked.

    **Why it matters.** Nothing was changed: the earlier outputs are as they were.

    **How to mend it.** Make room, or ask for the right to write; close the file in Word or in a PDF viewer.
    """
