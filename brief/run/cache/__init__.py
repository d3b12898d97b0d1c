"""What was built before, and whether it still holds."""
