"""plan=true: what a command would do, without doing it."""
