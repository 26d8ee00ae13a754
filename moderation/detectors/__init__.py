"""One small file for each detector: options, logic and explanation; the file's name is the one configured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, cast

from moderation.byname import find, meant
from moderation.domain import Detector
from moderation.roster import RosterError

FOLDER = Path(__file__).parent
GIVEN = frozenset({"people", "photo_refused", "roster"})  # come from the group's roster, not from the configuration


class OptionError(Exception):
    """A detector's options cannot be used; the message names its table, the option and what to do."""


def load(names: Sequence[str], options: Mapping[str, Mapping[str, Any]]) -> tuple[Detector, ...]:
    """Build the named detectors, each with its own options. Raises UnknownNameError, OptionError or RosterError."""
    return tuple(_build(name, options.get(name, {})) for name in names)


def _build(name: str, options: Mapping[str, Any]) -> Detector:
    find(FOLDER, name, ".py")
    build = import_module(f"moderation.detectors.{name}").build
    known = signature(build).parameters
    offered = [option for option in known if option not in GIVEN]
    if problem := _problem(options, known, offered):
        raise OptionError(f"[detector.{name}]: {problem}")
    try:
        return cast("Detector", build(**options))
    except RosterError:
        raise
    except (ValueError, OSError) as error:
        raise OptionError(f"[detector.{name}]: {str(error).removeprefix(f'{name}: ')}") from None
    except (TypeError, AttributeError) as error:
        raise OptionError(f"[detector.{name}]: an option is of the wrong kind; {meant('', offered)}") from error


def _problem(options: Mapping[str, Any], known: Mapping[str, Parameter], offered: Sequence[str]) -> str:
    """What is wrong with the names of the options, "" when nothing is."""
    for option in options:
        if option not in known:
            return f"there is no option {option!r}; {meant(option, offered)}"
    lacking = [option for option, one in known.items() if one.default is Parameter.empty and option not in options]
    return f"option {lacking[0]!r} is missing; add it" if lacking else ""
