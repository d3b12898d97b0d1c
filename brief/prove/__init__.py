"""Reading finished PDFs back: words as printed, their order, digests, and the manifest inside."""
