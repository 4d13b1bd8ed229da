"""Affinity groups."""
