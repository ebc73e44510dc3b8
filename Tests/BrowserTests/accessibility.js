// What a person who cannot see, aim or tell colours apart would stumble over, as a list of sentences.
// Thresholds are those of WCAG 2.2, level AA: 1.4.3 and 1.4.11 for contrast, 2.5.8 for the size of targets.
(() => {
  "use strict";
  const problems = [];
  const name = (element) => {
    const text = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ");
    const id = element.id ? "#" + element.id : "";
    const kind = typeof element.className === "string" && element.className ? "." + element.className : "";
    return `<${element.tagName.toLowerCase()}${id}${kind}> “${text.slice(0, 40)}”`;
  };
  const style = (element) => getComputedStyle(element);
  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.left < innerWidth;
  };

  // Structure
  const html = document.documentElement;
  if (!html.lang) problems.push("the document names no language");
  if (!["ltr", "rtl"].includes(html.dir)) problems.push("the document names no direction");
  if (!document.title.trim()) problems.push("the document has no title");
  const isEmbedded = document.body.classList.contains("embed");
  for (const landmark of isEmbedded ? [] : ["header", "main", "footer"]) {
    if (document.querySelectorAll(`body > ${landmark}`).length !== 1) problems.push(`not one ${landmark}`);
  }
  const navigations = [...document.querySelectorAll("nav")].map((nav) => nav.getAttribute("aria-label"));
  if (navigations.some((label) => !label)) problems.push("a navigation has no name");
  if (new Set(navigations).size < navigations.length) problems.push(`navigations share a name: ${navigations}`);
  const headings = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")];
  if (headings.filter((heading) => heading.tagName === "H1").length !== 1) problems.push("not one h1");
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`a level is skipped before ${name(heading)}`);
    if (!heading.textContent.trim()) problems.push(`an empty heading ${name(heading)}`);
    level = next;
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) problems.push(`two elements are #${id}`);
  for (const element of document.querySelectorAll("[aria-labelledby],[aria-describedby],label[for]")) {
    const names = ["aria-labelledby", "aria-describedby", "for"].map((key) => element.getAttribute(key) || "").join(" ");
    for (const id of names.trim().split(/\s+/)) {
      if (!document.getElementById(id)) problems.push(`${name(element)} points to #${id}, which is not there`);
    }
  }

  // Names
  for (const element of document.querySelectorAll("a[href],button,summary")) {
    const label = element.getAttribute("aria-label") || element.textContent.trim()
      || element.querySelector("[aria-label],title")?.textContent;
    if (!label && element.tagName !== "A") problems.push(`no name: ${name(element)}`);
    if (!label && element.tagName === "A" && !element.getAttribute("aria-label")) problems.push(`a link without a name: ${element.getAttribute("href")}`);
  }
  for (const element of document.querySelectorAll("input:not([type=hidden]),select,textarea")) {
    if (!element.labels.length && !element.getAttribute("aria-label")) problems.push(`no label: ${name(element)}`);
  }
  for (const element of document.querySelectorAll("img")) {
    if (element.alt === null || !element.hasAttribute("alt")) problems.push(`a picture without alternative: ${element.src}`);
  }
  for (const element of document.querySelectorAll("svg")) {
    const outer = element.parentElement.closest("svg");
    const isHidden = element.closest("[aria-hidden=true]");
    const isNamed = element.getAttribute("aria-label") || element.getAttribute("aria-labelledby");
    if (!outer && !isHidden && !isNamed) problems.push("a drawing without alternative");
  }
  for (const table of document.querySelectorAll("table")) {
    if ([...table.querySelectorAll("th")].some((head) => !head.scope)) problems.push("a table's heading has no scope");
  }
  for (const element of document.querySelectorAll("[tabindex]")) {
    if (element.tabIndex > 0) problems.push(`${name(element)} jumps the order of focus`);
  }
  for (const element of document.querySelectorAll("*")) {
    if (element.scrollWidth > element.clientWidth + 1 && ["auto", "scroll"].includes(style(element).overflowX)
      && element.clientWidth && element.tabIndex < 0 && !element.querySelector("a[href],button,input")) {
      problems.push(`${name(element)} scrolls, and not by keyboard`);
    }
  }

  // Sizes: 24 by 24, or alone within such a circle, unless it stands in a sentence.
  const targets = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")]
    .filter((element) => isShown(element) && !element.closest("svg"));
  const boxes = targets.map((element) => {
    const label = element.type === "radio" ? element.closest("label") || element : element;
    return label.getBoundingClientRect();
  });
  const isInText = (element) => {
    if (style(element).display !== "inline") return false;
    const block = element.closest("p,li,td,th,dd,dt,figcaption,h1,h2,h3,blockquote");
    return block && block.textContent.trim().length > element.textContent.trim().length;
  };
  targets.forEach((element, index) => {
    const box = boxes[index];
    if (box.width >= 24 && box.height >= 24 || isInText(element)) return;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const crowded = boxes.some((other, place) => place !== index
      && x + 12 > other.left && x - 12 < other.right && y + 12 > other.top && y - 12 < other.bottom);
    if (crowded) problems.push(`too small to hit, ${Math.round(box.width)} × ${Math.round(box.height)}: ${name(element)}`);
  });

  // Contrast
  const parsed = (colour) => {
    const parts = colour.match(/[\d.]+/g)?.map(Number);
    if (!parts) return null;
    const scale = colour.startsWith("color(") ? 255 : 1;
    return { r: parts[0] * scale, g: parts[1] * scale, b: parts[2] * scale, a: parts[3] ?? 1 };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1,
  });
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parsed(style(at).backgroundColor);
      if (colour && colour.a > 0) layers.push(colour);
      if (colour?.a === 1) break;
    }
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? { r: 18, g: 18, b: 18, a: 1 } : { r: 255, g: 255, b: 255, a: 1 };
    return layers.reverse().reduce((below, top) => over(top, below), canvas);
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((part) => part / 255).map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const judged = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || judged.has(element)) continue;
    judged.add(element);
    if (["SCRIPT", "STYLE", "TITLE", "OPTION"].includes(element.tagName) || !isShown(element)) continue;
    const inDrawing = element.closest("svg");
    const own = parsed(inDrawing ? style(element).fill : style(element).color);
    if (!own) continue;
    const below = behind(inDrawing ? inDrawing.parentElement : element);
    // A glyph on a coloured bar is judged against the bar, which drawings name by class; the palette's own test has it.
    if (element.classList.contains("on")) continue;
    const size = parseFloat(style(element).fontSize), isBold = Number(style(element).fontWeight) >= 700;
    const least = size >= 24 || size >= 18.66 && isBold ? 3 : 4.5;
    const found = contrast(over(own, below), below);
    if (found < least - 0.01) problems.push(`contrast ${found.toFixed(2)} of ${least}: ${name(element)}`);
  }
  return problems;
})()
