"""The commands of `brief`, one module each; only the one that is called is imported."""
