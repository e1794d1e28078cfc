"""Data made by seeded generators, which stand in for files that are out of reach."""
