"""Make the small archive that a kernel starts from: pure functions, bytes in, bytes out."""

import gzip
import io
import lzma
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

_DIRECTORY = 0o040755
_FILE = 0o100000


def _entry(number: int, name: str, mode: int, data: bytes) -> bytes:
    """One member in cpio's "newc" form: 13 hex fields, name and data padded to four bytes."""
    encoded = name.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(encoded), 0)
    header = b"070701" + b"".join(b"%08X" % field for field in fields) + encoded
    return header + bytes(-len(header) % 4) + data + bytes(-len(data) % 4)


def archive(files: Mapping[str, tuple[int, bytes]]) -> bytes:
    """Pack files for the kernel, compressed.

    Args:
        files: Path without a leading slash -> permissions and content.
    """
    directories = {
        str(parent)
        for name in files
        for parent in PurePosixPath(name).parents
        if str(parent) != "."
    }
    members = [(name, _DIRECTORY, b"") for name in sorted(directories)]
    members += [(name, _FILE | mode, data) for name, (mode, data) in files.items()]
    packed = b"".join(_entry(number, *member) for number, member in enumerate(members, 1))
    return gzip.compress(packed + _entry(0, "TRAILER!!!", 0, b""), compresslevel=1)


def _debian_members(package: Path) -> Iterator[tuple[str, bytes]]:
    """The members of an `ar` archive, which is what a .deb is."""
    with package.open("rb") as file:
        if file.read(8) != b"!<arch>\n":
            raise ValueError(f"{package} is not a Debian package")
        while header := file.read(60):
            size = int(header[48:58])
            yield header[:16].decode().strip().rstrip("/"), file.read(size)
            file.read(size % 2)


def unpack(package: Path, wanted: tuple[str, ...]) -> dict[str, bytes]:
    """Read the files of a Debian package whose path starts with one of `wanted` (no leading slash)."""
    data = next(
        content for name, content in _debian_members(package) if name.startswith("data.tar")
    )
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            if member.isfile() and name.startswith(wanted):
                content = tar.extractfile(member)
                found[name] = content.read() if content else b""
    return found


def plain_modules(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Kernel modules by the name other modules call them, decompressed."""
    modules = {}
    for path, content in files.items():
        name = PurePosixPath(path).name
        if ".ko" in name:
            data = lzma.decompress(content) if name.endswith(".xz") else content
            modules[name.partition(".ko")[0].replace("-", "_")] = data
    return modules


def load_order(wanted: tuple[str, ...], modules: Mapping[str, bytes]) -> list[str]:
    """Put modules and what they depend on in the order in which the kernel accepts them.

    A module that the kernel package does not hold is built into the kernel and is left out.
    """
    order: list[str] = []

    def add(name: str) -> None:
        if name in order or name not in modules:
            return
        # Each module states its needs in its .modinfo section: "depends=virtio,virtio_ring\0".
        _, _, rest = modules[name].partition(b"\0depends=")
        for need in rest.partition(b"\0")[0].decode("ascii", "replace").split(","):
            add(need.replace("-", "_"))
        order.append(name)

    for name in wanted:
        add(name)
    return order
