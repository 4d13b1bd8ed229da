"""Tags of objects."""
