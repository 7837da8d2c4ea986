"""The official Python SDK's clients, old and new, against the shipped server, and its wire models against every line."""

import subprocess

import environments
import program
from cases import ProgramTest

NEWEST = ("mcp-newest", "mcp==2.3.0", "jsonschema==4.26.0")
PREVIOUS = ("mcp-previous", "mcp==1.30.0")


class Clients(ProgramTest):
    def script(self, environment, name, *arguments):
        python = environments.environment_or_skip(*environment)
        script = program.REPOSITORY / "Tests" / "EndToEnd" / "sdk" / name
        done = subprocess.run(
            [str(python), str(script), *arguments], capture_output=True, text=True, timeout=120,
            env=self.scratch.environment(PROGRAM_UNDER_TEST=str(program.PROGRAM)) | {"CONTINUITY_BINARY": str(program.PROGRAM)})
        self.assertEqual((done.returncode, done.stdout.strip()), (0, "ok"), done.stderr[-3000:])

    def test_the_newest_client_by_discovery(self):
        self.script(NEWEST, "newest.py", "auto")

    def test_the_newest_client_by_handshake(self):
        self.script(NEWEST, "newest.py", "legacy")

    def test_the_previous_client(self):
        self.script(PREVIOUS, "previous.py")

    def test_every_answer_fits_the_specification_of_its_version(self):
        self.script(NEWEST, "wire.py", "protocol")

    def test_every_operation_fits_our_schemas(self):
        self.script(NEWEST, "wire.py", "schemas")
