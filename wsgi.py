"""The application for any WSGI server: ``waitress-serve wsgi:app``."""

import gc

from catalog.app import create_app
from catalog.config import Config

app = create_app(Config.from_environ())
# See catalog/cli/serving.py.
gc.freeze()
