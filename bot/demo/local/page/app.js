// The page: where one is, who one is, and what arrives.

import { Composer } from "./composer.js";
import { avatar, el, shownName } from "./dom.js";
import { messageElement } from "./message.js";

const find = (selector) => document.querySelector(selector);
const settings = new URLSearchParams(location.search);

let world = null; // what the server tells: bot, guilds
let self = null; // the user as whom one writes
let place = null; // the channel that is shown
let menus = []; // the commands on messages
let offered = []; // the slash commands
let shown = []; // the messages in order
let missed = null; // what happens while the messages are fetched

/** One step of the control interface; a refusal is shown below the composer. */
async function control(what, given = {}) {
  const response = await fetch(`/control/${what}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given),
  });
  const told = await response.json();
  const problem = find(".problem");
  problem.hidden = response.ok;
  if (!response.ok) {
    problem.textContent = told.error;
    throw new Error(told.error);
  }
  return told;
}

const guilds = () => world.guilds;
const guild = () => guilds().find((one) => one.channels.some((channel) => channel.id === place?.id));
const users = () => guilds().flatMap((one) => one.members.map((member) => member.user));
const people = () => (guild() ?? guilds()[0]).members.map((member) => member.user);
const names = {
  self: () => self?.id,
  user: (id) => shownName(users().find((user) => user.id === id) ?? { username: "unknown-user" }),
  channel: (id) => guilds().flatMap((one) => one.channels).find((channel) => channel.id === id)?.name ?? "unknown",
};

const act = {
  menus: () => menus,
  press: (message, button) => act.tryTo("press", { message: message.id, button }),
  choose: (message, menu, value) => act.tryTo("choose", { message: message.id, menu, values: [value] }),
  use: (message, command) => act.tryTo("use", { message: message.id, command }),
  dismiss: (message) => { shown = shown.filter((one) => one.id !== message.id); draw(); },
  reply: (message) => composer.reply(message, shownName(message.author)),
  tryTo: (what, given) => control(what, { user: self.id, ...given }).catch(() => draw()),
};

const composer = new Composer({
  bot: () => world.bot,
  commands: () => offered,
  people,
  channels: () => (guild() ?? guilds()[0]).channels,
  roles: () => (guild() ?? guilds()[0]).roles,
  send: (text, quoted) => act.tryTo("send", { channel: place.id, text, reply_to: quoted?.id }),
  invoke: (command, options) => act.tryTo("invoke", { channel: place.id, command, options }),
  complete: async (command, option, text, options) => {
    delete options[option];
    return (await control("complete", { user: self.id, channel: place.id, command, option, text, options })).choices;
  },
});

// What is shown

/** Shows the messages; who was reading further up stays there, unless they have just written. */
function draw({ toEnd = false } = {}) {
  const list = find(".messages");
  const isAtEnd = toEnd || list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const isDirect = place.type === 1;
  const sign = isDirect ? avatar(world.bot) : el("span.sign", {}, "#");
  const start = isDirect
    ? el("li.start", {}, sign, el("h2", {}, shownName(world.bot)), el("p", {}, "This is the beginning of your direct messages."))
    : el("li.start", {}, sign, el("h2", {}, `Welcome to #${place.name}!`), el("p", {}, `This is the start of the #${place.name} channel.`));
  list.replaceChildren(start, ...shown.map((message, index) => message.failed
    ? el("li.message.private", {}, el("div.failed", {}, message.failed), el("div.note", {}, "👁 Only you can see this"))
    : messageElement(message, shown[index - 1]?.failed ? null : shown[index - 1], names, act)));
  if (isAtEnd || draw.place !== place.id) list.scrollTop = list.scrollHeight;
  draw.place = place.id;
}

function drawAround() {
  const home = guild();
  find(".rail").replaceChildren(...guilds().map((one) => {
    const button = el("button", { type: "button", title: one.name, onclick: () => go(one.channels[0]) }, one.name.split(/\s+/).map((word) => word[0]).join("").slice(0, 3));
    button.classList.toggle("on", one === home);
    return button;
  }));
  find(".server-name").textContent = (home ?? guilds()[0]).name;
  const entry = (channel, sign, name) => {
    const button = el("button", { type: "button", onclick: () => go(channel) }, sign, name);
    button.classList.toggle("on", channel.id === place.id);
    return button;
  };
  find(".channels").replaceChildren(
    el("h2", {}, "Text channels"),
    ...(home ?? guilds()[0]).channels.map((channel) => entry(channel, el("span.sign", {}, "#"), channel.name)),
    el("h2", { style: "margin-top:16px" }, "Direct messages"),
    entry({ ...self.direct }, avatar(world.bot, "tiny"), shownName(world.bot)),
  );
  find(".self-avatar").replaceChildren(avatar(self, "small"));
  find(".self-name").textContent = shownName(self);
  find(".place .hash").textContent = place.type === 1 ? "@" : "#";
  find(".place h1").textContent = place.type === 1 ? shownName(world.bot) : place.name;
  find(".place .topic").textContent = place.topic ?? "";
  find("textarea").placeholder = `Message ${place.type === 1 ? "@" + shownName(world.bot) : "#" + place.name}`;
  document.title = `${place.type === 1 ? "@" + shownName(world.bot) : "#" + place.name} · ${(home ?? guilds()[0]).name}`;
  find(".members").replaceChildren(el("h2", {}, `Members — ${people().length}`),
    ...people().map((user) => el("div", {}, avatar(user, "small"), shownName(user), user.bot ? el("span.badge", {}, "APP") : null)));
}

/** A command, or its subcommands under their full names. */
function flat(command) {
  const inner = (command.options ?? []).filter((option) => option.type <= 2);
  if (!inner.length) return [command];
  return inner.flatMap((one) => flat({ ...one, name: `${command.name} ${one.name}` }));
}

async function go(channel) {
  place = channel;
  document.body.classList.remove("browsing");
  const at = { channel: place.id, user: self.id };
  missed ??= [];
  let told, what, since;
  try {
    [told, what] = await Promise.all([control("messages", at), control("offered", at)]);
  } finally {
    since = missed ?? [];
    missed = null;
  }
  shown = told.messages;
  offered = what.commands.flatMap((command) => flat(command)).sort((one, other) => one.name.localeCompare(other.name));
  menus = what.menus.map((command) => command.name);
  drawAround();
  draw();
  since.forEach(happened);
}

// What happens

let events = null;

function listen() {
  events?.close();
  events = new EventSource(`/control/events?user=${self.id}`);
  events.onopen = async () => { // also after a break, in which something may have happened
    await go(place);
    document.body.dataset.live = self.id;
  };
  events.onmessage = ({ data }) => (missed ? missed.push(JSON.parse(data)) : happened(JSON.parse(data)));
}

function happened({ event, message, id, channel }) {
  if (event === "MESSAGE_DELETE") {
    shown = shown.filter((one) => one.id !== id);
  } else if (event === "FAILED") {
    if (channel === place.id) shown.push({ failed: "❗ The application did not respond" });
  } else if (message && message.channel_id === place.id) {
    const at = shown.findIndex((one) => one.id === message.id);
    if (at >= 0) shown[at] = message;
    else shown.push(message);
  } else {
    if (!message) refresh();
    return;
  }
  draw({ toEnd: message?.author.id === self.id });
}

async function refresh() {
  const told = await control("look");
  world = told;
  await become(self.id);
}

async function become(id) {
  self = users().find((user) => user.id === id) ?? users().find((user) => !user.bot);
  self.direct = await control("direct", { user: self.id });
  const wanted = place?.type === 1 ? self.direct : guilds().flatMap((one) => one.channels).find((channel) => channel.id === place?.id);
  const choice = find(".self-choice");
  choice.replaceChildren(...people().filter((user) => !user.bot).map((user) => el("option", { value: user.id, selected: user.id === self.id }, shownName(user))));
  await go(wanted ?? guilds()[0].channels[0]);
}

find(".self-choice").addEventListener("change", async (event) => {
  await become(event.target.value);
  listen();
});
find(".back").addEventListener("click", () => document.body.classList.add("browsing"));

world = await control("look");
await become(settings.get("user"));
listen();
