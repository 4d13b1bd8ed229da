"""Domains, accounts, users, roles, sessions, settings, limits."""
