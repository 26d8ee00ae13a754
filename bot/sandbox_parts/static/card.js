// Cards, buttons and answers, as staff and parents see them.

import { $, ask, clock, el, say } from "./dom.js";
import { openForm } from "./forms.js";

let counter = 0;
const revealed = new Set();
const answers = new Map(); // what was answered, by the id of the thing it was asked about

export function drawCard(card, { by, place }) {
  const title = el("h3", { text: card.title });
  return el(
    "article",
    { class: card.urgent ? "card urgent" : "card" },
    el("div", { class: "card-head" }, title, card.urgent && el("span", { class: "badge", text: "Urgent" }),
      card.at && el("time", { text: clock(card.at), dateTime: card.at })),
    card.evidence && evidence(card),
    card.fields.length > 0 && fields(card.fields),
    card.file && picture(card),
    buttons(card, { by, place }),
    answerBox(card.id),
  );
}

function fields(pairs) {
  const list = el("dl");
  for (const [name, value] of pairs) list.append(el("div", {}, el("dt", { text: name }), el("dd", { text: value })));
  return list;
}

function evidence(card) {
  const key = card.id ?? card.title;
  const open = revealed.has(key);
  const words = el("span", { class: "words", text: card.evidence, attrs: open ? {} : { "aria-hidden": "true" } });
  const label = el("span", { class: "reveal", text: open ? "Hide it again" : "Show what was written" });
  const box = el("div", { class: open ? "evidence open" : "evidence" }, words);
  const toggle = el("button", { type: "button", class: "quiet", attrs: { "aria-expanded": String(open), "data-focus": "evidence" } }, label);
  box.append(toggle);
  box.addEventListener("click", (event) => {
    if (revealed.has(key) && !toggle.contains(event.target)) return; // so that the words can be selected
    const now = !revealed.delete(key);
    if (now) revealed.add(key);
    box.classList.toggle("open", now);
    toggle.setAttribute("aria-expanded", String(now));
    if (now) words.removeAttribute("aria-hidden"); else words.setAttribute("aria-hidden", "true");
    label.textContent = now ? "Hide it again" : "Show what was written";
  });
  return box;
}

function picture(card) {
  if (!/\.(png|jpe?g)$/i.test(card.file_name)) {
    return el("a", { href: `/files/${card.file}`, text: card.file_name, download: card.file_name });
  }
  return el("img", { class: "chart", src: `/files/${card.file}`, alt: `Picture with: ${card.title ?? "the answer"}. The figures are in the text.` });
}

export function buttons(thing, { by, place }) {
  if (!thing.buttons?.length) return null;
  const row = el("div", { class: "buttons" });
  for (const button of thing.buttons) {
    row.append(el("button", {
      type: "button",
      class: button.style,
      text: button.label,
      attrs: { "data-focus": button.id },
      on: { click: (event) => press(event.currentTarget, thing, button, { person: by(), place }) },
    }));
  }
  return row;
}

async function press(node, thing, button, { person, place }) {
  if (node.ariaDisabled === "true") return;
  node.ariaDisabled = "true"; // not `disabled`, which would lose the focus
  try {
    keep(thing.id, await ask("press", { person, place, message: thing.id, button: button.id }), () => person, place);
  } catch (trouble) {
    keep(thing.id, { text: trouble.message, refused: true });
  }
  node.ariaDisabled = "false";
}

export function answerBox(id) {
  const box = el("div", { class: "answer", attrs: { "data-answer": id ?? "" } });
  if (answers.has(id)) fillAnswer(box, ...answers.get(id));
  return box;
}

function keep(id, reply, by = () => "", place = "") {
  answers.set(id, [reply, by, { id, place }]);
  for (const box of document.querySelectorAll(`[data-answer="${CSS.escape(id)}"]`)) fillAnswer(box, ...answers.get(id));
  say(reply.text);
  if (reply.ask) openForm($("dialog"), reply.ask, { by, place, message: id }, (done) => keep(id, done, by, place));
}

/* `at` is the thing that was asked about: the buttons of an answer are pressed on it too. */
export function fillAnswer(box, reply, by, at = { id: "", place: "" }) {
  box.replaceChildren();
  if (reply.text) box.append(el("p", { class: reply.refused ? "reply refused" : "reply", text: reply.text }));
  if (reply.card) box.append(drawCard({ ...reply.card, id: `answer-${(counter += 1)}` }, { by, place: "" }));
  for (const one of reply.files ?? []) box.append(picture(one));
  if (reply.buttons?.length) box.append(buttons({ id: at.id, buttons: reply.buttons }, { by, place: at.place }));
  box.scrollIntoView({ block: "nearest" });
}

/* Forget what was answered; with places given, only what was not answered there. */
export function forgetAnswers(kept = []) {
  for (const [id, [, , at]] of answers) if (!kept.includes(at.place)) answers.delete(id);
  for (const box of document.querySelectorAll("[data-answer]")) if (!answers.has(box.dataset.answer)) box.replaceChildren();
}
