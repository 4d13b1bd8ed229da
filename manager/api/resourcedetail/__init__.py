"""Details of objects."""
