"""A press on a Dask cluster: jobs go out as data, bytes come back.

For workspaces that one machine cannot print in time. The cluster needs brief and nothing of
the workspace. A job is named by its content, so that the same page asked for twice is printed
once; a worker that dies takes no job with it, since the scheduler gives it to another. What had come
back is not printed again; a page that rested on the dead worker, not fetched yet, is.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import threading
from functools import lru_cache
from typing import Any

from brief.model.diagnostic import CannotRunError
from brief.outputs.engine.job import Job, Press, Sheets
from brief.outputs.engine.press import press

SECONDS = 20
RETRIES = 3
ONE_AT_A_TIME = threading.Lock()
"""Of a process: a worker of Dask may have threads, and the engine is not made for them."""


def cluster_press(address: str) -> Press:
    """A press on the cluster whose scheduler listens at `address`. Raises `CannotRunError`."""
    return _Cluster(_client(address, os.getpid()))


@lru_cache(maxsize=1)
def _client(address: str, _process: int) -> Any:
    """One connection for each process: none may be used across a fork."""
    try:
        from distributed import Client
    except ImportError as error:
        raise CannotRunError(
            "`--executor dask` needs the package distributed: `pip install 'brief[dask]'`"
        ) from error
    try:
        connect: Any = Client
        return connect(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CannotRunError(f"no Dask scheduler answers at {address}") from error


class _Cluster:
    def __init__(self, client: Any) -> None:
        self.client = client

    def get_ready(self) -> None:
        """The engine is loaded where the work is done."""

    def start(self, job: Job) -> _Sent:
        """Send a job."""
        data = pickle.dumps((job.html, dict(job.resources), job.back), pickle.HIGHEST_PROTOCOL)
        key = f"brief-{hashlib.sha256(data).hexdigest()}"
        return _Sent(self.client.submit(_print, data, key=key, retries=RETRIES))


class _Sent:
    def __init__(self, future: Any) -> None:
        self.future = future

    def result(self) -> Sheets:
        try:
            sheets = self.future.result()
        except CannotRunError:
            raise
        except Exception as error:
            raise CannotRunError(
                f"the Dask cluster could not print: {type(error).__name__}: {error}"
            ) from error
        assert isinstance(sheets, Sheets)
        return sheets


def _print(data: bytes) -> Sheets:
    """Runs on the cluster."""
    with ONE_AT_A_TIME:
        return press(Job(*pickle.loads(data)))
