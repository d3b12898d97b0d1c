"""The print engine, from pure data to bytes: how it is called, mended and kept quick."""
