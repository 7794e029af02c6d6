"""Letters of a correspondence, their words and who wrote to whom."""
