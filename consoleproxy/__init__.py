"""The console proxy: a browser's WebSocket on one side, a stream to a host's agent on the other."""

__version__ = "0.1.0"
