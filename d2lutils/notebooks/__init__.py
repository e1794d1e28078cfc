"""Running, reading and measuring the book's notebooks."""
