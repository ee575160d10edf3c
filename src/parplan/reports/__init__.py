"""Results laid out: as tables for people and spreadsheets, as records for scripts."""
