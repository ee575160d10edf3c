"""What follows from a checked plan: pure functions over frozen values, one question per file."""
