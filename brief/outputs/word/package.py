"""The package: a ZIP of parts with their content types (ECMA-376-2).

The same document is the same bytes: parts in one order, no time but the epoch of ZIP
(1980), no mark of a machine. There is no author, company or editing history in it, and
Word is asked to add none when the file is saved (`removePersonalInformation`). The only
date is the document's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from brief.outputs.word.draft import Draft
from brief.outputs.word.fonts import culture
from brief.outputs.word.markup import DECLARATION, element, escaped, part, twips
from brief.outputs.word.relationships import Relationships

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = {
    "word/document.xml": f"{MAIN}.document.main+xml",
    "word/styles.xml": f"{MAIN}.styles+xml",
    "word/numbering.xml": f"{MAIN}.numbering+xml",
    "word/settings.xml": f"{MAIN}.settings+xml",
    "word/fontTable.xml": f"{MAIN}.fontTable+xml",
    "word/footnotes.xml": f"{MAIN}.footnotes+xml",
    "word/header1.xml": f"{MAIN}.header+xml",
    "word/footer1.xml": f"{MAIN}.footer+xml",
    "word/footer2.xml": f"{MAIN}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
}
EPOCH = (1980, 1, 1, 0, 0, 0)
COMPATIBILITY = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
    "useWord2013TrackBottomHyphenation": 0,
}
"""The layout of Word 2013 and later; without these Word opens the file as an older one's."""


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a ZIP, `[Content_Types].xml` first."""
    whole = {"[Content_Types].xml": _content_types(parts), **parts}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in whole.items():
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)
    return buffer.getvalue()


def _content_types(parts: Mapping[str, bytes]) -> bytes:
    used = {name.rpartition(".")[2] for name in parts}
    rows = [
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in DEFAULTS.items()
        if extension in used
    ]
    rows += [f'<Override PartName="/{name}" ContentType="{PARTS[name]}"/>' for name in parts if name in PARTS]
    return f'{DECLARATION}<Types xmlns="{TYPES}">{"".join(rows)}</Types>'.encode()


def root_relationships() -> bytes:
    """`_rels/.rels`: where the document is, and its properties."""
    root = Relationships()
    root.add("officeDocument", "word/document.xml")
    root.add(CORE, "docProps/core.xml")
    return root.part()


def core_properties(draft: Draft) -> bytes:
    """Title, language, status and, where the spec has a day, the date: nothing of any person."""
    page = draft.page
    date = f"{page.date}T00:00:00Z"
    mark = page.mark
    said = [
        f"<dc:title>{escaped(page.title)}</dc:title>",
        f"<dc:language>{escaped(culture(page.language))}</dc:language>",
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>' if page.date else "",
        f"<cp:contentStatus>{escaped(mark)}</cp:contentStatus>" if mark else "",
    ]
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{CORE_PROPERTIES}"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{"".join(said)}</cp:coreProperties>'
    ).encode()


def settings_part(draft: Draft) -> bytes:
    """`word/settings.xml`, in the schema's order (`CT_Settings`)."""
    compatibility = [
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in COMPATIBILITY.items()
    ]
    known = culture(draft.page.language)
    return part(
        "settings",
        "".join(
            (
                element("removePersonalInformation"),
                element("removeDateAndTime"),
                element("defaultTabStop", val=twips(36)),
                element("autoHyphenation", val=int(draft.look.hyphenate)),
                element("doNotHyphenateCaps"),
                element("characterSpacingControl", val="doNotCompress"),
                element("footnotePr", element("footnote", id=-1), element("footnote", id=0)),
                element("compat", element("doNotExpandShiftReturn"), *compatibility),
                element("themeFontLang", val=known, eastAsia="ko-KR"),
                element("decimalSymbol", val="."),
                element("listSeparator", val=","),
            )
        ),
    )


def footnotes_part(draft: Draft) -> bytes:
    """`word/footnotes.xml`: the two rules that Word asks for, then the notes in their order."""
    style = element("pPr", element("pStyle", val="FootnoteText"), element("ind", left=0, firstLine=0))
    rules = [
        element("footnote", element("p", style, element("r", element(name))), type=name, id=number)
        for number, name in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    return part("footnotes", "".join((*rules, *draft.footnotes)), "r", "wp", "a", "pic")
