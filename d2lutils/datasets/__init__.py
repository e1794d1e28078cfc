"""Data sets as minibatches: loaders of real data, and of what stands in for them."""
