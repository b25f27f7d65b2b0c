"""Codes the same answers here and on a local cluster of two workers, by its address and by a client, and compares."""

import sys

from distributed import Client, LocalCluster

from analysis import coding
from analysis.codebook import load_codebook
from analysis.coding import code
from analysis.vectors import choose
from tests.analysis.test_spreading import TEXTS


def main() -> None:
    book = load_codebook()
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", scheduler_port=0
    ) as cluster:
        with Client(cluster) as client:
            client.wait_for_workers(2)
            workers = len(client.nthreads())
            same = True
            for name in ("sparse", "meaning"):
                backend = choose(name)
                coding.BATCH[name] = 1_000
                here = code(TEXTS, book, backend=backend)
                coding.BATCH[name] = 13
                same = same and code(TEXTS, book, backend=backend, cluster=client) == here
                same = same and code(TEXTS, book, backend=backend, cluster=cluster.scheduler_address) == here
        sys.stdout.write(f"{workers} workers, {'the same' if same else 'different'}\n")


if __name__ == "__main__":
    main()
