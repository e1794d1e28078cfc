"""``python -m d2lutils`` is the `d2l` command."""

import sys

from d2lutils.cli import main

sys.exit(main())
