"""Test runners and builders, known by their command lines."""
