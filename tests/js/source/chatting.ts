// A tab with a chat in it, against a server in memory: the shipped engine, without a browser around it.
import { randomBytes } from "../../../webapp/frontend/lib/bytes.ts";
import { type Receipt, receiptFrom } from "../../../webapp/frontend/lib/receipt.ts";
import type { ChatView, Said } from "../../../webapp/frontend/source/engine/chat-protocol.ts";
import { Conversation } from "../../../webapp/frontend/source/engine/conversation.ts";
import { loadDesk } from "../../../webapp/frontend/source/engine/desk.ts";
import type { Door, News } from "../../../webapp/frontend/source/engine/protocol.ts";
import { tools } from "../../../webapp/frontend/source/engine/tools.ts";
import { Chat } from "../../../webapp/frontend/source/line/chat.ts";
import type { BadLine } from "./fake-line.ts";

export class Tab {
  readonly receipt: Receipt;
  readonly chat: Chat;
  readonly news: News[] = [];
  readonly #line: BadLine;
  #id = 0;

  private constructor(line: BadLine, receipt: Receipt, chat: (tell: (news: News) => void) => Chat) {
    this.#line = line;
    this.receipt = receipt;
    this.chat = chat((news) => void this.news.push(news));
  }

  static async make(line: BadLine, receipt = receiptFrom(randomBytes(32))): Promise<Tab> {
    const holder = { desk: await loadDesk(line.server.ask, null) };
    const host = { holder, openLine: line.open, hasWords: () => true };
    return new Tab(
      line,
      receipt,
      (tell) => new Chat({ ...tools, ask: line.ask }, { ...host, tell }),
    );
  }

  /** Somebody who begins. */
  static async begun(line: BadLine, door: Door = "need_help"): Promise<Tab> {
    const tab = await Tab.make(line);
    tab.chat.begin(tab.receipt, door, "en");
    return tab;
  }

  /** Another tab on the same receipt. */
  async another(): Promise<Tab> {
    const { server } = this.#line;
    const tab = await Tab.make(this.#line, this.receipt);
    tab.chat.resume(await Conversation.open(server.ask, server.site, this.receipt));
    return tab;
  }

  say(said: Said | string): number {
    const id = ++this.#id;
    this.chat.do({
      do: "say",
      id,
      said: typeof said === "string" ? { kind: "text", text: said } : said,
    });
    return id;
  }

  end(): void {
    this.chat.do({ do: "end", id: ++this.#id });
  }

  get view(): ChatView {
    return this.chat.view();
  }

  /** The texts on the screen, in order. */
  get texts(): string[] {
    return this.view.messages.map(({ kind, text }) => text || kind);
  }
}
