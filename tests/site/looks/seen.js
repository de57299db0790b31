// What a page is asked once it stands: each answer is a list of sentences, empty where all is well.

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const NAMES = ["aria-label", "alt", "placeholder", "title"];

/** Which rules of WCAG 2.2 AA the page breaks, and where. */
async function unreadable() {
  const found = await axe.run(document, { runOnly: RULES, resultTypes: ["violations"] });
  return found.violations.map((broken) => {
    const where = broken.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} [${node.failureSummary.split("\n").slice(1).join(";").trim().slice(0, 200)}]`);
    return `${broken.id}: ${where.join(" | ")}`;
  });
}

/** Whether the page itself has to be pushed sideways, and by what. */
function tooWide() {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const inBox = (it) => it.closest(".scroll, [data-scroll]") && !it.matches(".scroll");
  const out = [...document.body.querySelectorAll("*")].filter(
    (it) => it.getBoundingClientRect().right > wide + 1 && !inBox(it),
  );
  const told = out.slice(-2).map((it) => it.outerHTML.slice(0, 160));
  return [`wider than the screen: ${told.join(" | ")}`];
}

/** All that is written in Chinese and not marked as being so. */
function chinese() {
  const marked = (it) => it.closest("[lang^=zh], script, style");
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.nodeValue.trim();
    if (CHINESE.test(text) && !marked(walker.currentNode.parentElement)) found.push(text);
  }
  for (const it of document.querySelectorAll(NAMES.map((name) => `[${name}]`).join())) {
    const texts = NAMES.map((name) => it.getAttribute(name) ?? "");
    if (!marked(it)) found.push(...texts.filter((text) => CHINESE.test(text)));
  }
  return found;
}

Object.assign(globalThis, { unreadable, tooWide, chinese });
