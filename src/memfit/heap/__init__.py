"""V8 heap snapshots: what is in them, what holds it, and what grew between two."""
