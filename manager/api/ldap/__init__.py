"""Directories of users."""
