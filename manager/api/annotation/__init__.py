"""Notes of people about things."""
