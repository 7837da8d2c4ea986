"""What is released, made from the program under test: packages that are the same each time, an installer that checks what it installs, and a
clean Debian on which the main job is done. Nothing here builds a program."""

import functools
import hashlib
import http.server
import json
import os
import re
import shutil
import stat
import subprocess
import tarfile
import tempfile
import threading
import unittest
from pathlib import Path

from environments import CACHE
from program import PROGRAM, REPOSITORY

MAKE = REPOSITORY / ".ci" / "release" / "make"
MOMENT = "1795000000"


def needs(*programs):
    missing = [name for name in programs if not shutil.which(name)]
    if missing:
        raise unittest.SkipTest(f"{', '.join(missing)} not installed")


@functools.cache
def packages(number=0):
    """A folder with everything that is released. Another number makes it again."""
    for needed in (REPOSITORY / "Package.resolved", REPOSITORY / ".build" / "checkouts"):
        if not needed.exists():
            raise unittest.SkipTest(f"{needed} is not there: the program was not built in this checkout")
    needs("objdump")
    # Removed at the end of the run.
    folder = tempfile.TemporaryDirectory(prefix="continuity-release-")
    packages.folders.append(folder)
    # Another time zone, language and umask must not matter.
    surroundings = [{"TZ": "UTC", "LANG": "C"}, {"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"}][number]
    old = os.umask([0o022, 0o077][number])
    try:
        done = subprocess.run(
            [str(MAKE), "--program", str(PROGRAM), "--output", folder.name], capture_output=True, text=True, timeout=600,
            env={**os.environ, "SOURCE_DATE_EPOCH": MOMENT, **surroundings})
    finally:
        os.umask(old)
    if done.returncode:
        raise AssertionError(done.stderr)
    return Path(folder.name)


packages.folders = []


def only(folder, pattern):
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise AssertionError(f"{pattern}: {found}")
    return found[0]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Packages(unittest.TestCase):
    def test_the_same_program_gives_the_same_bytes(self):
        first, second = packages(), packages(1)
        self.assertEqual({file.name: sha256(file) for file in first.iterdir()}, {file.name: sha256(file) for file in second.iterdir()})

    def test_the_checksums_are_those_of_the_files(self):
        folder = packages()
        lines = [line.split() for line in (folder / "SHA256SUMS").read_text().splitlines()]
        self.assertEqual({name: digest for digest, name in lines}, {file.name: sha256(file) for file in folder.iterdir() if file.name != "SHA256SUMS"})

    def test_the_tarball_holds_a_prefix_that_belongs_to_nobody(self):
        with tarfile.open(only(packages(), "*.tar.gz")) as archive:
            entries = {entry.name.split("/", 1)[-1]: entry for entry in archive.getmembers()}
            self.assertEqual({(entry.uid, entry.gid, entry.mtime) for entry in entries.values()}, {(0, 0, int(MOMENT))})
            self.assertEqual(hashlib.sha256(archive.extractfile(entries["bin/continuity"]).read()).hexdigest(), sha256(PROGRAM))
            self.assertEqual(entries["bin/continuity"].mode, 0o755)
            for name in ("share/man/man1/continuity.1", "share/bash-completion/completions/continuity", "share/zsh/site-functions/_continuity", "share/fish/vendor_completions.d/continuity.fish", "share/doc/continuity/LICENSE"):
                self.assertGreater(entries[name].size, 1000, name)
            notices = archive.extractfile(entries["share/doc/continuity/NOTICES"]).read().decode()
        for pin in json.loads((REPOSITORY / "Package.resolved").read_text())["pins"]:
            self.assertIn(pin["identity"], notices)
        for words in ("all-MiniLM-L6-v2", "SQLite", "zlib", "Apache License"):
            self.assertIn(words, notices)

    def test_the_bill_of_materials_names_the_program_and_everything_in_it(self):
        bill = json.loads(only(packages(), "*.cdx.json").read_text())
        self.assertEqual((bill["bomFormat"], bill["specVersion"]), ("CycloneDX", "1.6"))
        self.assertEqual(bill["metadata"]["component"]["hashes"], [{"alg": "SHA-256", "content": sha256(PROGRAM)}])
        names = {component["name"] for component in bill["components"]}
        self.assertLessEqual({pin["identity"] for pin in json.loads((REPOSITORY / "Package.resolved").read_text())["pins"]}, names)
        self.assertLessEqual({"sqlite", "zlib", "swift", "all-MiniLM-L6-v2"}, names)
        references = [component["bom-ref"] for component in bill["components"]]
        self.assertEqual(len(set(references)), len(references))
        self.assertEqual(bill["dependencies"][0]["dependsOn"], references)
        for component in bill["components"]:
            self.assertTrue(component["licenses"], component["name"])

    def test_the_manual_has_every_command_and_no_fault(self):
        with tarfile.open(only(packages(), "*.tar.gz")) as archive:
            page = next(archive.extractfile(entry).read() for entry in archive.getmembers() if entry.name.endswith("continuity.1"))
        commands = json.loads(subprocess.run([PROGRAM, "--experimental-dump-help"], capture_output=True, check=True).stdout)["command"]["subcommands"]
        for command in commands:
            if command.get("shouldDisplay", True) and command["commandName"] != "help":
                self.assertIn(f'.SS "{command["commandName"]}"'.encode(), page.replace(b"\\-", b"-"))
        checked = False
        with tempfile.NamedTemporaryFile(suffix=".1") as file:
            file.write(page)
            file.flush()
            for command in (["mandoc", "-T", "lint", "-W", "warning", file.name], ["man", "--warnings", "-l", file.name]):
                if shutil.which(command[0]) and (command[0] == "mandoc" or shutil.which("groff")):
                    done = subprocess.run(command, stdout=subprocess.PIPE if command[0] == "mandoc" else subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat"})
                    self.assertEqual((done.stdout or b"") + done.stderr, b"", command[0])
                    checked = True
        if not checked:
            self.skipTest("neither mandoc nor man with groff is installed")

    def test_the_completions_are_read_by_their_shells(self):
        with tarfile.open(only(packages(), "*.tar.gz")) as archive, tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(folder)
            root = next(Path(folder).iterdir()) / "share"
            for shell, name in (("bash", "bash-completion/completions/continuity"), ("zsh", "zsh/site-functions/_continuity"), ("fish", "fish/vendor_completions.d/continuity.fish")):
                if shutil.which(shell):
                    done = subprocess.run([shell, "-n", root / name], capture_output=True)
                    self.assertEqual((done.returncode, done.stderr), (0, b""), shell)

    def test_the_formula_names_the_tarball_and_its_checksum_and_no_platform_that_there_is_not(self):
        formula = (packages() / "continuity.rb").read_text()
        tarball = only(packages(), "*.tar.gz")
        self.assertIn(tarball.name, formula)
        self.assertIn(sha256(tarball), formula)
        self.assertNotRegex(formula, r"@[A-Z]")
        self.assertEqual(formula.count("sha256 "), 1)
        self.assertEqual(len(re.findall(r"^ *(?:class|on_\w+ do|def|test do)\b", formula, re.M)), len(re.findall(r"^ *end$", formula, re.M)))
        if shutil.which("ruby"):
            self.assertEqual(subprocess.run(["ruby", "-c", packages() / "continuity.rb"], capture_output=True).returncode, 0)


class DebianPackage(unittest.TestCase):
    def setUp(self):
        needs("dpkg-deb")
        self.package = only(packages(), "*.deb")

    def field(self, name):
        return subprocess.run(["dpkg-deb", "-f", self.package, name], capture_output=True, text=True, check=True).stdout.strip()

    def test_it_depends_on_the_c_library_that_the_program_was_linked_with_and_nothing_else(self):
        versions = re.findall(r"GLIBC_([0-9.]+)", subprocess.run(["objdump", "-p", PROGRAM], capture_output=True, text=True, check=True).stdout)
        newest = max(versions, key=lambda version: [int(part) for part in version.split(".")])
        self.assertEqual(self.field("Depends"), f"libc6 (>= {newest})")
        self.assertEqual(self.field("Version"), subprocess.run([PROGRAM, "version"], capture_output=True, text=True).stdout.split()[-1])

    def test_its_files_are_root_s_and_their_sums_right(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["dpkg-deb", "-R", self.package, folder], check=True)
            root = Path(folder)
            sums = dict(reversed(line.split("  ")) for line in (root / "DEBIAN/md5sums").read_text().splitlines())
            files = {str(file.relative_to(root)): hashlib.md5(file.read_bytes()).hexdigest() for file in root.rglob("*") if file.is_file() and "DEBIAN" not in file.parts}
            self.assertEqual(sums, files)
            for file in root.rglob("*"):
                self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o755 if file.is_dir() or file.name == "continuity" and "bin" in file.parts else 0o644, file)
            copyright = (root / "usr/share/doc/continuity/copyright").read_text()
            self.assertIn("all-MiniLM-L6-v2", copyright)
        listed = subprocess.run(["dpkg-deb", "-c", self.package], capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual({line.split()[1] for line in listed}, {"root/root"})

    def test_lintian_finds_no_error(self):
        needs("lintian")
        done = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", self.package], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)


class Installer(unittest.TestCase):
    """`install.sh` against a server on this machine."""

    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix="continuity-install-"))
        self.addCleanup(shutil.rmtree, self.root, True)
        self.home = self.root / "home"
        self.home.mkdir()
        self.downloads = self.root / "downloads"
        self.downloads.mkdir()
        for file in packages().iterdir():
            (self.downloads / file.name).symlink_to(file)
        handler = functools.partial(Quiet, directory=str(self.downloads))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.program = self.home / ".local/bin/continuity"

    def install(self, *arguments, path=None, **extra):
        environment = {
            "HOME": str(self.home), "PATH": f"{path}:/usr/bin:/bin" if path else "/usr/bin:/bin", "TMPDIR": str(self.root),
            "CONTINUITY_DOWNLOADS": f"http://127.0.0.1:{self.server.server_port}", **extra}
        done = subprocess.run(["sh", str(packages() / "install.sh"), *arguments], capture_output=True, text=True, env=environment, timeout=120, stdin=subprocess.DEVNULL)
        # Whatever happened, nothing is left lying about.
        self.assertEqual([name for name in os.listdir(self.root) if name.startswith("continuity.")], [])
        return done

    def fake(self, name, script):
        folder = self.root / "fake"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("#!/bin/sh\n" + script + "\n")
        (folder / name).chmod(0o755)
        return folder

    def replaced(self, name, content):
        (self.downloads / name).unlink()
        (self.downloads / name).write_bytes(content)

    def assertRefused(self, done, *needles):
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        for needle in needles:
            self.assertIn(needle, done.stderr)
        self.assertFalse(self.program.exists())

    def test_the_right_checksum_is_installed_below_the_home_and_runs(self):
        needs("curl")
        done = self.install()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sha256(self.program), sha256(PROGRAM))
        self.assertIn("not on your PATH", done.stdout)
        self.assertTrue((self.home / ".local/share/man/man1/continuity.1").exists())
        self.assertNotIn("Another", self.install(path=self.program.parent).stdout)

    def test_a_wrong_checksum_is_not(self):
        name = only(packages(), "*.tar.gz").name
        content = bytearray((packages() / name).read_bytes())
        content[-100] ^= 1
        self.replaced(name, bytes(content))
        self.assertRefused(self.install(), "checksum", "wrong", "nothing was installed")

    def test_a_tarball_that_breaks_off_is_not(self):
        name = only(packages(), "*.tar.gz").name
        self.replaced(name, (packages() / name).read_bytes()[:100_000])
        self.assertRefused(self.install(), "checksum")

    def test_a_release_without_this_platform_says_so(self):
        self.replaced("SHA256SUMS", b"")
        self.assertRefused(self.install(), "the release has no continuity-")

    def test_a_server_that_does_not_answer_is_named(self):
        self.assertRefused(self.install(CONTINUITY_DOWNLOADS="http://127.0.0.1:1"), "http://127.0.0.1:1/SHA256SUMS")

    def test_a_platform_without_a_release_is_refused_by_name(self):
        self.assertRefused(self.install(path=self.fake("uname", 'case $1 in -s) echo SunOS ;; *) echo sparc ;; esac')), "SunOS")
        self.assertRefused(self.install(path=self.fake("uname", 'case $1 in -s) echo Linux ;; *) echo riscv64 ;; esac')), "riscv64")

    def test_a_c_library_that_is_not_glibc_is_refused(self):
        if os.uname().sysname != "Linux":
            self.skipTest("only Linux has several C libraries")
        self.assertRefused(self.install(path=self.fake("getconf", "exit 1")), "glibc")

    def test_nothing_is_installed_unchecked(self):
        tools = self.root / "tools"
        tools.mkdir()
        for name in ("sh", "uname", "getconf", "mktemp", "rm", "cut", "awk", "tar", "gzip", "curl", "cat", "head"):
            if found := shutil.which(name):
                (tools / name).symlink_to(found)
        self.assertRefused(self.install(PATH=str(tools)), "unchecked")

    def test_wget_does_where_there_is_no_curl(self):
        needs("wget")
        tools = self.root / "tools"
        tools.mkdir()
        for name in os.listdir("/usr/bin"):
            if name != "curl":
                (tools / name).symlink_to(f"/usr/bin/{name}")
        done = self.install(PATH=str(tools))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sha256(self.program), sha256(PROGRAM))

    def test_a_script_that_breaks_off_in_the_download_does_nothing(self):
        script = (packages() / "install.sh").read_text()
        for share in (0.3, 0.6, 0.99):
            subprocess.run(["sh"], input=script[: int(len(script) * share)].rsplit("\n", 1)[0].encode(), capture_output=True, timeout=60, env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "TMPDIR": str(self.root)})
            self.assertEqual(list(self.home.iterdir()), [])

    def test_an_installation_is_replaced_and_another_program_of_the_name_is_not(self):
        self.assertEqual(self.install().returncode, 0)
        again = self.install()
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("was there", again.stdout)
        self.program.unlink()
        self.program.write_text("#!/bin/sh\necho somebody else\n")
        self.program.chmod(0o755)
        done = self.install()
        self.assertEqual(done.returncode, 1)
        self.assertIn("another program", done.stderr)
        self.assertIn("somebody else", self.program.read_text())

    def test_another_prefix_and_away_again(self):
        prefix = self.root / "some where"
        self.assertEqual(self.install(f"--prefix={prefix}").returncode, 0)
        self.assertTrue((prefix / "bin/continuity").exists())
        self.assertEqual(self.install(f"--prefix={prefix}", "--uninstall").returncode, 0)
        self.assertEqual([file for file in prefix.rglob("*") if file.is_file()], [])
        self.assertEqual(self.install("--prefix=relative").returncode, 1)
        self.assertEqual(self.install("--version=../../x").returncode, 1)

    def test_shellcheck_has_nothing_to_say(self):
        needs("shellcheck")
        done = subprocess.run(["shellcheck", "-s", "sh", packages() / "install.sh"], capture_output=True, text=True)
        self.assertEqual(done.stdout, "")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


# In a clean Debian, as root: install, do the main job as a user, take away.
JOB = r"""
set -eu
export DEBIAN_FRONTEND=noninteractive
dpkg -i /package.deb
dpkg -V continuity
useradd --create-home ada
cat > /job <<'SCRIPT'
set -eu
cd; mkdir -p orchard/.git .claude; echo 'ref: refs/heads/main' > orchard/.git/HEAD
export CONTINUITY_WORKER_AUTOSTART=false
hook() { printf '%s' "$2" | continuity hook "$1"; }
head='"session_id":"s1","transcript_path":"/none","cwd":"'$HOME'/orchard"'
hook start "{$head,\"hook_event_name\":\"SessionStart\",\"source\":\"startup\"}" > /dev/null
hook submit "{$head,\"hook_event_name\":\"UserPromptSubmit\",\"prompt\":\"Always use unittest in orchard, never pytest.\"}" > /dev/null
hook tool "{$head,\"hook_event_name\":\"PostToolUse\",\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls\"},\"tool_response\":{\"stdout\":\"a\"}}"
hook stop "{$head,\"hook_event_name\":\"Stop\",\"last_assistant_message\":\"The tests run with unittest now.\"}"
hook end "{$head,\"hook_event_name\":\"SessionEnd\",\"reason\":\"other\"}"
continuity worker
cd orchard
echo FOUND; continuity find which test framework do we use
echo CONTEXT; hook start "{\"session_id\":\"s2\",\"transcript_path\":\"/none\",\"cwd\":\"$HOME/orchard\",\"hook_event_name\":\"SessionStart\",\"source\":\"startup\"}"
echo; echo MCP; printf '%s\n' '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}' | continuity mcp
continuity init --yes > ~/init.txt
echo INIT; tail -n 3 ~/init.txt
grep -o '"command": "[^"]*"' ~/.claude/settings.json | sort -u
echo DOCTOR; continuity doctor
echo END
SCRIPT
su - ada -c 'sh /job'
apt-get -qq remove -y continuity 2>/dev/null || dpkg -r continuity
test ! -e /usr/bin/continuity
test -s /home/ada/.continuity/continuity.db
echo REMOVED
"""


class CleanDebian(unittest.TestCase):
    """A Debian with nothing but its essential packages, made by mmdebstrap from the mirror that this system's apt uses."""

    def system(self):
        """A tarball of it, made once."""
        needs("mmdebstrap", "unshare", "chroot", "dpkg-deb")
        release = dict(re.findall(r'^(\w+)="?([^"\n]*)', Path("/etc/os-release").read_text(), re.M))
        if release.get("ID") != "debian":
            self.skipTest("this is not Debian, whose mirror could be used")
        if os.geteuid() != 0:
            self.skipTest("only root can make a Debian in a folder here")
        file = CACHE / "debian.tar"
        if not file.exists():
            CACHE.mkdir(parents=True, exist_ok=True)
            sources = [str(source) for source in [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")] if source.is_file() and source.stat().st_size]
            done = subprocess.run(["mmdebstrap", "--format=tar", "--variant=minbase", release["VERSION_CODENAME"], f"{file}.new", *sources], capture_output=True, text=True, timeout=900)
            if done.returncode:
                self.skipTest(f"no Debian can be made here: {done.stderr.strip().splitlines()[-1]}")
            os.rename(f"{file}.new", file)
        return file

    def test_the_package_installs_and_the_main_job_is_done(self):
        system = self.system()
        root = Path(tempfile.mkdtemp(prefix="continuity-debian-"))
        self.addCleanup(shutil.rmtree, root, True)
        subprocess.run(["tar", "-xf", system, "-C", root, "--exclude=./dev/*"], check=True)
        shutil.copy(only(packages(), "*.deb"), root / "package.deb")
        (root / "run-job").write_text(JOB)
        # Its own view of mounts and processes, so that nothing is left when it ends.
        mount = 'mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot "$1" /bin/sh /run-job'
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", mount, "sh", str(root)], capture_output=True, text=True, timeout=300,
            env={"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"})
        if "unshare failed" in done.stderr or "mount:" in done.stderr:
            self.skipTest(f"no view of its own can be made here: {done.stderr.strip().splitlines()[0]}")
        self.assertEqual(done.returncode, 0, done.stdout[-3000:] + done.stderr[-3000:])
        parts = dict(zip(*[iter(re.split(r"^(FOUND|CONTEXT|MCP|INIT|DOCTOR|END)\n", done.stdout, flags=re.M)[1:])] * 2))
        self.assertIn("never pytest", parts["FOUND"])
        self.assertIn("never pytest", json.loads(parts["CONTEXT"].strip())["hookSpecificOutput"]["additionalContext"])
        self.assertEqual(json.loads(parts["MCP"])["result"]["serverInfo"]["name"], "continuity")
        self.assertIn('"command": "/usr/bin/continuity"', parts["INIT"])
        self.assertNotIn("✗", parts["DOCTOR"])
        self.assertIn("REMOVED", done.stdout)
