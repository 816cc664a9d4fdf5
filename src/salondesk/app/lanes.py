"""The threads work runs on: one lane for writes, two for reads, one for paper. The interface thread runs none of it."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Lanes:
    """Plain threads and futures; see ui/workplace for how answers get back to the screen."""

    def __init__(self) -> None:
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._paper = ThreadPoolExecutor(1, thread_name_prefix="paper")

    def write(self, task: Callable[[], T]) -> "Future[T]":
        """Run something that changes the shop; one at a time, in order."""
        return self._writer.submit(task)

    def read(self, task: Callable[[], T]) -> "Future[T]":
        """Run something that only looks."""
        return self._readers.submit(task)

    def paper(self, task: Callable[[], T]) -> "Future[T]":
        """Run something that draws or prints a document."""
        return self._paper.submit(task)

    def close(self) -> None:
        """Finish what was begun and end the threads."""
        for pool in (self._writer, self._readers, self._paper):
            pool.shutdown(wait=True)
