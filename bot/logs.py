"""Logging: one JSON line each, ids and categories only, never message text, names or tokens."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.ports import RecordsError


def set_up() -> None:
    """Send our own events to stderr; the libraries' logs, which may quote, only say where something happened."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(handlers=[_Quiet()], level=logging.WARNING, force=True)


def advice(error: BaseException | None) -> dict[str, str]:
    """What the records' own errors say to do, for they quote nothing; of any other no more is logged than its kind."""
    return {"what": str(error)} if isinstance(error, RecordsError) else {}


class _Quiet(logging.Handler):
    """Passes on our own lines; keeps where a library complained and of what kind, and drops what it said."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("bot."):
            structlog.get_logger().log(record.levelno, record.getMessage())
            return
        error = record.exc_info[1] if record.exc_info else None
        kind = type(error).__name__ if error else ""
        place = f"{record.name}:{record.lineno}"
        structlog.get_logger().log(record.levelno, "library message", where=place, error=kind, **advice(error))
