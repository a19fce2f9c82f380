// The Markdown of Discord's that matters here, made into elements.

import { el, safeUrl } from "./dom.js";

const INLINE = [
  [/^\\([^\w\s])/, (m) => m[1]],
  [/^```(?:\w+\n)?([\s\S]+?)```/, (m) => el("pre", {}, m[1].replace(/^\n|\n$/g, ""))],
  [/^``(.+?)``/s, (m) => el("code", {}, m[1])],
  [/^`([^`]+)`/, (m) => el("code", {}, m[1])],
  [/^\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/s, (m, names) => el("strong", {}, inline(m[1], names))],
  [/^__((?:\\.|[^\\])+?)__(?!_)/s, (m, names) => el("u", {}, inline(m[1], names))],
  [/^\*(?!\s)((?:\\.|\*\*|[^\\*])+?)\*(?!\*)/s, (m, names) => el("em", {}, inline(m[1], names))],
  [/^_((?:\\.|[^\\_])+?)_(?!\w)/s, (m, names) => el("em", {}, inline(m[1], names))],
  [/^~~((?:\\.|[^\\])+?)~~/s, (m, names) => el("s", {}, inline(m[1], names))],
  [/^\|\|([\s\S]+?)\|\|/, (m, names) => spoiler(inline(m[1], names))],
  [/^\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/, (m, names) => link(m[2], inline(m[1], names))],
  [/^<(https?:\/\/[^\s>]+)>/, (m) => link(m[1], [m[1]])],
  [/^https?:\/\/[^\s<]+[^\s<.,:;"')\]]/, (m) => link(m[0], [m[0]])],
  [/^<@!?(\d+)>/, (m, names) => el("span.mention", {}, `@${names.user(m[1])}`)],
  [/^<#(\d+)>/, (m, names) => el("span.mention", {}, `#${names.channel(m[1])}`)],
  [/^<\/([\w -]+):\d+>/, (m) => el("span.mention", {}, `/${m[1]}`)],
  [/^<t:(-?\d{1,12})(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]), m[2] ?? "f")],
  [/^@(everyone|here)\b/, (m) => el("span.mention", {}, m[0])],
];
const PLAIN = /^[^\\`*_~|[<h@]+/;

const STYLES = {
  t: { timeStyle: "short" }, T: { timeStyle: "medium" }, d: { dateStyle: "short" }, D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" }, F: { dateStyle: "full", timeStyle: "short" },
};
const UNITS = [["year", 31556952], ["month", 2629746], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** A moment, in seconds since 1970, as the reader's own clock shows it. */
function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  const away = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(away) >= size) ?? UNITS.at(-1);
  const text = style === "R"
    ? new Intl.RelativeTimeFormat("en-US", { numeric: "auto" }).format(Math.round(away / size), unit)
    : date.toLocaleString("en-US", STYLES[style]);
  return el("time.moment", { dateTime: date.toISOString(), title: date.toLocaleString("en-US", STYLES.F) }, text);
}

function link(address, children) {
  return el("a", { href: safeUrl(address), target: "_blank", rel: "noopener noreferrer" }, children);
}

function spoiler(children) {
  const box = el("span.spoiler", { tabIndex: 0 }, children);
  box.onclick = () => box.classList.add("open");
  return box;
}

/** The nodes of a text without line structure. */
export function inline(text, names) {
  const nodes = [];
  let last = "";
  for (let rest = text; rest;) {
    let match = PLAIN.exec(rest);
    let node = match?.[0];
    if (!match) {
      const inWord = /\w$/.test(last) && /^(_|https?:)/.test(rest);
      for (const [pattern, make] of inWord ? [] : INLINE) {
        match = pattern.exec(rest);
        if (match) {
          node = make(match, names);
          break;
        }
      }
    }
    node ??= rest[0];
    last = match?.[0] ?? rest[0];
    rest = rest.slice(last.length);
    if (typeof node === "string" && typeof nodes.at(-1) === "string") nodes[nodes.length - 1] += node;
    else nodes.push(node);
  }
  return nodes;
}

const BLOCKS = [
  [/^> ?(.*)$/, (lines, names) => el("blockquote", {}, lines.flatMap((line, i) => [i ? "\n" : "", ...inline(line, names)]))],
  [/^-# +(.+)$/, (lines, names) => lines.map((line) => el("span.subtext", {}, inline(line, names)))],
  [/^#{1,3} +(.+)$/, (lines, names) => lines.map((line) => el("h3", {}, inline(line, names)))],
  [/^ *[-*] +(.+)$/, (lines, names) => el("ul", {}, lines.map((line) => el("li", {}, inline(line, names))))],
];

/** The nodes of a text with quotes, headings, small print and lists. */
export function markdown(text, names, { blocks = true } = {}) {
  if (!blocks || text.includes("```")) return inline(text, names);
  const nodes = [];
  const lines = text.split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n"), names));
    plain = [];
  };
  for (let at = 0; at < lines.length;) {
    const block = BLOCKS.find(([pattern]) => pattern.test(lines[at]));
    if (!block) {
      plain.push(lines[at++]);
      continue;
    }
    flush();
    const told = [];
    for (let match; at < lines.length && (match = block[0].exec(lines[at])); at++) told.push(match[1]);
    nodes.push(...[block[1](told, names)].flat());
  }
  flush();
  return nodes;
}
