"""What every cloud starts with."""
