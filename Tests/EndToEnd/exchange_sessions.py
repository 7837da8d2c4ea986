"""Sessions in our own words for `exchange.py`: what somebody wants of the orchard's project in the weeks before the recorded ones in `examples/sessions`.

They lead to what those alone do not: a choice that is taken back later, one that is told again with more to it, and habits that are asked for and then put right.
"""

import json
import uuid

from recorded import SESSIONS

TALK = [
    ("2026-11-10T08:12:00.000Z", [
        (
            "Let's write dates in the report with the day first, 10.11.2026, that is how people here read them. And keep your answers short please: first the result, then one sentence of why.",
            "The report writes dates with the day first now; two lines of `report.py` changed.",
        ),
        ("Good, commit that.", "Committed."),
    ]),
    ("2026-11-13T15:40:00.000Z", [
        (
            "The storage page shows 1,250 kg as 1.25 kg since Tuesday. Find out why before you change anything, and tell me what you found first.",
            "The storage page reads the scale's file, and since the update of the scale on Tuesday that file has a comma between the thousands. "
            "`float` never saw it, because the import cuts everything behind a comma and puts a point there.",
        ),
        (
            "I see. Then strip the thousands separator in the import and nowhere else. In general I want to hear the cause before you touch the code, you did that well.",
            "Done: `read_scale` removes the separator before the number is read, and a test holds the file of last Tuesday.",
        ),
    ]),
    ("2026-11-16T09:05:00.000Z", [
        (
            "The numbers in the printed report should have a decimal comma, the people at the cooperative stumble over the point.",
            "The printed report writes 12,5 kg now.",
        ),
        (
            "Thanks. Jonas is the one who maintains the scales at the packing station by the way, so questions about their files go to him.",
            "Understood: Jonas is asked about the scales' files.",
        ),
    ]),
    ("2026-11-19T17:21:00.000Z", [
        (
            "That was too short for me: when something was broken, explain in a few sentences what went wrong, I want to learn from it. Otherwise short is fine.",
            "Understood. The report was empty because the week had no picks, and `lines` said nothing where it should have said that there were none.",
        ),
        (
            "Better. Now print a line that says there was nothing picked that week. And write the dates in the report as 2026-11-19 after all, the lists of the "
            "cooperative are sorted by them.",
            "The report says \"nothing picked\" for an empty week, and its dates begin with the year.",
        ),
    ]),
]


def write(folder):
    """Transcripts of these sessions, as the client writes them, and the recorded ones beside them."""
    for number, (began, turns) in enumerate(TALK, start=1):
        session = str(uuid.uuid5(uuid.NAMESPACE_URL, f"continuity:orchard:{number}"))
        records, parent = [], None
        for turn, words in enumerate(turns):
            for role, text in zip(("user", "assistant"), words):
                record = {
                    "type": role, "uuid": str(uuid.uuid5(uuid.UUID(session), f"{turn} {role}")), "parentUuid": parent, "sessionId": session,
                    "cwd": "/srv/projects/orchard", "timestamp": began, "isSidechain": False,
                    "message": {"role": role, "content": text if role == "user" else [{"type": "text", "text": text}]},
                }
                parent = record["uuid"]
                records.append(json.dumps(record, ensure_ascii=False) + "\n")
        (folder / f"{session}.jsonl").write_text("".join(records))
    for transcript in SESSIONS.glob("*.jsonl"):
        # The day before they were recorded, so that whoever runs this today or in a year runs it on a later day: the hooks tell the program of today.
        (folder / transcript.name).write_text(transcript.read_text().replace("2026-11-21", "2026-11-20"))
