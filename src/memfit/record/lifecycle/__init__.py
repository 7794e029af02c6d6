"""Ways to see every process of a tree from its fork to its exit."""
