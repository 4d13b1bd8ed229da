"""Dedicated zones, pods, clusters and hosts."""
