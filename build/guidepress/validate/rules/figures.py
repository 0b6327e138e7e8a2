"""Figures: each has its file, each file has its figure, and each is an image."""

from __future__ import annotations

from collections.abc import Iterator

from guidepress.content.figures import FOLDER
from guidepress.near import did_you_mean
from guidepress.problem import Position, Problem
from guidepress.project import printable
from guidepress.validate.subject import Subject, warning


def missing_figure(subject: Subject) -> Iterator[Problem]:
    """A figure names a file of ``figures/``."""
    files = subject.content.figures
    for block in subject.blocks():
        if block.figure and block.figure.file and block.figure.file not in files:
            place = subject.content.position(block.id, "figure", "file")
            message = f"{FOLDER}/ has no file {block.figure.file}"
            hint = did_you_mean(block.figure.file, files) or f"put it into {FOLDER}/"
            yield Problem(place, "missing-figure", message, hint)


def figure_file(subject: Subject) -> Iterator[Problem]:
    """A file of ``figures/`` is an image that is safe to show: PNG, JPEG, WebP or plain SVG."""
    for name, figure in subject.content.figures.items():
        if figure.fault:
            hint = "save it as PNG, JPEG, WebP, or SVG without scripts and links"
            yield Problem(_place(subject, name), "figure-file", figure.fault, hint)


def unused_figure(subject: Subject) -> Iterator[Problem]:
    """A file of ``figures/`` is shown by a figure."""
    shown = {block.figure.file or "" for block in subject.blocks() if block.figure}
    for name in subject.content.figures:
        if name not in {*shown, FOLDER}:
            message = "no figure shows this file"
            hint = "remove it, or name it in a `figure`"
            yield warning(_place(subject, name), "unused-figure", message, hint)


def _place(subject: Subject, name: str) -> Position:
    below = "" if name == FOLDER else f"/{printable(name)}"
    return Position(f"{subject.content.folder}/{FOLDER}{below}", 1, 1)
