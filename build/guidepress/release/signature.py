"""Sign and check with OpenSSH keys, offline: ``ssh-keygen -Y`` (OpenSSH 8.1, PROTOCOL.sshsig).

What is signed is the one file that vouches for all others: ``SHA256SUMS`` of a published tree, or
the index of a guideline's releases.
"""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from guidepress.files import write_whole
from guidepress.problem import Position, Problem, UnusableError
from guidepress.project import find_guideline_folders, home_of
from guidepress.release.checksums import SUMS
from guidepress.release.published import is_published

RULE = "signature"
NAMESPACE = "guidepress-release"


def find_vouching_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of a project or a published tree that vouch for all others.

    Raises UnusableError where there is none.
    """
    if is_published(folder):
        return (folder / SUMS,)
    project = home_of(folder)
    indexes = (each / "releases" / "index.json" for each in find_guideline_folders(project))
    found = tuple(each for each in indexes if each.is_file() and not each.is_symlink())
    if not found:
        raise UnusableError(f"{folder} holds neither releases nor a {SUMS}")
    return found


def sign_file(file: Path, key: Path) -> Path:
    """Write the signature of the file beside it, as ``<name>.sig``, and return its path.

    ``key`` is a private key of OpenSSH, or a public one whose private part an agent holds.
    Raises UnusableError where the key cannot sign.
    """
    if not key.is_file():
        raise UnusableError(f"there is no key {key}")
    done = _ask(["-Y", "sign", "-n", NAMESPACE, "-f", str(key.absolute())], file)
    if done.returncode != 0:
        phrase = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise UnusableError(f"{file.name} was not signed: {phrase[-1]}")
    write_whole(signature_of(file), done.stdout)
    return signature_of(file)


def signature_of(file: Path) -> Path:
    """Return where the signature of the file is kept."""
    return file.with_name(f"{file.name}.sig")


def verify_signatures(folder: Path, shown: str, signers: Path) -> Iterator[Problem]:
    """Yield a problem for each vouching file that no allowed signer signed as it is.

    ``signers`` is a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS).
    """
    if not signers.is_file():
        raise UnusableError(f"there is no file of allowed signers {signers}")
    for file in find_vouching_files(folder):
        fault = _fault_of(file, signers)
        if fault:
            name = file.relative_to(folder).as_posix()
            yield Problem(Position(f"{shown}/{name}", 1, 1), RULE, *fault)


def _fault_of(file: Path, signers: Path) -> tuple[str, str] | None:
    """Return message and hint; each cause has its own, unlike the exit codes of ssh-keygen."""
    signature = signature_of(file)
    if not signature.is_file():
        return "there is no signature", f"sign it, or fetch {signature.name} too"
    by = ["-s", str(signature.absolute())]
    if _ask(["-Y", "check-novalidate", "-n", NAMESPACE, *by], file).returncode != 0:
        return "the file is not the one that was signed", "fetch both again; do not use this one"
    allowed = ["-f", str(signers.absolute())]
    found = _ask(["-Y", "find-principals", *by, *allowed], file)
    first = found.stdout.decode(errors="replace").split("\n")[0].split(",")[0]
    if found.returncode != 0 or not first:
        return "it was signed with a key of nobody who may sign", f"compare with {signers.name}"
    # ssh-keygen finds the first line with the key; another one may allow what that one does not.
    for name in dict.fromkeys((first, *_principals(signers))):
        named = ["-I", name, "-n", NAMESPACE]
        if _ask(["-Y", "verify", *named, *by, *allowed], file).returncode == 0:
            return None
    return f"{first} may not sign this, or not any more", f"compare with {signers.name}"


def _principals(signers: Path) -> Iterator[str]:
    """Yield the names in a file of allowed signers; a pattern among them fits itself."""
    for line in signers.read_text("utf-8", errors="replace").splitlines():
        names = line.split(maxsplit=1)[:1]
        if names and not names[0].startswith("#"):
            yield from (each for each in names[0].strip('"').split(",") if each[:1] not in "!-")


def _ask(words: list[str], file: Path) -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        raise UnusableError("signatures need ssh-keygen; install OpenSSH")
    return subprocess.run(  # noqa: S603 - a fixed command and absolute paths
        [program, *words], input=file.read_bytes(), capture_output=True, check=False
    )
