"""Resource limits."""
