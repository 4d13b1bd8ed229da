"""Asking a reconciler to look, from a saga's or a command's transaction."""

from manager.model.work.signals import listeners, signal

__all__ = ["listeners", "signal"]
