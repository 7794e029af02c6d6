"""The compiled kernels for tests: those of the installation, or compiled here."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import memfit.heap
from memfit.heap.kernels import Kernels, kernels
from memfit.heap.native import NativeKernels, find
from memfit.heap.pure import PureKernels
from tests.platforms import require

SOURCE = Path(memfit.heap.__file__).with_name("_kernels.c")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory) -> Callable[..., Path]:
    """Compile the kernels, as strict as the compiler can be about the source."""

    def compile_with(*flags: str) -> Path:
        compiler = shutil.which("cc") or shutil.which("gcc")
        require(None if compiler else "there is no C compiler")
        out = tmp_path_factory.mktemp("kernels") / "_kernels.so"
        strict = ["-O3", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
        subprocess.run([str(compiler), *strict, *flags, "-o", out, SOURCE], check=True)
        return out

    return compile_with


@pytest.fixture(scope="session")
def library(compiled) -> Path:
    """The compiled kernels."""
    return compiled()


@pytest.fixture(scope="session")
def native(library) -> Kernels:
    return NativeKernels(library)


@pytest.fixture(scope="session")
def narrow(compiled) -> Kernels:
    """The compiled kernels as they are for processors without AVX2."""
    return NativeKernels(compiled("-DWIDE=0"))


@pytest.fixture(scope="session", params=["native", "pure"])
def each_kernels(request) -> Kernels:
    """Both ways to compute, one after the other."""
    if request.param == "pure":
        return PureKernels()
    return NativeKernels(request.getfixturevalue("library"))


@pytest.fixture(autouse=True)
def quick(request, monkeypatch):
    """Take the compiled kernels in tests of the whole, where there is a compiler."""
    if find() is None and shutil.which("cc"):
        monkeypatch.setenv("MEMFIT_HEAP_LIBRARY", str(request.getfixturevalue("library")))
    kernels.cache_clear()
    yield
    kernels.cache_clear()
