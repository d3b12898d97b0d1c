"""From a manuscript to the page: templates, pandoc, styles and pictures."""
