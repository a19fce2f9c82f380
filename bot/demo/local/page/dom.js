// Elements are only ever made here, with text as text: nothing that anybody wrote is parsed as HTML.

/** An element with properties (class, on…, data) and children (nodes, texts, nothing). */
export function el(tag, properties = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key in element && key !== "list") element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An address that may be followed or shown: HTTP alone. */
export function safeUrl(text) {
  try {
    const url = new URL(text, location.href);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const COLOURS = ["#5865f2", "#757e8a", "#3ba55c", "#d4822a", "#eb459e", "#0d8f8c", "#9656ce"];
const SVG = "http://www.w3.org/2000/svg";

/** Somebody's picture: the first letter on a colour of their own; an open book for a bot. */
export function avatar(user, size = "") {
  const colour = COLOURS[Number(BigInt(user.id) % BigInt(COLOURS.length))];
  const box = el("span.avatar", { ariaHidden: "true" });
  if (size) box.classList.add(size);
  if (!user.bot) {
    box.style.background = colour;
    box.append(shownName(user).slice(0, 1).toUpperCase());
    return box;
  }
  box.style.background = "linear-gradient(135deg, #23408f, #5865f2)";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  for (const [d, fill] of [
    ["M12 5.6C10 4.2 7 3.6 3.6 3.9c-.5 0-.9.5-.9 1v12.3c0 .6.5 1 1 1 3.100-.2 5.900.3 8.300 1.800z", "#fff"],
    ["M12 5.600c2-1.400 5-2 8.400-1.700.5 0 .9.5.9 1v12.300c0 .6-.5 1-1 1-3.100-.2-5.900.3-8.300 1.800z", "#c9cdfb"],
  ]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", fill);
    svg.append(path);
  }
  box.append(svg);
  return box;
}

export const shownName = (user) => user.global_name || user.username;
