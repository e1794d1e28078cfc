"""Networks as ONNX files: written by MXNet, made small, run by ONNX Runtime."""

import os
import tempfile
from pathlib import Path

import numpy

from d2lutils.convert import as_numpy


def export_onnx(prefix, shape, path):
    """Write a network that `export` has saved as an ONNX file, for batches of any size.

    Parameters
    ----------
    prefix : str or pathlib.Path
        Name of the two files of `mxnet.gluon.HybridBlock.export`, without
        ``-symbol.json`` and ``-0000.params``.
    shape : tuple of int
        Of one input, without the batch.
    path : str or pathlib.Path
        The ONNX file to write.

    Notes
    -----
    Built in section 8.8. MXNet lists the parameters as inputs, too, which a caller could replace;
    as constants they let ONNX Runtime merge operations.

    """
    import mxnet as mx
    import onnx

    mx.onnx.export_model(
        f"{prefix}-symbol.json",
        f"{prefix}-0000.params",
        [(1, *shape)],
        numpy.float32,
        str(path),
        dynamic=True,
        dynamic_input_shapes=[("N", *shape)],
    )
    model = onnx.load(str(path))
    weights = [tensor.name for tensor in model.graph.initializer]
    for entry in list(model.graph.input):
        if entry.name in weights:
            model.graph.input.remove(entry)
    onnx.save(model, str(path))


class OnnxModel:
    """A network in an ONNX file, run by ONNX Runtime on one core.

    Parameters
    ----------
    path : str or pathlib.Path
        The ONNX file.

    Notes
    -----
    Introduced in section 8.8.

    """

    def __init__(self, path):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            os.fspath(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def __call__(self, X):
        """Return the network's scores.

        Parameters
        ----------
        X : numpy.ndarray or mxnet.np.ndarray, shape (n, ...)
            Turned into float32.

        Returns
        -------
        numpy.ndarray of float32, shape (n, k), or mxnet.np.ndarray as the inputs are

        """
        given = numpy.ascontiguousarray(as_numpy(X), dtype="float32")
        scores = self._session.run(None, {self._input: given})[0]
        if isinstance(X, numpy.ndarray):
            return scores
        from mxnet import np

        return np.array(scores)


def quantize_onnx(path, X, path_int8):
    """Write an ONNX file again with weights and activations as whole numbers of 8 bits.

    Parameters
    ----------
    path : str or pathlib.Path
        The file in float32.
    X : numpy.ndarray of float32, shape (n, ...)
        Typical inputs: the range of every activation is measured on them.
    path_int8 : str or pathlib.Path
        The file to write.

    Notes
    -----
    Introduced in section 8.8.

    """
    import onnxruntime
    from onnxruntime.quantization import quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    name = (
        onnxruntime.InferenceSession(os.fspath(path), providers=["CPUExecutionProvider"])
        .get_inputs()[0]
        .name
    )
    with tempfile.TemporaryDirectory() as folder:
        prepared = os.fspath(Path(folder) / "prepared.onnx")
        quant_pre_process(os.fspath(path), prepared)
        quantize_static(prepared, os.fspath(path_int8), _OneBatch({name: X}))


class _OneBatch:
    """The inputs to measure ranges on, as ONNX Runtime asks for them: a batch, then None."""

    def __init__(self, batch):
        self._batches = [batch]

    def get_next(self):
        return self._batches.pop() if self._batches else None

    def __iter__(self):
        return self

    def __next__(self):
        batch = self.get_next()
        if batch is None:
            raise StopIteration
        return batch
