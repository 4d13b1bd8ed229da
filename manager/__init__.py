"""The manager: API, sagas, reconcilers."""

__version__ = "0.1.0"
