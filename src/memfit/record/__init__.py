"""From a command to a recording: the only place that starts processes."""
