#!/bin/sh
# One expects: the bookmark of a heading, and a running head made of it by string-set, repeat the words of the
# heading. CSS Generated Content for Paged Media makes the call of a footnote a pseudo-element of its own, and
# WeasyPrint leaves ::before, ::after and ::marker out of content(text).
# What happens: the number of the note's call counts as text of the heading. It stands in the PDF's outline and
# at the head of every page.
# Why it matters: a heading that cites ("What the law says", with a note) reads "What the law says2" in the
# outline; who compares outline and page, or hears the outline read aloud, gets a number that means nothing.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pypdfium2==5.15.2
cat > "$folder/try.py" <<'PYTHON'
import io
import pypdfium2
import weasyprint

PAGE = """<html lang="en"><title>t</title><style>
.note { float: footnote }
h1 { string-set: head content(text) }
@page { size: A6; @top-center { content: string(head) } }
</style><h1>What the law says<span class="note">A treaty, art. 1.</span></h1><p>Words of the page.</p></html>"""
pdf = weasyprint.HTML(string=PAGE).write_pdf()
print("WeasyPrint", weasyprint.__version__)
document = pypdfium2.PdfDocument(io.BytesIO(pdf))
[bookmark] = [item.get_title() for item in document.get_toc()]
head = document[0].get_textpage().get_text_bounded().replace("\r", "").split("\n")
print("bookmark:", bookmark)
print("lines of the page:", [line for line in head if line.startswith("What")])
assert bookmark.replace(" ", "") == "Whatthelawsays1", "the bookmark changed"
assert sum("says1" in line.replace(" ", "") for line in head) == 2, "the running head changed"
PYTHON
"$folder/venv/bin/python" "$folder/try.py"
