"""The chain: what is stale is made again, outputs are swapped whole, runs are kept, numbers are traced back."""
