"""Files that survive a power cut: what was written is there whole, or what was there before is."""

from __future__ import annotations

import os
import stat

# Everything on the node is found below this folder: `/`, but for tests.
ROOT = os.environ.get("EDGEGEN_ROOT", "/")


def host_path(path: str) -> str:
    """An absolute path of the node as this process reaches it."""
    return os.path.join(ROOT, path.lstrip("/"))


def read_text(path: str, default: str | None = None) -> str:
    """The text of a file of the node. Without a default, a missing file raises FileNotFoundError."""
    try:
        with open(host_path(path), encoding="utf-8", errors="replace") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        if default is None:
            raise
        return default


def write_durably(path: str, content: str | bytes, mode: int = 0o644) -> bool:
    """Writes beside the target, flushes, renames over it, flushes the folder. Returns False when nothing had to change.

    Missing folders are made. A target that is a symbolic link is replaced, not followed.
    """
    target = host_path(path)
    data = content.encode() if isinstance(content, str) else content
    if _same(target, data, mode):
        return False
    folder, name = os.path.split(target)
    make_folder(folder)
    beside = os.path.join(folder, f".{name}.edgegen-new")
    remove_quietly(beside)
    _write_new(beside, data, mode)
    os.rename(beside, target)
    sync_folder(folder)
    return True


def _same(target: str, data: bytes, mode: int) -> bool:
    try:
        info = os.lstat(target)
        if not stat.S_ISREG(info.st_mode) or stat.S_IMODE(info.st_mode) != mode or info.st_size != len(data):
            return False
        with open(target, "rb") as file:
            return file.read() == data
    except (FileNotFoundError, NotADirectoryError):
        return False


def _write_new(path: str, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        try:
            os.fchmod(file.fileno(), mode)
        except PermissionError:
            pass  # FAT has no modes
        os.fsync(file.fileno())


def make_folder(folder: str) -> None:
    """Makes a folder and its parents, each of them flushed into the folder above it. Takes a path of this process."""
    if os.path.isdir(folder):
        return
    above = os.path.dirname(folder)
    make_folder(above)
    try:
        os.mkdir(folder, 0o755)
    except FileExistsError:
        pass
    sync_folder(above)


def sync_folder(folder: str) -> None:
    """Flushes the names in a folder. Takes a path of this process."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # not every file system knows how (FAT in old kernels)
    finally:
        os.close(descriptor)


def remove_quietly(path: str) -> None:
    """Takes a path of this process."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def overwrite(path: str, data: bytes) -> None:
    """Replaces the bytes of a file where they lie: same length, no new blocks. Takes a path of this process.

    That is as near to erasing as a program comes on a card; wear levelling may still keep the old cells.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        if os.fstat(descriptor).st_size != len(data):
            raise ValueError(f"{path} does not have the length that was planned")
        done = 0
        while done < len(data):
            done += os.pwrite(descriptor, data[done:], done)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_from_medium(path: str) -> bytes:
    """A file as the medium holds it, as far as the kernel lets us: its clean pages are dropped from the cache first."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return file.read()
