"""The image service: fetches, checks, stores and serves templates."""
