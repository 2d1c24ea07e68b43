"""Work on parts spread over processes, of this computer or of a cluster; and what comes back when one is lost."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from lmep_consult.errors import ConsultError

Task = TypeVar("Task")
Result = TypeVar("Result")
_WAITING = 3  # tasks for each process, so that none waits for the reader and memory stays small
_ROWS = 200_000  # made in a process before it searches for cycles
_PATIENCE = 10  # seconds that a scheduler has to answer


class Workers:
    """Processes that do tasks; with none, this one does them."""

    def __init__(self, executor: Executor | None = None, count: int = 1) -> None:
        self._executor, self._count = executor, count

    def each(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result]:
        """What `work` gives for each task, in the order in which it is done; few tasks are held at a time.

        Raises ConsultError where a process was ended from outside, and whatever `work` raises.
        """
        if self._executor is None:
            yield from map(work, tasks)
            return
        waiting: set[Future[Any]] = set()
        try:
            for task in tasks:
                waiting.add(self._executor.submit(work, task))
                if len(waiting) >= _WAITING * self._count:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except BrokenProcessPool:
            raise ConsultError(
                "A process that did part of the work was ended, perhaps for want of memory; give the command again: it "
                "goes on from there."
            ) from None
        finally:
            for future in waiting:
                future.cancel()


@contextmanager
def workers(scheduler: str = "", here: int = 0) -> Iterator[Workers]:
    """Processes to work with: those of the Dask cluster whose scheduler has that address; else of this computer, one
    for each of its processors. here: how many of this computer, 1 for this process alone.

    Raises ConsultError where the scheduler does not answer or has no workers, or Dask is not installed.
    """
    if scheduler:
        with _cluster(scheduler) as found:
            yield found
        return
    count = here or os.cpu_count() or 1
    if count == 1:
        yield Workers()
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=spawn, initializer=_begin) as pool:
        try:
            yield Workers(pool, count)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """A process whose parent was killed would wait for ever; memory that it keeps for later, others lack; and it would
    often search for cycles among the many rows of a part, which have none."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    gc.set_threshold(_ROWS)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _cluster(address: str) -> Iterator[Workers]:
    try:
        from distributed import Client
    except ImportError:
        raise ConsultError('A cluster needs Dask: python -m pip install "lmep-consult[cluster]".') from None
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError):
        raise ConsultError(
            f"The scheduler {address} does not answer; correct the address, such as tcp://10.0.0.5:8786, or leave "
            "--scheduler out to work on this computer."
        ) from None
    with client:
        count = sum(client.nthreads().values())
        if not count:
            raise ConsultError(f"The scheduler {address} has no workers; start some, and give the command again.")
        yield Workers(client.get_executor(pure=False, retries=_WAITING), count)
