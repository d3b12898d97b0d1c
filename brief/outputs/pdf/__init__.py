"""The PDF's tags, metadata, seal and digests: what is written after the page is laid out."""
