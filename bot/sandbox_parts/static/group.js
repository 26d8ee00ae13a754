// The parents' group: messages, the box to write in, and one person's private messages.

import { $, ask, clock, el, gist, initials, once, renew, say } from "./dom.js";
import { answerBox, buttons, fillAnswer } from "./card.js";

const KINDS = { photo: "Photo", video: "Video", contact: "Contact card", location: "Location", document: "Document" };
let channel = "";
let channels = [];
let viewer = () => "";
let state = { posts: [], letters: [] };
let about = null; // the post that is answered or edited: {what, post}

export function setUpGroup(fixed, who) {
  viewer = who;
  channels = fixed.channels;
  channel = channels[0].id;
  for (const one of channels) {
    $("channels").append(el("button", { type: "button", text: one.name, attrs: { "aria-pressed": String(one.id === channel), "data-channel": one.id },
      on: { click: () => choose(one.id) } }));
  }
  $("composer").addEventListener("submit", once(send));
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); $("composer").requestSubmit($("send")); }
    if (event.key === "Escape" && about) setAbout(null);
  });
  $("never-mind").addEventListener("click", () => { setAbout(null); $("text").focus(); });
  $("attachment").addEventListener("change", () => { $("caption-box").hidden = !$("attachment").value; });
}

function choose(id) {
  channel = id;
  for (const one of $("channels").children) one.setAttribute("aria-pressed", String(one.dataset.channel === id));
  setAbout(null);
  showGroup(state);
  toEnd();
}

export function posts() {
  return state.posts.filter((post) => post.kind === "post");
}

export function showGroup(next) {
  state = next;
  const log = $("posts");
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  renew(log, state.posts.filter((post) => post.chat === channel).map(withLetter), drawPost);
  log.classList.toggle("empty", !log.children.length);
  renew($("letters"), [...state.letters].reverse(), drawLetter);
  const notice = state.stopped ? stoppedWords(state.stopped_until) : groupWords();
  $("stopped").hidden = !notice;
  $("stopped").textContent = notice;
  $("send").disabled = state.stopped;
  if (atEnd) toEnd();
  const still = about && state.posts.find((post) => post.id === about.post.id);
  if (about && !(about.what === "edit" ? still?.mine : still)) setAbout(null);
}

function stoppedWords(until) {
  const end = until ? ` until ${new Date(until).toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" })}` : " for now";
  return `You cannot post in this group${end}. The message from Schoolgate says why.`;
}

function groupWords() {
  if (state.locked?.includes(channel)) return "This channel is secured: only the school's staff can post until it is opened again.";
  if (state.slow?.includes(channel)) return "Slow mode is on: each person can post once a minute.";
  return state.held ? "In this group the school reads every post before it is shown. You hear privately what became of yours." : "";
}

function toEnd() {
  $("posts").scrollTop = $("posts").scrollHeight;
}

function drawPost(post) {
  if (post.kind === "hidden") return drawStub(post);
  const head = el("div", { class: "post-head" }, el("strong", { text: post.name }), post.what && !post.what.startsWith("parent") && el("span", { class: "what", text: post.what }),
    post.restored && el("span", { class: "badge calm", text: "put back by the school" }), post.approved && el("span", { class: "badge calm", text: "approved by the school" }),
    el("time", { text: clock(post.at), dateTime: post.at }), post.edited && el("span", { class: "what", text: "edited" }), drawTools(post));
  const body = el("div", { class: "post-body" }, head,
    post.quoted && el("blockquote", {}, el("strong", { text: post.quoted.name }), ` ${post.quoted.text}`),
    post.text && el("p", { class: "text", text: post.text, dir: "auto" }),
    ...post.attachments.map(drawAttachment),
    buttons(post, { by: viewer, place: post.chat }), answerBox(post.id));
  const bot = post.kind === "note";
  const avatar = el("span", { class: `avatar tone-${bot ? "bot" : tone(post.name)}`, text: bot ? "S" : initials(post.name), attrs: { "aria-hidden": "true" } });
  return el("article", { class: post.mine ? "post mine" : "post" }, avatar, body);
}

/* A line about a hidden message with the letter about it, which may come later than the line. */
function withLetter(post) {
  return post.kind === "hidden" ? { ...post, letter: state.letters.find((one) => one.about === post.id)?.id ?? "" } : post;
}

function drawStub(post) {
  const row = post.letter && el("div", { class: "buttons" }, el("button", { type: "button", text: "Read why", attrs: { "data-focus": "why" }, on: { click: () => goTo(post.letter) } }));
  return el("article", { class: "post stub" }, el("div", { class: "post-body" }, el("p", { class: "text", text: "A message was hidden. Only you see this line." }), row));
}

function goTo(letter) {
  const node = [...$("letters").children].find((one) => one.dataset.key === letter);
  if (!node) return;
  node.tabIndex = -1;
  node.focus();
}

function drawAttachment(one) {
  const picture = one.kind === "photo" && one.handle;
  return el("figure", { class: "attachment" }, picture && el("img", { src: `/files/${one.handle}`, alt: one.text, width: 240, height: 160 }),
    el("figcaption", {}, el("strong", { text: KINDS[one.kind] ?? one.kind }), ` ${one.text}`));
}

function drawTools(post) {
  if (post.kind !== "post") return null;
  const tool = (text, click) => el("button", { type: "button", class: "quiet", text, attrs: { "data-focus": text, "aria-label": `${text}: ${post.name}, ${clock(post.at)}` }, on: { click } });
  const row = el("div", { class: "tools" }, tool("Reply", () => setAbout({ what: "reply", post })));
  if (post.mine) {
    row.append(tool("Edit", () => setAbout({ what: "edit", post })), tool("Delete", () => remove(post)));
  }
  return row;
}

function drawLetter(letter) {
  return el("article", { class: "letter" }, el("div", { class: "post-head" }, el("strong", { text: "Schoolgate" }), el("time", { text: clock(letter.at), dateTime: letter.at })),
    el("p", { class: "text", text: letter.text }), buttons(letter, { by: viewer, place: "private" }), answerBox(letter.id));
}

function tone(name) {
  return [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}

function setAbout(next) {
  const wasEditing = about?.what === "edit";
  about = next;
  $("about").hidden = !about;
  if (!about) { if (wasEditing) $("text").value = ""; $("send").textContent = "Post"; return; }
  const editing = about.what === "edit";
  $("about").firstElementChild.textContent = editing ? "Changing your message" : `Answering ${gist(about.post)}`;
  if (editing) $("text").value = about.post.text;
  $("send").textContent = editing ? "Save" : "Post";
  $("text").focus();
}

/* What is sent leaves the box at once, so that the next message can be typed; what was refused comes back. */
async function send() {
  const draft = takeDraft();
  const person = viewer();
  const editing = draft.about?.what === "edit";
  const sent = editing ? { person, message: draft.about.post.id, text: draft.text }
    : { person, channel, text: draft.text, reply_to: draft.about?.post.id ?? "", attachment: draft.attachment, caption: draft.caption };
  try {
    const done = await ask(editing ? "edit" : "post", sent);
    if (done.answer?.refused) throw new Error(done.answer.text);
    toEnd();
    if (done.answer) fillAnswer($("handed-in"), done.answer, viewer, { id: "handed-in", place: "private" });
  } catch (trouble) {
    $("group-error").textContent = trouble.message;
    putBack(draft);
  }
}

function takeDraft() {
  const draft = { about, text: $("text").value, attachment: $("attachment").value, caption: $("caption").value };
  $("group-error").textContent = "";
  setAbout(null);
  fillComposer({ text: "", attachment: "", caption: "" });
  return draft;
}

function putBack(draft) {
  const typed = $("text").value;
  if (draft.about && !about && state.posts.some((post) => post.id === draft.about.post.id)) setAbout(draft.about);
  fillComposer({ ...draft, text: typed ? `${draft.text}\n${typed}` : draft.text });
}

function fillComposer({ text, attachment, caption }) {
  $("text").value = text;
  $("attachment").value = attachment;
  $("caption").value = caption;
  $("caption-box").hidden = !attachment;
  $("text").focus();
}

async function remove(post) {
  try {
    await ask("delete", { person: viewer(), message: post.id });
    say("Your message was deleted.");
    $("text").focus();
  } catch (trouble) {
    $("group-error").textContent = trouble.message;
  }
}
