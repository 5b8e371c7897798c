// What only a chat needs, loaded when somebody asks for one: its script, its views and texts, its style.

import type { ChatPart, Kit, MakePart } from "./chat/page.ts";
import { all, one, pageLanguage } from "./dom.ts";
import { Stop } from "./engine/protocol.ts";
import { fetchPage, scriptAddress } from "./policy.ts";

let part: ChatPart | null = null;
let loading: Promise<ChatPart> | null = null;

/** The chat's part of the page, where it is loaded. */
export const chatPart = (): ChatPart | null => part;

/** Its views and texts in this language; only where they are needed already, when a language changes. */
export const fetchMore = (language: string): Promise<Document> => fetchPage("/more", language);

/** Moves what was fetched into the page. */
export function placeMore(more: Document): void {
  const texts = one<HTMLTemplateElement>("#more-texts", more);
  one<HTMLTemplateElement>("#texts").content.append(texts.content);
  texts.remove();
  one("main").prepend(one("#chat-bar", more));
  one("main").append(...all("[data-view]", more));
  document.body.append(...all("template", more));
}

/** Resolves once it has loaded; rejects where it did not, so that a new try is one. */
function arrived(file: HTMLScriptElement | HTMLLinkElement): Promise<void> {
  return new Promise((resolve, reject) => {
    file.onload = () => resolve();
    file.onerror = () => reject(new Stop("engine_load"));
    document.head.append(file);
  });
}

/** What was fetched names the script: nobody who only wants to write loads a byte for it. */
function script({ documentElement }: Document): Promise<void> {
  const { chat = "", chatIntegrity = "" } = documentElement.dataset;
  const file = document.createElement("script");
  file.integrity = chatIntegrity;
  file.src = scriptAddress(chat);
  return arrived(file);
}

async function load(kit: Kit): Promise<ChatPart> {
  const more = await fetchMore(pageLanguage());
  const style = one<HTMLLinkElement>("link", more);
  await Promise.all([script(more), arrived(document.importNode(style))]);
  const { makePart } = window as { makePart?: MakePart };
  if (makePart === undefined) throw new Stop("engine_load");
  placeMore(more);
  part = makePart(kit);
  return part;
}

/** The chat's part, loaded once; what failed is tried again the next time. */
export function loadChat(kit: Kit): Promise<ChatPart> {
  loading ??= load(kit).catch((error: unknown) => {
    loading = null;
    throw error instanceof Stop ? error : new Stop("engine_load");
  });
  return loading;
}
