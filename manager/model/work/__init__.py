"""Sagas, locks, debts, nodes, events, alerts."""
