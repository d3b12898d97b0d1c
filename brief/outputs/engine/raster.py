"""SVG pictures as PNG, for programs that draw no SVG: the engine measures, pdfium draws."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import Any

from brief.outputs.engine.press import engine_log, fetcher, warm_up

DPI = 300
WIDEST, TALLEST = "160mm", "240mm"


def rasterised(svg: bytes) -> bytes | None:
    """A PNG of an SVG picture at 300 dpi, no larger than the text of a page; None when it has no size."""
    style = f"@page{{margin:0;size:{WIDEST} {TALLEST}}}body{{margin:0}}"
    style += f"img{{display:block;max-width:{WIDEST};max-height:{TALLEST};object-fit:contain}}"
    with engine_log():
        page = _page(svg, style).render()
        images = [box for box in page.pages[0]._page_box.descendants() if box.element_tag == "img"]
        if not images or min(images[0].width, images[0].height) < 1:
            return None
        width, height = images[0].width, images[0].height
        size = f"width:{width}px;height:{height}px;overflow:hidden"
        style = f"@page{{margin:0;size:{width}px {height}px}}body{{margin:0}}img{{display:block;{size}}}"
        return _drawn(_page(svg, style).write_pdf())


def _page(svg: bytes, style: str) -> Any:
    source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    html = f'<style>{style}</style><img alt="" src="{source}">'
    return warm_up().HTML(string=html, url_fetcher=fetcher({source: (svg, "image/svg+xml")}))


def _drawn(pdf: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    stream = BytesIO()
    document[0].render(scale=DPI / 72).to_pil().save(stream, format="PNG")
    document.close()
    return stream.getvalue()
