"""Calls that are made side by side: in processes, on any executor, or here where they are few."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed
from contextlib import ExitStack
from typing import Any, TypeVar

from guidepress.problem import UnusableError

T = TypeVar("T")


class Workers(ExitStack):
    """Makes calls; processes start with the first that are worth it, and end with the build."""

    def __init__(self, jobs: int = 1, executor: Executor | None = None) -> None:
        super().__init__()
        self.jobs = jobs
        self._executor = executor

    def count(self, *, few: bool) -> int:
        """Return among how many workers calls are to be shared out."""
        return 1 if few and self._executor is None else self.jobs

    def run(self, function: Callable[..., T], calls: Sequence[tuple[Any, ...]]) -> Iterator[T]:
        """Yield the result of each call as it is done, in any order; a single one is made here.

        Raises what a call raises, and UnusableError where a worker was killed.
        """
        if self._executor is None and (self.jobs == 1 or len(calls) < 2):  # noqa: PLR2004  # one needs no other
            yield from (function(*each) for each in calls)
            return
        executor = self._executor or self._start()
        futures = [executor.submit(function, *each) for each in calls]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenExecutor as error:
            message = "a process that built pages was killed; if memory is short, try --jobs 1"
            raise UnusableError(message) from error
        finally:
            for future in futures:
                future.cancel()

    def _start(self) -> Executor:
        # Late: an edit starts no process.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"))
        self._executor = self.enter_context(pool)
        return self._executor
