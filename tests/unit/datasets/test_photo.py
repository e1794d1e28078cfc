"""The loader of the photograph, against the picture that scikit-learn ships."""

import numpy
from mxnet import np
from sklearn.datasets import load_sample_image

import d2lutils as d2l


def test_grey_and_colour():
    grey, colour = d2l.load_photo(), d2l.load_photo(grey=False)
    assert isinstance(grey, np.ndarray)
    assert isinstance(colour, np.ndarray)
    assert (grey.shape, colour.shape) == ((141, 120), (3, 141, 120))
    assert grey.dtype == colour.dtype == numpy.float32
    assert 0 <= float(colour.min()) < 0.05 < 0.95 < float(colour.max()) <= 1
    numpy.testing.assert_allclose(grey.asnumpy(), colour.asnumpy().mean(axis=0), atol=1e-6)


def test_pixels_are_means_of_the_picture():
    picture = load_sample_image("china.jpg")
    colour = d2l.load_photo(grey=False).asnumpy()
    for row, column in ((0, 0), (70, 30), (140, 119)):
        block = picture[3 * row : 3 * row + 3, 40 + 3 * column : 43 + 3 * column]
        expected = block.reshape(9, 3).mean(axis=0) / 255
        numpy.testing.assert_allclose(colour[:, row, column], expected, rtol=1e-5)
