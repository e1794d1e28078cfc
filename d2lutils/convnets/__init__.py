"""The convolutional networks of chapter 5, a module each, as their papers define them."""
