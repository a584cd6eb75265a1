"""Counts for Prometheus, in its text format (version 0.0.4). Each process counts for itself."""

from collections import defaultdict
from dataclasses import dataclass, field

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class _Timing:
    buckets: list[int] = field(default_factory=lambda: [0] * len(BUCKETS))
    count: int = 0
    seconds: float = 0.0


class Metrics:
    """Requests by method, route template and status; durations by method and route template."""

    def __init__(self) -> None:
        self._requests: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._timings: defaultdict[tuple[str, str], _Timing] = defaultdict(_Timing)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests[method, route, status] += 1
        timing = self._timings[method, route]
        timing.count += 1
        timing.seconds += seconds
        for index, bound in enumerate(BUCKETS):
            if seconds <= bound:
                timing.buckets[index] += 1
                break

    def text(self) -> str:
        lines = [
            "# HELP competedexter_http_requests_total Requests to the REST API.",
            "# TYPE competedexter_http_requests_total counter",
        ]
        for (method, route, status), count in sorted(self._requests.items()):
            labels = f'method="{method}",route="{route}",status="{status}"'
            lines.append(f"competedexter_http_requests_total{{{labels}}} {count}")
        lines += [
            "# HELP competedexter_http_request_seconds Time until the answer was ready.",
            "# TYPE competedexter_http_request_seconds histogram",
        ]
        for (method, route), timing in sorted(self._timings.items()):
            lines += _histogram(f'method="{method}",route="{route}"', timing)
        return "\n".join(lines) + "\n"


def _histogram(labels: str, timing: _Timing) -> list[str]:
    name, total, lines = "competedexter_http_request_seconds", 0, []
    for bound, count in zip(BUCKETS, timing.buckets, strict=True):
        total += count
        lines.append(f'{name}_bucket{{{labels},le="{bound}"}} {total}')
    lines.append(f'{name}_bucket{{{labels},le="+Inf"}} {timing.count}')
    lines.append(f"{name}_sum{{{labels}}} {timing.seconds:.6f}")
    lines.append(f"{name}_count{{{labels}}} {timing.count}")
    return lines
