"""The page of `continuity serve` in a real browser: every view in both themes on a desk and on a phone; keyboards, screen readers, corrections."""

import json
import time
from pathlib import Path

import recorded
from cases import ProgramTest
from chromium import Browser
from viewer import ViewerServer, fill

CHECKS = (Path(__file__).parent / "page_checks.js").read_text()
VIEWS = ("tree", "search", "timeline", "profile", "graph", "context", "health")
ATTACK = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> \"'><b>bold</b> javascript:alert(1)"


class PageTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.browser = Browser()
        self.addCleanup(self.browser.close)
        self.furnish()
        self.server = ViewerServer(self.scratch)
        self.addCleanup(self.server.__exit__)

    def furnish(self):
        recorded.replay(self.scratch)
        orchard = self.scratch.project("orchard")
        for category, words in (
            ("entities", "The Orchard API owns trees, harvests and prices."), ("events", "Deployed the Orchard API with the new price rounding."),
            ("cases", "The price test failed for its locale; LC_ALL=C in the runner solved it."), ("profile", "The user reviews most changes of the backend."),
            ("patterns", "Handlers return typed errors; one middleware maps them to status codes.\n\n" + "\n".join(f"- Rule {number}: say what failed, on which value, and what to do." for number in range(40))),
        ):
            self.scratch.run("remember", f"--category={category}", words, cwd=orchard, check=True)
        old = self.scratch.json("remember", "--category=preferences", "Use npm for the web client.", cwd=orchard)["uri"]
        self.scratch.call("memory/remember", content="Use bun for the web client.", category="preferences", supersedes=old, project="orchard")

    def page(self, view="tree", width=1400, height=900, dark=False, touch=False):
        page = self.browser.open(self.server.link, width, height, dark, touch)
        self.show(page, view)
        return page

    def show(self, page, view):
        page.run(f"location.hash = {json.dumps('#/' + view)}")
        page.until(f"document.title.toLowerCase().startsWith({json.dumps(view.split('?')[0])})")
        page.until("document.querySelector('main h1, main input[type=search]') && !document.querySelector('main .loading')")
        time.sleep(0.4)

    def assertQuiet(self, page):
        """Nothing in the console, and nothing asked of anybody else. A browser's own pictures of its controls are no requests."""
        self.assertEqual(page.complaints(), [])
        self.assertEqual([address for address in page.requests() if not address.startswith((self.server.address, "data:"))], [])

    def assertSound(self, page, what):
        problems = page.run(f"({CHECKS})()")
        self.assertEqual(problems, [], what)
        nameless = []
        for node in page.command("Accessibility.getFullAXTree")["nodes"]:
            role = node.get("role", {}).get("value")
            if role in ("button", "link", "textbox", "searchbox", "combobox", "checkbox", "radio", "tab", "option", "treeitem", "img", "listbox", "tree", "dialog", "spinbutton") \
                    and not node.get("ignored") and not node.get("name", {}).get("value", "").strip():
                nameless.append(f"{role} {node.get('nodeId')}")
        self.assertEqual(nameless, [], f"{what}: a screen reader has no name for these")


class Views(PageTest):
    def test_every_view_is_quiet_and_sound_in_both_themes_on_a_desk_and_on_a_phone(self):
        for width, height, touch in ((1400, 900, False), (400, 820, True)):
            for dark in (False, True):
                page = self.page("tree", width, height, dark, touch)
                for view in VIEWS + ("search?q=price", "search?state=superseded"):
                    with self.subTest(view=view, width=width, dark=dark):
                        self.show(page, view)
                        self.assertSound(page, f"{view} at {width}, {'dark' if dark else 'light'}")
                        first = page.run("(() => { const row = document.querySelector('main [data-row]:not([data-type=dir])'); row?.click(); return !!row; })()")
                        if first:
                            page.until("document.querySelector('.detail:not([hidden]) h1')")
                            time.sleep(0.2)
                            self.assertSound(page, f"a memory of {view} at {width}, {'dark' if dark else 'light'}")
                self.assertQuiet(page)

    def test_an_empty_store_says_what_to_do_in_every_view(self):
        from program import Scratch
        with Scratch() as fresh, ViewerServer(fresh) as server:
            page = self.browser.open(server.link)
            for view in VIEWS:
                with self.subTest(view=view):
                    self.show(page, view)
                    words = page.run("document.querySelector('main').innerText")
                    self.assertRegex(words, r"continuity init|remember|No hook has run", view)
                    self.assertSound(page, f"an empty {view}")
            self.assertEqual(page.complaints(), [])

    def test_without_the_token_the_page_says_what_to_do(self):
        page = self.browser.open(self.server.address + "/")
        page.until("document.querySelector('main').innerText.includes('continuity serve')")
        self.assertNotIn("Orchard", page.run("document.body.innerText"))

    def test_the_link_leaves_no_token_in_the_address_or_in_reach_of_scripts(self):
        page = self.page()
        self.assertNotIn(self.server.token, page.run("location.href + document.cookie + JSON.stringify(localStorage)"))

    def test_what_a_memory_says_stays_text(self):
        self.scratch.call("memory/remember", content=ATTACK + "\n\n```\n" + ATTACK + "\n```\n- " + ATTACK, title=ATTACK, category="events", tags=[ATTACK[:90]], project=ATTACK)
        page = self.page("search?q=bold")
        page.until("document.querySelector('.result')")
        page.press("ArrowDown")
        page.until("document.querySelector('.detail h1')")
        for view in ("tree?uri=mem%3A%2F%2Fuser%2Fevents", "timeline", "graph", "context", "health"):
            self.show(page, view)
        self.assertEqual(page.run("document.querySelectorAll('main img, main script, main b[onclick]').length"), 0)
        self.assertNotEqual(page.run("document.title"), "owned")
        self.assertQuiet(page)


class Keyboard(PageTest):
    def test_from_a_question_to_the_memory_and_back_without_a_mouse(self):
        page = self.page("health")
        page.press("/")
        page.until("document.activeElement?.type === 'search'")
        page.type("price rounding")
        page.until("document.querySelectorAll('.result').length > 0 && document.querySelector('main').dataset.query === 'price rounding'")
        self.assertGreater(page.run("document.querySelectorAll('.why .part').length"), 0, "the score is explained")
        page.press("ArrowDown")
        page.until("document.activeElement?.matches('.result') && document.querySelector('.detail h1')")
        first = page.run("document.querySelector('.detail h1').innerText")
        page.press("ArrowDown")
        page.until(f"document.querySelector('.detail h1')?.innerText !== {json.dumps(first)}")
        page.press("?")
        page.until("document.querySelector('dialog[open]')")
        self.assertSound(page, "the help")
        page.press("Escape")
        page.until("!document.querySelector('dialog')")
        for number, view in enumerate(VIEWS, 1):
            page.press("Escape")
            page.press(str(number))
            page.until(f"document.title.toLowerCase().startsWith('{view}')")
        self.assertQuiet(page)

    def test_the_tree_opens_and_closes_with_arrows(self):
        page = self.page("tree")
        page.until("document.querySelector('[role=treeitem][tabindex=\"0\"]')")
        page.run("document.querySelector('[data-row=\"mem://user\"]').focus()")
        page.press("ArrowDown")
        page.press("ArrowRight")
        page.until("document.activeElement.getAttribute('aria-expanded') === 'true'")
        page.press("ArrowDown")
        page.until("document.activeElement.dataset.type === 'leaf' && document.querySelector('.detail .address')")
        page.press("ArrowLeft")
        page.until("document.activeElement.dataset.type === 'dir'")
        page.press("ArrowLeft")
        page.until("document.activeElement.getAttribute('aria-expanded') === 'false'")
        self.assertQuiet(page)

    def test_tab_goes_through_everything_in_the_order_of_reading(self):
        for view in VIEWS:
            with self.subTest(view=view):
                page = self.page(view)
                page.run("document.activeElement.blur?.(); window.scrollTo(0, 0)")
                seen, lost = [], 0
                for _ in range(80):
                    page.press("Tab")
                    where = page.run("""(() => { const e = document.activeElement; if (!e || e === document.body) return null;
                      const b = e.getBoundingClientRect(), s = getComputedStyle(e), l = e.closest('label') && getComputedStyle(e.closest('label').querySelector('span') || e);
                      return {name: e.outerHTML.slice(0, 90), x: b.x, y: b.y, visible: b.width > 0 && b.height > 0, ring: s.outlineStyle !== 'none' || (l && l.outlineStyle !== 'none'), main: !!e.closest('main')}; })()""")
                    if where is None or (seen and where["name"] == seen[0]["name"]):
                        break
                    seen.append(where)
                self.assertGreater(len(seen), 6)
                self.assertEqual([one["name"] for one in seen if not one["visible"] and "skip" not in one["name"]], [], "focus goes where nothing is seen")
                self.assertEqual([one["name"] for one in seen if not one["ring"]], [], "focus is not shown")
                kinds = [one["main"] for one in seen]
                self.assertEqual(kinds, sorted(kinds), "first the frame, then what it holds")


class Correcting(PageTest):
    def open_memory(self, page, words):
        self.show(page, "search")
        page.run("document.querySelector('input[type=search]').focus()")
        page.type(words)
        page.until(f"document.querySelector('main').dataset.query === {json.dumps(words)} && document.querySelector('.result')")
        page.press("ArrowDown")
        page.until("document.querySelector('.detail .address')")
        return page.run("document.querySelector('.detail .address').innerText")

    def test_edit_and_undo(self):
        page = self.page()
        uri = self.open_memory(page, "locale runner")
        page.press("e")
        page.until("document.querySelector('dialog[open] textarea')")
        self.assertSound(page, "the editor")
        page.run("document.querySelector('dialog textarea').value = 'The price test failed for its locale; LANG=C solved it.'")
        page.click("dialog button[type=submit]")
        page.until("!document.querySelector('dialog') && document.querySelector('.tiers').innerText.includes('LANG=C')")
        self.assertIn("LANG=C", self.scratch.json("read", uri)["l2"])
        page.until("document.querySelector('.history ins, .history del')")
        page.press("u")
        page.until("document.querySelector('.tiers').innerText.includes('LC_ALL=C')")
        self.assertIn("LC_ALL=C", self.scratch.json("read", uri)["l2"])
        self.assertQuiet(page)

    def test_forget_with_a_reason_and_undo(self):
        page = self.page()
        uri = self.open_memory(page, "locale runner")
        page.press("f")
        page.until("document.querySelector('dialog[open] input[name=reason]')")
        self.assertSound(page, "asking before forgetting")
        page.type("no longer so")
        page.press("Enter")
        page.until("document.querySelector('.banner')?.innerText.includes('no longer so')")
        self.assertEqual(self.scratch.json("find", "--all-projects", "locale runner")["items"], [])
        page.press("Escape")
        page.click(".toast button")
        page.until("!document.querySelector('.banner')")
        self.assertEqual(self.scratch.json("find", "--all-projects", "locale runner")["items"][0]["uri"], uri)
        self.assertQuiet(page)

    def test_pin_and_unpin(self):
        page = self.page()
        uri = self.open_memory(page, "locale runner")
        page.press("p")
        page.until("document.querySelector('.detail .badge')")
        self.assertTrue(self.scratch.json("read", uri)["pinned"])
        page.press("p")
        page.until("!document.querySelector('.detail .badge')")
        self.assertFalse(self.scratch.json("read", uri)["pinned"])

    def test_remember_by_hand_and_take_it_back(self):
        page = self.page("tree")
        page.press("n")
        page.until("document.querySelector('dialog[open] textarea')")
        page.type("We deploy on Tuesdays")
        page.press("Enter", modifiers=2)
        page.until("!document.querySelector('dialog') && document.querySelector('.toast')")
        self.assertEqual(len(self.scratch.json("find", "--all-projects", "deploy Tuesdays")["items"][:1]), 1)
        self.assertIn("Tuesdays", self.scratch.json("find", "--all-projects", "deploy Tuesdays")["items"][0]["l0"])
        page.press("u")
        page.until("[...document.querySelectorAll('.toast')].some(toast => toast.innerText.includes('Undone'))")
        self.assertFalse(any("Tuesdays" in item["l0"] for item in self.scratch.json("find", "--all-projects", "deploy Tuesdays")["items"]))

    def test_what_another_process_remembers_shows_by_itself(self):
        page = self.page("timeline")
        page.until("document.getElementById('live').dataset.state === 'live'")
        time.sleep(1.2)
        self.scratch.run("remember", "--category=events", "Seen without a reload.", check=True)
        page.until("document.querySelector('main').innerText.includes('Seen without a reload.')", 10)
        self.assertQuiet(page)


class Size(PageTest):
    def furnish(self):
        fill(self.scratch, 600)

    def test_five_hundred_nodes_are_drawn_and_their_labels_lie_apart(self):
        page = self.page("graph")
        page.run("(() => { const size = document.querySelector('main select'); size.value = '500'; size.dispatchEvent(new Event('change')); })()")
        page.until("document.querySelectorAll('.node-row').length >= 500", 30)
        time.sleep(1)
        ink = page.run("(() => { const c = document.querySelector('canvas'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n += 1; return n / (d.length / 4); })()")
        self.assertGreater(ink, 0.05, "something is drawn")
        overlaps = page.run("""(async () => { const {labels} = await import('/layout.js');
          const nodes = Array.from({length: 400}, (_, i) => ({x: (i * 7919) % 1000, y: (i * 104729) % 700, radius: 5, text: 'label number ' + i}));
          const found = labels(nodes, text => text.length * 6, {width: 1000, nodes: []}).map(l => l.box);
          let n = 0; found.forEach((a, i) => found.slice(i + 1).forEach(b => { if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h) n += 1; }));
          return [n, found.length]; })()""")
        self.assertEqual(overlaps[0], 0)
        self.assertGreater(overlaps[1], 40)
        self.assertQuiet(page)
