"""``python -m salondesk``: the same as the ``salondesk`` command."""

import sys

from salondesk.app.main import main

if __name__ == "__main__":
    sys.exit(main())
