"""A brief in the browser while it is written."""
