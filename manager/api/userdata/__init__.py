"""Registered user data."""
