// Writing: messages, mentions, and slash commands with their options and completions.

import { avatar, el } from "./dom.js";

const PAUSE = 120; // ms of quiet before completions are asked for

export class Composer {
  /** `world` tells what there is: bot(), commands(), names(); it does what is written: send, invoke, complete. */
  constructor(world) {
    this.world = world;
    this.form = document.querySelector(".composer");
    this.area = this.form.querySelector("textarea");
    this.bar = this.form.querySelector(".command");
    this.popup = document.querySelector(".popup");
    this.replying = document.querySelector(".replying");
    this.command = null;
    this.quoted = null;
    this.items = [];
    this.at = 0;
    this.asked = 0;
    this.area.addEventListener("input", () => this.typed());
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.querySelector(".plus").addEventListener("click", () => {
      this.clear();
      this.area.value = "/";
      this.area.focus();
      this.typed();
    });
    this.area.addEventListener("blur", () => setTimeout(() => { if (!this.form.contains(document.activeElement)) this.close(); }, 150));
  }

  reply(message, name) {
    this.quoted = message;
    this.replying.hidden = false;
    this.replying.replaceChildren(el("span", {}, "Replying to ", el("b", {}, name)),
      el("button", { type: "button", ariaLabel: "Don't reply", onclick: () => this.clear() }, "✕"));
    this.area.focus();
  }

  clear() {
    this.command = this.quoted = null;
    this.replying.hidden = this.bar.hidden = true;
    this.area.hidden = false;
    this.area.value = "";
    this.close();
  }

  // What is offered above

  show(heading, items, first = 0) {
    this.items = items;
    const rows = items.map((item, index) => el("li", { role: "option", onmousedown: (event) => { event.preventDefault(); item.choose(); }, onmousemove: () => this.mark(index) }, item.node));
    this.popup.replaceChildren(...(heading ? [el("li.heading", {}, heading)] : []), ...rows);
    this.popup.hidden = !items.length;
    this.popup.scrollTop = 0;
    this.mark(first);
  }

  mark(index) {
    this.at = index;
    [...this.popup.querySelectorAll("[role=option]")].forEach((row, at) => {
      row.classList.toggle("on", at === index);
      if (at === index) row.scrollIntoView({ block: "nearest" });
    });
  }

  close() {
    this.items = [];
    this.popup.hidden = true;
  }

  key(event) {
    if (event.isComposing) return;
    const { key } = event;
    if (this.items.length && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      const step = key === "ArrowDown" ? 1 : -1;
      this.mark((Math.max(this.at + step, -1) + this.items.length) % this.items.length);
    } else if (this.items.length && (key === "Tab" || (key === "Enter" && !this.command))) {
      event.preventDefault();
      this.items[Math.max(this.at, 0)].choose();
    } else if (key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (this.items.length && this.at >= 0) this.items[this.at].choose();
      else this.submit();
    } else if (key === "Escape") {
      if (this.items.length) this.close();
      else this.clear();
    } else if (key === "Backspace" && this.command && event.target.matches("input") && !event.target.value) {
      event.preventDefault();
      const name = this.command.name;
      this.clear();
      this.area.value = `/${name}`;
      this.area.focus();
      this.typed();
    }
  }

  // A message

  typed() {
    const text = this.area.value;
    if (/^\/[\w -]*$/.test(text)) {
      this.offerCommands(text.slice(1));
      const exact = text.endsWith(" ") && this.world.commands().find((one) => one.name === text.slice(1).trim());
      if (exact) this.begin(exact);
      return;
    }
    const mention = /(?:^|\s)@(\w*)$/.exec(text);
    if (mention) this.offerNames(mention[1]);
    else this.close();
  }

  offerCommands(begins) {
    const found = this.world.commands().filter((one) => one.name.startsWith(begins));
    this.show(this.world.bot().username, found.map((command) => ({
      choose: () => this.begin(command),
      node: [avatar(this.world.bot(), "small"),
        el("span.text", {}, el("b", {}, `/${command.name}`), " ", (command.options ?? []).filter((option) => option.required).map((option) => el("span.option", {}, el("span", {}, option.name))), el("small", {}, command.description)),
        el("span", {}, this.world.bot().username)],
    })));
  }

  offerNames(begins) {
    const found = this.world.people().filter((user) => user.username.toLowerCase().startsWith(begins.toLowerCase()));
    this.show("Members", found.slice(0, 8).map((user) => ({
      choose: () => {
        this.area.value = this.area.value.replace(/@\w*$/, `@${user.username} `);
        this.close();
      },
      node: [avatar(user, "small"), el("span.text", {}, el("b", {}, user.username))],
    })));
  }

  submit() {
    if (this.command) {
      this.invoke();
      return;
    }
    let text = this.area.value.trim();
    if (!text) return;
    for (const user of this.world.people()) text = text.replaceAll(`@${user.username}`, `<@${user.id}>`);
    this.world.send(text, this.quoted);
    this.clear();
  }

  // A command

  begin(command) {
    this.command = command;
    this.area.hidden = true;
    this.area.value = "";
    this.bar.hidden = false;
    this.inputs = new Map();
    const options = command.options ?? [];
    this.bar.replaceChildren(avatar(this.world.bot(), "tiny"), el("b", {}, `/${command.name}`));
    for (const option of options) this.addOption(option);
    this.close();
    const first = this.inputs.values().next().value;
    if (first) first.focus();
    else this.focusless();
  }

  addOption(option) {
    const input = el("input", { ariaLabel: option.description, maxLength: option.max_length ?? 1000 });
    if (!option.required) input.placeholder = "optional";
    const box = el("label.option", {}, el("span", {}, option.name), input);
    input.addEventListener("input", () => { box.classList.remove("wrong"); this.offerChoices(option, input); });
    input.addEventListener("focus", () => this.offerChoices(option, input));
    this.inputs.set(option.name, input);
    this.bar.append(box);
  }

  /** A command without options still needs something that takes the Enter key. */
  focusless() {
    const input = el("input", { readOnly: true, ariaLabel: "Press Enter to run the command" });
    Object.assign(input.style, { width: "1px", opacity: 0, border: 0 });
    this.bar.append(el("span.more", {}, "press Enter"), input);
    input.focus();
  }

  offerChoices(option, input) {
    const show = (choices) => this.show(option.description, choices.map((choice) => ({
      choose: () => { input.value = choice.name; input.dataset.value = choice.value; this.close(); input.focus({ preventScroll: true }); this.close(); },
      node: [el("span.text", {}, choice.name)],
    })), -1); // what is typed may stay as it is: nothing is chosen yet
    delete input.dataset.value;
    const choices = this.choicesOf(option);
    if (choices.length) {
      show(choices.filter((choice) => choice.name.toLowerCase().includes(input.value.toLowerCase())));
    } else if (option.autocomplete) {
      const turn = ++this.asked;
      setTimeout(async () => {
        if (turn !== this.asked || !this.command) return;
        const choices = await this.world.complete(this.command.name, option.name, input.value, this.given());
        if (turn === this.asked && this.command) show(choices);
      }, PAUSE);
    } else {
      this.close();
    }
  }

  /** What an option can only be: its choices, yes or no, or those that are here. */
  choicesOf(option) {
    const named = (all, sign) => all.map((one) => ({ name: sign + (one.name ?? one.username).replace(/^@/, ""), value: one.id }));
    switch (option.type) {
      case 5: return [{ name: "True", value: "true" }, { name: "False", value: "false" }];
      case 6: return named(this.world.people(), "@");
      case 7: return named(this.world.channels(), "#");
      case 8: return named(this.world.roles(), "@");
      default: return option.choices ?? [];
    }
  }

  given() {
    const given = {};
    for (const [name, input] of this.inputs) if (input.value) given[name] = input.dataset.value ?? input.value;
    return given;
  }

  invoke() {
    const missing = (this.command.options ?? []).filter((option) => option.required && !this.inputs.get(option.name)?.value.trim());
    for (const option of missing) this.inputs.get(option.name)?.parentElement.classList.add("wrong");
    if (missing.length) return;
    const { name } = this.command;
    const given = this.given();
    this.asked++;
    this.clear();
    this.area.focus();
    this.world.invoke(name, given);
  }
}
