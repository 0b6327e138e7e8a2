"""What root may do that nobody else may is taken away: files that cannot be read cannot be read."""

from __future__ import annotations

import os

_WITHOUT = "-dac_override,-dac_read_search"

# Before a command; as an ordinary user there is nothing to take away.
CONFINED: list[str] = (
    ["setpriv", "--bounding-set", _WITHOUT, "--inh-caps", _WITHOUT] if os.geteuid() == 0 else []
)
