"""Located text to records and findings, each with its place."""
