"""The real Claude Code client, offline: `env -i`, a private HOME, a fake key, and the model stand-in as its API."""

import json
import subprocess
import threading
from pathlib import Path

import environments
from model_stand_in import ModelStandIn
from program import PLUGIN, PROGRAM, processes_with


class Run:
    """What one `claude` process said and how it ended."""

    def __init__(self, completed, model):
        self.exit_code = completed.returncode
        self.stdout = completed.stdout
        self.stderr = completed.stderr
        self.model = model
        try:
            self.result = json.loads(completed.stdout)
        except ValueError:
            self.result = None

    @property
    def session(self):
        return self.result["session_id"]

    def describe(self):
        return f"exit {self.exit_code}\nstdout: {self.stdout[-3000:]}\nstderr: {self.stderr[-3000:]}"


class ClaudeClient:
    """One user's machine: a HOME with the client's state and with Continuity's. Sessions run one after another in it."""

    def __init__(self, home, program=None, plugin=None, extra_environment=None):
        self.executable = environments.claude_or_skip()
        self.home = Path(home)
        self.program = Path(program or PROGRAM)
        self.plugin = plugin or PLUGIN
        self.extra_environment = dict(extra_environment or {})
        self.home.mkdir(parents=True, exist_ok=True)
        self.binaries = self.home / "bin"
        self.binaries.mkdir(exist_ok=True)
        link = self.binaries / "continuity"
        if not link.exists():
            link.symlink_to(self.program)

    @property
    def continuity_home(self):
        return self.home / ".continuity"

    def environment(self, base_url="http://127.0.0.1:9"):
        return {
            "HOME": str(self.home),
            "PATH": f"{self.binaries}:/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            # The worker of a test that is about something else asks no model.
            "CONTINUITY_LLM_PROVIDER": "none",
            "ANTHROPIC_API_KEY": "not-a-key",
            "ANTHROPIC_BASE_URL": base_url,
            "DISABLE_AUTOUPDATER": "1",
            "DISABLE_TELEMETRY": "1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            **self.extra_environment,
        }

    def command(self, *arguments, cwd=None, timeout=120, url="http://127.0.0.1:9", stdin=""):
        return subprocess.run(
            [str(self.executable), *arguments], cwd=str(cwd or self.home), env=self.environment(url), input=stdin,
            capture_output=True, text=True, timeout=timeout)

    def version(self):
        return self.command("--version").stdout.split()[0]

    def session(self, prompt, cwd, steps, *arguments, with_plugin=True, timeout=180):
        """One whole `claude -p` session in a folder; `steps` is the stand-in's script."""
        options = ["-p", prompt, "--output-format", "json", *self.options(with_plugin)]
        with ModelStandIn(steps) as model:
            completed = self.command(*options, *arguments, cwd=cwd, timeout=timeout, url=model.url)
            return Run(completed, model)

    def conversation(self, turns, cwd, *arguments, answer=None, with_plugin=True, timeout=180):
        """A session of several turns in one process: `turns` are (prompt, steps); the next prompt is typed when a turn is over.

        `answer` is a function payload -> blocks for all turns together, instead of the steps of each.
        """
        options = ["-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose", *self.options(with_plugin)]
        steps = [step for _, steps in turns for step in steps]
        with ModelStandIn(answer or steps) as model:
            process = subprocess.Popen(
                [str(self.executable), *options, *arguments], cwd=str(cwd), env=self.environment(model.url), text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            killer = threading.Timer(timeout, process.kill)
            killer.start()
            results = []
            for prompt, _ in turns:
                process.stdin.write(json.dumps({"type": "user", "message": {"role": "user", "content": prompt}}) + "\n")
                process.stdin.flush()
                for line in process.stdout:
                    event = json.loads(line)
                    if event.get("type") == "result":
                        results.append(line)
                        break
            rest, errors = process.communicate()
            killer.cancel()
            last = results[-1] if results else rest
            assert len(results) == len(turns), f"{len(results)} of {len(turns)} turns ended; stderr: {errors[-2000:]}"
            return Run(subprocess.CompletedProcess(options, process.returncode, last, errors), model)

    def options(self, with_plugin):
        # As root the client refuses to skip all permissions, so the tools are named.
        options = ["--allowedTools", "Bash,Read,Write,Edit,Grep,Glob,mcp__plugin_continuity_continuity"]
        return options + ["--plugin-dir", str(self.plugin)] if with_plugin else options

    def transcript(self, session):
        """The JSONL file that the client itself wrote for a session."""
        found = list((self.home / ".claude" / "projects").glob(f"*/{session}.jsonl"))
        assert len(found) == 1, f"transcripts of {session}: {found}"
        return found[0]

    def left_behind(self):
        """Processes that still have this HOME in their environment: a session must leave none."""
        return processes_with("HOME", str(self.home))
