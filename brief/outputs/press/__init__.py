"""The PDF for print shops: PDF/X-4."""
