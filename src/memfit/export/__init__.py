"""A recording as tables that other programs can query: SQLite and Parquet."""
