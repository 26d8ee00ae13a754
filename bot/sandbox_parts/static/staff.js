// The staff view: cards of the staff and DSL channels, and a form for every command.

import { $, ask, el, once, renew, say } from "./dom.js";
import { drawCard, fillAnswer } from "./card.js";
import { drawFields } from "./forms.js";

let places = [];
let place = "";
let actor = () => "";
let cards = {};

export function setUpStaff(fixed, who) {
  actor = who;
  places = [["staff", "Staff channel"], ["dsl", "DSL channel"]].filter(([key]) => fixed.places[key]).map(([key, name]) => ({ id: fixed.places[key], name }))
    .filter((one, index, all) => all.findIndex((other) => other.id === one.id) === index);
  place = places[0]?.id ?? "";
  for (const one of places) {
    $("places").append(el("button", { type: "button", attrs: { "aria-pressed": String(one.id === place), "data-place": one.id }, on: { click: () => choose(one.id) } },
      el("span", { text: one.name }), el("span", { class: "count", hidden: true })));
  }
  $("commands").append(commandForm(fixed.menus.filter((menu) => menu.needs !== "anyone"), actor, fixed.places.staff));
}

function choose(id) {
  place = id;
  for (const one of $("places").children) one.setAttribute("aria-pressed", String(one.dataset.place === id));
  showStaff(cards);
}

export function showStaff(next, { quiet = true } = {}) {
  const before = count(cards);
  cards = next;
  const fresh = renew($("cards"), [...(cards[place] ?? [])].reverse(), (card) => drawCard(card, { by: actor, place }));
  $("cards").classList.toggle("empty", !$("cards").children.length);
  for (const one of $("places").children) {
    const badge = one.querySelector(".count");
    const number = cards[one.dataset.place]?.length ?? 0;
    badge.textContent = number;
    badge.hidden = !number;
  }
  $("count").textContent = count(cards);
  $("count").hidden = !count(cards);
  if (!quiet && fresh.length && count(cards) > before) say(`New card for staff: ${cards[place].at(-1).title}`);
}

function count(all) {
  return places.reduce((sum, one) => sum + (all[one.id]?.length ?? 0), 0);
}

/* A chooser of commands and, below it, the chosen command's form and its answer. */
export function commandForm(menus, by, where) {
  const picker = el("select", {}, ...menus.map((menu) => el("option", { value: menu.name, text: `${menu.name}: ${menu.help}` })));
  const box = el("div");
  const answer = el("div", { class: "answer", attrs: { "aria-live": "polite" } });
  let read = () => ({ values: {} });
  const pick = () => {
    const menu = menus.find((one) => one.name === picker.value);
    let node = "";
    if (menu) [node, read] = drawFields(menu.name, menu.fields, by);
    box.replaceChildren(node);
    answer.replaceChildren();
  };
  picker.addEventListener("change", pick);
  const sheet = el("form", { class: "command" }, el("label", { class: "stack" }, el("span", { class: "name", text: "Command" }), picker), box,
    el("div", { class: "buttons" }, el("button", { type: "submit", text: "Give command" })), answer);
  sheet.addEventListener("submit", once(async () => {
    const sent = { person: by(), command: picker.value, place: where, ...read() };
    fillAnswer(answer, await ask("command", sent).catch((trouble) => ({ text: trouble.message, refused: true })), by);
  }));
  pick();
  return sheet;
}
