"""Configuration keys, capabilities, hypervisors."""
