"""Compile human-rights evidence into documents that diplomats and UN bodies can rely on."""

__version__ = "0.1.0"
