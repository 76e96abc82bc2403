"""A run's state as arrays and facts: it can go to disk and come back in another process, bit for bit.

An algorithm speaks of its state as a tree: dicts with text keys, lists, tensors, arrays, numbers, texts,
truth values and None. `State.of` takes the arrays out of the tree; what is left is JSON. On disk the
arrays are safetensors and the facts its metadata: nothing in it can be executed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import torch
from safetensors.numpy import load, save

ARRAY, TENSOR = "$array", "$tensor"  # keys that mark a leaf which is kept among the arrays
Tree = Any


@dataclass(frozen=True)
class State:
    """`arrays` by their place in the tree (`"optimizer.m"`), and `facts`: all else, as JSON has it."""

    arrays: dict[str, np.ndarray]
    facts: dict[str, Any]

    @classmethod
    def of(cls, tree: dict[str, Tree]) -> Self:
        """Copies of everything in `tree`; arrays for reading only are shared, as nobody changes them.

        Raises TypeError for what neither JSON nor numpy can say.
        """
        arrays: dict[str, np.ndarray] = {}
        return cls(arrays, _taken_apart(tree, "", arrays))

    def tree(self) -> dict[str, Tree]:
        """The tree again, of copies; again but for arrays for reading only."""
        made: dict[str, Tree] = _put_together(self.facts, self.arrays)
        return made

    def to_bytes(self) -> bytes:
        arrays = {name: np.ascontiguousarray(array) for name, array in self.arrays.items()}
        return save(arrays, metadata={"facts": json.dumps(self.facts)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Raises ValueError where `data` is no state."""
        try:
            length = int.from_bytes(data[:8], "little")
            header = json.loads(data[8 : 8 + length])
            return cls(load(data), json.loads(header["__metadata__"]["facts"]))
        except Exception as error:
            raise ValueError(f"this is no saved state: {error}") from error


def _taken_apart(value: Tree, place: str, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, torch.Tensor):
        arrays[place] = value.detach().cpu().numpy().copy()
        return {TENSOR: place}
    if isinstance(value, np.ndarray):
        arrays[place] = value if _frozen(value) else value.copy()
        return {ARRAY: place}
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value) or value.keys() & {ARRAY, TENSOR}:
            raise TypeError(f"{place or 'state'}: keys of a state are texts of its own")
        return {
            key: _taken_apart(one, f"{place}.{key}" if place else key, arrays)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_taken_apart(one, f"{place}.{i}", arrays) for i, one in enumerate(value)]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{place}: a state cannot hold a {type(value).__name__}")


def _put_together(value: Any, arrays: dict[str, np.ndarray]) -> Tree:
    if isinstance(value, list):
        return [_put_together(one, arrays) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {TENSOR}:
        return torch.from_numpy(arrays[value[TENSOR]].copy())
    if value.keys() == {ARRAY}:
        array = arrays[value[ARRAY]]
        return array if _frozen(array) else array.copy()
    return {key: _put_together(one, arrays) for key, one in value.items()}


def _frozen(array: np.ndarray) -> bool:
    """Whether nobody can change it: for reading only, and no window on another array."""
    return not array.flags.writeable and array.base is None
