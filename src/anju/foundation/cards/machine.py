"""RapidOCR's two models: where text stands on a picture, and what a line says, character by character."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, cast

os.environ["ORT_DISABLE_TELEMETRY"] = (
    "1"  # ONNX Runtime reports to its maker unless told otherwise before it is loaded
)
import cv2
import numpy as np
import numpy.typing as npt
from onnxruntime import InferenceSession, SessionOptions, disable_telemetry_events
from rapidocr import RapidOCR

from anju.foundation.cards.lines import Character

Picture = npt.NDArray[np.uint8]
Corners = npt.NDArray[np.float32]
"""Of a line: four points, clockwise from its upper left."""
LOOKED_AT = 1024
"""Long side in pixels of the picture in which lines are looked for; they are read from the picture itself."""
HEIGHT = 48
"""Of a line as the model takes it."""
NARROWEST = 160
BATCH = 8
"""Lines that are read at a time."""


class Machine:
    """The models, loaded once."""

    def __init__(self) -> None:
        disable_telemetry_events()
        models = files("rapidocr") / "models"
        self._finder = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.use_rec": False,
                "Global.log_level": "critical",
                "Global.max_side_len": LOOKED_AT,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Det.limit_side_len": LOOKED_AT,
                "Det.limit_type": "max",
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            }
        )
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._reader = InferenceSession(
            str(models / "PP-OCRv6_rec_small.onnx"),
            options,
            providers=["CPUExecutionProvider"],
        )
        meta = self._reader.get_modelmeta().custom_metadata_map
        self.dictionary = ("", *meta["character"].splitlines(), " ")

    def find(self, picture: Picture) -> list[Corners]:
        """Where text stands."""
        scale = min(1.0, LOOKED_AT / max(picture.shape[:2]))
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found: Any = cast("Any", self._finder)(small, use_det=True, use_cls=False, use_rec=False)
        boxes = [] if found.boxes is None else found.boxes
        return [np.asarray(box, np.float32) / np.float32(scale) for box in boxes]

    def read(self, lines: Sequence[Picture]) -> list[tuple[Character, ...]]:
        """What each line says. Lines of one length are read together, because all are padded to the longest."""
        out: list[tuple[Character, ...]] = [()] * len(lines)
        order = sorted(range(len(lines)), key=lambda n: lines[n].shape[1] / lines[n].shape[0])
        for begin in range(0, len(order), BATCH):
            some = order[begin : begin + BATCH]
            widths = [_width(lines[n]) for n in some]
            whole = max(NARROWEST, *widths)
            batch = np.stack([_prepared(lines[n], whole) for n in some])
            answers: Any = self._reader.run(None, {self._reader.get_inputs()[0].name: batch})[0]
            for n, width, answer in zip(some, widths, answers, strict=True):
                out[n] = tuple(self._characters(answer, width / whole))
        return out

    def _characters(self, answer: npt.NDArray[np.float32], part: float) -> Iterator[Character]:
        """The most likely character of each step; steps that repeat the one before are one character."""
        best, sure = answer.argmax(axis=1), answer.max(axis=1)
        begin = 0
        for end in range(1, len(best) + 1):
            if end < len(best) and best[end] == best[begin]:
                continue
            if best[begin]:
                at = (begin + end) / 2 / (len(best) * part)
                yield Character(
                    self.dictionary[int(best[begin])], float(sure[begin:end].max()), min(at, 1.0)
                )
            begin = end


def _width(line: Picture) -> int:
    wide: float = HEIGHT * line.shape[1] / line.shape[0]
    return max(1, math.ceil(wide))


def _prepared(line: Picture, whole: int) -> npt.NDArray[np.float32]:
    width = min(whole, _width(line))
    out = np.zeros((3, HEIGHT, whole), np.float32)
    small = cv2.resize(line, (width, HEIGHT)).astype(np.float32)
    out[:, :, :width] = small.transpose(2, 0, 1) / 127.5 - 1
    return out


def cut(picture: Picture, corners: Corners, *, before: float = 0.0, behind: float = 0.0) -> Picture:
    """The line cut out and straightened; `before` and `behind`: heights more on either side."""
    upper_left, upper_right, lower_right, lower_left = corners
    wide = (
        float(np.linalg.norm(upper_right - upper_left) + np.linalg.norm(lower_right - lower_left))
        / 2
    )
    tall = (
        float(np.linalg.norm(lower_left - upper_left) + np.linalg.norm(lower_right - upper_right))
        / 2
    )
    along_top, along_bottom = (upper_right - upper_left) / wide, (lower_right - lower_left) / wide
    grown = np.array(
        [
            upper_left - along_top * before * tall,
            upper_right + along_top * behind * tall,
            lower_right + along_bottom * behind * tall,
            lower_left - along_bottom * before * tall,
        ],
        np.float32,
    )
    size = (max(2, round(wide + (before + behind) * tall)), max(2, round(tall)))
    frame = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    turn = cv2.getPerspectiveTransform(grown, frame)
    return np.asarray(
        cv2.warpPerspective(
            picture, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        ),
        np.uint8,
    )


def changed(line: Picture) -> list[Picture]:
    """The same line somewhat otherwise: with room around it, softer and wider, aslant. What is read in all of them
    alike does not hang on a few pixels."""
    tall, wide = line.shape[:2]
    room = max(2, tall // 12)
    aslant = np.array([[1, 0.06, 0], [0, 1, 0]], np.float32)
    soft = cv2.GaussianBlur(line, (0, 0), max(0.6, tall / 56))
    pictures = (
        cv2.copyMakeBorder(line, room, room, room, room, cv2.BORDER_REPLICATE),
        cv2.resize(soft, (round(wide * 1.12), tall)),
        cv2.warpAffine(line, aslant, (wide, tall), borderMode=cv2.BORDER_REPLICATE),
    )
    return [np.asarray(one, np.uint8) for one in pictures]


def inked(line: Picture) -> tuple[int, int]:
    """The first and last column with strokes, dark on light; (0, 0) where there are none."""
    grey = cv2.GaussianBlur(
        cv2.cvtColor(line, cv2.COLOR_BGR2GRAY), (0, 0), max(0.8, line.shape[0] / 40)
    )
    _, strokes = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    middle = strokes[line.shape[0] // 8 : line.shape[0] - line.shape[0] // 8]
    columns = np.flatnonzero(middle.sum(axis=0) > 0)
    return (int(columns[0]), int(columns[-1]) + 1) if len(columns) else (0, 0)
