"""Roles and their rules."""
