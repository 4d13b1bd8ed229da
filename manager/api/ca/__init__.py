"""The cloud's certificate authority."""
