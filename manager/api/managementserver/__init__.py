"""Manager nodes."""
