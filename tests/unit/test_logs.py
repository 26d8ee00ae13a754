"""What reaches the log of the running program: our own lines; of a library's only where and of what kind."""

import json
import subprocess
import sys

from structlog.testing import capture_logs

from bot.front import _answered
from bot.ports import RecordsError
from bot.staff.locale import speaking

PROGRAM = """
import logging, structlog
from bot.logs import set_up
set_up()
logging.getLogger("discord.http").warning("POST failed: %s", "Callum hit Zebulon")
try:
    raise ValueError("Callum hit Zebulon")
except ValueError:
    logging.getLogger("asyncio").exception("Task failed: Callum")
logging.getLogger("telegram").info("Callum")
logging.getLogger("bot.telegram_parts.feed").warning("telegram: polling failed (%s)", "limited")
structlog.get_logger().warning("order not done", order=7)
"""


def test_what_a_library_says_is_dropped_and_only_where_and_of_what_kind_is_kept():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == ""
    assert "Callum" not in done.stderr
    http, task, ours, order = [json.loads(line) for line in done.stderr.splitlines()]
    assert (http["event"], http["where"].partition(":")[0], http["error"]) == ("library message", "discord.http", "")
    assert (task["where"].partition(":")[0], task["error"], task["level"]) == ("asyncio", "ValueError", "error")
    assert ours["event"] == "telegram: polling failed (limited)"
    assert (order["event"], order["order"]) == ("order not done", 7)


async def test_a_request_that_breaks_is_answered_and_the_log_names_its_kind_alone():
    async def broken():
        raise KeyError("Callum hit Zebulon")

    with capture_logs() as lines:
        reply = await _answered(broken(), speaking(["en"]))
    assert reply.refused
    assert "Callum" not in reply.text
    assert lines == [{"event": "request failed", "error": "KeyError", "log_level": "error"}]


async def test_a_request_that_the_records_cannot_meet_is_logged_with_what_to_do():
    async def full():
        raise RecordsError("schoolgate.db: the disk is full: make room, then start again")

    with capture_logs() as lines:
        await _answered(full(), speaking(["en"]))
    assert lines[0]["what"] == "schoolgate.db: the disk is full: make room, then start again"
