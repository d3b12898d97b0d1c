"""Streams of a PDF packed once: the file's identifier asks for each a second time, other documents again.

pydyf makes every object twice, to write it and for the digest that stands beside the file's
identifier (ISO 32000-1, 14.4); and fonts of the same letters are packed for every document.
What was packed is remembered by its content. And it is packed in half the time that the engine
takes: the last hundredth of the size is not worth the other half.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

LEVEL = 7
"""The engine's own is 9."""
MOST_KEPT = 256
"""Streams: one for a page and two for a font; packed, a page's is some six kilobytes."""
LARGEST = 256 * 1024
"""Bytes of a stream that is kept: a picture is not."""


def install() -> None:
    """Put this module's streams into the engine. Once is enough; again does no harm."""
    import pydyf

    pydyf.Stream.data = property(_data)


def _data(stream: Any) -> bytes:
    """What `pydyf.Stream.data` gives: the stream as it stands in the file."""
    from pydyf import Dictionary, _to_bytes

    content = b"\n".join([item if type(item) is bytes else _to_bytes(item) for item in stream.stream])
    keys = Dictionary(stream.extra.copy())
    if stream.compress:
        keys["Filter"] = "/FlateDecode"
        content = _packed(content) if len(content) <= LARGEST else zlib.compress(content, LEVEL)
    keys["Length"] = len(content)
    return b"\n".join((keys.data, b"stream", content, b"endstream"))


@lru_cache(maxsize=MOST_KEPT)
def _packed(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)
