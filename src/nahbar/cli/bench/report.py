"""Figures with their targets and the machine that they were measured on: a table for people, JSON for programs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `target` is to be reached from below (`at_most` false) or kept under."""

    what: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        kept = self.value <= self.target if self.at_most else self.value >= self.target
        return "reached" if kept else "missed"


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found. `sizes` says how much was done: mails, replies, conversations."""

    name: str
    figures: Sequence[Figure]
    database: str = ""
    sizes: Mapping[str, Any] = field(default_factory=dict)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of all stay below (1 to 99); 0 of none."""
    if len(values) < 2:
        return values[0] if values else 0.0
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def machine() -> dict[str, Any]:
    """The machine: cores that we may use, processor, Python, and how busy it is without us."""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "cpu": _cpu(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
        "load": round(os.getloadavg()[0], 2),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def database_name() -> str:
    """The database in use with its version, such as "sqlite 3.46.1". Needs Django."""
    from django.db import connection

    connection.ensure_connection()
    version = ".".join(str(part) for part in connection.get_database_version())
    return f"{connection.vendor} {version}"


def as_json(report: Report, facts: Mapping[str, Any]) -> str:
    """One JSON object on one line."""
    figures = [
        {
            "what": figure.what,
            "value": round(figure.value, 2),
            "unit": figure.unit,
            "target": figure.target,
            "verdict": figure.verdict,
        }
        for figure in report.figures
    ]
    whole = {
        "bench": report.name,
        "figures": figures,
        "database": report.database,
        "sizes": dict(report.sizes),
        "machine": dict(facts),
    }
    return json.dumps(whole, ensure_ascii=False)


def as_table(report: Report, facts: Mapping[str, Any]) -> str:
    """The figures in columns, and below them what they were measured with."""
    rows = [("what", "value", "target", "")]
    for figure in report.figures:
        bound = "≤" if figure.at_most else "≥"
        target = "" if figure.target is None else f"{bound} {figure.target:g} {figure.unit}"
        rows.append((figure.what, f"{figure.value:.1f} {figure.unit}", target, figure.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    sizes = ", ".join(f"{value} {name}" for name, value in report.sizes.items())
    lines += [
        "",
        f"{facts['cpu']}, {facts['cores']} cores, Python {facts['python']}, {facts['system']}",
        f"{report.database or 'no database'}; {sizes}; load before we began: {facts['load']}",
    ]
    return "\n".join(lines)
