"""Server-sent events at /client/api/stream: what changes within the caller's reach, and its jobs (ADR 2701)."""
