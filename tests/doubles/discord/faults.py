"""What can go wrong on demand, before the work is done or after."""

import fnmatch
from dataclasses import dataclass
from typing import Literal

Moment = Literal["before", "after"]


@dataclass
class Fault:
    """`times` calls to a method like `method` and a path like `path` fail; "*" is like any.

    status: the answer, 0 for none of its own; is_lost: the connection breaks without an answer;
    seconds: how slow it is first; drops_sockets: the Gateway goes away at that moment.
    """

    method: str
    path: str
    when: Moment = "before"
    status: int = 0
    code: int = 0
    is_lost: bool = False
    seconds: float = 0.0
    drops_sockets: bool = False
    retry_after: float = 0.05
    skip: int = 0
    times: int = 1

    def fits(self, method: str, path: str, when: Moment) -> bool:
        is_like = fnmatch.fnmatch(method, self.method) and fnmatch.fnmatch(path, self.path)
        return self.times > 0 and self.when == when and is_like


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, method: str, path: str, **how: object) -> Fault:
        fault = Fault(method, path, **how)  # type: ignore[arg-type]
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, method: str, path: str, when: Moment) -> Fault | None:
        for fault in self.waiting:
            if fault.fits(method, path, when):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.times -= 1
                return fault
        return None
