"""The conductor: stages in order, many briefs at once, and what was built before."""
