"""Logs as JSON lines, counters for Prometheus, and one trace from the kiosk to the screen."""

import io
import logging
import secrets
import sys
import threading
import traceback
import warnings
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

log: structlog.stdlib.BoundLogger = structlog.get_logger()

HANDLED = Counter("foyer_handled_total", "Messages and commands by outcome", ["type", "outcome"])
PUBLISHED = Counter("foyer_published_total", "Events confirmed by the broker", ["type"])
REFUSED = Counter("foyer_refused_total", "What devices and people sent and was refused", ["way", "code"])
BATCH = Histogram("foyer_batch_size", "Units in one transaction", buckets=(1, 2, 5, 10, 20, 50, 100))
COMMIT = Histogram("foyer_commit_seconds", "One transaction, from first read to commit")
LAG = Histogram(
    "foyer_lag_seconds",
    "From an event's time to its commit here",
    ["type"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60),
)
PENDING_EVENTS = Gauge("foyer_outbox_pending", "Events in pending batches, at the last sweep")
RERUNS = Counter("foyer_reruns_total", "Batches run again", ["why"])

_propagator = TraceContextTextMapPropagator()


def set_up(service: str, *, level: str, otlp_endpoint: str) -> None:
    """Write logs to standard output, every line a JSON object, libraries' too; send spans to `otlp_endpoint`
    if there is one, else record none."""
    structlog.configure(
        processors=[
            lambda _, __, entry: {**entry, "service": service},
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where_it_failed,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=repr),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.WARNING, handlers=[_Foreign()], force=True)
    warnings.showwarning = _warned
    sys.excepthook = lambda kind, error, trace: log.critical("uncaught", exc_info=error)
    threading.excepthook = lambda args: log.critical("thread_failed", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: log.error("unraisable", exc_info=args.exc_value)
    if otlp_endpoint:
        provider = TracerProvider(resource=Resource.create({"service.name": f"foyer-{service}"}))
        provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=otlp_endpoint)))
        trace.set_tracer_provider(provider)


class _Foreign(logging.Handler):
    """Write the log records of libraries without their arguments, which may be what a customer typed: the
    first line of the text before anything is put in, and the types of the errors in it."""

    def emit(self, record: logging.LogRecord) -> None:
        args = record.args.values() if isinstance(record.args, Mapping) else record.args or ()
        of = [type(one).__name__ for one in args if isinstance(one, BaseException)]
        more: dict[str, Any] = {"errors": of} if of else {}
        if record.exc_info:
            more["exc_info"] = record.exc_info[1]
        log.log(record.levelno, str(record.msg).partition("\n")[0], logger=record.name, **more)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning's words may hold the value that it warns of."""
    log.warning("warned", kind=category.__name__, where=f"{filename}:{lineno}")


def _where_it_failed(logger: Any, method: str, entry: Any) -> Any:
    """The kind of an error and where it arose; not its words, which may hold what a customer typed."""
    error = entry.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error
    if isinstance(error, BaseException):
        entry["error"], entry["stack"] = (
            type(error).__name__,
            "".join(traceback.format_tb(error.__traceback__)),
        )
    return entry


class Step:
    """One step of a trace: what is done goes on under `traceparent`, and `end` closes it.

    With an exporter it is a span; without one the context passes through unchanged, and one that is
    missing is begun.
    """

    def __init__(self, traceparent: str, name: str) -> None:
        provider = trace.get_tracer_provider()
        self._span: trace.Span | None = None
        if isinstance(provider, TracerProvider):
            context = _propagator.extract({"traceparent": traceparent}) if traceparent else None
            self._span = provider.get_tracer("foyer").start_span(name, context=context)
            carrier: dict[str, str] = {}
            _propagator.inject(carrier, trace.set_span_in_context(self._span))
            traceparent = carrier["traceparent"]
        self.traceparent = traceparent or f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-00"

    def end(self) -> None:
        if self._span is not None:
            self._span.end()
