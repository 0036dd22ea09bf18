"""True coverage: how many people there are, those on no list included, from lists that overlap."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read when numpy is first imported: for many small matrices its threads cost ten times what they bring."""
