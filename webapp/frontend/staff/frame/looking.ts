// The one script of the looking frame. The frame is nobody's origin: it reaches no key, no call, no
// storage and no network. It is handed a file and one of a few types, and shows them; all that it
// says back is one of four words.

import type { How } from "../logic/true-type.ts";

/** What the desk hands over, once. */
export interface Handed {
  how: How;
  mime: string;
  /** What the picture is called for whoever cannot see it. */
  name: string;
  content: Blob;
}

/** Whether blur and grey are taken off. */
export interface Clear {
  clear: boolean;
}

export type Said = "ready" | "shown" | "broken" | "clicked";

const say = (word: Said): void => parent.postMessage(word, "*");

function picture({ name }: Handed): HTMLImageElement {
  const image = document.createElement("img");
  image.alt = name;
  image.addEventListener("load", () => say("shown"));
  image.addEventListener("click", () => say("clicked"));
  return image;
}

function player({ how, name }: Handed): HTMLMediaElement {
  const media = document.createElement(how === "video" ? "video" : "audio");
  media.controls = true;
  media.preload = "metadata";
  media.setAttribute("aria-label", name);
  media.addEventListener("loadedmetadata", () => say("shown"));
  return media;
}

function show(handed: Handed): void {
  const { content, mime } = handed;
  const element = handed.how === "image" ? picture(handed) : player(handed);
  element.addEventListener("error", () => say("broken"));
  element.src = URL.createObjectURL(content.slice(0, content.size, mime));
  document.body.replaceChildren(element);
}

addEventListener("message", ({ source, data }: MessageEvent<Handed | Clear>) => {
  if (source !== parent) return;
  if ("content" in data) show(data);
  else document.body.classList.toggle("clear", data.clear);
});

say("ready");
