"""The manual page, from what the program says about its own command line (`--experimental-dump-help`)."""

import json
import re
import subprocess
import time

FILES = [
    ("~/.continuity/", "The store and everything beside it: database, settings, token, locks, backups. CONTINUITY_HOME or --home names another place."),
    ("~/.continuity/config.toml", "Settings; `continuity config` shows those in force, and where each came from."),
]
ENVIRONMENT = [
    ("CONTINUITY_HOME", "The folder of the store."),
    ("CONTINUITY_…", "Every setting can be given in the environment; `continuity config` says under which name."),
    ("NO_COLOR", "Set to anything: no colours."),
]


def page(program, version, moment):
    """In man(7), as bytes."""
    done = subprocess.run([str(program), "--experimental-dump-help"], capture_output=True, check=True)
    command = json.loads(done.stdout)["command"]
    return Page(command, version, moment).text().encode()


class Page:
    def __init__(self, command, version, moment):
        self.command, self.lines = command, []
        self.name = command["commandName"]
        date = time.strftime("%Y-%m-%d", time.gmtime(moment))
        self.lines += [
            '.\\" Made by .ci/release/manual.py from the program itself.', f'.TH {self.name.upper()} 1 {date} "{self.name} {version}" "User Commands"',
            # Long addresses are not to be torn apart.
            ".nh", ".ad l"]

    def text(self):
        self.section("NAME")
        self.lines.append(f"{self.name} \\- {escaped(lower(self.command['abstract']))}")
        self.section("SYNOPSIS")
        self.lines += [f".B {self.name}", r"\fIcommand\fR [\fIoption\fR ...] [\fIargument\fR ...]"]
        self.section("DESCRIPTION")
        self.prose(self.command.get("discussion", ""))
        self.section("COMMANDS")
        commands = [each for each in self.command.get("subcommands", []) if each.get("shouldDisplay", True) and each["commandName"] != "help"]
        for command in commands:
            self.subcommand(command)
        self.section("ENVIRONMENT")
        self.definitions(ENVIRONMENT)
        self.section("FILES")
        self.definitions(FILES)
        self.section("EXIT STATUS")
        self.definitions([("0", "Done. Of a hook: what it was given is recorded durably."), ("1", "Failed; the reason is on standard error."), ("64", "Wrong use.")])
        return "\n".join(self.lines) + "\n"

    def section(self, title):
        self.lines.append(f".SH {title}")

    def subcommand(self, command):
        arguments = [each for each in command.get("arguments", []) if each.get("shouldDisplay", True) and each.get("valueName") not in ("help", "version")]
        words = [bold(f"{self.name} {command['commandName']}")] + [synopsis(each) for each in arguments]
        self.lines += [f'.SS "{escaped(command["commandName"])}"', " ".join(words), ".PP"]
        self.prose(command.get("abstract", ""))
        if command.get("discussion"):
            self.lines.append(".PP")
            self.prose(command["discussion"])
        for argument in arguments:
            self.lines += [".TP", label(argument)]
            words = argument.get("abstract", "")
            if (default := argument.get("defaultValue")) and "default:" not in words:
                words += f" (default: {default})"
            self.prose(words or "See the text above.")

    def prose(self, text):
        """Paragraphs; what is indented stays in lines of its own."""
        for number, paragraph in enumerate(text.strip("\n").split("\n\n")):
            if number:
                self.lines.append(".PP")
            lines = paragraph.split("\n")
            for place, line in enumerate(lines):
                if place:
                    self.lines.append(".br")
                self.lines.append(escaped(re.sub(r" {2,}", "  ", line.strip())))

    def definitions(self, pairs):
        for term, words in pairs:
            self.lines += [".TP", bold(term), escaped(words)]


def synopsis(argument):
    if argument["kind"] == "positional":
        word = f"\\fI{escaped(argument['valueName'])}\\fR" + (" ..." if argument.get("isRepeating") else "")
    else:
        word = bold(spelled(argument["preferredName"])) + ("" if argument["kind"] == "flag" else f"=\\fI{escaped(argument['valueName'])}\\fR")
    return f"[{word}]" if argument.get("isOptional") else word


def label(argument):
    if argument["kind"] == "positional":
        return f"\\fI{escaped(argument['valueName'])}\\fR"
    value = "" if argument["kind"] == "flag" else f"=\\fI{escaped(argument['valueName'])}\\fR"
    return ", ".join(bold(spelled(name)) for name in argument["names"]) + value


def spelled(name):
    return ("-" if name["kind"] == "short" else "--") + name["name"]


def bold(text):
    return f"\\fB{escaped(text)}\\fR"


def lower(text):
    return text[:1].lower() + text[1:].rstrip(".")


def escaped(text):
    """For roff: hyphens that are typed, backslashes, and no line that looks like a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga").replace("'", "\\(aq").replace("…", "...")
    return "\\&" + text if text.startswith(".") else text
