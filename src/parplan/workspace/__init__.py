"""A plan's folder on disk, and the plan that is opened from it."""
