"""A trained network on its way to those who use it: ONNX files, and a service that answers."""
