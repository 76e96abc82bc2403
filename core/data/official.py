"""The data sets that are fetched where they are missing: addresses, sizes and hashes, in one table.

The hashes are those that the authors and torchvision publish. MNIST comes from PyTorch's mirror, since
yann.lecun.com no longer hands it out.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from core.data import places
from core.i18n import N_
from core.params.messages import Message, ParamError

MNIST = "https://ossci-datasets.s3.amazonaws.com/mnist/"
FASHION = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
CIFAR = "https://www.cs.toronto.edu/~kriz/"


@dataclass(frozen=True)
class File:
    """A file of a set: its name, the address before it, bytes, and MD5."""

    name: str
    base: str
    size: int
    md5: str

    @property
    def url(self) -> str:
        return self.base + self.name


FILES: dict[str, tuple[File, ...]] = {
    "mnist": (
        File("train-images-idx3-ubyte.gz", MNIST, 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        File("train-labels-idx1-ubyte.gz", MNIST, 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
        File("t10k-images-idx3-ubyte.gz", MNIST, 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
        File("t10k-labels-idx1-ubyte.gz", MNIST, 4_542, "ec29112dd5afa0611ce80d1b7f02629c"),
    ),
    "fashion-mnist": (
        File("train-images-idx3-ubyte.gz", FASHION, 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        File("train-labels-idx1-ubyte.gz", FASHION, 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
        File("t10k-images-idx3-ubyte.gz", FASHION, 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
        File("t10k-labels-idx1-ubyte.gz", FASHION, 5_148, "bb300cfdad3c16e7a12a480ee83cd310"),
    ),
    "cifar-10": (
        File("cifar-10-binary.tar.gz", CIFAR, 170_052_171, "c32a1d4ab5d03f1284b67883e8d87530"),
    ),
}


class AbsentError(ParamError):
    """A set whose files aren't here: `dataset` is its name."""

    def __init__(self, dataset: str) -> None:
        text = N_("{name} = {value}: its files aren't here. {files} belong into {folder}/ in the folder that"
                  " the environment variable LEARNSCOPE_DATA names.")  # fmt: skip
        if len(FILES[dataset]) == 1:
            text = N_("{name} = {value}: its files aren't here. {files} belongs into {folder}/ in the folder"
                      " that the environment variable LEARNSCOPE_DATA names.")  # fmt: skip
        values = {"value": dataset, "folder": places.FOLDERS[dataset]}
        values["files"] = ", ".join(file.name for file in FILES[dataset])
        super().__init__(Message("dataset", text, values), "digits")
        self.dataset = dataset


def megabytes(name: str) -> float:
    """Of a whole set, as it is fetched; 10⁶ bytes each."""
    return sum(file.size for file in FILES[name]) / 1e6


def allowed() -> bool:
    """Whether whoever runs the server lets people have sets fetched: LEARNSCOPE_DOWNLOADS."""
    return os.environ.get("LEARNSCOPE_DOWNLOADS", "on").strip().lower() not in (
        "off",
        "0",
        "no",
        "false",
    )
