"""What hypervisors are trusted with."""
