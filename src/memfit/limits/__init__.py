"""Ways to enforce a memory limit on a tree of processes."""
