"""Plots, pictures, curves that grow and figures that move."""
