"""Family T: templates and styles."""

from brief.check.rule import Rule
from brief.model.diagnostic import Severity


class NoTemplate(Rule, code="T801", title="no such template"):
    """The venue names a template that is neither in `templates/` nor packaged with brief.

    **Why it matters.** The template decides what stands where on the page. Without one nothing can be
    printed.

    **How to mend it.** Correct `template` in the venue, or write `templates/NAME.html`.
    """


class TemplateSyntax(Rule, code="T802", title="the template cannot be read"):
    """A template breaks Jinja's grammar at the marked line.

    **Why it matters.** Half a template prints half a page.

    **How to mend it.** Every `{% if %}` has an `{% endif %}`, every `{% for %}` an `{% endfor %}`, every
    `{{` a `}}`.
    """


class TemplateName(Rule, code="T803", title="a template uses what there is not"):
    """A template asks for a name that compose does not give, or fails while it runs.

    **Why it matters.** An empty place on the page is seen too late.

    **How to mend it.** The names a template can use are listed in docs/templates.md.
    """


class TextNotPrinted(Rule, code="T804", title="a text is not printed exactly once"):
    """The template leaves out a text that the spec gives, or prints it twice.

    **Why it matters.** What staff wrote would silently be missing, or notes would be numbered twice.

    **How to mend it.** Move the text to a part that this template prints, or choose another venue; if the
    template is your own, print every part once.
    """


class NoStyle(Rule, code="T805", title="the style sheet cannot be used"):
    """A style sheet is missing, or something in it cannot be read as CSS.

    **Why it matters.** What the style sheet does not say is printed in a browser's plain style, or not
    where it belongs.

    **How to mend it.** Correct `style` in the venue, or the marked place in the style sheet.
    """


class NoCitationStyle(Rule, code="T806", title="the citation style cannot be used"):
    """`citation-style` names a CSL style that is not there, or a file that is not CSL 1.0.

    **Why it matters.** The style sets every note. Without it there is no citation on the page.

    **How to mend it.** `notes` and `author-date` come with brief. Any style of the CSL repository works:
    save its `.csl` file in `styles/` and name it.
    """


class NoFont(Rule, code="T807", title="the font cannot be used"):
    """A style sheet names a font file that is neither in `styles/fonts/` nor ours, or is broken.

    **Why it matters.** Another font would be put in its place, and lines and pages would break
    elsewhere on every machine.

    **How to mend it.** Put the TTF or OTF file, with its licence, into `styles/fonts/`.
    """


class UnknownLabel(Rule, code="T808", title="a label that the catalogue does not have"):
    """A template asks for a label that the catalogue of the brief's language does not have.

    **Why it matters.** The page would have an empty heading, or one in another language.

    **How to mend it.** Add it to `languages/ID.yaml`.
    """


class NoWordStyles(Rule, code="T809", title="the Word styles of a print style", severity=Severity.ERROR):
    """`styles/NAME.docx`, which says how the Word file of the style `NAME` looks, cannot be read, or a
    style sheet of your own has none.

    **Why it matters.** CSS says nothing to Word. Without `styles/NAME.docx` the Word file has a look of ours
    beside a PDF that has yours, and nobody who builds it sees that.

    **How to mend it.** Build once, open the Word file from `outputs/` in Word, change its styles (fonts,
    sizes, colours, spaces, margins) and save it as `styles/NAME.docx`. Its words do not matter; what its
    styles say is used, by their names. Type that the receiving body asks for stays as the body wants it.
    """
