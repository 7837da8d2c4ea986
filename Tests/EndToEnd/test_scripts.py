"""Memories in the scripts of the world, found by the questions that are asked about them: by their words, spelled as people spell them."""

import unicodedata
import unittest

from program import Scratch

# script, memory, questions that must find it first
TEXTS = [
    ("Chinese", "缓存击穿的时候，请求会全部打到数据库；我们用互斥锁解决了这个问题。", ["缓存击穿怎么解决？", "互斥锁", "数据库被请求打满"]),
    ("Chinese", "用户登录失败五次以后锁定账户三十分钟。", ["登录失败几次会锁定账户", "账户锁定多久？"]),
    ("Chinese, traditional", "伺服器的備份每天凌晨兩點執行，保留三十天。", ["備份什麼時候執行？", "備份保留幾天"]),
    ("Chinese, full-width", "灰度发布从５％开始，每小时翻倍，版本号为Ｖ２．１。", ["灰度发布从5%开始", "V2.1"]),
    ("Chinese and code", "在handleSubmit里不要直接调用setState，改用useReducer。", ["handleSubmit", "setState为什么不能直接调用", "use reducer"]),
    ("Japanese", "障害の原因は証明書の期限切れだった。更新は自動化した。", ["障害の原因は何でしたか？", "証明書の期限", "更新の自動化"]),
    ("Japanese", "サーバーの再起動は必ず夜間に行う。", ["サーバーの再起動はいつ？", "サーバ再起動"]),
    ("Japanese, half-width", "ﾊﾞｯｸｱｯﾌﾟはﾃﾞｰﾀｾﾝﾀｰに保存する。", ["バックアップはどこに保存する？", "データセンター"]),
    ("Japanese", "プルリクエストは二人の承認が必要。", ["ﾌﾟﾙﾘｸｴｽﾄの承認", "プルリクエストに必要な人数"]),
    ("Japanese, kana", "ぎょうしゃへのしはらいはまいつき十日です。", ["しはらいはいつですか", "ぎょうしゃ"]),
    ("Japanese and code", "決済APIのtimeoutMsは3000に設定した。", ["決済APIのタイムアウト timeoutMs", "timeout ms 決済"]),
    ("Korean", "배포는 금요일에 하지 않는다. 장애가 나면 주말에 대응할 사람이 없다.", ["배포를 언제 하지 않나요?", "금요일 배포", "장애 대응"]),
    ("Korean", "데이터베이스에서 색인을 지우기 전에 반드시 백업을 받는다.", ["데이터베이스의 백업은 언제 받나", "색인 삭제 전 백업", "데이터베이스를"]),
    ("Thai", "ระบบชำระเงินล่มเพราะใบรับรองหมดอายุ", ["ทำไมระบบชำระเงินล่ม", "ใบรับรองหมดอายุเมื่อไร"]),
    ("Thai", "ห้ามแก้ไขฐานข้อมูลจริงโดยไม่สำรองก่อน รุ่น ๓.๒", ["แก้ไขฐานข้อมูลจริงได้ไหม", "สำรองฐานข้อมูล", "รุ่น 3.2"]),
    ("Khmer", "ម៉ាស៊ីនមេត្រូវបានផ្លាស់ប្តូរទៅភ្នំពេញនៅខែមីនា", ["ម៉ាស៊ីនមេនៅឯណា", "ភ្នំពេញ"]),
    ("Lao", "ເຊີບເວີສຳຮອງຢູ່ວຽງຈັນ ແລະ ເປີດທຸກມື້", ["ເຊີບເວີສຳຮອງຢູ່ໃສ", "ວຽງຈັນ"]),
    ("Burmese", "ဆာဗာကို ညတိုင်း ပြန်ဖွင့်သည်။ မှတ်တမ်းကို သိမ်းထားသည်။", ["ဆာဗာ ဘယ်အချိန် ပြန်ဖွင့်", "မှတ်တမ်း"]),
    ("Arabic", "أُعِيدَ تشغيلُ الخادمِ بعد انقطاع الكهرباء، والإصدار الجديد مستقر.", ["متى اعيد تشغيل الخادم؟", "الاصدار الجديد", "انقطاع الكهرباء"]),
    ("Arabic", "كلمة مرور قاعدة البيانات تتغير كل شهر، ومسؤول عنها أحمد.", ["كلمـــة مـــرور قاعدة البيانات", "من المسئول عن كلمة المرور", "احمد"]),
    ("Arabic", "مكتبة الرسوم البيانية تدعم ٢٥٦ لونا ومستوى واحدا من الشفافية.", ["مكتبه الرسوم البيانيه", "256 لونا", "مستوي الشفافية"]),
    ("Arabic, with the article", "الحاويات المبردة تُفحص في الميناء عند الوصول.", ["فحص حاويات مبردة", "للحاويات المبردة", "بالميناء"]),
    ("Persian", "پشتیبان‌گیری هر شب ساعت ۲ انجام می‌شود.", ["پشتیبان گیری ساعت 2", "پشتيبان‌گيري هر شب"]),
    ("Hebrew", "הַשָּׁרָת הָרָאשִׁי הוּעֲבַר לְחַוָּה חֲדָשָׁה.", ["השרת הראשי הועבר", "חוה חדשה"]),
    ("Hebrew", "מפתחות ההצפנה מוחלפים פעם ברבעון, והאחראי הוא צה״ל-טק.", ["מפתחות ההצפנה מוחלפים מתי?", 'צה"ל'] ),
    ("Hindi", "सर्वर का बैकअप हर रविवार को लिया जाता है।", ["सर्वर का बैकअप कब लिया जाता है?", "रविवार बैकअप"]),
    ("Hindi", "फ़ाइल का आकार २५ एमबी से ज़्यादा नहीं होना चाहिए।", ["फाइल का आकार", "फ\u093cाइल 25 एमबी", "ज्यादा आकार"]),
    ("Bengali", "সার্ভারটি প্রতি রাতে পুনরায় চালু হয়।", ["সার্ভারটি কখন চালু হয়?", "পুনরায় চালু"]),
    ("Tamil", "தரவுத்தளம் ஞாயிற்றுக்கிழமை காப்புப்பிரதி எடுக்கப்படுகிறது.", ["தரவுத்தளம் எப்போது", "காப்புப்பிரதி"]),
    ("Russian", "Ёмкость очереди уменьшили до тысячи: всё зависало под нагрузкой.", ["емкость очереди", "почему все зависало?", "ёмкость"]),
    ("Russian", "Полный лог находится в домашней папке, строй сборку только из ветки релиз.", ["где полныи\u0306 лог?", "из какой ветки строить сборку"]),
    ("Ukrainian", "Сервер у Києві приймає з'єднання лише через їхній шлюз.", ["сервер у Києві", "з’єднання через шлюз", "і\u0308хній шлюз"]),
    ("Greek", "Η βάση δεδομένων αντιγράφεται κάθε νύχτα· ο διακομιστής βρίσκεται στην Αθήνα.", ["βαση δεδομενων", "ΠΟΥ ΒΡΙΣΚΕΤΑΙ Ο ΔΙΑΚΟΜΙΣΤΗΣ;", "Αθηνα διακομιστης"]),
    ("Greek", "Ο Γιώργος αλλάζει τους κωδικούς της πύλης προϊόντων.", ["Γιωργος κωδικους", "προιοντων", "ΓΙΩΡΓΟΣ"]),
    ("Vietnamese", "Cổng thanh toán bị chậm vì bộ nhớ đệm đầy; đã tăng lên bốn gigabyte.", ["vì sao cổng thanh toán chậm?", "cong thanh toan", "bo nho dem day"]),
    ("Turkish", "İstanbul'daki sunucu ışık kesilince kapanıyor; çözüm şimdilik güç kaynağı.", ["istanbul sunucu", "isik kesilince", "IŞIK KESİLİNCE", "guc kaynagi"]),
    ("German", "Die Größe der Überweisung wird an der Außenstelle geprüft.", ["Groesse der Ueberweisung", "GRÖSSE ÜBERWEISUNG", "grosse aussenstelle", "geprueft"]),
    ("German", "Schlüssel liegen im Tresor der Münchner Kanzlei.", ["wo liegen die Schluessel?", "Munchner Kanzlei", "schlu\u0308ssel tresor"]),
    ("French", "L'intégration échoue dès que l'hôte est injoignable ; le cœur du problème était le délai.", ["integration echoue", "l’hôte injoignable", "coeur du problème", "d'intégration"]),
    ("Italian", "Il backup dell'università è più lento perché la città usa un'altra rete.", ["universita backup", "l'universita\u0300", "città rete"]),
    ("Spanish", "El año pasado el niño de la señora rompió el módem; la contraseña está en la caja.", ["contrasena del modem", "an\u0303o pasado", "¿dónde está la contraseña?"]),
    ("Portuguese", "A migração não começou: falta a aprovação do João.", ["migracao nao comecou", "aprovação João", "Joao"]),
    ("Polish", "Łódzki serwer został wyłączony, bo źródło zasilania się spaliło.", ["lodzki serwer", "ŁÓDZKI", "zrodlo zasilania", "wylaczony serwer"]),
    ("Czech", "Příliš žluťoučký kůň běží na řídicím serveru v Plzni.", ["prilis zlutoucky kun", "řídicí server Plzeň", "ridicim serveru"]),
    ("Danish", "Sårbarheden i København blev rettet på en lørdag af Søren.", ["sarbarheden kobenhavn", "København lørdag", "Soren", "SØREN"]),
    ("Icelandic", "Þjónninn í Reykjavík er á öðru neti; Guðrún sér um hann.", ["þjónninn Reykjavik", "Gudrun", "thjonninn"]),
    ("Georgian", "სერვერი თბილისში ყოველ ღამე ითიშება.", ["სერვერი თბილისში", "ყოველ ღამე"]),
    ("Armenian", "Երևանի սերվերը վերագործարկվում է ամեն գիշեր։", ["երևանի սերվերը", "ԱՄԵՆ ԳԻՇԵՐ"]),
    ("Latin, full-width", "ＴＯＤＯ： ｐｏｒｔ　８０８０を閉じる。", ["todo port 8080", "8080を閉じる"]),
    ("Latin, ligatures", "The o\ufb03ce \ufb01rewall drops UDP above \ufb02oor 3.", ["office firewall", "which floor drops UDP?"]),
    ("emoji", "Commits that fix a bug begin with 🐛, releases with 🚀.", ["what does 🐛 mean", "🚀", "how do releases begin?"]),
    ("emoji", "👩‍💻 on the status board: deep work, do not call ☎️.", ["👩‍💻", "deep work status board"]),
    ("emoji, variants", "The 👍🏽 reaction merges a pull request; ❤️ only says thanks.", ["👍", "❤", "what does a 👍🏻 do?"]),
    ("signs", "Retry budget: ≤ 5 %, latency p99 < 200 µs on the Ω-bus.", ["200 μs", "Ω-bus latency", "ω bus"]),
    ("digits", "القناة رقم ١٢٣٤ مخصصة للتنبيهات.", ["القناة 1234", "قناة التنبيهات"]),
]


class ScriptsOfTheWorld(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.scratch = Scratch()
        cls.server = cls.scratch.server()
        cls.server.initialize()
        cls.uris = {}
        for _, memory, _ in TEXTS:
            cls.uris[memory] = cls.server.call("memory/remember", {"content": memory, "category": "events", "global": True})["uri"]

    @classmethod
    def tearDownClass(cls):
        cls.server.close()
        cls.scratch.close()

    def first(self, question):
        items = self.server.call("memory/find", {"query": question, "all_projects": True, "limit": 1})["items"]
        return items[0]["uri"] if items else None

    def missed(self, spelled=lambda text: text):
        return [(script, question) for script, memory, questions in TEXTS for question in questions if self.first(spelled(question)) != self.uris[memory]]

    def test_every_question_finds_its_memory_first(self):
        self.assertEqual(self.missed(), [])

    def test_it_does_not_matter_whether_accents_are_composed(self):
        """A file name from macOS is decomposed, what is typed is not."""
        self.assertEqual(self.missed(lambda text: unicodedata.normalize("NFD", text)), [])
        self.assertEqual(self.missed(lambda text: unicodedata.normalize("NFC", text)), [])

    def test_nor_whether_the_memory_is(self):
        for script, memory, questions in TEXTS:
            other = {"content": unicodedata.normalize("NFD", memory), "category": "cases", "global": True}
            if other["content"] == memory:
                continue
            uri = self.server.call("memory/remember", other)["uri"]
            for question in questions:
                with self.subTest(script=script, question=question):
                    items = self.server.call("memory/find", {"query": question, "category": "cases", "all_projects": True, "limit": 1})["items"]
                    self.assertEqual([item["uri"] for item in items], [uri])
