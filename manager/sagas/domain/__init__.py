"""Domains: their end."""
