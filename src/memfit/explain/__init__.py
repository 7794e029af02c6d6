"""From a recording to what it means: pure functions, no input or output."""
