"""From an explanation to text, JSON and pages: pure functions that return a string."""
