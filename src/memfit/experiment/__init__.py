"""Experiments: more recordings, until what one recording only suggests is proved or refuted."""
