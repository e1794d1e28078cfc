"""``python -m d2lutils`` is the `d2l` command."""

import sys

from d2lutils.cli.commands import main

sys.exit(main())
