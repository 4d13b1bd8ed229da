"""A manager node: its parts, put together."""
