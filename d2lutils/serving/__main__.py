"""Serve an ONNX file until Ctrl+C: `python -m d2lutils.serving lenet.onnx`."""

import argparse
import sys
import threading

from d2lutils.datasets.images import FASHION_LABELS
from d2lutils.serving.model import OnnxModel
from d2lutils.serving.service import PictureService


def main(argv=None, stopping=None):
    """Serve until Ctrl+C, or until the event `stopping` is set; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m d2lutils.serving", description=__doc__)
    parser.add_argument("model", help="an ONNX file that classifies pictures of 28 by 28 pixels")
    parser.add_argument("--port", type=int, default=0, help="any that is free by default")
    args = parser.parse_args(argv)
    try:
        service = PictureService(OnnxModel(args.model), FASHION_LABELS, port=args.port).start()
    except Exception as error:  # no such file, not a network, port taken: all told in their words
        print(f"cannot serve {args.model}: {error}", file=sys.stderr)
        return 1
    try:
        print(f"{service.url}  (Ctrl+C ends it)", flush=True)
        (stopping or threading.Event()).wait()
    except KeyboardInterrupt:
        pass
    finally:
        service.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
