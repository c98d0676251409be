/** Something that people at a helpdesk did about one of our tickets. */
export type Said =
  | {
      readonly kind: 'answer';
      readonly number: string;
      /** The helpdesk's own id of it: it counts once, however often we hear of it. */
      readonly key: string;
      readonly text: string;
      /** As the customer reads it. */
      readonly agentName: string;
      readonly files?: readonly SentFile[];
    }
  | {
      readonly kind: 'solved' | 'reopened';
      readonly number: string;
      readonly key: string;
      readonly agentName: string;
      /** When it was done there; RFC 3339. */
      readonly at: string;
    };

/** A file that came with an answer. */
export interface SentFile {
  readonly name: string;
  /** Its bytes in BASE64: it waits in a job. */
  readonly content: string;
}

/** What stands below an answer when its author gave no name. */
export const NAMELESS = 'Support';

/** A chat is no place for more. */
export const MOST_ANSWER_CHARACTERS = 8_000;
