"""Orders of a shop, as its server lists them."""
