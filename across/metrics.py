"""What is counted for whoever watches the server, in Prometheus' way: numbers alone, no name, code, key or text.

Each is of this process since it began, and counted whether anybody asks for it or not: it costs a millionth of a
second. What a label may say is fixed here, so that nothing people write can become one.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

# When each was counted first is when the process began.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
# Memory, processor time and open files, where the system tells (Linux).
ProcessCollector(registry=REGISTRY)

TAP_SECONDS = Histogram(
    "across_tap_seconds",
    "From an answer's coming in to its being kept for good",
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
    registry=REGISTRY,
)
_taps_not_kept = Counter(
    "across_taps_not_kept",
    "Answers that were not kept: refused, as where scoring is closed, or failed, as where the store does not answer",
    ["why"],
    registry=REGISTRY,
)
TAPS_REFUSED, TAPS_FAILED = _taps_not_kept.labels("refused"), _taps_not_kept.labels("failed")

_drawings = Counter(
    "across_drawings",
    "What was drawn for facilitators: a page of theirs, or something new in the projected picture",
    ["of"],
    registry=REGISTRY,
)
PAGES_DRAWN, PICTURES_DRAWN = _drawings.labels("page"), _drawings.labels("picture")

STORE_ERRORS = Counter(
    "across_store_errors",
    "Transactions that the store did not carry out",
    ["fault"],
    registry=REGISTRY,
)

_uploads_refused = Counter("across_uploads_refused", "Files not taken or not read", ["why"], registry=REGISTRY)
NOT_ASKED_FOR = _uploads_refused.labels("not_asked_for")
TOO_MANY = _uploads_refused.labels("too_many")
TOO_SLOW = _uploads_refused.labels("too_slow")
TOO_LARGE = _uploads_refused.labels("too_large")
TOO_BUSY = _uploads_refused.labels("too_busy")
TOOK_TOO_MUCH = _uploads_refused.labels("took_too_much")
NOT_READABLE = _uploads_refused.labels("not_readable")
