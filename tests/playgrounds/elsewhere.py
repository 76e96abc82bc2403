"""A device that is not there: CPU numbers behind tensors that a CPU tensor must not be mixed with.

It has the rules of CUDA and needs no card: an operation takes its tensors from one device (beside numbers,
0-d tensors, indices, and copies, which are for going from one to the other), random numbers come from a
generator of the tensor's own device, and numpy sees nothing before `.cpu()`. Its name is torch's `meta`, the
only device besides the CPU that every build of torch knows. Tensors stay wrappers of CPU tensors, so that
what is computed there must be what is computed here.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_map

HERE, THERE = torch.device("cpu"), torch.device("meta")
ATEN = torch.ops.aten
ACROSS = {ATEN.copy_, ATEN._to_copy}  # from one device to another
INDEXED = {ATEN.index, ATEN.index_put_, ATEN.index_put, ATEN._index_put_impl_}


class MixedError(RuntimeError):
    """What CUDA would refuse."""


class Elsewhere(torch.Tensor):
    """A tensor of the device; `inner` has its numbers."""

    inner: torch.Tensor

    @staticmethod
    def __new__(cls, inner: torch.Tensor) -> Elsewhere:
        made = torch.Tensor._make_wrapper_subclass(
            cls, inner.size(), strides=inner.stride(), storage_offset=inner.storage_offset(),
            dtype=inner.dtype, layout=inner.layout, device=THERE, requires_grad=False,
        )  # fmt: skip
        made.inner = inner
        return made

    def __repr__(self, **_: Any) -> str:
        return f"Elsewhere({self.inner!r})"

    def numpy(self, **_: Any) -> Any:
        raise TypeError("a tensor of another device has no numpy array: use .cpu() first")

    @classmethod
    def __torch_dispatch__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return carried_out(func, args, kwargs or {})


class Written(TorchFunctionMode):
    """What asks no dispatcher: numbers written down, `torch.tensor`, and `.data` exchanged."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = dict(kwargs or {})
        if func == torch.Tensor.data.__set__ and isinstance(args[1], Elsewhere):
            args[0].inner = args[1].inner
        if func not in (torch.tensor, torch.as_tensor):
            return func(*args, **kwargs)
        device = kwargs.pop("device", None)
        made = func(*args, **kwargs)
        return made if device is None else made.to(device)


class Device(TorchDispatchMode):
    """While it is entered, `meta` is a device where numbers are; `products` counts what is done where."""

    def __init__(self) -> None:
        super().__init__()
        self.products = {HERE.type: 0, THERE.type: 0}
        self._written = Written()

    def __enter__(self) -> Device:
        self._written.__enter__()
        super().__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        self._written.__exit__(*error)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if func.overloadpacket in (ATEN.mm, ATEN.addmm, ATEN.bmm, ATEN.convolution):
            self.products[next(a for a in args if isinstance(a, torch.Tensor)).device.type] += 1
        return carried_out(func, args, kwargs)


def carried_out(func: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """`func` on the numbers inside; its results are where its tensors or its `device` are."""
    tensors = [one for one in tree_flatten((args, kwargs))[0] if isinstance(one, torch.Tensor)]
    packet, device = func.overloadpacket, kwargs.get("device")
    away = [isinstance(one, Elsewhere) for one in tensors]
    check(func, tensors, away, kwargs, device)
    inner_args, inner_kwargs = tree_map(_inside, (args, kwargs))
    if device is not None:
        inner_kwargs["device"] = HERE
    found = func(*inner_args, **inner_kwargs)
    there = any(away) and found is not None
    if device is not None:
        there = device.type == THERE.type
    elif packet in ACROSS:
        there = away[0]
    if not there:
        return found
    if func._schema.name.endswith("_") or "out" in kwargs:  # in place: the same wrapper again
        return tensors[0] if "out" not in kwargs else kwargs["out"]
    return tree_map(lambda one: Elsewhere(one) if isinstance(one, torch.Tensor) else one, found)


def check(func: Any, tensors: Any, away: list[bool], kwargs: dict[str, Any], device: Any) -> None:
    """Raises MixedError where CUDA would not do it."""
    packet = func.overloadpacket
    generator = kwargs.get("generator")
    there = any(away) or (device is not None and device.type == THERE.type)
    if generator is not None and there and generator.device.type == HERE.type:
        raise MixedError(f"{func}: a generator of the CPU for another device")
    strangers = [one for one, far in zip(tensors, away, strict=True) if not far and one.dim()]
    if any(away) and strangers and packet not in ACROSS | INDEXED:
        raise MixedError(f"{func}: shapes {[tuple(one.shape) for one in strangers]} are on the CPU")


def _inside(one: Any) -> Any:
    return one.inner if isinstance(one, Elsewhere) else one
