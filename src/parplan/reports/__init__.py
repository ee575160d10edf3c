"""Results laid out: as a table for people and spreadsheets, as a payload for scripts."""
