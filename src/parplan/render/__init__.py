"""Tables, records and findings as text: one renderer a file, values in, string out."""
