"""Let a set-user-ID program (sudo) keep its privilege although its parent is traced.

The kernel ignores the set-user-ID bit when the process that calls exec is traced by somebody
without CAP_SYS_PTRACE. The tracer learns of the exec only after that. So the new image, which
has not run an instruction yet, is made to call exec once more with the same path, arguments and
environment, and is let go before it does: the second exec happens untraced.

x86-64 only; elsewhere such a program runs without its privilege and the recording says so.
Source: execve(2), ptrace(2), the System V ABI (initial process stack).
"""

import ctypes
import os
import platform
import stat
import struct
from typing import Final

_GETREGS: Final = 12
_SETREGS: Final = 13
_AT_NULL: Final = 0
_AT_EXECFN: Final = 31
_CAP_SYS_PTRACE: Final = 19
_WORD: Final = 8

# mov eax, 59 (execve); syscall. If exec fails: ud2.
_CODE: Final = bytes.fromhex("b8 3b000000 0f05 0f0b")

# user_regs_struct of <sys/user.h>, in order.
_REGISTERS: Final = (
    "r15",
    "r14",
    "r13",
    "r12",
    "rbp",
    "rbx",
    "r11",
    "r10",
    "r9",
    "r8",
    "rax",
    "rcx",
    "rdx",
    "rsi",
    "rdi",
    "orig_rax",
    "rip",
    "cs",
    "eflags",
    "rsp",
    "ss",
    "fs_base",
    "gs_base",
    "ds",
    "es",
    "fs",
    "gs",
)


class _Registers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulonglong) for name in _REGISTERS]


def _tracer_is_capable() -> bool:
    with open("/proc/self/status", encoding="ascii") as file:
        line = next((line for line in file if line.startswith("CapEff:")), "CapEff: 0")
    return bool(int(line.split()[1], 16) >> _CAP_SYS_PTRACE & 1)


_capable = _tracer_is_capable()


def loses_privilege(task: int) -> bool:
    """Whether the program that `task` just became would have more rights untraced."""
    if _capable:
        return False
    path = f"/proc/{task}/exe"
    try:
        found = os.stat(path)
        own = os.stat(f"/proc/{task}")
    except OSError:
        return False
    if found.st_mode & stat.S_ISUID and found.st_uid != own.st_uid:
        return True
    if found.st_mode & stat.S_ISGID and found.st_mode & stat.S_IXGRP and found.st_gid != own.st_gid:
        return True
    try:
        return bool(os.getxattr(path, "security.capability"))
    except OSError:
        return False


def prepare(task: int) -> bool:
    """Make a task that stands at its exec stop call exec again as soon as it is let go.

    Returns:
        False if that is not possible on this machine; the task is then unchanged.
    """
    if platform.machine() != "x86_64":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    registers = _Registers()
    if libc.ptrace(_GETREGS, task, None, ctypes.addressof(registers)) < 0:
        return False
    try:
        with open(f"/proc/{task}/mem", "r+b", buffering=0) as memory:
            # The stack holds: argc, argv…, NULL, environment…, NULL, auxiliary pairs, AT_NULL.
            arguments = registers.rsp + _WORD
            memory.seek(registers.rsp)
            count = struct.unpack("Q", memory.read(_WORD))[0]
            environment = arguments + (count + 1) * _WORD
            position = environment
            while _word(memory.fileno(), position):
                position += _WORD
            name = _auxiliary(memory.fileno(), position + _WORD)
            if name is None:
                return False
            memory.seek(registers.rip)
            memory.write(_CODE)
    except OSError:
        return False
    registers.rdi, registers.rsi, registers.rdx = name, arguments, environment
    registers.orig_rax = 2**64 - 1  # no system call is to be restarted
    return bool(libc.ptrace(_SETREGS, task, None, ctypes.addressof(registers)) >= 0)


def _word(descriptor: int, address: int) -> int:
    return int(struct.unpack("Q", os.pread(descriptor, _WORD, address))[0])


def _auxiliary(descriptor: int, address: int) -> int | None:
    while (kind := _word(descriptor, address)) != _AT_NULL:
        if kind == _AT_EXECFN:
            return _word(descriptor, address + _WORD)
        address += 2 * _WORD
    return None
