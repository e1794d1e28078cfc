"""One local server for the book, its notebooks and the kernels that run them."""
