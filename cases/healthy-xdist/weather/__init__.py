"""Readings of weather stations, and what they amount to."""
