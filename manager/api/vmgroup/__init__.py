"""VM groups."""
