"""Where data files come from: registry, cache, verified downloads, and what stands in for them."""
