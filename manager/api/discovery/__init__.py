"""listApis."""
