"""Reading Markdown only as far as evidence needs: where citations, quotations and sentences stand."""
