"""What the program is made of: a bill of materials (CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/) and everybody's notices."""

import hashlib
import json
import re
import subprocess
import time
import uuid
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MODEL = REPOSITORY / "Sources/CAssets/models"
# What is linked in beside the packages: its header tells the version where it is there, its licence is known.
LIBRARIES = [
    ("sqlite", "https://sqlite.org", "blessing", "sqlite3.h", r'SQLITE_VERSION\s+"([^"]+)"', "SQLite is in the public domain: https://sqlite.org/copyright.html"),
    ("zlib", "https://zlib.net", "Zlib", "zlib.h", r'ZLIB_VERSION\s+"([^"]+)"',
     "(C) 1995-2022 Jean-loup Gailly and Mark Adler\n\nThis software is provided 'as-is', without any express or implied warranty. In no event will the\nauthors be held liable for any damages "
     "arising from the use of this software.\n\nPermission is granted to anyone to use this software for any purpose, including commercial applications,\nand to alter it and redistribute it "
     "freely, subject to the following restrictions:\n\n1. The origin of this software must not be misrepresented; you must not claim that you wrote the original\n   software. If you use this "
     "software in a product, an acknowledgment in the product documentation would be\n   appreciated but is not required.\n2. Altered source versions must be plainly marked as such, and must not be "
     "misrepresented as being the\n   original software.\n3. This notice may not be removed or altered from any source distribution."),
    ("libstdc++", "https://gcc.gnu.org", "GPL-3.0-or-later WITH GCC-exception-3.1", None, None,
     "The GNU C++ library is under the GNU General Public License, version 3 or later, with the GCC Runtime Library\nException, version 3.1, which lets programs of any licence carry it: "
     "https://www.gnu.org/licenses/gcc-exception-3.1.html"),
]
SWIFT_NOTICE = (
    "The Swift standard library, Foundation Essentials and libdispatch are under the Apache License, version 2.0, with the Swift Runtime\n"
    "Library Exception, which asks for no notice in programs that carry them: https://swift.org/LICENSE.txt")


class Materials:
    def __init__(self, program, version, moment, resolved, checkouts, repository):
        self.program, self.version, self.moment, self.repository = program, version, moment, repository
        self.pins = sorted(json.loads(resolved.read_text())["pins"], key=lambda pin: pin["identity"])
        self.checkouts = checkouts

    # The bill

    def bill(self):
        digest = sha256(self.program)
        reference = f"pkg:generic/continuity@{self.version}"
        components = [self.package(pin) for pin in self.pins] + [self.library(*each[:5]) for each in LIBRARIES] + [self.swift(), self.model()]
        document = {
            "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
            # The same program has the same number.
            "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'sha256:' + digest)}", "version": 1,
            "metadata": {
                "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.moment)),
                "component": {
                    "type": "application", "bom-ref": reference, "name": "continuity", "version": self.version, "purl": reference,
                    "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-256", "content": digest}],
                    "externalReferences": [{"type": "vcs", "url": self.repository}],
                },
            },
            "components": components,
            "dependencies": [{"ref": reference, "dependsOn": [each["bom-ref"] for each in components]}],
        }
        return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()

    def package(self, pin):
        address = pin["location"].removesuffix(".git")
        version = pin["state"].get("version") or pin["state"]["revision"]
        reference = f"pkg:swift/{address.removeprefix('https://')}@{version}"
        return {
            "type": "library", "bom-ref": reference, "name": pin["identity"], "version": version, "purl": reference,
            "licenses": [{"license": {"id": "Apache-2.0"}}],
            "externalReferences": [{"type": "vcs", "url": address}],
            "properties": [{"name": "continuity:revision", "value": pin["state"]["revision"]}],
        }

    def library(self, name, address, licence, header, pattern):
        version = header_version(header, pattern) if header else None
        component = {"type": "library", "bom-ref": f"pkg:generic/{name}" + (f"@{version}" if version else ""), "name": name}
        if version:
            component["version"] = version
        component["licenses"] = [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]
        component["externalReferences"] = [{"type": "website", "url": address}]
        return component

    def swift(self):
        """The toolchain, whose runtime libraries are in the program."""
        try:
            words = subprocess.run(["swift", "--version"], capture_output=True, text=True, check=True).stdout
            version = re.search(r"Swift version (\S+)", words).group(1)
        except (OSError, subprocess.CalledProcessError, AttributeError):
            version = None
        component = {"type": "framework", "bom-ref": "pkg:generic/swift" + (f"@{version}" if version else ""), "name": "swift"}
        if version:
            component["version"] = version
        component["description"] = "Toolchain and runtime libraries"
        component["licenses"] = [{"expression": "Apache-2.0 WITH Swift-exception"}]
        component["externalReferences"] = [{"type": "website", "url": "https://swift.org"}]
        return component

    def model(self):
        weights = MODEL / "all-minilm-l6-v2.weights"
        return {
            "type": "machine-learning-model", "bom-ref": "pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2", "name": "all-MiniLM-L6-v2",
            "description": "Sentence transformer, quantised to 8 bits; in the program",
            "licenses": [{"license": {"id": "Apache-2.0"}}], "hashes": [{"alg": "SHA-256", "content": sha256(weights)}],
            "externalReferences": [{"type": "website", "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2"}],
        }

    # The notices

    def notices(self):
        """Each licence once, with whose it is, then the notices of each."""
        licences, notices = {}, []
        for pin in self.pins:
            folder = self.checkout(pin)
            text = first(folder, "LICENSE")
            if text is None:
                raise SystemExit(f"{folder} holds no LICENSE: its terms are to be looked at before this can be released")
            licences.setdefault(text, []).append(f"{pin['identity']} {pin['state'].get('version', '')}".strip())
            if notice := first(folder, "NOTICE"):
                notices.append((pin["identity"], notice))
            # What a package carries of somebody else.
            for file in sorted((folder / "Sources").rglob("LICENSE*")):
                licences.setdefault(file.read_text(errors="replace").strip(), []).append(f"{pin['identity']}, {file.parent.name}")
        rule = "\n\n" + "=" * 100 + "\n\n"
        parts = ["Continuity is under the Apache License, version 2.0 (LICENSE). This is what else is in the program, and under which terms."]
        for text, names in sorted(licences.items(), key=lambda each: each[1]):
            parts.append(", ".join(names) + "\n\n" + text)
        parts += [f"NOTICE of {name}\n\n{text}" for name, text in sorted(notices)]
        parts.append("The embedding model\n\n" + (MODEL / "NOTICE.txt").read_text().strip())
        parts.append("Swift\n\n" + SWIFT_NOTICE)
        parts += [f"{each[0]}\n\n{each[5]}" for each in LIBRARIES]
        return (rule.join(parts) + "\n").encode()

    def checkout(self, pin):
        name = pin["location"].removesuffix(".git").rsplit("/", 1)[-1]
        return self.checkouts / name


def debian_copyright(repository, notices):
    """https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"""
    text = re.sub(
        r"TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION.*?END OF TERMS AND CONDITIONS", "[The terms stand in /usr/share/common-licenses/Apache-2.0.]",
        notices.decode(), flags=re.S)
    body = "\n".join(" " + (line.rstrip() or ".") for line in text.splitlines())
    return (
        f"Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: continuity\nSource: {repository}\n\n"
        "Files: *\nCopyright: The Continuity authors and those named below\nLicense: Apache-2.0 and others\n\n"
        "License: Apache-2.0 and others\n On Debian systems the text of the Apache License, version 2.0, is in\n /usr/share/common-licenses/Apache-2.0.\n .\n" + body + "\n").encode()


def first(folder, name):
    """The text of LICENSE, LICENSE.txt or LICENSE.md."""
    for file in sorted(folder.glob(name + "*")):
        if file.is_file() and file.suffix in ("", ".txt", ".md"):
            return file.read_text(errors="replace").strip()
    return None


def header_version(header, pattern):
    for folder in (Path("/usr/include"), Path("/opt/homebrew/include"), Path("/usr/local/include")):
        file = folder / header
        if file.exists() and (found := re.search(pattern, file.read_text(errors="replace"))):
            return found.group(1)
    return None


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
