# The public names of the book's package, and the module that each is in: read by lazy_loader
# when the package is imported, and by editors.
from .checks import CheckResult as CheckResult, check as check, compare as compare
from .convnets._alexnet import alexnet as alexnet
from .convnets._densenet import (
    DenseBlock as DenseBlock,
    densenet as densenet,
    norm_relu_conv as norm_relu_conv,
)
from .convnets._googlenet import (
    Inception as Inception,
    googlenet as googlenet,
    inception_channels as inception_channels,
)
from .convnets._lenet import bn_lenet as bn_lenet, lenet as lenet
from .convnets._nin import nin as nin, nin_block as nin_block
from .convnets._stem import stem as stem
from .convnets._vgg import vgg as vgg, vgg_block as vgg_block
from .convnets.resnet import Residual as Residual, resnet18 as resnet18
from .costs import LayerCost as LayerCost, layer_costs as layer_costs
from .datasets.idx import read_idx as read_idx
from .datasets.images import (
    fashion_mnist_labels as fashion_mnist_labels,
    load_fashion_mnist as load_fashion_mnist,
    load_photo as load_photo,
)
from .datasets.iterators import (
    ArrayIterator as ArrayIterator,
    OnDevice as OnDevice,
    k_fold as k_fold,
    load_array as load_array,
)
from .datasets.store.errors import DataError as DataError
from .datasets.synthetic import synthetic_data as synthetic_data
from .datasets.tables import load_airfoil as load_airfoil, load_house_prices as load_house_prices
from .datasets.texts import (
    Corpus as Corpus,
    load_corpus as load_corpus,
    load_language_model as load_language_model,
)
from .datasets.windows import (
    RandomWindows as RandomWindows,
    SequentialWindows as SequentialWindows,
)
from .device import (
    by_device as by_device,
    device_of as device_of,
    try_all_gpus as try_all_gpus,
    try_gpu as try_gpu,
)
from .expect import require_classes as require_classes, sum_losses as sum_losses
from .figures.animation import Animation as Animation, animate as animate
from .figures.contours import bowl as bowl, bowl_gradient as bowl_gradient, show_trace as show_trace
from .figures.curves import TrainingCurve as TrainingCurve
from .figures.lanes import (
    Span as Span,
    record_lanes as record_lanes,
    show_lanes as show_lanes,
)
from .figures.plots import (
    plot as plot,
    show_images as show_images,
    use_svg_display as use_svg_display,
)
from .gradients import numerical_gradient as numerical_gradient
from .layers import (
    corr2d as corr2d,
    linreg as linreg,
    mlp as mlp,
    reestimate_batch_norm as reestimate_batch_norm,
)
from .losses import cross_entropy as cross_entropy, squared_loss as squared_loss
from .metrics.accumulator import Accumulator as Accumulator
from .metrics.classification import accuracy as accuracy, evaluate_accuracy as evaluate_accuracy
from .metrics.evaluation import evaluate as evaluate, evaluate_loss as evaluate_loss
from .metrics.language import perplexity as perplexity
from .notebooks.glue import recorded_values as recorded_values
from .optim import grad_clipping as grad_clipping, sgd as sgd
from .optimisers import (
    ManualTrainer as ManualTrainer,
    adadelta as adadelta,
    adagrad as adagrad,
    adam as adam,
    descend as descend,
    gradient_descent as gradient_descent,
    momentum as momentum,
    nesterov as nesterov,
    rmsprop as rmsprop,
)
from .sequences.layers import (
    RecurrentLayer as RecurrentLayer,
    gru_step as gru_step,
    lstm_step as lstm_step,
    rnn_step as rnn_step,
)
from .sequences.models import LanguageModel as LanguageModel, generate as generate
from .sequences.training import (
    ClippedTrainer as ClippedTrainer,
    fit_language_model as fit_language_model,
    read_sequences as read_sequences,
    train_sequences as train_sequences,
)
from .serving.batching import next_batch as next_batch
from .serving.load import load_test as load_test, post as post
from .serving.model import (
    OnnxModel as OnnxModel,
    export_onnx as export_onnx,
    quantize_onnx as quantize_onnx,
)
from .serving.pictures import read_picture as read_picture, write_picture as write_picture
from .serving.service import PictureService as PictureService
from .text.ngrams import NGram as NGram
from .text.vocab import Vocab as Vocab
from .timing import Timer as Timer, fastest_call as fastest_call
from .training.checkpoints import (
    load_checkpoint as load_checkpoint,
    save_checkpoint as save_checkpoint,
)
from .training.cluster import LocalCluster as LocalCluster, run_cluster as run_cluster
from .training.half import (
    HalfPrecision as HalfPrecision,
    ScaledTrainer as ScaledTrainer,
    all_finite as all_finite,
    round_half as round_half,
    train_scaled as train_scaled,
)
from .training.history import History as History
from .training.loop import fit as fit, train_batches as train_batches, train_epoch as train_epoch
from .training.parallel import (
    allreduce as allreduce,
    parallel_batches as parallel_batches,
    split_batch as split_batch,
)
from .training.processes import ClusterError as ClusterError
from .training.schedules import (
    ScheduledTrainer as ScheduledTrainer,
    cosine_decay as cosine_decay,
    one_cycle as one_cycle,
    step_decay as step_decay,
)
from .training.seeded import fit_from_seed as fit_from_seed, seeded_trainer as seeded_trainer
