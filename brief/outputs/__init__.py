"""What leaves: the PDF, the Word file, the print edition and the manifest."""
