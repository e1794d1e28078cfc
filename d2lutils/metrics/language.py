"""Scores of language models."""

import math


def perplexity(mean_loss):
    """Turn a mean cross-entropy into a perplexity: among how many tokens the model hesitates.

    Parameters
    ----------
    mean_loss : float
        Mean of the negative natural logarithms of the probabilities of the tokens that came.

    Returns
    -------
    float
        ``exp(mean_loss)``: 1 for a model that is always right and sure, V for one that gives V
        tokens the same probability; infinite where that is too large for a float.

    Notes
    -----
    Built in section 6.1.

    Examples
    --------
    >>> round(perplexity(math.log(27)), 6)
    27.0

    """
    return math.inf if mean_loss > 709 else math.exp(mean_loss)
