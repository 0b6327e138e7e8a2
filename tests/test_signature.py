"""Releases are signed and verified offline, with the real ssh-keygen."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import guidepress, overlay
from limits import LIMIT

if TYPE_CHECKING:
    from pathlib import Path

INDEX = "content/base/releases/index.json"


def keygen(*words: str) -> None:
    subprocess.run(["ssh-keygen", "-q", *words], check=True, capture_output=True, timeout=LIMIT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A released project; ``editor`` may sign, ``stranger`` may not, ``former`` may for others."""
    overlay(tmp_path / "content" / "base")
    assert guidepress(tmp_path, "release", "base", "--date", "2015-02-01").returncode == 0
    lines = []
    for name in ("editor", "stranger", "former"):
        keygen("-t", "ed25519", "-N", "", "-C", name, "-f", str(tmp_path / name))
        public = (tmp_path / f"{name}.pub").read_text("ascii").strip()
        limits = 'namespaces="git"' if name == "former" else 'namespaces="guidepress-release"'
        if name != "stranger":
            lines.append(f"{name}@publisher.example {limits} {public}\n")
    (tmp_path / "allowed_signers").write_text("".join(lines), "ascii")
    return tmp_path


def verify(project: Path) -> tuple[int, str]:
    done = guidepress(project, "verify", "--signed", "allowed_signers")
    return done.returncode, done.stdout


def test_what_an_allowed_signer_signed_is_verified(project: Path) -> None:
    done = guidepress(project, "sign", "--key", "editor")
    assert (done.returncode, done.stderr) == (0, f"wrote {INDEX}.sig\n")
    assert verify(project) == (0, "")
    done = guidepress(project, "verify", "--signed", "allowed_signers")
    assert "; signed by one of allowed_signers; nothing earlier" in done.stderr
    assert guidepress(project, "validate").returncode == 0


def test_each_cause_has_its_own_message(project: Path) -> None:
    place = f"./{INDEX}:1:1"
    missing = f"{place}: there is no signature; sign it, or fetch index.json.sig too [signature]\n"
    assert verify(project) == (1, missing)
    guidepress(project, "sign", "--key", "stranger")
    code, said = verify(project)
    assert (code, said.partition(";")[0]) == (
        1,
        f"{place}: it was signed with a key of nobody who may sign",
    )
    guidepress(project, "sign", "--key", "former")
    code, said = verify(project)
    assert (code, said.partition(";")[0]) == (
        1,
        f"{place}: former@publisher.example may not sign this, or not any more",
    )
    guidepress(project, "sign", "--key", "editor")
    text = (project / INDEX).read_text("utf-8")
    (project / INDEX).write_text(text.replace("2015-02-01", "2015-02-02"), "utf-8")
    code, said = verify(project)
    assert (code, said.partition(";")[0]) == (
        1,
        f"{place}: the file is not the one that was signed",
    )


def test_a_key_that_stands_there_for_several_may_sign_for_any_of_them(project: Path) -> None:
    public = (project / "editor.pub").read_text("ascii").strip()
    limits = 'namespaces="guidepress-release"'
    listed = project / "allowed_signers"
    assert guidepress(project, "sign", "--key", "editor").returncode == 0
    for lines in (
        [
            f'former@publisher.example namespaces="git" {public}',
            f"now@publisher.example {limits} {public}",
        ],
        [f"first@publisher.example,second@publisher.example {limits} {public}"],
        [
            f'left@publisher.example {limits},valid-before="20100101" {public}',
            f"*@publisher.example {public}",
        ],
    ):
        # As ssh-keygen reads it: comments and empty lines name nobody.
        text = "".join(f"{line}\n" for line in ["# who may sign", "", *lines])
        listed.write_text(text, "ascii")
        assert verify(project) == (0, ""), lines
    listed.write_text(
        f'first@publisher.example namespaces="git" {public}\n'
        f'second@publisher.example namespaces="file" {public}\n',
        "ascii",
    )
    code, said = verify(project)
    assert code == 1
    assert "may not sign this, or not any more" in said


def test_a_damaged_signature_is_none(project: Path) -> None:
    guidepress(project, "sign", "--key", "editor")
    signature = project / f"{INDEX}.sig"
    signature.write_bytes(signature.read_bytes().replace(b"BEGIN", b"BEGUN"))
    assert verify(project)[0] == 1


def test_what_an_app_downloads_is_verified_with_standard_tools_alone(project: Path) -> None:
    folder = project / "published"
    folder.mkdir()
    (folder / "latest.json").write_bytes(b"{}\n")
    with (folder / "SHA256SUMS").open("wb") as sums:
        subprocess.run(
            ["sha256sum", "latest.json"], cwd=folder, stdout=sums, check=True, timeout=LIMIT
        )
    assert guidepress(project, "sign", "published", "--key", "editor").returncode == 0
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "allowed_signers",
        "-I",
        "editor@publisher.example",
    ]
    with (folder / "SHA256SUMS").open("rb") as sums:
        done = subprocess.run(
            [*command, "-n", "guidepress-release", "-s", "published/SHA256SUMS.sig"],
            cwd=project,
            stdin=sums,
            capture_output=True,
            check=False,
            timeout=LIMIT,
        )
    assert done.returncode == 0, done.stderr
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True, timeout=LIMIT
    )


def test_what_cannot_be_signed_is_said(project: Path) -> None:
    done = guidepress(project, "sign", "--key", "nobody")
    assert (done.returncode, "there is no key" in done.stderr) == (2, True)
    done = guidepress(project, "sign", "--key", "allowed_signers")
    assert (done.returncode, "was not signed" in done.stderr) == (2, True)
    assert not (project / f"{INDEX}.sig").exists()
    (project / "empty").mkdir()
    done = guidepress(project, "sign", "empty", "--key", "editor")
    assert (done.returncode, "holds neither releases nor" in done.stderr) == (2, True)
    done = guidepress(project, "sign", "--key", "editor", PATH="")
    assert (done.returncode, "install OpenSSH" in done.stderr) == (2, True)
    done = guidepress(project, "verify", "--signed", "nothing")
    assert (done.returncode, "there is no file of allowed signers" in done.stderr) == (2, True)
