"""Server-sent events at /client/api/stream: what changes within the caller's reach, and its jobs (ADR 2701).

Events: `hello` {jobs}, `change` {type, id, action, state, level}, `job` (hub.shown), `at` {} (the id until which all was told: a browser sees
ids of events alone), `reset` {reason}: read everything anew, `end` {reason, text}. Every 15 s there is at least an `at`.
"""
