#!/bin/sh
# Pillow 13.0.0: greys of a PNG in 2, 4 and 16 bits are not what its own `convert` makes of them.
#
# One expects: `Image.open(png).convert("RGBA")` shows a PNG as every browser does, whatever its depth.
# What happens: greys of 16 bits come as numbers up to 65535, and `convert` turns nearly all of them into
#   white, without a warning; of 2 and 4 bits the greys are scaled to 0-255, but the grey that tRNS calls
#   transparent is not, so that what should be clear stays; and a profile (iCCP) of more than a megabyte,
#   as those of printers are, makes the picture one that cannot be opened at all.
# Why it matters here: the print engine takes pictures as Pillow gives them. A scan or a chart in 16-bit grey
#   would be a white rectangle in a document that rests on it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pillow==13.0.0
"$folder/venv/bin/python" - <<'PYTHON'
import io, struct, sys, zlib
import PIL
from PIL import Image

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def png(bits, row, extra=b""):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, bits, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")

def shown(data):
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    return [image.getpixel((x, 0)) for x in (0, 1)]

print("Pillow", PIL.__version__)
wide = shown(png(16, struct.pack(">HH", 0x3C3C, 0xC8C8)))
print("16-bit greys 60/255 and 200/255 are converted to", wide)
clear = shown(png(4, bytes([0x5F]), chunk(b"tRNS", b"\0\5")))
print("4-bit grey 5 that is said to be transparent is converted to", clear[0])
big = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(1_200_000)))
try:
    shown(png(8, b"\x3c\xc8", big))
    refused = ""
except ValueError as error:
    refused = str(error)
print("a profile of 1.2 megabytes:", refused or "opened")
as_found = wide == [(255, 255, 255, 255)] * 2 and clear[0] == (85, 85, 85, 255) and bool(refused)
sys.exit(0 if as_found else "it behaves otherwise now")
PYTHON
