// Forms for commands, and for the questions an answer may ask, with suggestions while somebody types.

import { ask, el, gist, once } from "./dom.js";

const SUGGESTED = new Set(["clause", "duration", "case"]);
let counter = 0;
let known = { people: [], posts: () => [] };

export function forms(people, posts) {
  known = { people, posts };
}

/* The fields of one command as [node, read], where read() gives {values, target, target_chat}. */
export function drawFields(command, fields, by, given = {}) {
  const box = el("div", { class: "fields" });
  const inputs = new Map();
  const values = () => {
    const all = { ...given };
    for (const [name, input] of inputs) if (input.value) all[name] = input.value;
    return all;
  };
  for (const field of fields) {
    const input = makeInput(field, (typed) => ask("suggest", { person: by(), command, values: values(), wanted: field.name, typed }));
    input.required = field.required;
    if (given[field.name] && input.tagName !== "SELECT") input.value = given[field.name];
    inputs.set(field.name, input);
    box.append(labelled(field, input));
  }
  return [box, () => read(fields, values())];
}

function read(fields, values) {
  const place = fields.find((field) => field.kind === "message");
  if (!place || !values[place.name]) return { values };
  const [chat, message] = values[place.name].split("/");
  return { values: { ...values, [place.name]: message }, target: message, target_chat: chat };
}

function labelled(field, input) {
  const id = `field-${(counter += 1)}`;
  input.id = id;
  const words = el("label", { htmlFor: id }, el("span", { class: "name", text: field.name.replaceAll("_", " ") }),
    el("span", { class: "help", text: ` ${field.help}${field.required ? "" : " (may be left out)"}` }));
  return el("div", { class: "field" }, words, input, input.list_ ?? "");
}

function makeInput(field, suggest) {
  if (field.kind === "member") return choice(() => known.people.map((who) => [who.id, `${who.name} (${who.what})`]));
  if (field.kind === "message") return choice(() => known.posts().map((post) => [`${post.chat}/${post.id}`, gist(post)]).reverse());
  if (SUGGESTED.has(field.kind)) return suggested(suggest);
  return el("textarea", { rows: 2, maxLength: 4000 });
}

/* A chooser of what `options` returns whenever somebody turns to it; what was chosen stays while it is there. */
function choice(options) {
  const input = el("select");
  const refresh = () => {
    const chosen = input.value;
    const all = [["", "Choose…"], ...options()];
    input.replaceChildren(...all.map(([value, text]) => el("option", { value, text })));
    if (all.some(([value]) => value === chosen)) input.value = chosen;
  };
  for (const turned of ["focus", "pointerdown"]) input.addEventListener(turned, refresh);
  refresh();
  return input;
}

function suggested(suggest) {
  const list = el("datalist", { id: `list-${(counter += 1)}` });
  const input = el("input", { autocomplete: "off", maxLength: 200 });
  input.setAttribute("list", list.id);
  input.list_ = list;
  let asked = 0;
  const refresh = async () => {
    const mine = (asked += 1);
    const { choices } = await suggest(input.value).catch(() => ({ choices: [] }));
    if (mine === asked) list.replaceChildren(...choices.map((one) => el("option", { value: one.value, label: one.label, text: one.label })));
  };
  input.addEventListener("focus", refresh);
  input.addEventListener("input", refresh);
  return input;
}

/* A form in a dialog; `done` gets the answer to what was sent in. */
export function openForm(dialog, form, { by, place, message }, done) {
  const [box, readForm] = drawFields(form.command, form.fields, by, form.values);
  const error = el("p", { class: "error", attrs: { role: "alert" } });
  const cancel = el("button", { type: "button", text: "Cancel", on: { click: () => dialog.close() } });
  const sheet = el("form", {}, el("h2", { id: "dialog-title", text: form.title }), box, error,
    el("div", { class: "buttons" }, el("button", { type: "submit", class: "good", text: "Send" }), cancel));
  sheet.addEventListener("submit", once(async () => {
    try {
      const reply = await ask("command", { person: by(), command: form.command, place, message, ...readForm() });
      dialog.close();
      done(reply);
    } catch (trouble) {
      error.textContent = trouble.message;
    }
  }));
  dialog.replaceChildren(sheet);
  dialog.showModal();
}
