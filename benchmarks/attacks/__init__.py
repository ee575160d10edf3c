"""What benchmarks/attack.py sends against parplan, one file a kind of attack."""
