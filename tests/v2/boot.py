"""Boot a real cgroup v2 kernel under qemu and run memfit's tests there.

Needs Debian: the kernel, a busybox and qemu are its packages, fetched with apt-get and kept in
the cache directory. The guest sees this machine's own root read-only through 9p, with a tmpfs
on top, so it runs this very checkout with this very Python and can change neither.

    python -m tests.v2.boot
    python -m tests.v2.boot --as root -- tests/limits/test_container.py
"""

import argparse
import os
import platform
import re
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zlib
from contextlib import ExitStack
from pathlib import Path

from tests.v2.initramfs import archive, load_order, plain_modules, unpack

PROJECT = Path(__file__).resolve().parents[2]
MODULES = ("virtio_pci", "virtio_blk", "9pnet_virtio", "9p", "overlay", "crc32c_generic", "ext4")
MODULE_FOLDERS = (
    *("drivers/virtio/", "drivers/block/virtio_blk", "net/9p/", "fs/9p/", "fs/netfs/"),
    *("fs/fscache/", "fs/overlayfs/", "fs/ext4/", "fs/jbd2/", "fs/mbcache", "lib/crc16"),
    *("lib/libcrc32c", "crypto/crc32c_generic"),
)
TESTS = ["tests/v2", "-m", "v2"]
EMULATION = "tcg,thread=multi"
PROBED = 15.0  # seconds; a kernel that is not emulated panics within two
# Swap space, so that a limit has to forbid it, and a disk whose pages the kernel can drop.
DISKS = {"swap": 256 << 20, "disk": 1 << 30}

# The first program of the guest. The tests print to the second serial port, because the kernel
# and its out-of-memory reports print to the first.
INIT = """#!/bin/busybox sh
bb=/bin/busybox
trap 'echo "memfit-v2: the guest could not set itself up" > /dev/ttyS1; $bb poweroff -f' EXIT
set -e
$bb mkdir -p /dev /host /over /new
$bb mount -t devtmpfs dev /dev
for module in $($bb cat /order); do $bb insmod /modules/$module.ko; done
$bb mount -t 9p -o trans=virtio,version=9p2000.L,msize=524288,cache=loose,ro host /host
$bb mount -t tmpfs -o size=50% over /over
$bb mkdir /over/upper /over/work
$bb mount -t overlay -o lowerdir=/host,upperdir=/over/upper,workdir=/over/work overlay /new
$bb mount -t devtmpfs dev /new/dev
$bb mkdir -p /new/dev/pts /new/dev/shm
$bb mount -t devpts pts /new/dev/pts
$bb mount -t tmpfs shm /new/dev/shm
$bb mount -t proc proc /new/proc
$bb mount -t sysfs sys /new/sys
$bb mount -t cgroup2 none /new/sys/fs/cgroup
$bb mount -t tmpfs tmp /new/tmp
$bb chmod 1777 /new/tmp /new/dev/shm
$bb mount -t tmpfs run /new/run
$bb cp /bin/busybox /tests /new/run
exec $bb switch_root /new /run/busybox sh /run/tests
"""

# The second program, with the machine's root in place. Not `exec`: it stays to collect orphans.
START = """bb=/run/busybox
$bb ip link set lo up
$bb mkswap /dev/vda > /dev/null && $bb swapon /dev/vda
$bb mke2fs /dev/vdb > /dev/null && $bb mount -t ext4 /dev/vdb /var/tmp && $bb chmod 1777 /var/tmp
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
cd {project}
# The pipe keeps pytest from drawing progress as on a terminal.
{command} 2>&1 | $bb cat > /dev/ttyS1
$bb poweroff -f
"""


def give_up(sentence: str) -> None:
    """End with a sentence that says what is missing."""
    sys.exit(f"test-v2: {sentence}")


def call(*command: str, cwd: Path | None = None) -> str:
    """Run a command of the package manager; end with what it printed if it fails."""
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    if done.returncode:
        give_up(f"{shlex.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def cache_directory() -> Path:
    """Where packages and unpacked kernels are kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    directory = Path(home) / "memfit-v2"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def ensure_qemu() -> str:
    """Find qemu, or install it where this user may."""
    name = "qemu-system-x86_64"
    if not shutil.which(name):
        repair = "apt-get install --yes --no-install-recommends qemu-system-x86"
        if os.geteuid() != 0:
            give_up(f"needs qemu; as root: {repair}")
        call("apt-get", "update")
        call(*shlex.split(repair))
    return shutil.which(name) or name


def package(name: str, cache: Path) -> Path:
    """Fetch a package into the cache, unless some version of it is there."""
    pattern = f"{name}_*.deb"
    if not list(cache.glob(pattern)):
        print(f"test-v2: downloading {name}", flush=True)
        call("apt-get", "download", name, cwd=cache)
    return max(cache.glob(pattern), key=lambda path: path.stat().st_mtime)


def kernel_name(cache: Path) -> str:
    """The name of Debian's current kernel package; it changes with each security update."""
    if cached := sorted(cache.glob("linux-image-[0-9]*.deb")):
        return cached[-1].name.partition("_")[0]
    depends = call("apt-cache", "depends", "linux-image-amd64")
    match = re.search(r"Depends: (linux-image-\d\S+)", depends)
    if match is None:
        give_up("this apt knows no linux-image-amd64; run apt-get update, on Debian")
    return match[1] if match else ""


def kernel_files(cache: Path) -> tuple[Path, Path]:
    """Unpack the kernel's image and its modules, once."""
    name = kernel_name(cache)
    # What is taken from the package is part of the name, so that a change unpacks it again.
    taken = zlib.crc32(" ".join(MODULE_FOLDERS).encode())
    directory = cache / f"{name}-{taken:08x}"
    image, modules = directory / "vmlinuz", directory / "modules"
    if not image.exists():
        release = name.removeprefix("linux-image-")
        # Since Debian 13 everything is below usr/.
        roots = [f"{usr}lib/modules/{release}/kernel/" for usr in ("", "usr/")]
        wanted = (
            f"boot/vmlinuz-{release}",
            *(root + part for root in roots for part in MODULE_FOLDERS),
        )
        files = unpack(package(name, cache), wanted)
        modules.mkdir(parents=True, exist_ok=True)
        for module, content in plain_modules(files).items():
            (modules / f"{module}.ko").write_bytes(content)
        image.write_bytes(files[wanted[0]])
    return image, modules


def prepare(cache: Path, modules: Path, command: list[str], scratch: Path) -> None:
    """Write the archive that the guest starts from, with its command, and empty disks."""
    found = {path.stem: path.read_bytes() for path in modules.glob("*.ko")}
    order = load_order(MODULES, found)
    box = unpack(package("busybox-static", cache), ("bin/busybox", "usr/bin/busybox"))
    start = START.format(project=shlex.quote(str(PROJECT)), command=shlex.join(command))
    files = {
        "init": (0o755, INIT.encode()),
        "tests": (0o644, start.encode()),
        "order": (0o644, "\n".join(order).encode()),
        "bin/busybox": (0o755, next(iter(box.values()))),
        **{f"modules/{name}.ko": (0o644, found[name]) for name in order},
    }
    (scratch / "initramfs").write_bytes(archive(files))
    for name, size in DISKS.items():
        with (scratch / name).open("wb") as disk:
            disk.truncate(size)


def accelerator(qemu: str, image: Path) -> str:
    """KVM where it works, else emulation.

    A KVM that is there and broken aborts qemu, or lets a guest start and never come to anything.
    Without a root the kernel panics, and `panic=-1` ends the guest at once.
    """
    probe = [qemu, "-accel", "kvm", "-cpu", "max", "-m", "512", "-nodefaults", "-display", "none",
             "-kernel", str(image), "-append", "quiet panic=-1", "-no-reboot"]  # fmt: skip
    try:
        done = subprocess.run(probe, capture_output=True, check=False, timeout=PROBED)
    except subprocess.TimeoutExpired:
        return EMULATION
    return EMULATION if done.returncode else "kvm"


def machine(qemu: str, image: Path, scratch: Path) -> list[str]:
    """The command line that boots the guest from what `prepare` wrote."""
    root = "local,path=/,mount_tag=host,security_model=none,multidevs=remap,readonly=on"
    return [
        *(qemu, "-accel", accelerator(qemu, image), "-cpu", "max", "-m", "2048", "-smp", "2"),
        *("-kernel", str(image), "-initrd", str(scratch / "initramfs"), "-nodefaults"),
        *("-append", "console=ttyS0 quiet panic=-1", "-no-reboot", "-display", "none"),
        *("-serial", f"file:{scratch / 'console'}", "-serial", "stdio", "-virtfs", root),
        *(
            word
            for name in DISKS
            for word in ("-drive", f"file={scratch / name},format=raw,if=virtio")
        ),
    ]


def watch(command: list[str], timeout: float) -> str:
    """Run the guest, pass on what it prints, and return it; it is killed after `timeout`."""
    printed = bytearray()
    deadline = time.monotonic() + timeout
    with (
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as guest,
        selectors.DefaultSelector() as selector,
        ExitStack() as at_the_end,
    ):
        at_the_end.callback(guest.kill)
        assert guest.stdout is not None
        selector.register(guest.stdout, selectors.EVENT_READ)
        while time.monotonic() < deadline:
            if not selector.select(timeout=1):
                continue
            data = os.read(guest.stdout.fileno(), 1 << 16)
            if not data:
                break
            printed += data
            sys.stdout.buffer.write(data.replace(b"\r", b""))
            sys.stdout.flush()
        else:
            printed += b"\nmemfit-v2: timeout\n"
    return printed.decode("utf-8", "replace").replace("\r", "")


def faults(printed: str, names: list[str]) -> list[str]:
    """What is wrong with what the guest printed, a sentence each; a run without tests is wrong."""
    wrong = ["the guest took too long"] if "memfit-v2: timeout" in printed else []
    for name in names:
        pattern = rf"^memfit-v2: begin {name}$(.*)^memfit-v2: end {name} (-?\d+)$"
        match = re.search(pattern, printed, re.DOTALL | re.MULTILINE)
        if match is None:
            wrong.append(f"as {name}: the tests did not end")
        elif match[2] != "0":
            wrong.append(f"as {name}: pytest exited with {match[2]}")
        elif not re.search(r"^=+ .*\b[1-9]\d* passed.* =+$", match[1], re.MULTILINE):
            wrong.append(f"as {name}: no test passed")
    return wrong


def main() -> None:
    """Boot, run, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timeout", type=float, default=1800, help="seconds for everything")
    parser.add_argument("--as", dest="names", action="append", choices=["root", "user"])
    parser.add_argument("tests", nargs="*", default=TESTS, help="arguments of pytest, after --")
    options = parser.parse_args()
    if platform.machine() != "x86_64" or not shutil.which("apt-get"):
        give_up("needs Debian on x86-64: the kernel and qemu come from its packages")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # end the guest as well
    names = options.names or ["root", "user"]
    qemu, cache = ensure_qemu(), cache_directory()
    image, modules = kernel_files(cache)
    guest = [sys.executable, "-m", "tests.v2.guest", *names, "--", *options.tests]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=cache) as directory:
        scratch = Path(directory)
        prepare(cache, modules, guest, scratch)
        printed = watch(machine(qemu, image, scratch), options.timeout)
        wrong = faults(printed, names)
        if wrong:
            words = (scratch / "console").read_text(errors="replace").splitlines()
            print("test-v2: the kernel's last words:", *words[-20:], sep="\n")
    summaries = re.findall(r"^=+ .*(?:passed|failed|error|skipped).* =+$", printed, re.MULTILINE)
    print(
        f"\ntest-v2: {time.monotonic() - started:.0f} s in the guest", *summaries, *wrong, sep="\n"
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
