/** It has no types; this is what is used of it. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface Mailbox {
    readonly messages: readonly { readonly flags: readonly string[] }[];
  }

  interface ImapServer {
    readonly server: Server;
    appendMessage(folder: string, flags: readonly string[], date: Date | false, raw: string): void;
    getMailbox(folder: string): Mailbox;
  }

  export default function hoodiecrow(options: {
    readonly plugins: readonly string[];
    readonly users: Readonly<Record<string, { readonly password: string }>>;
    readonly storage: Readonly<Record<string, Mailbox>>;
  }): ImapServer;
}
