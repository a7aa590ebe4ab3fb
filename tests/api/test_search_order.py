"""The API's search: pages by cursor, orders, and reasons for administrators only."""

from typing import Any

import pytest
from flask.testing import FlaskClient
