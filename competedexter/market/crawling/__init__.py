"""Attempts to read a source: one run a slot, a state with a reason for every outcome."""
