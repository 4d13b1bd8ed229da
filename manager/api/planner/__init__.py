"""Deployment planners."""
