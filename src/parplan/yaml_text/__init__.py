"""Located YAML text: read, edited where it stands, written; nothing here knows what a plan is."""
