"""Which figures of a plan that contradicts itself are wrong, and what was meant."""
