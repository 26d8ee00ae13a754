// Small tools for making and renewing parts of the page. Text always goes in as text, never as HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, options = {}, ...children) {
  const { class: className, text, on = {}, attrs = {}, ...props } = options;
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  Object.assign(node, props);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  for (const [name, handler] of Object.entries(on)) node.addEventListener(name, handler);
  node.append(...children.filter(Boolean));
  return node;
}

/* Make the children of `box` show `items` (each with an `id`); what did not change keeps its node, and with it
   the focus, the scroll position and whatever was opened. Returns the ids that are new. */
export function renew(box, items, draw) {
  const old = new Map([...box.children].map((node) => [node.dataset.key, node]));
  const fresh = [];
  let place = null;
  for (const item of items) {
    const signature = JSON.stringify(item);
    let node = old.get(item.id);
    old.delete(item.id);
    if (!node) fresh.push(item.id);
    if (!node || node.dataset.signature !== signature) node = redraw(node, item, draw);
    node.dataset.signature = signature;
    const next = place ? place.nextSibling : box.firstChild;
    if (node !== next) box.insertBefore(node, next);
    place = node;
  }
  for (const node of old.values()) node.remove();
  return fresh;
}

function redraw(node, item, draw) {
  const focused = node?.contains(document.activeElement) ? document.activeElement.dataset.focus ?? "" : null;
  const drawn = draw(item);
  drawn.dataset.key = item.id;
  node?.replaceWith(drawn);
  if (focused !== null) {
    drawn.tabIndex = -1;
    ([...drawn.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focused) ?? drawn).focus();
  }
  return drawn;
}

export function clock(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}

export function initials(name) {
  const words = name.split(" ").filter((word) => !/^(Mr|Mrs|Ms|Miss|Dr)$/.test(word));
  return words.slice(0, 2).map((word) => [...word][0]).join("");
}

export function say(words) {
  $("spoken").textContent = "";
  setTimeout(() => { $("spoken").textContent = words; }, 30);
}

/* A handler that does `act` once at a time, however slow the server is; the button pressed shows it and keeps the focus. */
export function once(act) {
  let busy = false;
  return async (event) => {
    event.preventDefault();
    if (busy) return;
    const button = event.submitter ?? event.currentTarget;
    busy = true;
    button.ariaDisabled = "true";
    try { await act(event); } finally { busy = false; button.ariaDisabled = "false"; }
  };
}

/* A message in a few words: whose it is and how it begins, or what came with it. */
export function gist(post) {
  const words = post.text || post.attachments.map((one) => one.text).join(", ");
  return `${post.name}: ${[...words].slice(0, 60).join("")}`;
}

/* Ask the server to do something; an answer it refused becomes an Error with its words. */
export async function ask(what, values = {}) {
  let response;
  try {
    response = await fetch(`/api/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(values),
    });
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({ error: "The sandbox could not do this." }));
  if (!response.ok) throw new Error(answer.error ?? "The sandbox could not do this.");
  return answer;
}
