"""Lists of plugin.metrics: what the plain lists answer, with figures."""
