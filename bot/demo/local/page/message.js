// One message as Discord shows it: who, what, embeds, buttons, menus.

import { avatar, el, safeUrl, shownName } from "./dom.js";
import { markdown } from "./markdown.js";

const EPHEMERAL = 64;
const LOADING = 128;
const REPLY = 19;

export const isPrivate = (message) => Boolean(message.flags & EPHEMERAL);

/** Whether a message is shown without its author, since the one before is by the same and not long ago. */
export function follows(message, before) {
  return Boolean(
    before && before.author.id === message.author.id && message.type !== REPLY && !message.interaction_metadata &&
    !isPrivate(message) && !isPrivate(before) && new Date(message.timestamp) - new Date(before.timestamp) < 7 * 60e3);
}

/** The element of a message. `act` does what its buttons and menus say. */
export function messageElement(message, before, names, act) {
  const first = !follows(message, before);
  const box = el("li.message", { id: `m${message.id}` });
  box.classList.toggle("first", first);
  box.classList.toggle("private", isPrivate(message));
  box.classList.toggle("pinged", message.mentions.some((user) => user.id === names.self()));
  if (first) {
    box.append(...[about(message, names)].filter(Boolean), avatar(message.author), head(message));
  }
  if (message.flags & LOADING) {
    box.append(el("div.thinking", {}, dots(), `${shownName(message.author)} is thinking…`));
  } else {
    box.append(...body(message, names, act));
  }
  if (isPrivate(message)) {
    box.append(el("div.note", {}, "👁 Only you can see this •", el("button", { type: "button", onclick: () => act.dismiss(message) }, "Dismiss message")));
  } else if (!(message.flags & LOADING)) {
    box.append(actions(message, act, box));
  }
  return box;
}

function about(message, names) {
  const used = message.interaction_metadata;
  const quoted = message.referenced_message;
  if (quoted) {
    const text = quoted.content || quoted.embeds[0]?.title || "Click to see attachment";
    return el("div.about", {}, avatar(quoted.author, "tiny"), el("span.who", {}, `@${shownName(quoted.author)}`),
      el("span.quote.md", {}, markdown(text.replaceAll("\n", " "), names, { blocks: false })));
  }
  if (used && used.type === 2) {
    return el("div.about", {}, avatar(used.user, "tiny"), el("span.who", {}, shownName(used.user)), " used ",
      el("span.used", { title: used.options }, used.command ? used.command : "a command"));
  }
  return null;
}

function head(message) {
  return el("div.head", {}, el("span.name", {}, shownName(message.author)),
    message.author.bot ? el("span.badge", {}, "APP") : null,
    el("time.time", { dateTime: message.timestamp }, `Today at ${clock(message.timestamp)}`));
}

const clock = (time) => new Date(time).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });

function body(message, names, act) {
  const parts = [];
  if (message.content) {
    parts.push(el("div.content.md", {}, markdown(message.content, names), message.edited_timestamp ? el("span.edited", {}, "(edited)") : null));
  }
  for (const file of message.attachments) {
    const isShown = message.embeds.some((embed) => embed.image?.url === file.url);
    if (!isShown && file.content_type.startsWith("image/")) {
      parts.push(el("div.file", {}, el("img", { src: safeUrl(file.url), alt: file.description || file.filename })));
    }
  }
  if (!(message.flags & 4)) parts.push(...message.embeds.map((embed) => embedElement(embed, names)));
  for (const row of message.components.filter((part) => part.type === 1)) {
    parts.push(el("div.row", {}, row.components.map((part) => part.type === 2 ? button(part, message, act) : select(part, message, act))));
  }
  return parts;
}

// Embeds

function embedElement(embed, names) {
  const box = el("article.embed");
  if (embed.color !== undefined) box.style.borderLeftColor = `#${embed.color.toString(16).padStart(6, "0")}`;
  const text = (value) => markdown(value, names);
  if (embed.author) box.append(el("div.author", {}, embed.author.name));
  if (embed.title) {
    const title = markdown(embed.title, names, { blocks: false });
    box.append(el("div.title.md", {}, embed.url ? el("a", { href: safeUrl(embed.url), target: "_blank", rel: "noopener noreferrer" }, title) : title));
  }
  if (embed.description) box.append(el("div.text.md", {}, text(embed.description)));
  if (embed.fields?.length) box.append(fields(embed.fields, text));
  if (embed.thumbnail) box.append(el("img.thumbnail", { src: safeUrl(embed.thumbnail.url), alt: "" }));
  if (embed.image) box.append(el("img.picture", { src: safeUrl(embed.image.url), alt: "" }));
  const foot = [embed.footer?.text, embed.timestamp && new Date(embed.timestamp).toLocaleString("en-US")].filter(Boolean).join(" • ");
  if (foot) box.append(el("div.foot", {}, foot));
  return box;
}

/** Inline fields stand beside each other, at most three in a line. */
function fields(all, text) {
  const box = el("div.fields");
  for (let at = 0; at < all.length;) {
    const line = [all[at++]];
    while (line[0].inline && line.length < 3 && all[at]?.inline) line.push(all[at++]);
    line.forEach((field, index) => {
      const one = el("div.field", {}, el("b.md", {}, text(field.name)), el("div.md", {}, text(field.value)));
      const width = 12 / line.length;
      one.style.gridColumn = `${1 + index * width} / span ${width}`;
      box.append(one);
    });
  }
  return box;
}

// Buttons and menus

export const dots = () => el("span.dots", {}, el("i"), el("i"), el("i"));

const emoji = (part) => part.emoji?.name ? el("span.emoji", {}, part.emoji.name) : null;

function button(part, message, act) {
  if (part.style === 5) {
    return el("button.press", { type: "button", onclick: () => window.open(safeUrl(part.url), "_blank", "noopener") }, emoji(part), el("span", {}, part.label ?? ""), "↗");
  }
  const box = el("button.press", { type: "button", disabled: part.disabled }, emoji(part), el("span", {}, part.label ?? ""));
  box.classList.add(`s${part.style}`);
  box.onclick = () => {
    box.classList.add("waiting");
    box.append(dots());
    act.press(message, part.custom_id);
  };
  return box;
}

function select(part, message, act) {
  const chosen = (part.options ?? []).filter((option) => option.default);
  const face = chosen.length
    ? el("span", {}, chosen.map((option) => option.label).join(", "))
    : el("span.empty", {}, part.placeholder || "Make a selection");
  const list = el("div.options", { hidden: true, role: "listbox" });
  const box = el("div.select", {}, el("button", { type: "button", disabled: part.disabled, ariaHasPopup: "listbox", onclick: toggle }, face), list);
  function toggle(event) {
    event.stopPropagation();
    list.hidden = !list.hidden;
    const below = innerHeight - box.getBoundingClientRect().bottom;
    list.classList.toggle("up", below < 330);
    if (!list.hidden) addEventListener("click", () => { list.hidden = true; }, { once: true });
  }
  for (const option of part.options ?? []) {
    const item = el("button", { type: "button", role: "option" }, emoji(option), option.label, option.description ? el("small", {}, option.description) : null);
    item.classList.toggle("on", Boolean(option.default));
    item.onclick = () => act.choose(message, part.custom_id, option.value);
    list.append(item);
  }
  return box;
}

function actions(message, act, box) {
  const menu = el("div.menu", { hidden: true }, el("small", {}, "Apps"),
    act.menus().map((name) => el("button", { type: "button", onclick: () => act.use(message, name) }, name)));
  const open = (event) => {
    event.preventDefault();
    event.stopPropagation();
    menu.hidden = false;
    box.classList.add("menu-open");
    addEventListener("click", () => { menu.hidden = true; box.classList.remove("menu-open"); }, { once: true });
  };
  box.oncontextmenu = (event) => { if (act.menus().length) open(event); };
  return el("div.actions", {},
    el("button", { type: "button", title: "Reply", ariaLabel: "Reply", onclick: () => act.reply(message) }, "\u21a9\ufe0e"),
    act.menus().length ? el("button", { type: "button", title: "Apps", ariaLabel: "Apps", onclick: open }, "⋯") : null,
    menu);
}
