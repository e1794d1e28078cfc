"""How a server proves that it is the one that was started: it knows the token."""

import hmac


def proof(token, question):
    """Return the answer to a question that only who knows the token can give."""
    return hmac.new(token.encode(), question.encode(), "sha256").hexdigest()
