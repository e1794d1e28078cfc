"""The shared package of the book: everything its sections build and use again.

``import d2lutils as d2l`` changes nothing: no matplotlib setting, no random state, no NumPy mode
of MXNet. Names are loaded from their modules when first used, so that `d2l doctor` can explain
why MXNet does not import, and a plot-free script does not pay for matplotlib.
"""

from d2lutils._lazy import attach

__version__ = "0.1.0"

#: The public names by the module that defines them.
MODULES = {
    "animation": ["Animation", "animate"],
    "checkpoints": ["load_checkpoint", "save_checkpoint"],
    "checks": ["CheckResult", "check", "compare"],
    "convnets": [
        "DenseBlock",
        "Inception",
        "Residual",
        "alexnet",
        "bn_lenet",
        "densenet",
        "googlenet",
        "inception_channels",
        "lenet",
        "nin",
        "nin_block",
        "norm_relu_conv",
        "resnet18",
        "stem",
        "vgg",
        "vgg_block",
    ],
    "costs": ["LayerCost", "layer_costs"],
    "curves": ["TrainingCurve"],
    "datasets": [
        "ArrayIterator",
        "DataError",
        "fashion_mnist_labels",
        "k_fold",
        "load_airfoil",
        "load_array",
        "load_fashion_mnist",
        "load_house_prices",
        "load_photo",
        "synthetic_data",
    ],
    "device": ["OnDevice", "by_device", "device_of", "split_batch", "try_all_gpus", "try_gpu"],
    "glue": ["recorded_values"],
    "expect": ["require_classes", "sum_losses"],
    "gradients": ["numerical_gradient"],
    "history": ["History"],
    "layers": ["corr2d", "linreg", "mlp", "reestimate_batch_norm"],
    "losses": ["cross_entropy", "squared_loss"],
    "metrics": ["Accumulator", "accuracy", "evaluate", "evaluate_accuracy", "evaluate_loss"],
    "optim": ["grad_clipping", "sgd"],
    "plotting": ["plot", "show_images", "use_svg_display"],
    "seeded": ["fit_from_seed", "seeded_trainer"],
    "timing": ["Timer"],
    "training": ["fit", "train_batches", "train_epoch"],
}

__getattr__, __dir__, __all__ = attach(__name__, MODULES)
