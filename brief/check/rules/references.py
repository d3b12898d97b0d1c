"""Family R: a reference to something that is not there."""

from brief.check.rule import Rule
from brief.model.diagnostic import Diagnostic, Place


class UnknownSource(Rule, code="R201", title="unknown source"):
    """The text cites a source for which there is no record in `seeds/sources/`.

    **Why it matters.** A note without a source is a claim without evidence.

    **How to mend it.** Check the spelling of the id (the nearest is suggested). A new source is a
    file `seeds/sources/ID.md`; `brief seeds list` shows those there are. If the `@` is part of
    plain text, such as a name, write `\\@`.
    """


class NoSuchParagraph(Rule, code="R202", title="no such paragraph"):
    """The locator names a paragraph that the source's text does not have.

    **Why it matters.** The reader who looks it up finds nothing, and trusts the rest less.

    **How to mend it.** `brief seeds show ID` prints the source with numbered paragraphs. Headings
    are not counted.
    """

    @classmethod
    def of(cls, place: Place, source: str, last: int, number: int) -> Diagnostic:
        """The finding for paragraph `number` of a source whose text has `last` paragraphs."""
        count = "one paragraph" if last == 1 else f"{last} paragraphs"
        has = f"has {count}" if last else "has no captured text"
        message = f"`{source}` {has}, and no paragraph {number}"
        return cls.at(place, message, help=f"`brief seeds show {source}` numbers them")


class UnknownSection(Rule, code="R203", title="unknown section"):
    """`use` names a section for which there is no file in `seeds/sections/`.

    **Why it matters.** The brief would go out without the section, and nobody would notice.

    **How to mend it.** Check the spelling (the nearest is suggested), or write the section:
    `seeds/sections/ID.md`.
    """


class UnknownOrganisation(Rule, code="R204", title="unknown organisation"):
    """An organisation is named by an id that `brief.yaml` does not have.

    **Why it matters.** Who submits a document is the first thing its reader looks for.

    **How to mend it.** Add it to `organisations` in `brief.yaml`, or correct the id.
    """


class UnknownVenue(Rule, code="R205", title="unknown venue"):
    """`venue` names a receiving body that brief does not know.

    **Why it matters.** The venue decides the form, the limits and who may see what.

    **How to mend it.** `brief venues` lists them. Your own go to `venues/ID.yaml`.
    """


class NoDataFile(Rule, code="R206", title="the data file cannot be used"):
    """A table names a CSV file that is not in `seeds/data/`, or that cannot be read as a table.

    **Why it matters.** A table with a cell missing puts figures under the wrong heads.

    **How to mend it.** Save the table as CSV in UTF-8; its first row is the head, and every row has
    as many cells as the head.
    """


class NoSuchHeading(Rule, code="R207", title="no such heading in the source"):
    """An excerpt names a heading that the source does not have, or paragraphs that stand elsewhere.

    **Why it matters.** The heading tells the reader where the words stand. Under a wrong one they are
    out of context.

    **How to mend it.** The heading is written in lower case with hyphens; `brief seeds show ID` prints
    them.
    """


class UnusableImage(Rule, code="R208", title="the picture cannot be used"):
    """A picture is missing, is not an SVG, PNG or JPEG file, is damaged, or is not in the workspace; or it is
    of a kind that no page can show: of 12 bits to a colour, for an HDR screen, of far too many pixels.

    **Why it matters.** A build never reaches into the network or the rest of the machine: the page
    would depend on what is there that day, and the reader's address could be logged. Of a picture
    that is damaged, half would be printed without a word.

    **How to mend it.** Save the whole picture in the workspace and name it from there. Any image editor
    exports WebP, HEIC, GIF or TIFF files as PNG (screenshots, charts) or JPEG (photographs).
    """


class UnusableLink(Rule, code="R209", title="a link that is not for print"):
    """A link leads somewhere other than the web or an e-mail address.

    **Why it matters.** A link to a file on your machine is dead for every other reader, and shows them
    your folders. Some kinds of link run programs.

    **How to mend it.** Links begin with `https://`, `http://` or `mailto:`.
    """


class UnknownLanguage(Rule, code="R210", title="no catalogue for this language"):
    """There is no catalogue of labels (contents, recommendations, …) for the language of the brief.

    **Why it matters.** A brief in one language with headings in another looks like a mistake, and to
    its reader is one.

    **How to mend it.** English (`en`), French (`fr`), Spanish (`es`), German (`de`) and Korean (`ko`) come
    with brief. A workspace adds its own as `languages/ID.yaml`.
    """
