"""Hosts enter and leave the cloud."""
