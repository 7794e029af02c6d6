"""The tide at a harbour: its heights, its turns and its forecast."""
