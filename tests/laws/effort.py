"""How many examples a law is tried on: 200 at each push, 5,000 with GUIDEPRESS_LAWS=5000.

So many take longer than one test may: `docs/laws.md` says how to lift that limit.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

EXAMPLES = int(os.environ.get("GUIDEPRESS_LAWS", "200"))
# Making an example small may take five minutes, which is the limit of one test: so a law that is
# broken fails at its first example, and only whoever asks for it gets a smaller one.
SHRINK = (Phase.shrink,) if "GUIDEPRESS_SHRINK" in os.environ else ()

# The same examples in each run: what failed once fails again, for everybody.
many = settings(
    max_examples=EXAMPLES,
    phases=(Phase.explicit, Phase.generate, *SHRINK),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
