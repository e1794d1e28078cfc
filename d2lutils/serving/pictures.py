"""What a stranger sends, turned into what the network expects, or refused with a sentence."""

import io

import numpy

MAX_BYTES = 1_000_000
TYPES = ("image/png", "image/jpeg")
SIDE = 28


class RefusedError(ValueError):
    """A request that cannot be answered: a status of HTTP and one sentence for its sender."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


def read_picture(body, kind="image/png"):
    """Turn the bytes of a small picture into an input of the network.

    Parameters
    ----------
    body : bytes
        A PNG or JPEG file of 28 by 28 pixels, grey or in colour.
    kind : str
        The type that the sender names.

    Returns
    -------
    numpy.ndarray of float32, shape (1, 28, 28)
        Brightness from 0 to 1.

    Raises
    ------
    RefusedError
        With status 415 for another type, 413 for too many bytes, 400 for bytes that are no
        picture, 422 for another size.

    Notes
    -----
    Introduced in section 8.8.

    """
    from PIL import Image

    if kind.split(";")[0].strip().lower() not in TYPES:
        raise RefusedError(415, f"Send a picture as {' or '.join(TYPES)}, not {kind or 'nothing'}.")
    if len(body) > MAX_BYTES:
        raise RefusedError(413, f"The picture has more than {MAX_BYTES:,} bytes.")
    try:
        # Opening reads the head alone: a small file cannot fill the memory with pixels.
        with Image.open(io.BytesIO(body), formats=("PNG", "JPEG")) as picture:
            if picture.size != (SIDE, SIDE):
                width, height = picture.size
                raise RefusedError(
                    422, f"The picture must be {SIDE} by {SIDE} pixels, not {width} by {height}."
                )
            pixels = numpy.asarray(picture.convert("L"), dtype="float32")
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise RefusedError(400, "These bytes are not a PNG or JPEG picture.") from error
    return pixels[None] / 255


def write_picture(x):
    """Return the PNG file of an input of the network, of shape (1, 28, 28) from 0 to 1."""
    from PIL import Image

    file = io.BytesIO()
    pixels = numpy.rint(numpy.asarray(x)[0] * 255).astype("uint8")
    Image.fromarray(pixels).save(file, format="PNG")
    return file.getvalue()
