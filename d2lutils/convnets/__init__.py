"""The convolutional networks of chapter 5, a module each, as their papers define them."""

from d2lutils._lazy import attach

#: The public names by the module that defines them.
MODULES = {
    "_alexnet": ["alexnet"],
    "_densenet": ["DenseBlock", "densenet", "norm_relu_conv"],
    "_googlenet": ["Inception", "googlenet", "inception_channels"],
    "_lenet": ["bn_lenet", "lenet"],
    "_nin": ["nin", "nin_block"],
    "_resnet": ["Residual", "resnet18"],
    "_stem": ["stem"],
    "_vgg": ["vgg", "vgg_block"],
}

__getattr__, __dir__, __all__ = attach(__name__, MODULES)
