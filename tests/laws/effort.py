"""How many examples a law is tried on: 200 at each push, 5,000 with GUIDEPRESS_LAWS=5000."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("GUIDEPRESS_LAWS", "200"))

# The same examples in each run: what failed once fails again, for everybody.
many = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
