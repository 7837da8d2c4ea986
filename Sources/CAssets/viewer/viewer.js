"use strict";

// The link that `continuity serve` prints carries the token. It moves from the address to the tab's own storage, so that it does not
// stay in the history.
const given = new URLSearchParams(location.search).get("token");
if (given) {
  sessionStorage.setItem("token", given);
  history.replaceState(null, "", "/");
}
const token = sessionStorage.getItem("token") || "";

const $ = (id) => document.getElementById(id);

async function ask(method, params) {
  const response = await fetch("/rpc", {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Bearer " + token },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const reply = await response.json();
  if (reply.error) throw new Error(reply.error.message);
  return reply.result;
}

// Memories are anybody's text: they become text nodes, never markup.
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

const nameOf = (uri) => uri.split("/").pop() || uri;

function link(uri, text) {
  const made = element("button", text);
  made.title = uri;
  made.addEventListener("click", () => show(uri));
  return made;
}

function branch(node) {
  const list = element("ul");
  for (const child of node.children || []) {
    const line = element("li");
    if (child.type === "dir") {
      const folder = element("details");
      folder.open = child.count > 0 && child.count <= 30;
      folder.append(element("summary", `${nameOf(child.uri)} (${child.count})`), branch(child));
      line.append(folder);
    } else {
      line.append(link(child.uri, child.l0 || nameOf(child.uri)));
    }
    list.append(line);
  }
  if (node.omitted) list.append(element("li", `… ${node.omitted} more`, "hint"));
  return list;
}

async function guarded(work) {
  try {
    await work();
  } catch (error) {
    $("detail").replaceChildren(element("p", error.message, "hint"));
  }
}

const loadTree = () => guarded(async () => {
  const tree = await ask("memory/tree", { depth: 6, limit: 200, all_projects: true });
  $("tree").replaceChildren(branch(tree));
  $("status").textContent = `${tree.count} memories`;
});

const show = (uri) => guarded(async () => {
  const node = await ask("memory/read", { uri });
  const facts = [node.category, node.project, node.origin, node.updated_at].filter(Boolean).join(" · ");
  const article = element("article");
  article.append(element("h2", node.l0), element("p", facts, "facts"), element("p", node.uri, "facts"), element("pre", node.l2 || node.l1));
  for (const revision of node.history || []) {
    article.append(element("p", `until ${revision.replaced_at} (${revision.cause}): ${revision.l0}`, "facts"));
  }
  for (const edge of node.links || []) {
    const other = edge.from === node.uri ? edge.to : edge.from;
    const line = element("p", edge.kind + " ", "facts");
    line.append(link(other, other));
    article.append(line);
  }
  $("detail").replaceChildren(article);
});

$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const query = $("query").value.trim();
  if (!query) return;
  guarded(async () => {
    const found = await ask("memory/find", { query, limit: 30, all_projects: true });
    const articles = found.items.map((item) => {
      const article = element("article");
      const facts = [item.category, item.project, item.updated_at, item.score.toFixed(2)].filter(Boolean).join(" · ");
      article.append(link(item.uri, item.l0), element("p", facts, "facts"));
      return article;
    });
    $("detail").replaceChildren(...(articles.length ? articles : [element("p", "Nothing found.", "hint")]));
  });
});

if (token) loadTree();
else $("detail").replaceChildren(element("p", "Open the link that `continuity serve` printed: it carries the token.", "hint"));
